import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Job } from './job.js';
import { COMPILED } from './prepare.js';
import type { Figures } from './results.js';

// Beyond what it measures: to start, to fill, to end.
const SLACK = 60_000;
const MOST_OUTPUT = 2000;

/**
 * Does a job in a fresh process.
 * @throws Error with what it said, when it ends without figures or takes too long
 */
export function runWorker(job: Job, signal: AbortSignal): Promise<Figures> {
  return new Promise((resolve, reject) => {
    // The parent runs by tsx; the worker is plain JavaScript, and needs no such loader.
    const child = fork(join(COMPILED, 'bench', 'worker.js'), [JSON.stringify(job)], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: withoutLoader(),
    });
    let output = '';
    let figures: Figures | undefined;
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-MOST_OUTPUT);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const kill = () => child.kill('SIGKILL');
    const timer = setTimeout(kill, job.seconds * 5000 + SLACK);
    signal.addEventListener('abort', kill);
    child.once('message', (message) => {
      figures = message as Figures;
    });
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
      if (figures === undefined) {
        const why = output.trim() || `ended with ${code ?? killedBy}`;
        reject(new Error(`${job.subject} under ${job.workload}: ${why}`));
      } else {
        resolve(figures);
      }
    });
  });
}

function withoutLoader(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return env;
}
