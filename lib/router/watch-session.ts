import { type Spec, specFor } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { ClosedError, ClusterwiseError, decorate } from '../errors.js';
import { answer } from './answer.js';
import { Gate, type Hold } from './gate.js';
import type { Router } from './router.js';
import type { Item } from './transaction-unit.js';
import { WatchErrand, type WatchPlace, WatchUnit } from './watch-unit.js';
import { isPassing, WatchedTransaction } from './watched-transaction.js';

const WATCH = specFor('watch') as Spec;
const EXISTS = specFor('exists') as Spec;

export type Replies = Callback<unknown[] | null>;

/**
 * From the first `WATCH` to the `EXEC` or `UNWATCH` that ends it, on a connection
 * of its own. Where that is lost, or the slot leaves, nobody knows any more
 * whether a key has changed: the transaction is answered as if one had.
 * @see https://redis.io/docs/latest/develop/using-commands/transactions/
 */
export class WatchSession {
  /** Who comes after `WATCH`, `EXEC` or `UNWATCH` waits here for the reply. */
  readonly gate = new Gate();
  /** How many may end it. */
  members = 0;
  /** Nobody may join or end it any more. */
  isOver = false;
  /** A `WATCH` was refused: a transaction that relies on it must be, too. */
  failure: Error | undefined;
  #keys: readonly Argument[] = [];
  // Undefined before the first reply, and when it is lost or given back.
  #place: WatchPlace | undefined;
  #isLost = false;

  constructor(
    private readonly router: Router,
    readonly slot: number,
    /** The first of those that are watched. */
    readonly key: Argument,
  ) {}

  /** Watches keys of its slot, more or for the first time. */
  watch(keys: readonly Argument[], callback: Callback): void {
    this.gate.hold((done) => {
      this.#keys = [...this.#keys, ...keys];
      const settle = (error: Error | null) => {
        this.failure ??= error ?? undefined;
        done();
        answer(callback, error, 'OK');
      };
      if (this.#isLost) {
        process.nextTick(settle, null);
      } else if (this.#place === undefined) {
        this.#open(keys, settle);
      } else {
        this.#add(this.#place, keys, settle);
      }
    });
  }

  /** Executes commands that have no keys in other slots, if no watched key has changed, and ends it. */
  execute(hold: Hold, items: readonly Item[], callback: Replies): void {
    hold((done) => {
      const settle: Replies = (error, replies) => {
        done();
        answer(callback as Callback, error, replies?.slice(0, items.length) ?? null);
      };
      const place = this.#place;
      if (place === undefined || this.failure !== undefined || !this.#isKept(place)) {
        this.#giveBack(false);
        process.nextTick(settle, this.#refusal, null);
        return;
      }
      // A server looks whose slot it is only where there is a key, and where each key is while the slot is on its way.
      const guard: Item = { spec: EXISTS, args: this.#keys, buffers: false };
      const executed = (error: Error | null, replies: unknown[] | null, isClean: boolean) => {
        this.#giveBack(isClean);
        settle(error, replies);
      };
      this.router.route(new WatchedTransaction([...items, guard], this.slot, place, this.router, executed));
    });
  }

  /** Answers a transaction for which there is no watch any more. */
  refuse(hold: Hold, callback: Replies): void {
    hold((done) => {
      done();
      process.nextTick(answer, callback as Callback, this.#refusal, null);
    });
  }

  /** Ends it without a transaction. */
  end(hold: Hold, callback?: () => void): void {
    this.isOver = true;
    hold((done) => {
      const settle = (error: Error | null) => {
        this.#giveBack(error === null);
        done();
        callback?.();
      };
      if (this.#place === undefined) {
        process.nextTick(settle, null);
      } else {
        const { home, lane } = this.#place;
        this.router.lanes.send(home, new WatchErrand('unwatch', [], false, settle), lane);
      }
    });
  }

  /** What a transaction is answered that was not sent, unless null. */
  get #refusal(): Error | null {
    return this.failure === undefined ? null : decorate(copyOf(this.failure), 'EXEC', []);
  }

  #open(keys: readonly Argument[], settle: (error: Error | null) => void): void {
    const { router } = this;
    const answered = (error: Error | null) => {
      this.#place = error === null ? unit.place : undefined;
      settle(error);
    };
    const unit = new WatchUnit(router.lanes, WATCH, keys, this.slot, false, answered, router);
    router.route(unit);
  }

  #add({ home, lane, isAsking }: WatchPlace, keys: readonly Argument[], settle: (error: Error | null) => void): void {
    const answered = (error: Error | null) => {
      const isLost = error !== null && isPassing(error);
      if (isLost) {
        this.#isLost = true;
        this.#giveBack(false);
      }
      settle(isLost ? this.#closure : error);
    };
    this.router.lanes.send(home, new WatchErrand('watch', keys, isAsking, answered), lane);
  }

  /** Losing a connection is no error, unless nothing can be watched any more. */
  get #closure(): Error | null {
    return this.router.closed ? new ClosedError('The keys are not watched: the connection was closed.') : null;
  }

  /** Whether the server still answers for the slot, and the connection is there, as far as is known here. */
  #isKept({ home, lane, isAsking }: WatchPlace): boolean {
    return lane.ready && (isAsking || this.router.nodes.ownerOf(this.slot) === home);
  }

  /** @param isClean nothing is watched over the connection any more */
  #giveBack(isClean: boolean): void {
    const place = this.#place;
    this.#place = undefined;
    if (place !== undefined && isClean) {
      this.router.lanes.release(place.lane);
    } else if (place !== undefined) {
      this.router.lanes.discard(place.lane);
    }
  }
}

/** One error for each who gets it, since it gets the fields of his command. */
function copyOf(error: Error): Error {
  const options = { cause: error };
  return error instanceof ClusterwiseError
    ? new ClusterwiseError(error.code, error.message, options)
    : new Error(error.message, options);
}
