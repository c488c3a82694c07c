import { type Address, format } from './address.js';
import type { SlotMap } from './slot-map.js';

// For so long a map that was fetched does not take back what a MOVED said.
const LIFE = 2000;

/**
 * Owners that were named by `MOVED`. The server that sent it knew more than
 * those that a map is fetched from at about the same time.
 */
export class Patches {
  readonly #bySlot = new Map<number, { owner: Address; until: number }>();

  add(slot: number, owner: Address, now: number): void {
    this.#bySlot.set(slot, { owner, until: now + LIFE });
  }

  /** A map that was fetched, with the patches that it does not know of. Those it knows, and old ones, are dropped. */
  over(fetched: SlotMap, now: number): SlotMap {
    for (const [slot, { owner, until }] of this.#bySlot) {
      const known = fetched.ownerOf(slot);
      if (until < now || (known !== undefined && format(known) === format(owner))) {
        this.#bySlot.delete(slot);
      }
    }
    if (this.#bySlot.size === 0) {
      return fetched;
    }
    return fetched.withOwners([...this.#bySlot].map(([slot, { owner }]) => [slot, owner] as const));
  }
}
