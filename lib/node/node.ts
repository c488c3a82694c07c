import { setImmediate } from 'node:timers';
import type { Connection } from '../client/connection.js';
import type { Argument, Request } from '../command/types.js';
import { ConnectionLostError, InvalidClientError } from '../errors.js';
import { type Address, format } from '../topology/address.js';
import { Attempt } from './attempt.js';
import type { ClientFactory } from './make-client.js';

/** What can be written to a node: one request, or several that must stay together. */
export interface Writable {
  /** Sends its requests, one right after the other. */
  write(connection: Connection, node: Node): void;
}

/** What a node tells its owner. */
export interface NodeListener {
  connected(node: Node): void;
  /**
   * Its connection was lost or could not be made. `misuse`: it was the fault of
   * `createClient`, so that waiting would not help.
   */
  lost(node: Node, error: Error, misuse: boolean): void;
  /** As many are answered as `awaitAnswers` was told; or it was suspended, and answers again. */
  caughtUp(node: Node): void;
  /** Nothing sent to it is unanswered any more. */
  idle(node: Node): void;
}

export interface NodeOptions {
  createClient: ClientFactory;
  connectTimeout: number;
  coalesce: boolean;
  unref: boolean;
}

// So many units leave together at most: more would only keep the server waiting.
const MOST_GATHERED = 128;
// Kept, as tests of users may put a clock of their own in its place; Jest's jsdom has no global one.
const afterThisTurn = setImmediate;
// A stale connection is given this long for its last replies.
const REPLACEMENT = 1000;

// One that took its place is not stale before this has passed: longer than a command goes round in circles.
const FRESH = 15_000;

// A replica that cannot answer is asked nothing for this long.
const SKIP = 1000;

type State = 'idle' | 'connecting' | 'ready' | 'closed';

// Between attempts to connect: this long at first, doubled up to the second.
const FIRST_DELAY = 50;
const LONGEST_DELAY = 2000;

/**
 * One server and its client. A client that is lost is thrown away and a new one
 * made, so that no library resends or queues by rules of its own.
 */
export class Node {
  readonly address: Address;
  /** `host:port`, for maps and messages. */
  readonly name: string;
  /** Requests sent so far. */
  sent = 0;
  /** Requests sent to this server by connections beside this one; nothing here waits for their replies. */
  sentBeside = 0;
  /** Requests that it has not answered and nobody else can: they are not reads of the data. */
  irreplaceable = 0;
  /** It follows a master and does not hear from it, so that it may be far behind. */
  isStale = false;
  /** Whether it connects again by itself when it is lost: one that was asked a single thing does not. */
  isNeeded = true;
  /** When a server named it last as the one to ask, as `performance.now()`, until a map has it. */
  namedAt: number | undefined;
  /** Of those, the requests answered. A server answers in the order of sending. */
  #answered = 0;
  // Whom to tell when this many are answered.
  #awaited = Number.POSITIVE_INFINITY;
  #state: State = 'idle';
  #attempt: Attempt | undefined;
  #connection: Connection | undefined;
  // Whether what leaves together is for this to say.
  #corks = false;
  #corked = false;
  // How many units were sent since it was corked.
  #gathered = 0;
  #failures = 0;
  #lastError: Error | undefined;
  #timer: NodeJS.Timeout | undefined;
  #whenIdle: (() => void) | undefined;
  // When its connection was made because the one before was stale: another one would be no better.
  #replacedAt = Number.NEGATIVE_INFINITY;
  #replacing = false;
  #suspended = false;
  // It was silent when it was given up: next time it must answer before it counts as connected.
  #wasSilent = false;
  #isReplica = false;
  #held = 0;
  #lagsUntil = 0;
  #waiters: { resolve: () => void; reject: (error: Error) => void }[] = [];
  readonly #options: NodeOptions;
  readonly #listener: NodeListener;

  constructor(address: Address, options: NodeOptions, listener: NodeListener) {
    this.address = address;
    this.name = format(address);
    this.#options = options;
    this.#listener = listener;
  }

  /** Whether requests may be sent now. */
  get ready(): boolean {
    return this.#state === 'ready' && !this.#replacing && !this.#suspended;
  }

  /** Whether it has a connection, be it one that takes no requests now. */
  get connected(): boolean {
    return this.#state === 'ready';
  }

  /** Whether it owes replies, and was silent for so long that no more is sent to it. */
  get suspended(): boolean {
    return this.#suspended;
  }

  /** Whether it was given up for its silence, and has not answered since. */
  get wasSilent(): boolean {
    return this.#wasSilent;
  }

  /** Whether somebody relies on it who has a connection of his own to this server. */
  get held(): boolean {
    return this.#held > 0;
  }

  /** Whether it follows a master, and is asked for reads only. */
  get isReplica(): boolean {
    return this.#isReplica;
  }

