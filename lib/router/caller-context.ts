import { AsyncLocalStorage, AsyncResource, executionAsyncId } from 'node:async_hooks';

interface Place<T> {
  readonly value: T;
  /** What was executed when it was entered; undefined where it cannot be met there again. */
  readonly asyncId: number | undefined;
  /** The code that entered it has come to its end, or to an `await`. */
  isLeft: boolean;
}

type Leave = (() => void) | undefined;

/** How what a callback enters is left again when it has been called. */
class Entered {
  leave: Leave;

  /** A callback is about to be called. Returns what `end` takes. */
  begin(): Leave {
    const { leave } = this;
    this.leave = undefined;
    return leave;
  }

  end(outer: Leave): void {
    this.leave?.();
    this.leave = outer;
  }
}

export const entered = new Entered();

/**
 * What belongs to a caller: it is there in whatever follows the call that entered
 * it, in the same function and behind `await`s, and nowhere else.
 * @see https://nodejs.org/api/async_context.html
 */
export class CallerContext<T extends object> {
  readonly #storage = new AsyncLocalStorage<Place<T> | undefined>();
  readonly #clings: boolean;

  constructor() {
    // Before Node 24, what a listener or an interval entered is there at its next turn, too.
    const probe = new AsyncResource('clusterwise');
    const place = { value: {} as T, asyncId: undefined, isLeft: false };
    probe.runInAsyncScope(() => this.#storage.enterWith(place));
    this.#clings = probe.runInAsyncScope(() => this.#storage.getStore()) !== undefined;
  }

  get(): T | undefined {
    const place = this.#storage.getStore();
    if (place?.isLeft === true && place.asyncId === executionAsyncId()) {
      // Another turn: what it leads to must not find it either.
      this.#storage.enterWith(undefined);
      return undefined;
    }
    return place?.value;
  }

  /** From here on the caller has this one. */
  enter(value: T): void {
    const place = { value, asyncId: this.#clings ? executionAsyncId() : undefined, isLeft: false };
    const former = this.#storage.getStore();
    const { leave } = entered;
    entered.leave = () => {
      this.#storage.enterWith(former);
      leave?.();
    };
    this.#storage.enterWith(place);
    queueMicrotask(() => {
      place.isLeft = true;
      entered.leave = undefined;
    });
  }

  /** Does what belongs to no caller: sockets and timers that come of it serve all. */
  outside<T>(act: () => T): T {
    return this.#storage.run(undefined, act);
  }

  /** A callback that belongs to the caller, whoever calls it. */
  bind<A extends unknown[]>(value: T, callback: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      const { leave } = entered;
      try {
        this.#storage.run({ value, asyncId: undefined, isLeft: false }, callback, ...args);
      } finally {
        // It has left what it entered.
        entered.leave = leave;
      }
    };
  }
}
