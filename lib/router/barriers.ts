import type { Node } from '../node/node.js';
import { SLOTS } from '../topology/slot-map.js';
import type { Unit } from './unit.js';

/**
 * Units that may come back are under way to a server, as those whose slot has
 * moved meanwhile: they go elsewhere, one by one, and units issued later wait.
 */
interface Barrier {
  readonly server: Node;
  /** When the server has answered this many, all of them are back, or done. */
  readonly until: number;
  /** Units up to this order are those that may come back. */
  readonly order: number;
}

/** Keeps the order of units of a slot while some of them may come back. */
export class Barriers {
  readonly #bySlot = new Map<number, Barrier[]>();
  // For each slot, which request of its owner was the last one for it.
  readonly #lastSent = new Float64Array(SLOTS);

  get size(): number {
    return this.#bySlot.size;
  }

  /** A unit of that slot has just been sent to its owner. */
  sent(slot: number, owner: Node): void {
    this.#lastSent[slot] = owner.sent;
  }

  /** Whether units of that slot that are issued now must wait. */
  holds(slot: number): boolean {
    return this.#bySlot.has(slot);
  }

  /** Whether a unit must wait for others that were issued before it. */
  isHeld(unit: Unit): boolean {
    return this.#bySlot.get(unit.slot)?.some(({ order }) => unit.order > order) ?? false;
  }

  /** A slot has a new owner: units with an order above this wait for what the former owner has not answered. */
  raise(slot: number, formerOwner: Node, order: number): void {
    const until = this.#lastSent[slot] as number;
    this.#lastSent[slot] = 0;
    if (formerOwner.answeredCount < until) {
      this.#add(slot, { server: formerOwner, until, order });
    }
  }

  /** A unit has just been sent and may well come back: later ones of its slot wait until it is answered. */
  holdBehind({ slot, order }: Unit, server: Node): void {
    this.#add(slot, { server, until: server.sent, order });
  }

  #add(slot: number, barrier: Barrier): void {
    // A slot may move again before all are back: one barrier does not take the place of another.
    this.#bySlot.set(slot, [...(this.#bySlot.get(slot) ?? []), barrier]);
    barrier.server.awaitAnswers(barrier.until);
  }

  /** A server has answered: its barriers fall that it has answered enough for. */
  caughtUp(node: Node): void {
    for (const [slot, barriers] of this.#bySlot) {
      const left = barriers.filter(({ server, until }) => server.answeredCount < until);
      if (left.length === 0) {
        this.#bySlot.delete(slot);
      } else {
        this.#bySlot.set(slot, left);
      }
      for (const { server, until } of left) {
        if (server === node) {
          node.awaitAnswers(until);
        }
      }
    }
  }
}
