import type { Receive } from '../client/subscriber.js';
import type { Kind, Subscribing } from '../command/subscribing.js';
import { ClusterUnavailableError, ConnectionLostError, InvalidClientError } from '../errors.js';
import type { Node } from '../node/node.js';
import { Handover } from './handover.js';
import { Seat, type SeatOptions } from './seat.js';
import { bySlot, Subscriptions } from './subscriptions.js';

/** A wish to begin or to end subscriptions. */
export interface Change extends Subscribing {
  readonly names: readonly Buffer[];
  /** When it is given up, if no server has taken it. */
  readonly expiresAt: number;
  /** Called once: when it holds, or with the error for which it does not. */
  done(error: Error | null): void;
}

export interface FeedOptions extends SeatOptions {
  readonly retryTimeout: number;
}

/** What a feed needs of its owner, and tells it. */
export interface FeedOwner {
  /** A node to listen at, another one than `former` where there is one; undefined where there is none now. */
  place(former: Node | undefined): Node | undefined;
  readonly message: Receive;
  /**
   * A subscription that held was refused when it was made again, and holds no
   * more. Of a shard channel, which may be elsewhere, its owner decides that.
   */
  refused(kind: Kind, name: Buffer, error: Error): void;
  /** `createClient` is at fault, and nobody waits for it. */
  misuse(error: Error): void;
  /** The server has ended some subscriptions to shard channels. */
  dropped?(): void;
}

// Between attempts to find a place: none at first, then this long, doubled up to the second.
const FIRST_DELAY = 50;
const LONGEST_DELAY = 1000;

/**
 * Subscriptions that hold as long as there is a server for them. They are at one
 * server, its seat. When that is lost they are made again at another one; and
 * when it is to be left while it still lives, they are made at the other one
 * first.
 */
export class Feed {
  /** Those that a server has confirmed. */
  readonly held = new Subscriptions();
  #changes: Change[] = [];
  #seat: Seat | undefined;
  readonly #handover = new Handover();
  #retryTimer: NodeJS.Timeout | undefined;
  #expiryTimer: NodeJS.Timeout | undefined;
  #failures = 0;
  #lastError: Error | undefined;
  #lastNode: Node | undefined;
  #unref = false;
  #closed = false;
  readonly #options: FeedOptions;
  readonly #owner: FeedOwner;

  constructor(options: FeedOptions, owner: FeedOwner) {
    this.#options = options;
    this.#owner = owner;
  }

  /** Where it listens, or is about to. */
  get node(): Node | undefined {
    return this.#seat?.node;
  }

  change(change: Change): void {
    this.#changes.push(change);
    this.#watchExpiry();
    if (this.#seat?.ready) {
      this.#send(this.#seat, change);
    } else {
      this.sit();
    }
  }

  /** Takes over subscriptions that hold elsewhere; what is refused of them is told to its owner. Before it has a seat. */
  hold(kind: Kind, names: readonly Buffer[]): void {
    this.held.change({ kind, begins: true }, names);
  }

