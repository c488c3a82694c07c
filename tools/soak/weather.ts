/** What a fault may lead to, from a time on. */
interface Spell {
  readonly name: string;
  readonly breaks: boolean;
  readonly since: number;
  until: number;
}

// What happened at its end is told a moment later.
const AFTERMATH = 500;
// A replica hears of a slot that has moved a moment after its master.
const MOVE_AFTERMATH = 5000;

/** Which faults there are, and were: what else may be excused by them. */
export class Weather {
  readonly #spells: Spell[] = [];
  readonly #moves = new Map<number, number>();

  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** The last fault that began. */
  get last(): string {
    return this.#spells.at(-1)?.name ?? 'no fault yet';
  }

  /**
   * A fault begins; call what is returned when all of it is over.
   * @param breaks whether connections to masters may break
   */
  begin(name: string, breaks: boolean): () => void {
    const spell: Spell = { name, breaks, since: this.clock(), until: Number.POSITIVE_INFINITY };
    this.#spells.push(spell);
    return () => {
      spell.until = this.clock();
    };
  }

  /** Whether connections to masters may have broken since a time. */
  brokeSince(time: number): boolean {
    return this.#spells.some(({ breaks, until }) => breaks && until + AFTERMATH >= time);
  }

  /** Whether there was a fault at some time between. */
  wasRough(from: number, to: number): boolean {
    return this.#spells.some(({ since, until }) => since <= to && until >= from);
  }

  /** A slot begins to move; call what is returned when it has. */
  moves(slot: number): () => void {
    this.#moves.set(slot, Number.POSITIVE_INFINITY);
    return () => {
      this.#moves.set(slot, this.clock());
    };
  }

  /** Whether a slot moves now. */
  isMoving(slot: number): boolean {
    return this.#moves.get(slot) === Number.POSITIVE_INFINITY;
  }

  /** Whether a slot was half-moved lately: its replicas know nothing of `ASK`. */
  movedLately(slot: number, since: number): boolean {
    return (this.#moves.get(slot) ?? Number.NEGATIVE_INFINITY) + MOVE_AFTERMATH >= since;
  }
}
