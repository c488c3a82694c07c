import { startJourney, type Unit } from './unit.js';

interface Entry {
  readonly unit: Unit;
  /** When to go again; `Infinity`: when something changes. */
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly order: number;
}

/**
 * The units that wait, in the order in which they were issued. It only keeps
 * them: when to look is its owner's business.
 */
export class Waiting {
  #entries: Entry[] = [];
  #lastOrder = 0;
  // How many units wait for each slot: whoever comes later stays behind them.
  readonly #perSlot = new Map<number, number>();

  get length(): number {
    return this.#entries.length;
  }

  /** Whether units of that slot wait. Units without a slot have no order among them. */
  holds(slot: number): boolean {
    return slot !== -1 && this.#perSlot.has(slot);
  }

  add(unit: Unit, dueAt: number, expiresAt: number): void {
    const journey = startJourney(unit);
    if (journey.order === 0) {
      this.#lastOrder += 1;
      journey.order = this.#lastOrder;
    }
    const { order } = journey;
    // One that comes back goes before those that came after it at first.
    let index = this.#entries.length;
    while (index > 0 && (this.#entries[index - 1] as Entry).order > order) {
      index -= 1;
    }
    this.#entries.splice(index, 0, { unit, dueAt, expiresAt, order });
    this.#perSlot.set(unit.slot, (this.#perSlot.get(unit.slot) ?? 0) + 1);
  }

  /** Takes out whoever has waited too long. */
  takeExpired(now: number): Unit[] {
    return this.#take((entry) => entry.expiresAt <= now);
  }

  /**
   * Takes out whoever may go: those whose time has come and, when something
   * `changed`, those who waited for that. Nobody overtakes within a slot.
   */
  takeDue(now: number, changed: boolean): Unit[] {
    const held = new Set<number>();
    return this.#take(({ unit, dueAt }) => {
      const due = dueAt === Number.POSITIVE_INFINITY ? changed : dueAt <= now;
      if (due && !held.has(unit.slot)) {
        return true;
      }
      if (unit.slot !== -1) {
        held.add(unit.slot);
      }
      return false;
    });
  }

  takeAll(): Unit[] {
    return this.#take(() => true);
  }

  /** When to look again at the latest. */
  nextTime(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { dueAt, expiresAt } of this.#entries) {
      next = Math.min(next, dueAt, expiresAt);
    }
    return next;
  }

  #take(chosen: (entry: Entry) => boolean): Unit[] {
    const taken: Unit[] = [];
    const staying: Entry[] = [];
    for (const entry of this.#entries) {
      if (chosen(entry)) {
        taken.push(entry.unit);
        const left = (this.#perSlot.get(entry.unit.slot) as number) - 1;
        if (left === 0) {
          this.#perSlot.delete(entry.unit.slot);
        } else {
          this.#perSlot.set(entry.unit.slot, left);
        }
      } else {
        staying.push(entry);
      }
    }
    this.#entries = staying;
    return taken;
  }
}
