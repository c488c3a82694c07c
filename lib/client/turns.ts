/** Has what comes by ways of different length told in the order in which it was sent. */
export class Turns {
  #taken = 0;
  #over = 0;
  // What has come before its turn.
  readonly #early = new Map<number, () => void>();
  #ended = false;

  /** Whether all turns are over, so that what is sent now need not take one. */
  get areOver(): boolean {
    return this.#over === this.#taken;
  }

  take(): number {
    this.#taken += 1;
    return this.#taken;
  }

  /** Tells now, or when those before it were told. */
  tell(turn: number, tell: () => void): void {
    if (turn !== this.#over + 1 && !this.#ended) {
      this.#early.set(turn, tell);
      return;
    }
    this.#over = turn;
    tell();
    let next = this.#early.get(this.#over + 1);
    while (next !== undefined) {
      this.#over += 1;
      this.#early.delete(this.#over);
      next();
      next = this.#early.get(this.#over + 1);
    }
  }

  /** Nobody waits for his turn any more. */
  end(): void {
    this.#ended = true;
    const inOrder = [...this.#early].sort(([a], [b]) => a - b);
    this.#early.clear();
    for (const [, tell] of inOrder) {
      tell();
    }
  }
}
