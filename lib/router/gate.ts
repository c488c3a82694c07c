/** While an operation is under way, whatever comes later waits for its end, in order. */
export class Gate {
  #line: (() => void)[] = [];
  #isShut = false;

  get isShut(): boolean {
    return this.#isShut;
  }

  /** Begins as soon as no operation is under way. */
  pass(begin: () => void): void {
    if (this.#isShut) {
      this.#line.push(begin);
    } else {
      begin();
    }
  }

  /** Begins an operation, which is under way until it calls `done`. */
  hold(operate: (done: () => void) => void): void {
    this.pass(() => {
      this.#isShut = true;
      operate(() => this.#open());
    });
  }

  #open(): void {
    this.#isShut = false;
    while (!this.#isShut && this.#line.length > 0) {
      this.#line.shift()?.();
    }
  }
}
