import { setTimeout as sleep } from 'node:timers/promises';

/** How long anything may take that is not told otherwise, in milliseconds. */
export const DEADLINE = 30_000;

const POLL_INTERVAL = 20;

/**
 * Polls until the condition holds.
 *
 * @param what what is awaited, in the words of the error: "a replica to take over"
 * @throws Error when it does not hold in time, or the error of the condition
 */
export async function waitUntil(what: string, condition: () => Promise<boolean>, timeout = DEADLINE): Promise<void> {
  const deadline = Date.now() + timeout;
  const inTime = <T>(step: Promise<T>) => within(deadline - Date.now(), what, step);
  while (!(await inTime(condition()))) await inTime(sleep(POLL_INTERVAL));
}

/** The outcome of the promise, or an Error that says what was awaited when it takes too long. */
export async function within<T>(timeout: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const expire = () => reject(new Error(`Timed out while waiting for ${what}`));
    timer = setTimeout(expire, Math.max(timeout, 0));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
