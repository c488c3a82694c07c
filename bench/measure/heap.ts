import { setTimeout as sleep } from 'node:timers/promises';
import { inlineCommand } from '../inline-command.js';
import type { Figures } from '../results.js';
import type { Address } from '../subjects/subject.js';
import type { Caller } from './caller.js';
import { called } from './data.js';

const PAUSE = 20_000;
// Until what was sent is in the sockets; shorter than a silence that a client would do something about.
const SETTLING = 300;

/** What is on the heap for each write that no server answers yet. */
export async function measureHeap(caller: Caller, commands: number, servers: readonly Address[]): Promise<Figures> {
  // Once before, so that buffers and tables have their size.
  await many(caller, commands);
  await everywhere(servers, `CLIENT PAUSE ${PAUSE} WRITE`);
  try {
    const before = heap();
    const answers = many(caller, commands);
    await sleep(SETTLING);
    const after = heap();
    await everywhere(servers, 'CLIENT UNPAUSE');
    await answers;
    return { bytes: (after - before) / commands };
  } finally {
    await everywhere(servers, 'CLIENT UNPAUSE');
  }
}

function many(caller: Caller, commands: number): Promise<unknown> {
  return called((done) => {
    let answered = 0;
    for (let i = 0; i < commands; i += 1) {
      caller((error) => {
        answered += 1;
        if (answered === commands || error) {
          done(error);
        }
      });
    }
  });
}

function heap(): number {
  if (globalThis.gc === undefined) {
    throw new Error('The heap is measured with node --expose-gc');
  }
  // The second one takes what the first one finalized.
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

async function everywhere(servers: readonly Address[], line: string): Promise<void> {
  await Promise.all(servers.map((server) => inlineCommand(server, line)));
}
