import { setImmediate as nextTurn } from 'node:timers/promises';
import { DEADLINE } from './local-cluster/wait.js';

/**
 * Lets turns of the event loop pass until the condition holds: what happens within this process is met in the very
 * turn in which it happens.
 *
 * @param what what is awaited, in the words of the error
 * @throws Error when it does not hold in time
 */
export async function turnsUntil(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`Timed out while waiting for ${what}`);
    }
    await nextTurn();
  }
}
