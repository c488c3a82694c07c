import { type Spec, specFor } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { ClusterwiseError, ConnectionLostError, decorate, readServerError, UncertainStateError } from '../errors.js';
import type { Errand } from '../node/lanes.js';
import type { Node } from '../node/node.js';
import { answer } from './answer.js';
import { Gate } from './gate.js';
import type { Router } from './router.js';
import { type Item, TransactionUnit } from './transaction-unit.js';
import { startJourney, type Unit, type UnitOwner } from './unit.js';
import { WatchErrand, type WatchPlace, WatchUnit } from './watch-unit.js';

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
        answer(callback, error && decorate(error, 'WATCH', keys), 'OK');
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
  execute(items: readonly Item[], callback: Replies): void {
    this.gate.hold((done) => {
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
      const transaction = new WatchedTransaction(
        [...items, guard],
        this.slot,
        this.router,
        (error, replies, isClean) => {
          this.#giveBack(isClean);
          settle(error, replies);
        },
      );
      this.router.lanes.send(place.home, transaction.errand(place), place.lane);
    });
  }

  /** Answers a transaction for which there is no watch any more. */
  refuse(callback: Replies): void {
    this.gate.pass(() => process.nextTick(answer, callback as Callback, this.#refusal, null));
  }

  /** Ends it without a transaction. */
  end(callback?: () => void): void {
    this.isOver = true;
    this.gate.hold((done) => {
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
    const unit = new WatchUnit(WATCH, keys, this.slot, answered, router, router.lanes);
    router.route(unit);
  }

  #add({ home, lane, isAsking }: WatchPlace, keys: readonly Argument[], settle: (error: Error | null) => void): void {
    const answered = (error: Error | null) => {
      const isLost = error !== null && isPassing(error);
      if (isLost) {
        this.#isLost = true;
        this.#giveBack(false);
      }
      settle(isLost ? null : error);
    };
    this.router.lanes.send(home, new WatchErrand('watch', keys, isAsking, answered), lane);
  }

  /** Whether the server still answers for the slot, as far as is known here. */
  #isKept({ home, isAsking }: WatchPlace): boolean {
    return isAsking || this.router.nodes.ownerOf(this.slot) === home;
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

/** A transaction that depends on a watch: it is sent once, and never elsewhere. */
class WatchedTransaction implements UnitOwner {
  readonly #unit: TransactionUnit;

  constructor(
    items: readonly Item[],
    slot: number,
    private readonly router: Router,
    private readonly done: (error: Error | null, replies: unknown[] | null, isClean: boolean) => void,
  ) {
    this.#unit = new TransactionUnit(
      items,
      slot,
      (error, replies) => done(error, replies ?? null, error === null),
      this,
    );
    // After all that was issued before; it has no place among units that come back.
    this.#unit.order = Number.MAX_SAFE_INTEGER;
  }

  errand({ isAsking }: WatchPlace): Errand {
    const unit = this.#unit;
    startJourney(unit).asking = isAsking;
    const { router } = this;
    const drop = () => this.done(null, null, false);
    return {
      get isHeld() {
        return router.isHeld(unit);
      },
      write: (connection, node) => unit.write(connection, node),
      returned: drop,
      fail: drop,
    };
  }

  refused(unit: Unit, node: Node, error: Error): void {
    if (error instanceof ConnectionLostError && error.sent && !unit.repeatable) {
      unit.fail(new UncertainStateError(node.name, error));
    } else if (isPassing(error)) {
      this.router.refresh();
      this.done(null, null, false);
    } else {
      unit.fail(error);
    }
  }

  route(): void {}

  isHeld(): boolean {
    return false;
  }
}

/** One error for each who gets it, since it gets the fields of his command. */
function copyOf(error: Error): Error {
  const options = { cause: error };
  return error instanceof ClusterwiseError
    ? new ClusterwiseError(error.code, error.message, options)
    : new Error(error.message, options);
}

/** Whether nothing was executed for reasons that are the cluster's: trying again helps. */
function isPassing(error: Error): boolean {
  const { kind } = readServerError(error.message);
  return error instanceof ConnectionLostError || (kind !== 'other' && kind !== 'noscript');
}
