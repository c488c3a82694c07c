// What settles the promise made last: kept for a moment, so that no function is made for each to catch it.
const kept: { resolve: (value: unknown) => void; reject: (error: Error) => void } = { resolve() {}, reject() {} };

function keep(resolve: (value: never) => void, reject: (error: Error) => void): void {
  kept.resolve = resolve as (value: unknown) => void;
  kept.reject = reject;
}

interface Opened<T> {
  readonly promise: CommandPromise<T>;
  readonly callback: (error: Error | null, value?: T) => void;
}

/**
 * The promise of a call that was made without a callback. It knows whether
 * anybody listens to it: when it is rejected and nobody does, the error goes to
 * `unheard`, and the process does not die of an unhandled rejection.
 */
export class CommandPromise<T> extends Promise<T> {
  // What is derived from it is an ordinary promise, and its owner's business.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  #heard = false;

  /** A promise, and the callback that settles it. */
  static open<T>(unheard: (error: Error) => void): Opened<T> {
    const promise = new CommandPromise<T>(keep);
    const { resolve, reject } = kept;
    const callback = (error: Error | null, value?: T) => {
      if (error === null) {
        resolve(value);
        return;
      }
      reject(error);
      if (!promise.#heard) {
        promise.#rejectedUnheard(error, unheard);
      }
    };
    return { promise, callback };
  }

  /** Runs `start` with a callback that settles the promise. */
  static of<T>(
    start: (callback: (error: Error | null, value?: T) => void) => void,
    unheard: (error: Error) => void,
  ): CommandPromise<T> {
    const { promise, callback } = CommandPromise.open<T>(unheard);
    start(callback);
    return promise;
  }

  /** Whether anybody has listened so far. */
  get isHeard(): boolean {
    return this.#heard;
  }

  /** Acts after this turn, unless somebody listens by then: whoever was given the promise in it may still begin. */
  ifUnheard(act: () => void): void {
    if (!this.#heard) {
      setImmediate(() => {
        if (!this.#heard) {
          act();
        }
      });
    }
  }

  // biome-ignore lint/suspicious/noThenProperty: being listened to is what this class is about.
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#heard = true;
    return super.then(onFulfilled, onRejected);
  }

  #rejectedUnheard(error: Error, unheard: (error: Error) => void): void {
    super.then(undefined, () => {});
    this.ifUnheard(() => unheard(error));
  }
}
