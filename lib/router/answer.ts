import type { Callback } from '../command/types.js';
import { entered } from './caller-context.js';

/** Puts the replies of several together, which have places among each other. */
export interface Gatherer {
  answered(index: number, error: Error | null, reply?: unknown): void;
}

/** Whom a reply is for. */
export type Receiver = Callback | Gatherer;

/** A receiver as a callback. */
export function callbackOf(receiver: Receiver, index: number): Callback {
  return typeof receiver === 'function' ? receiver : (error, reply) => receiver.answered(index, error, reply);
}

/**
 * Calls a user's callback. What it throws is thrown again on its own, as an
 * uncaught exception: it must not unwind a client library half-way through a
 * reply, and a promise must not swallow it. What it enters, as a watch does, is
 * not there for the next callback that the same packet answers.
 */
export function answer(callback: Callback, error: Error | null, reply?: unknown): void {
  const outer = entered.begin();
  try {
    if (error === null) {
      callback(null, reply);
    } else {
      // As in node_redis, without a second argument.
      (callback as (error: Error) => void)(error);
    }
  } catch (thrown) {
    process.nextTick(() => {
      throw thrown;
    });
  }
  entered.end(outer);
}
