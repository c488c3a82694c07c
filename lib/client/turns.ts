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
    if (this.#ended) {
      tell();
      return;
    }
    this.#early.set(turn, tell);
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      next();
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

  #next(): (() => void) | undefined {
    const turn = this.#over + 1;
    const tell = this.#early.get(turn);
    if (tell !== undefined) {
      this.#early.delete(turn);
      this.#over = turn;
    }
    return tell;
  }
}
