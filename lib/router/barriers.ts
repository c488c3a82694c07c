import { SLOTS } from '../command/slot.js';
import type { Node } from '../node/node.js';
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

// A slot of which no server has said for so long that it is on its way counts as settled.
const SETTLED = 2000;

/** Keeps the order of units of a slot while some of them may come back. */
export class Barriers {
  readonly #bySlot = new Map<number, Barrier[]>();
  // For each slot, which request of its owner was the last one for it.
  readonly #lastSent = new Float64Array(SLOTS);
  // Slots that are on their way, and when a server said so.
  readonly #unsettled = new Map<number, number>();

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
    this.#add(slot, { server: formerOwner, until, order });
  }

  /** A unit has just been sent and may well come back: later ones of its slot wait until it is answered. */
  holdBehind({ slot, order }: Unit, server: Node): void {
    this.#add(slot, { server, until: server.sent, order });
  }

  /** A server said that some keys of a slot are with it, and others are not. */
  unsettle(slot: number): void {
    this.#unsettled.set(slot, Date.now());
  }

  /** Whether a unit may come back because its slot is on its way: with one key it is told where to go, with several to wait. */
  mayComeBack(unit: Unit): boolean {
    if (this.#unsettled.size === 0 || !unit.mayTryAgain) {
      return false;
    }
    const { slot } = unit;
    const since = this.#unsettled.get(slot);
    if (since !== undefined && Date.now() - since > SETTLED) {
      this.#unsettled.delete(slot);
      return false;
    }
    return since !== undefined;
  }

  #add(slot: number, barrier: Barrier): void {
    if (barrier.server.answeredCount >= barrier.until) {
      return;
    }
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
