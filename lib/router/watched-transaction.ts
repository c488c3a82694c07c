import type { Connection } from '../client/connection.js';
import { readServerError } from '../command/server-error.js';
import { ClosedError, ConnectionLostError, UncertainStateError } from '../errors.js';
import type { Errand } from '../node/lanes.js';
import type { Node } from '../node/node.js';
import type { Router } from './router.js';
import { type Item, TransactionUnit } from './transaction-unit.js';
import { startJourney } from './unit.js';
import type { WatchPlace } from './watch-unit.js';

/** @param isClean nothing is watched over the connection any more */
type Executed = (error: Error | null, replies: unknown[] | null, isClean: boolean) => void;

/** A transaction that depends on a watch: it waits for its turn in its slot, is sent once, and never elsewhere. */
export class WatchedTransaction extends TransactionUnit implements Errand {
  // It never comes back, so that nobody need wait for it.
  override readonly mayTryAgain = false;

  constructor(
    items: readonly Item[],
    slot: number,
    private readonly place: WatchPlace,
    private readonly cluster: Router,
    private readonly executed: Executed,
  ) {
    super(items, slot, (error, replies) => executed(error, replies ?? null, error === null), cluster);
    if (place.isAsking) {
      const journey = startJourney(this);
      journey.target = place.home;
      journey.asking = true;
    }
  }

  get isHeld(): boolean {
    return this.cluster.isHeld(this);
  }

  override sendTo(node: Node): void {
    const { home, lane } = this.place;
    if (node === home) {
      this.cluster.lanes.send(home, this, lane);
    } else {
      this.#drop();
    }
  }

  override write(connection: Connection, node: Node): void {
    // It may be written later than it is sent, when the router has made up its mind anew.
    startJourney(this).asking = this.place.isAsking;
    super.write(connection, node);
  }

  returned(): void {
    if (this.isHeld) {
      this.cluster.route(this);
    } else {
      this.#drop();
    }
  }

  protected override refused(node: Node, error: Error): void {
    if (error instanceof ConnectionLostError && error.sent && !this.repeatable) {
      this.fail(new UncertainStateError(node.name, error));
    } else if (isPassing(error)) {
      this.cluster.refresh();
      this.#drop();
    } else {
      this.fail(error);
    }
  }

  /** Nobody knows whether a key has changed: that is answered as if one had. */
  #drop(): void {
    if (this.cluster.closed) {
      this.fail(new ClosedError('The transaction was not executed: the connection was closed.'));
    } else {
      this.executed(null, null, false);
    }
  }
}

/** Whether nothing was executed for reasons that are the cluster's: trying again helps. */
export function isPassing(error: Error): boolean {
  const { kind } = readServerError(error.message);
  return error instanceof ConnectionLostError || (kind !== 'other' && kind !== 'noscript');
}
