import pMap from 'p-map';
import { ConnectionLostError, InvalidClientError, TooManyBlockedError } from '../errors.js';
import { Node, type NodeOptions, type Writable } from './node.js';

/** What is sent over a connection of its own. */
export interface Errand extends Writable {
  /** Whether others must be sent before it, which are not under way. */
  readonly isHeld: boolean;
  /** How long the server may keep it waiting, in milliseconds; undefined: for ever. */
  readonly longest?: number | undefined;
  /** It was not sent: there is no connection to be had, or it is not its turn. */
  returned(home: Node, error: Error): void;
  /** It must not be sent. */
  fail(error: Error): void;
}

export interface LanesOptions extends NodeOptions {
  /** How many a server may have. */
  readonly maxBlockingConnections: number;
  /** How much longer than it may block a command is given, in milliseconds. */
  readonly silenceTimeout: number;
}

/** A connection beside that of a node, to the same server. */
interface Lane {
  readonly home: Node;
  readonly node: Node;
  isBusy: boolean;
  timer: NodeJS.Timeout | undefined;
}

interface Pending {
  readonly home: Node;
  /** It goes when its home has answered this many. */
  readonly until: number;
  readonly errand: Errand;
  /** The connection that it has to go over. */
  readonly kept: Node | undefined;
}

// One that is not used for so long is closed.
const IDLE_TIME = 10_000;
// One whose server has left the cluster is given this long for its reply.
const RETIREMENT = 4000;
const CONCURRENCY = 64;
// A timer of Node runs for no longer.
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Connections for commands that block, so that they hold up nobody else, and for
 * callers who watch keys: each takes one command, or all of one caller until he
 * has done, and is used again for the next.
 */
export class Lanes {
  readonly #lanes = new Map<Node, Lane>();
  #pending: Pending[] = [];
  // How many commands wait for a connection that is being made.
  #connecting = 0;

  constructor(
    private readonly options: LanesOptions,
    /** Called when a command was answered, or could not be sent. */
    private readonly idle: () => void,
  ) {}

  /** Commands that are sent and not answered. */
  get outstanding(): number {
    let sum = 0;
    for (const node of this.#lanes.keys()) {
      sum += node.outstanding;
    }
    return sum;
  }

  /** Commands that are not sent yet. */
  get waiting(): number {
    return this.#pending.length + this.#connecting;
  }

  /**
   * Sends a command beside a node, as soon as that has answered what was sent before.
   * @param kept the connection, where it has to be that of an earlier command which was not released
   */
  send(home: Node, errand: Errand, kept?: Node): void {
    if (home.outstanding === 0) {
      this.#sendNow(home, errand, kept);
    } else {
      this.#pending.push({ home, until: home.sent, errand, kept });
      home.awaitAnswers(home.sent);
    }
  }

  /** A node has answered as many as was awaited. */
  caughtUp(home: Node): void {
    const own = this.#pending.filter((pending) => pending.home === home);
    if (own.length === 0) {
      return;
    }
    const isDue = ({ until }: Pending) => home.answeredCount >= until;
    this.#pending = this.#pending.filter((pending) => pending.home !== home || !isDue(pending));
    for (const pending of own) {
      if (!isDue(pending)) {
        home.awaitAnswers(pending.until);
      } else if (home.ready && !pending.errand.isHeld) {
        this.#sendNow(home, pending.errand, pending.kept);
      } else {
        pending.errand.returned(home, new ConnectionLostError(`${home.name} takes no command now`, false));
      }
    }
  }

  /** A reply has come: the connection is free, also for whoever is called with that reply. */
  release(node: Node): void {
    const lane = this.#lanes.get(node);
    if (lane !== undefined) {
      this.#rest(lane);
    }
  }

  /** The server closes the connection after that reply: nobody may use it again. */
  discard(node: Node): void {
    const lane = this.#lanes.get(node);
    if (lane !== undefined) {
      this.#forget(lane);
      // Not within its own reply.
      setImmediate(() => node.destroy());
    }
  }

  /** A server hangs: what blocks there gets no reply. */
  giveUp(home: Node): void {
    for (const lane of this.#of(home)) {
      lane.node.giveUp(new Error('the server does not answer a PING'));
    }
  }