  set isReplica(isReplica: boolean) {
    if (isReplica !== this.#isReplica) {
      this.#isReplica = isReplica;
      this.isStale = false;
      if (this.#state === 'ready') {
        this.#sendRole();
      }
    }
  }

  /** Requests sent and not answered. */
  get outstanding(): number {
    return this.sent - this.#answered;
  }

  /** How many requests are answered. */
  get answeredCount(): number {
    return this.#answered;
  }

  /**
   * Grows as long as the server sends: bytes where the library tells of them, as
   * a large reply takes its time and a library may answer by itself; else replies.
   */
  get progress(): number {
    return this.#connection?.bytesRead ?? this.#answered;
  }

  /** Whether `createClient` was at fault when it was called last. */
  get misused(): boolean {
    return this.#lastError instanceof InvalidClientError;
  }

  get closed(): boolean {
    return this.#state === 'closed';
  }

  /** The injected client, while there is one. */
  get client(): unknown {
    return this.#connection?.client;
  }

  /** Why it is not connected, where that is known. */
  get lastError(): Error | undefined {
    return this.#lastError;
  }

  /**
   * Writes to a node that is ready. What is written in one tick leaves together; and
   * while the server has work to do already, all of a turn of the event loop: what the
   * replies of other servers lead to, too. A write costs more than most commands.
   */
  send(unit: Writable): void {
    const connection = this.#connection as Connection;
    if (!this.#corks) {
      unit.write(connection, this);
      return;
    }
    if (!this.#corked) {
      this.#corked = true;
      this.#gathered = 0;
      connection.cork?.();
      // One may be that whose reply has led here: it counts when that is done.
      if (this.sent - this.#answered <= 1) {
        process.nextTick(uncork, this);
      } else {
        afterThisTurn(uncork, this);
      }
    }
    unit.write(connection, this);
    this.#gathered += 1;
    if (this.#gathered === MOST_GATHERED && this.#corked) {
      // The server may begin while the rest is being written.
      this.#gathered = 0;
      connection.uncork?.();
      connection.cork?.();
    }
  }

  /** One request for this very server, outside of all routing. */
  ask(
    name: string,
    args: readonly Argument[],
    callback: (error: Error | null, reply?: unknown) => void,
    buffers = false,
  ): void {
    if (!this.ready) {
      callback(new ConnectionLostError(`${this.name} is not connected`, false));
      return;
    }
    const settle = (error: Error | null, reply?: unknown) => {
      callback(error, reply);
      this.answered();
    };
    this.send({
      write: (connection) => {
        this.sent += 1;
        const request: Request = { name, args, buffers, settle };
        connection.send(request);
      },
    });
  }

  /** Counts a reply, once all that follows from it was done. */
  answered(): void {
    this.#answered += 1;
    if (this.#answered >= this.#awaited) {
      this.#awaited = Number.POSITIVE_INFINITY;
      this.#listener.caughtUp(this);
    }
    if (this.#answered === this.sent) {
      if (this.#replacing) {
        this.#startAgain();
      }
      this.#whenIdle?.();
      this.#listener.idle(this);
    }
    if (this.#suspended) {
      this.#resume();
    }
  }

  /** Tells its listener when so many are answered. */
  awaitAnswers(count: number): void {
    this.#awaited = Math.min(this.#awaited, count);
  }

