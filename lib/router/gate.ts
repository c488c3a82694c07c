/** Begins an operation, which is under way until it calls `done`. */
export type Hold = (operate: (done: () => void) => void) => void;

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

  /** Begins an operation as soon as no other one is under way. */
  readonly hold: Hold = (operate) => {
    this.pass(() => {
      this.#isShut = true;
      operate(() => this.#open());
    });
  };

  /** Keeps a place in the line for an operation that has to be prepared. */
  reserve(): Hold {
    let own: (() => void) | undefined;
    let operation: ((done: () => void) => void) | undefined;
    this.hold((done) => {
      own = done;
      operation?.(done);
    });
    return (operate) => {
      operation = operate;
      if (own !== undefined) {
        operate(own);
      }
    };
  }

  #open(): void {
    this.#isShut = false;
    while (!this.#isShut && this.#line.length > 0) {
      this.#line.shift()?.();
    }
  }
}