  /** Only these nodes are left in the cluster. */
  keep(homes: ReadonlySet<Node>): void {
    for (const lane of this.#lanes.values()) {
      if (!homes.has(lane.home)) {
        lane.node.close(RETIREMENT).then(() => this.#forget(lane));
      }
    }
  }

  unref(): void {
    this.options.unref = true;
    for (const node of this.#lanes.keys()) {
      node.unref();
    }
  }

  /** Closes each after its reply, or when the time is up. */
  async close(milliseconds: number): Promise<void> {
    await pMap([...this.#lanes.keys()], (node) => node.close(milliseconds), { concurrency: CONCURRENCY });
    this.destroy();
  }

  /** Closes all now. */
  destroy(): void {
    for (const lane of this.#lanes.values()) {
      this.#forget(lane);
      lane.node.destroy();
    }
    for (const { home, errand } of this.#pending.splice(0)) {
      errand.returned(home, new ConnectionLostError('closed', false));
    }
  }

  #sendNow(home: Node, errand: Errand, kept: Node | undefined): void {
    if (kept !== undefined) {
      this.#sendKept(home, errand, kept);
      return;
    }
    const lanes = this.#of(home);
    const { maxBlockingConnections } = this.options;
    const lane = lanes.find(({ isBusy, node }) => !isBusy && node.ready);
    if (lane !== undefined) {
      this.#take(lane);
      this.#sendBy(lane, errand);
    } else if (lanes.length < maxBlockingConnections) {
      this.#sendByNew(this.#make(home), errand);
    } else {
      process.nextTick(() => errand.fail(new TooManyBlockedError(maxBlockingConnections, home.name)));
    }
  }

  #sendKept(home: Node, errand: Errand, kept: Node): void {
    const lane = this.#lanes.get(kept);
    if (lane !== undefined && kept.ready) {
      this.#sendBy(lane, errand);
    } else {
      process.nextTick(() =>
        errand.returned(home, new ConnectionLostError(`${kept.name}: the connection is lost`, false)),
      );
    }
  }

  async #sendByNew(lane: Lane, errand: Errand): Promise<void> {
    this.#take(lane);
    this.#connecting += 1;
    let failure: Error | undefined;
    try {
      await lane.node.opened();
    } catch (error) {
      failure = error as Error;
    }
    this.#connecting -= 1;
    if (lane.node.ready) {
      this.#sendBy(lane, errand);
    } else if (failure instanceof InvalidClientError) {
      errand.fail(failure);
      this.idle();
    } else {
      const message = failure?.message ?? `${lane.node.name}: closed`;
      errand.returned(lane.home, new ConnectionLostError(message, false, { cause: failure }));
    }
  }

  #sendBy(lane: Lane, errand: Errand): void {
    const { home, node } = lane;
    home.sentBeside += 1;
    node.send(errand);
    const { longest } = errand;
    if (longest !== undefined) {
      // Its server is well, but this connection may be dead: a router on the way has forgotten it, say.
      const time = Math.min(longest + this.options.silenceTimeout, LONGEST_TIMER);
      lane.timer = setTimeout(() => node.giveUp(new Error(`no reply for ${time} ms`)), time).unref();
    }
  }

  #make(home: Node): Lane {
    const node = new Node(home.address, this.options, {
      connected: () => {},
      caughtUp: () => {},
      lost: () => {
        this.#forget(lane);
        node.destroy();
      },
      idle: () => this.idle(),
    });
    const lane: Lane = { home, node, isBusy: false, timer: undefined };
    this.#lanes.set(node, lane);
    return lane;
  }

  #take(lane: Lane): void {
    clearTimeout(lane.timer);
    lane.isBusy = true;
    lane.home.hold();
  }

  #rest(lane: Lane): void {
    this.#leave(lane);
    clearTimeout(lane.timer);
    lane.timer = setTimeout(() => {
      this.#forget(lane);
      lane.node.destroy();
    }, IDLE_TIME).unref();
  }

  #forget(lane: Lane): void {
    this.#lanes.delete(lane.node);
    clearTimeout(lane.timer);
    this.#leave(lane);
  }

  #leave(lane: Lane): void {
    if (lane.isBusy) {
      lane.isBusy = false;
      lane.home.release();
    }
  }

  #of(home: Node): Lane[] {
    return [...this.#lanes.values()].filter((lane) => lane.home === home);
  }
}
