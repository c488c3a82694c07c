import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Job, Order, Report } from './job.js';
import { COMPILED } from './prepare.js';
import type { Figures } from './results.js';

// Beyond what it measures: to start, to fill, to warm up.
const SLACK = 60_000;
// From when it is told to end until it is made to.
const PATIENCE = 5000;
const MOST_OUTPUT = 2000;

/** A fresh process for a job. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #closed: Promise<void>;
  #output = '';
  #answer: { resolve(report: Report): void; reject(error: Error): void } | undefined;
  #end: Error | undefined;

  private constructor(job: Job) {
    // The parent runs by tsx; the worker is plain JavaScript, and needs no such loader.
    this.#child = fork(join(COMPILED, 'bench', 'worker.js'), [JSON.stringify(job)], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: withoutLoader(),
    });
    const keep = (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-MOST_OUTPUT);
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.#child.on('message', (message) => this.#answer?.resolve(message as Report));
    this.#closed = new Promise((resolve) => {
      const end = (why: string) => {
        this.#end = new Error(`${job.subject} under ${job.workload}: ${this.#output.trim() || why}`);
        this.#answer?.reject(this.#end);
        resolve();
      };
      this.#child.on('error', ({ message }) => end(message));
      this.#child.once('close', (code, killedBy) => end(`ended with ${code ?? killedBy}`));
    });
  }

  /**
   * Starts it. Resolves when it is ready for its turns.
   * @throws Error with what it said, when it ends before or takes too long
   */
  static async start(job: Job, signal: AbortSignal): Promise<WorkerProcess> {
    const worker = new WorkerProcess(job);
    const kill = () => worker.#child.kill('SIGKILL');
    signal.addEventListener('abort', kill);
    worker.#closed.then(() => signal.removeEventListener('abort', kill));
    await worker.#next(SLACK);
    return worker;
  }

  /**
   * Lets it measure.
   * @throws Error as above
   */
  async measure(milliseconds: number): Promise<Figures> {
    this.#send(milliseconds);
    return (await this.#next(milliseconds * 5 + SLACK)) as Figures;
  }

  /** Resolves when it is gone. */
  async end(): Promise<void> {
    // Not by disconnect(), after which no 'close' comes.
    this.#send('end');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE);
    await this.#closed;
    clearTimeout(timer);
  }

  #send(order: Order): void {
    if (this.#child.connected) {
      this.#child.send(order);
    }
  }

  #next(atMost: number): Promise<Report> {
    if (this.#end !== undefined) {
      return Promise.reject(this.#end);
    }
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), atMost);
    return new Promise<Report>((resolve, reject) => {
      this.#answer = { resolve, reject };
    }).finally(() => clearTimeout(timer));
  }
}

function withoutLoader(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return env;
}
