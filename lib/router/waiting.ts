import type { Unit } from './unit.js';

interface Entry {
  readonly unit: Unit;
  /** When to go again; `Infinity`: when something changes. */
  readonly dueAt: number;
  readonly expiresAt: number;
}

/** Units without a slot, or without a place among others of their slot, have no order among them. */
export const NO_SLOT = -1;

/**
 * The units that wait: one line per slot, in the order in which they were
 * issued. Nobody overtakes within a slot but whom it allows, so only the head of
 * a line is looked at. It only keeps them: when to look is its owner's business.
 */
export class Waiting {
  readonly #lines = new Map<number, Line>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Whether units of that slot wait: whoever comes later stays behind them. */
  holds(slot: number): boolean {
    return slot !== NO_SLOT && this.#lines.get(slot)?.entries.some(holdsOthers) === true;
  }

  /** Whether a unit would stand behind another that waits for its slot. */
  isBehind({ slot, order }: Unit): boolean {
    const first = slot === NO_SLOT ? undefined : this.#lines.get(slot)?.entries.find(holdsOthers);
    return first !== undefined && first.unit.order < order;
  }

  add(unit: Unit, dueAt: number, expiresAt: number, slot = unit.slot): void {
    let line = this.#lines.get(slot);
    if (line === undefined) {
      line = { entries: [], expiresAt };
      this.#lines.set(slot, line);
    }
    // One that comes back goes before those that were issued after it, some of which may expire before it.
    line.entries.splice(placeOf(unit.order, line.entries), 0, { unit, dueAt, expiresAt });
    line.expiresAt = Math.min(line.expiresAt, expiresAt);
    this.#length += 1;
  }

  /** Takes out whoever has waited too long. */
  takeExpired(now: number): Unit[] {
    return this.#take((line) => (line.expiresAt <= now ? split(line, (entry) => entry.expiresAt <= now) : NOBODY));
  }

  /**
   * Takes out whoever may go: those whose time has come and, of those who wait
   * for a change, whoever `isServed` now. Of slots of which one must go alone, the first.
   */
  takeDue(now: number, isServed: (unit: Unit) => boolean, goesAlone: (slot: number) => boolean = () => false): Unit[] {
    const isDue = ({ unit, dueAt }: Entry) => (dueAt === Number.POSITIVE_INFINITY ? isServed(unit) : dueAt <= now);
    return this.#take((line, slot) =>
      slot === NO_SLOT ? split(line, isDue) : splitAtHead(line, isDue, goesAlone(slot)),
    );
  }

  /** Brings forward the time of everybody who has one, to be taken next as due. */
  hasten(): void {
    for (const line of this.#lines.values()) {
      line.entries = line.entries.map((entry) =>
        entry.dueAt === Number.POSITIVE_INFINITY ? entry : { ...entry, dueAt: 0 },
      );
    }
  }

  /** Whether there is one of that kind. */
  some(isOne: (unit: Unit) => boolean): boolean {
    return [...this.#lines.values()].some(({ entries }) => entries.some(({ unit }) => isOne(unit)));
  }

  /** Takes out everybody, or those who are chosen. */
  takeAll(chosen: (unit: Unit) => boolean = () => true): Unit[] {
    return this.#take((line) => split(line, ({ unit }) => chosen(unit)));
  }

  /** Takes out who was issued before all others. */
  takeOldest(): Unit | undefined {
    let oldest: Entry | undefined;
    let its: [slot: number, line: Line] | undefined;
    for (const [slot, line] of this.#lines) {
      const [first] = line.entries;
      if (first !== undefined && (oldest === undefined || first.unit.order < oldest.unit.order)) {
        oldest = first;
        its = [slot, line];
      }
    }
    if (oldest === undefined || its === undefined) {
      return undefined;
    }
    const [slot, line] = its;
    line.entries.shift();
    this.#length -= 1;
    if (line.entries.length === 0) {
      this.#lines.delete(slot);
    } else if (oldest.expiresAt === line.expiresAt) {
      line.expiresAt = leastOf(line.entries);
    }
    return oldest.unit;
  }

  /** When to look again at the latest. */
  nextTime(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const [slot, { entries, expiresAt }] of this.#lines) {
      next = Math.min(next, expiresAt);
      for (const entry of entries) {
        next = Math.min(next, entry.dueAt);
        if (slot !== NO_SLOT && holdsOthers(entry)) {
          break;
        }
      }
    }
    return next;
  }

  /** Takes from each line, and gives those taken in the order in which they were issued, whatever their slots. */
  #take(from: (line: Line, slot: number) => Split): Unit[] {
    const taken: Entry[] = [];
    for (const [slot, line] of this.#lines) {
      const { going, staying } = from(line, slot);
      if (going.length === 0) {
        continue;
      }
      for (const entry of going) {
        taken.push(entry);
      }
      if (staying.length === 0) {
        this.#lines.delete(slot);
      } else {
        line.entries = staying;
        line.expiresAt = leastOf(staying);
      }
    }
    this.#length -= taken.length;
    return taken.map(({ unit }) => unit).sort((a, b) => a.order - b.order);
  }
}

/** Who waits for one slot. */
interface Line {
  entries: Entry[];
  /** When the first of them has waited too long. */
  expiresAt: number;
}

interface Split {
  readonly going: Entry[];
  readonly staying: Entry[];
}

const NOBODY: Split = { going: [], staying: [] };

function split({ entries }: Line, goes: (entry: Entry) => boolean): Split {
  const going: Entry[] = [];
  const staying: Entry[] = [];
  for (const entry of entries) {
    (goes(entry) ? going : staying).push(entry);
  }
  return { going, staying };
}

/**
 * Nobody overtakes, but those who may be overtaken: only the head goes, then
 * whoever is the head after it, unless it goes alone.
 */
function splitAtHead({ entries }: Line, goes: (entry: Entry) => boolean, alone: boolean): Split {
  const going: Entry[] = [];
  const staying: Entry[] = [];
  for (const [i, entry] of entries.entries()) {
    if ((going.length === 0 || !alone) && goes(entry)) {
      going.push(entry);
    } else if (holdsOthers(entry)) {
      return going.length === 0 ? NOBODY : { going, staying: [...staying, ...entries.slice(i)] };
    } else {
      staying.push(entry);
    }
  }
  return { going, staying };
}

/** When the first of them has waited too long. */
function leastOf(entries: readonly Entry[]): number {
  return entries.reduce((least, { expiresAt }) => Math.min(least, expiresAt), Number.POSITIVE_INFINITY);
}

function holdsOthers({ unit }: Entry): boolean {
  return !unit.mayBeOvertaken;
}

/** The index at which a unit of that order belongs in a line. */
function placeOf(order: number, line: readonly Entry[]): number {
  let low = 0;
  let high = line.length;
  // Most come last.
  if (high === 0 || (line[high - 1] as Entry).unit.order <= order) {
    return high;
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((line[middle] as Entry).unit.order <= order) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
