import type { Node } from '../node/node.js';
import { SLOTS } from '../topology/slot-map.js';
import type { Unit } from './unit.js';

/**
 * A slot has moved while units for it were under way to its former owner. They
 * come back one by one and go to the new one; units issued later wait for them.
 */
interface Barrier {
  readonly formerOwner: Node;
  /** When the former owner has answered this many, all of them are back. */
  readonly until: number;
  /** Units up to this order are those that come back. */
  readonly order: number;
}

/** Keeps the order of units whose slot changes hands. */
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
      // A slot may move again before all are back: one barrier does not take the place of another.
      this.#bySlot.set(slot, [...(this.#bySlot.get(slot) ?? []), { formerOwner, until, order }]);
      formerOwner.awaitAnswers(until);
    }
  }

  /** A former owner has answered: its barriers fall that it has answered enough for. */
  caughtUp(node: Node): void {
    for (const [slot, barriers] of this.#bySlot) {
      const left = barriers.filter(({ formerOwner, until }) => formerOwner.answeredCount < until);
      if (left.length === 0) {
        this.#bySlot.delete(slot);
      } else {
        this.#bySlot.set(slot, left);
      }
      for (const { formerOwner, until } of left) {
        if (formerOwner === node) {
          node.awaitAnswers(until);
        }
      }
    }
  }
}