  /** Looks for a place, where there is none and one is needed. */
  sit(): void {
    clearTimeout(this.#retryTimer);
    if (this.#closed || this.#seat !== undefined || this.#isIdle()) {
      return;
    }
    const node = this.#owner.place(this.#lastNode);
    if (node === undefined) {
      this.#retryLater();
      return;
    }
    this.#lastNode = node;
    this.#seat = new Seat(node, this.#options, this.#unref, {
      ready: (seat) => this.#ready(seat),
      lost: (seat, error) => this.#lost(seat, error),
      message: (seat, ...message) => this.#receive(seat, message),
      dropped: (seat) => {
        if (seat === this.#seat) {
          this.#owner.dropped?.();
        }
      },
    });
  }

  /** Goes to another place, while this one is listened to as long as it lives. */
  move(): void {
    const seat = this.#seat;
    if (seat === undefined) {
      return;
    }
    this.#seat = undefined;
    if (seat.ready && this.held.size > 0) {
      this.#handover.begin(seat);
    } else {
      seat.close();
    }
    this.sit();
  }

  /** Asks the server for all again, which may have ended some by itself: whatever it refuses is told. */
  renew(): void {
    if (this.#seat?.ready) {
      this.#restore(this.#seat, () => {});
    }
  }

  /** Ends subscriptions that are held elsewhere now. */
  release(kind: Kind, names: readonly Buffer[]): void {
    this.held.change({ kind, begins: false }, names);
    if (this.#seat?.ready) {
      this.#seat.unsubscribe(kind, names, () => {});
    }
    this.#closeIfIdle();
  }

  /** Takes a change back, unanswered. */
  withdraw(change: Change): void {
    this.#changes = this.#changes.filter((other) => other !== change);
    this.#closeIfIdle();
  }

  unref(): void {
    this.#unref = true;
    this.#retryTimer?.unref();
    this.#expiryTimer?.unref();
    this.#seat?.unref();
    this.#handover.unref();
  }

  /** Closes now; changes that wait fail. */
  close(errorFor: () => Error): void {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#expiryTimer);
    this.#handover.end();
    this.#seat?.close();
    this.#seat = undefined;
    this.#failAll(errorFor);
  }

  #isIdle(): boolean {
    return this.held.size === 0 && this.#changes.length === 0;
  }

  #ready(seat: Seat): void {
    this.#handover.meet();
    this.#restore(seat, () => {
      this.#failures = 0;
      this.#lastError = undefined;
      this.#handover.complete();
    });
    for (const change of [...this.#changes]) {
      this.#send(seat, change);
    }
  }

  /** Subscribes to all that is held, where nothing is yet. */
  #restore(seat: Seat, restored: () => void): void {
    const groups = this.held.kinds.flatMap((kind): { kind: Kind; names: Buffer[] }[] => {
      const names = this.held.of(kind);
      // A server takes shard channels of one slot at a time.
      return kind === 'shard' ? bySlot(names).map((own) => ({ kind, names: own })) : [{ kind, names }];
    });
    const settled = countdown(groups.length, restored);
    for (const { kind, names } of groups) {
      this.#restoreAll(seat, kind, names, settled);
    }
  }

  #restoreAll(seat: Seat, kind: Kind, names: readonly Buffer[], settled: () => void): void {
    seat.subscribe(kind, names, (error) => {
      if (this.#seat !== seat || error instanceof ConnectionLostError) {
        return;
      }
      if (error === null) {
        settled();
      } else if (names.length === 1) {
        if (kind !== 'shard') {
          this.held.change({ kind, begins: false }, names);
        }
        this.#owner.refused(kind, names[0] as Buffer, error);
        settled();
      } else {
        // One of them is refused, and all with it.
        const each = countdown(names.length, settled);
        for (const name of names) {
          this.#restoreAll(seat, kind, [name], each);
        }
      }
    });
  }

  #send(seat: Seat, change: Change): void {
    const { kind, names, begins } = change;
    const settle = (error: Error | null) => {
      // Where the seat is lost, it holds when it does at another one.
      if (this.#seat !== seat || error instanceof ConnectionLostError || !this.#changes.includes(change)) {
        return;
      }
      this.#changes = this.#changes.filter((other) => other !== change);
      if (error === null) {
        this.held.change(change, names);
      }
      change.done(error);
      this.#closeIfIdle();
    };
    if (begins) {
      seat.subscribe(kind, names, settle);
    } else {
      seat.unsubscribe(kind, names, settle);
    }
  }

  #closeIfIdle(): void {
    if (this.#isIdle()) {
      clearTimeout(this.#retryTimer);
      clearTimeout(this.#expiryTimer);
      this.#handover.end();
      this.#seat?.close();
      this.#seat = undefined;
    }
  }

  #receive(seat: Seat, message: Parameters<Receive>): void {
    const [kind, channel, , pattern] = message;
    if (this.held.has(kind, pattern ?? channel) && this.#handover.admits(seat, message)) {
      this.#owner.message(...message);
    }
  }

  #lost(seat: Seat, error: Error): void {
    this.#handover.lost(seat);
    if (seat !== this.#seat) {
      return;
    }
    this.#seat = undefined;
    const isMisuse = error instanceof InvalidClientError;
    this.#lastError = isMisuse ? error : new Error(`${seat.node.name}: ${error.message}`, { cause: error });
    if (isMisuse) {
      // Waiting does not mend it: whoever waits is told, and the next one tries again.
      if (this.#changes.length > 0) {
        this.#failAll(() => new InvalidClientError(error.message, { cause: error.cause ?? error }));
      } else if (this.#failures === 0) {
        this.#owner.misuse(error);
      }
    }
    this.#retryLater();
  }

  #retryLater(): void {
    clearTimeout(this.#retryTimer);
    if (this.#closed || this.#isIdle()) {
      return;
    }
    // At once after a seat that held.
    const delay = this.#failures === 0 ? 0 : Math.min(FIRST_DELAY * 2 ** (this.#failures - 1), LONGEST_DELAY);
    this.#failures += 1;
    this.#retryTimer = this.#timer(() => this.sit(), delay);
  }

  /** Gives up changes whose time is up. */
  #watchExpiry(): void {
    clearTimeout(this.#expiryTimer);
    const first = Math.min(...this.#changes.map(({ expiresAt }) => expiresAt));
    if (Number.isFinite(first)) {
      this.#expiryTimer = this.#timer(() => this.#expire(), Math.max(0, first - Date.now()));
    }
  }

  #expire(): void {
    const now = Date.now();
    const expired = this.#changes.filter((change) => change.expiresAt <= now);
    this.#changes = this.#changes.filter((change) => change.expiresAt > now);
    if (expired.length > 0 && this.#seat !== undefined) {
      // It was sent, and the server is silent.
      const seat = this.#seat;
      seat.close();
      this.#lost(seat, this.#lastError ?? new Error(`${seat.node.name} does not answer`));
    }
    const { retryTimeout } = this.#options;
    for (const change of expired) {
      const causes = this.#lastError === undefined ? [] : [this.#lastError];
      change.done(new ClusterUnavailableError('a server to subscribe at', retryTimeout, causes));
    }
    this.#watchExpiry();
    this.#closeIfIdle();
  }

  #failAll(errorFor: () => Error): void {
    for (const change of this.#changes.splice(0)) {
      change.done(errorFor());
    }
  }

  #timer(run: () => void, milliseconds: number): NodeJS.Timeout {
    const timer = setTimeout(run, milliseconds);
    return this.#unref ? timer.unref() : timer;
  }
}

/** Calls back when it was called so often; at once for none. */
function countdown(times: number, done: () => void): () => void {
  let left = times;
  if (left === 0) {
    done();
  }
  return () => {
    left -= 1;
    if (left === 0) {
      done();
    }
  };
}
