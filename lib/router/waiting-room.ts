import { ClosedError, QueueFullError } from '../errors.js';
import { startJourney, type Unit } from './unit.js';
import { Waiting } from './waiting.js';

export interface WaitingRoomOptions {
  readonly maxQueueLength: number;
  readonly queueShift: boolean;
  readonly retryTimeout: number;
}

/** Who sends off those that wait. */
export interface WaitingRoomOwner {
  /** Whether there is somebody now who takes it, and nobody it must wait for. */
  isServed(unit: Unit): boolean;
  /** Whether it must wait for others, which are under way. */
  isHeld(unit: Unit): boolean;
  /** Whether units of a slot are under way that others must wait for. */
  isBarred(slot: number): boolean;
  /** Its time has come. */
  go(unit: Unit): void;
  /** What a unit is told that has waited too long, in milliseconds. */
  inVain(unit: Unit, waited: number): Error;
  /** Everybody was looked at. */
  woken(): void;
}

const NOT_SENT = 'The command was not sent: the connection was closed.';

/**
 * Where units wait that nobody can take now: bounded, each with its deadline, in
 * order within a slot. Whoever comes too late, or is one too many, is told so.
 */
export class WaitingRoom {
  readonly #waiting = new Waiting();
  // Slots of which a server told a unit to wait: the next one goes alone, as it may be told so again.
  readonly #shaken = new Set<number>();
  // What it was told: whoever stands behind it gets the same, should the time be up.
  readonly #said = new Map<number, Error>();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #unref = false;
  #closed = false;
  #news = 0;

  constructor(
    private readonly options: WaitingRoomOptions,
    private readonly owner: WaitingRoomOwner,
  ) {}

  get length(): number {
    return this.#waiting.length;
  }

  /** Whether units of a slot wait, so that one that is issued now must stay behind. */
  holds(slot: number): boolean {
    return this.#waiting.holds(slot);
  }

  /** Whether a unit would stand behind another that waits for its slot. */
  isBehind(unit: Unit): boolean {
    return this.#waiting.isBehind(unit);
  }

  /**
   * Lets a unit wait.
   * @param line the slot in whose line it stands
   * @param dueAt when it goes; `Infinity`: as soon as it is served
   */
  add(unit: Unit, line: number, dueAt: number): void {
    if (this.#closed) {
      process.nextTick(() => unit.fail(new ClosedError(NOT_SENT)));
      return;
    }
    const { maxQueueLength, queueShift, retryTimeout } = this.options;
    if (this.#waiting.length >= maxQueueLength) {
      const oldest = queueShift ? this.#waiting.takeOldest() : undefined;
      process.nextTick(() => (oldest ?? unit).fail(new QueueFullError(maxQueueLength)));
      if (oldest === undefined) {
        return;
      }
    }
    const journey = startJourney(unit);
    journey.since = Date.now();
    const expiresAt = journey.since + Math.max(0, retryTimeout - journey.waited);
    if (!this.#waiting.holds(line) && !this.owner.isBarred(line)) {
      this.#shaken.delete(line);
      this.#said.delete(line);
    }
    this.#waiting.add(unit, dueAt, expiresAt, line);
    this.#wakeAt(Math.min(dueAt, expiresAt));
  }

  /** A server told a unit of that slot to wait. */
  tell(slot: number, error: Error): void {
    this.#shaken.add(slot);
    this.#said.set(slot, error);
  }

  /** What a server said to one of that slot, which others wait for. */
  toldOf(slot: number): Error | undefined {
    return this.#said.get(slot);
  }

  /** One of that slot goes. Returns whether a server told the one before it to wait. */
  leave(slot: number): boolean {
    return this.#shaken.delete(slot);
  }

  /** Sends off whoever may go, and whoever has waited too long. */
  wake(): void {
    clearTimeout(this.#timer);
    this.#timerAt = Number.POSITIVE_INFINITY;
    if (this.#waiting.length > 0) {
      const now = Date.now();
      for (const unit of this.#waiting.takeExpired(now)) {
        unit.fail(this.owner.inVain(unit, waitedOf(unit, now)));
      }
      const isServed = (unit: Unit) => this.owner.isServed(unit);
      for (const unit of this.#waiting.takeDue(now, isServed, (slot) => this.#shaken.has(slot))) {
        startJourney(unit).waited = waitedOf(unit, now);
        if (this.owner.isHeld(unit)) {
          this.add(unit, unit.slot, Number.POSITIVE_INFINITY);
        } else {
          this.owner.go(unit);
        }
      }
      this.#wakeAt(this.#waiting.nextTime());
    }
    this.owner.woken();
  }

  /** What they were waiting for may have happened: whoever is backed off goes the next time. */
  hasten(): void {
    this.#news += 1;
    this.#waiting.hasten();
  }

  /** How often that was. */
  get news(): number {
    return this.#news;
  }

  /** Whether there is one of that kind. */
  some(isOne: (unit: Unit) => boolean): boolean {
    return this.#waiting.some(isOne);
  }

  /** Takes out those who are chosen; returns each with how long it has waited, in milliseconds. */
  take(chosen: (unit: Unit) => boolean): { unit: Unit; waited: number }[] {
    const now = Date.now();
    return this.#waiting.takeAll(chosen).map((unit) => ({ unit, waited: waitedOf(unit, now) }));
  }

  unref(): void {
    this.#unref = true;
    this.#timer?.unref();
  }

  /** Takes nobody any more; from now on, whoever comes is told so. */
  shut(): void {
    this.#closed = true;
  }

  /** Ends everybody with an error. */
  close(cause: Error | undefined): void {
    this.shut();
    clearTimeout(this.#timer);
    for (const unit of this.#waiting.takeAll()) {
      unit.fail(new ClosedError(NOT_SENT, cause && { cause }));
    }
  }

  #wakeAt(time: number): void {
    if (time >= this.#timerAt) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timerAt = time;
    this.#timer = setTimeout(() => this.wake(), Math.max(0, time - Date.now()));
    if (this.#unref) {
      this.#timer.unref();
    }
  }
}

function waitedOf(unit: Unit, now: number): number {
  const { since, waited } = startJourney(unit);
  return waited + now - since;
}