  /** Makes the client, unless there is one or one is on its way. */
  connect(): void {
    if (this.#state !== 'idle') {
      return;
    }
    clearTimeout(this.#timer);
    this.#state = 'connecting';
    this.#attempt = new Attempt(this.address, this.#options, this.#wasSilent, {
      connected: (connection) => this.#connected(connection),
      failed: (error, misuse) => this.#drop(error, misuse),
      lost: (connection, error) => {
        if (this.#connection === connection) {
          this.#drop(error);
        }
      },
    });
    this.#attempt.start();
  }

  /** Resolves when it is ready; rejects when the attempt under way fails. */
  opened(): Promise<void> {
    if (this.ready) {
      return Promise.resolve();
    }
    if (this.#state === 'closed') {
      return Promise.reject(new Error(`${this.name}: closed`));
    }
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.connect();
    });
  }

  /**
   * Makes another client in place of this one, after the last reply: the server
   * behind it is not the one that the address stands for now. Once is enough, for a while.
   */
  replace(): void {
    const now = Date.now();
    if (this.#state === 'ready' && now - this.#replacedAt >= FRESH) {
      this.#replacedAt = now;
      // Requests are outstanding: the one that told us is among them.
      this.#replacing = true;
      // A server that hangs, or a command that blocks, must not hold it up for ever.
      this.#timer = setTimeout(() => this.#startAgain(), REPLACEMENT);
      this.#unrefTimer();
    }
  }

  #startAgain(): void {
    this.#drop(new Error('the connection was replaced'));
    this.connect();
  }

  /** Whether it said lately that it cannot answer reads as its master would. */
  get lags(): boolean {
    return this.#lagsUntil > 0 && Date.now() < this.#lagsUntil;
  }

  /** It lags behind its master: others answer reads for a while. */
  skip(): void {
    this.#lagsUntil = Date.now() + SKIP;
  }

  /** Somebody relies on this server who has a connection of his own to it: it is watched though it owes nothing. */
  hold(): void {
    this.#held += 1;
  }

  release(): void {
    this.#held -= 1;
  }

  /** Sends no more until it answers. */
  suspend(): void {
    this.#suspended = true;
    this.#lastError = new Error(`${this.name}: it owes replies and is silent`);
  }

  /** Throws its client away: it owes replies and stays silent. */
  giveUp(error: Error): void {
    this.#wasSilent = true;
    this.#drop(error);
  }

  /** Closes when the last reply has come, or when the time is up. */
  async close(milliseconds: number): Promise<void> {
    const connection = this.#connection;
    if (this.#state === 'closed') {
      return;
    }
    if (connection === undefined || this.#state !== 'ready') {
      this.destroy();
      return;
    }
    const deadline = deferred(milliseconds, this.#options.unref);
    if (this.outstanding > 0) {
      const idle = new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
      await Promise.race([idle, deadline.reached]);
    }
    // What the last reply led its owner to send in the same tick is answered too.
    await Promise.race([connection.quit(), deadline.reached]);
    deadline.cancel();
    this.destroy();
  }

  /** Closes now. Requests outstanding are answered with an error. */
  destroy(): void {
    clearTimeout(this.#timer);
    this.#state = 'closed';
    this.#attempt?.cancel();
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.destroy();
    for (const waiter of this.#waiters.splice(0)) {
      waiter.reject(new Error(`${this.name}: closed`));
    }
  }

  /** Lets the process end while this node is connected. */
  unref(): void {
    this.#options.unref = true;
    this.#unrefTimer();
    this.#attempt?.unref();
    this.#connection?.unref();
  }

  /** @internal Ends what leaves in one write. */
  uncork(): void {
    this.#corked = false;
    this.#connection?.uncork?.();
  }

  #connected(connection: Connection): void {
    this.#attempt = undefined;
    this.#connection = connection;
    if (this.#options.coalesce) {
      connection.joinWrites?.();
    }
    this.#corks = this.#options.coalesce && connection.cork !== undefined;
    this.#state = 'ready';
    this.#failures = 0;
    this.#wasSilent = false;
    this.#lastError = undefined;
    if (this.#options.unref) {
      connection.unref();
    }
    if (this.#isReplica) {
      this.#sendRole();
    }
    this.#tellWaiters();
    this.#listener.connected(this);
  }

  #resume(): void {
    this.#suspended = false;
    this.#lastError = undefined;
    this.#tellWaiters();
    this.#listener.caughtUp(this);
  }

  #tellWaiters(): void {
    for (const waiter of this.#waiters.splice(0)) {
      waiter.resolve();
    }
  }

  /** A replica refuses reads on a connection that did not ask for them. */
  #sendRole(): void {
    const request: Request = {
      name: this.#isReplica ? 'readonly' : 'readwrite',
      args: [],
      buffers: false,
      settle: () => {},
    };
    this.#connection?.send(request);
  }

  #drop(error: Error, misuse = false): void {
    clearTimeout(this.#timer);
    this.#attempt?.cancel();
    this.#attempt = undefined;
    const connection = this.#connection;
    this.#connection = undefined;
    this.#corked = false;
    this.#suspended = false;
    if (!this.#replacing) {
      // What comes next is another connection, which may be stale, too.
      this.#replacedAt = Number.NEGATIVE_INFINITY;
    }
    this.#replacing = false;
    this.#lastError = misuse ? error : new Error(`${this.name}: ${error.message}`, { cause: error });
    this.#state = 'idle';
    connection?.destroy();
    // Whoever was answered by that may have closed everything.
    if ((this.#state as State) === 'closed') {
      return;
    }
    if (!misuse && this.isNeeded) {
      const delay = Math.min(FIRST_DELAY * 2 ** this.#failures, LONGEST_DELAY);
      this.#failures += 1;
      this.#timer = setTimeout(() => this.connect(), delay);
      this.#unrefTimer();
    }
    for (const waiter of this.#waiters.splice(0)) {
      waiter.reject(this.#lastError);
    }
    this.#listener.lost(this, this.#lastError, misuse);
  }

  #unrefTimer(): void {
    if (this.#options.unref) {
      this.#timer?.unref();
    }
  }
}

function uncork(node: Node): void {
  node.uncork();
}

function deferred(milliseconds: number, unref: boolean): { reached: Promise<void>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  if (unref) {
    timer?.unref();
  }
  return { reached, cancel: () => clearTimeout(timer) };
}
