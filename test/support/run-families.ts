import { fork } from 'node:child_process';
import { expect } from 'chai';
import { FAMILIES } from './families.js';
import { within } from './local-cluster/wait.js';

/**
 * Runs a program in a process of its own, and resolves with the JSON that it printed, once it has ended by itself.
 *
 * @param onPause called when the program has sent one message for each family; it gets one back then, to go on
 * @throws AssertionError when it complains or ends with an error, Error when it does not end by itself
 */
export async function runFamilies<T>(
  program: string,
  args: readonly string[],
  onPause?: () => unknown,
): Promise<Record<string, T>> {
  const child = fork(program, args, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let printed = '';
  let complaints = '';
  child.stdout?.on('data', (chunk) => {
    printed += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    complaints += chunk;
  });
  let pausing = 0;
  child.on('message', async () => {
    pausing += 1;
    if (pausing === FAMILIES.length) {
      await onPause?.();
      child.send('go on');
    }
  });
  try {
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const code = await within(40_000, `the process to end by itself; it printed ${printed}${complaints}`, ended);
    expect(code, complaints).to.equal(0);
    return JSON.parse(printed);
  } finally {
    child.kill('SIGKILL');
  }
}
