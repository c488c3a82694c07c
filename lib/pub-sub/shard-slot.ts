import { readServerError } from '../command/server-error.js';
import { ClusterUnavailableError } from '../errors.js';
import type { Change, Feed } from './feed.js';
import { Subscriptions } from './subscriptions.js';

/** What a slot's channels need of their owner. */
export interface ShardSlotOwner {
  /** How long a change may take, for the words of an error. */
  readonly retryTimeout: number;
  /** The feed of the slot's master; undefined while nobody knows who that is. */
  feedOf(slot: number): Feed | undefined;
  /** The map may be out of date. */
  refresh(): void;
  /** A subscription that held was refused when it was made again. */
  refused(name: Buffer, error: Error): void;
  /** A timer that keeps nobody from ending. */
  timer(run: () => void, milliseconds: number): NodeJS.Timeout;
}

// Between attempts: this long at first, doubled up to the second.
const FIRST_DELAY = 50;
const LONGEST_DELAY = 1000;

const AGAIN: Omit<Change, 'names' | 'done'> = { kind: 'shard', begins: true, expiresAt: Number.POSITIVE_INFINITY };

/**
 * The shard channels of one slot. All of them are at the slot's master, and go
 * where it goes: a server ends them when the slot leaves it. Changes are made one
 * after the other, each as often as it takes to find the master.
 */
export class ShardSlot {
  /** Those that hold, or are made again. */
  readonly held = new Subscriptions();
  #changes: Change[] = [];
  /** Where those that hold are. */
  #home: Feed | undefined;
  // Those that have to be made again, wherever that is.
  #lost = new Subscriptions();
  #current: { feed: Feed; change: Change } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #attempts = 0;

  constructor(
    readonly slot: number,
    private readonly owner: ShardSlotOwner,
  ) {}

  /** Whether there is nothing here, nor to be. */
  get isEmpty(): boolean {
    return this.held.size === 0 && this.#changes.length === 0;
  }

  /** Whether a feed is of use to it. */
  uses(feed: Feed): boolean {
    return this.#home === feed || this.#current?.feed === feed;
  }

  change(change: Change): void {
    this.#changes.push(change);
    this.run();
  }

  /** A server has no such subscription any more. */
  lost(name: Buffer): void {
    if (this.held.has('shard', name)) {
      this.#lost.change(AGAIN, [name]);
      this.run();
    }
  }

  /** Goes on, perhaps at another master. */
  run(): void {
    clearTimeout(this.#timer);
    const feed = this.owner.feedOf(this.slot);
    if (this.#current !== undefined) {
      if (feed === undefined || this.#current.feed === feed) {
        return;
      }
      this.#current.feed.withdraw(this.#current.change);
      this.#current = undefined;
    }
    this.#expire();
    const next = this.#next(feed);
    if (next === undefined) {
      return;
    }
    if (feed === undefined) {
      this.#later();
    } else {
      this.#make(feed, next);
    }
  }

  /** What is to be done: to be at the right place comes first. */
  #next(feed: Feed | undefined): Change | undefined {
    if (this.held.size > 0 && feed !== undefined && feed !== this.#home) {
      return this.#move(feed);
    }
    const lost = this.#lost.of('shard');
    return lost.length > 0 ? { ...AGAIN, names: lost, done: (error) => this.#found(lost, error) } : this.#changes[0];
  }

  #move(to: Feed): Change {
    const names = this.held.of('shard');
    return {
      ...AGAIN,
      names,
      done: (error) => {
        this.#home?.release('shard', names);
        this.#home = to;
        this.#found(names, error);
      },
    };
  }

  #found(names: readonly Buffer[], error: Error | null): void {
    this.#lost.change({ kind: 'shard', begins: false }, names);
    if (error !== null) {
      this.held.change({ kind: 'shard', begins: false }, names);
      this.#home?.release('shard', names);
      for (const name of names) {
        this.owner.refused(name, error);
      }
    }
  }

  #make(feed: Feed, change: Change): void {
    const made: Change = {
      ...change,
      done: (error) => {
        if (this.#current?.change !== made) {
          return;
        }
        this.#current = undefined;
        if (error !== null && isElsewhere(error) && Date.now() < change.expiresAt) {
          this.#later();
        } else {
          this.#made(change, feed, error);
        }
      },
    };
    this.#current = { feed, change: made };
    feed.change(made);
  }

  #made(change: Change, feed: Feed, error: Error | null): void {
    this.#attempts = 0;
    if (change === this.#changes[0]) {
      this.#changes.shift();
      if (error === null) {
        this.held.change(change, change.names);
        this.#home = feed;
      }
    }
    change.done(error);
    this.run();
  }

  /** Once more, when the map may be a newer one. */
  #later(): void {
    this.owner.refresh();
    const delay = Math.min(FIRST_DELAY * 2 ** this.#attempts, LONGEST_DELAY);
    this.#attempts += 1;
    this.#timer = this.owner.timer(() => this.run(), delay);
  }

  #expire(): void {
    const now = Date.now();
    const expired = this.#changes.filter(({ expiresAt }) => expiresAt <= now);
    this.#changes = this.#changes.filter(({ expiresAt }) => expiresAt > now);
    for (const change of expired) {
      change.done(new ClusterUnavailableError(`the master of slot ${this.slot}`, this.owner.retryTimeout, []));
    }
  }

  /** Ends what waits here and at no server. */
  close(errorFor: () => Error): void {
    clearTimeout(this.#timer);
    this.#current = undefined;
    for (const change of this.#changes.splice(0)) {
      change.done(errorFor());
    }
  }
}

/** Whether another server, or this one later, may take it. */
function isElsewhere(error: Error): boolean {
  return error.message === 'MOVED' || readServerError(error.message).kind !== 'other';
}
