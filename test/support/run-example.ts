import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(__dirname, '../..');
/** An example that hangs fails its test, and does not outlive it. */
const LONGEST = 50_000;

/** What an example printed, and how it ended. */
export interface Outcome {
  stdout: string;
  stderr: string;
  code: number | null;
}

/** An example in a process of its own, as its users start it. */
export class RunningExample {
  readonly #child;
  /** Until it has ended by itself. */
  readonly ended: Promise<Outcome>;
  #printed = '';

  /**
   * @param file below `examples/`
   * @param servers what REDIS_CLUSTER names; without, it is on the embedded cluster
   */
  constructor(file: string, servers: readonly string[] = [], args: readonly string[] = []) {
    const command = ['--import', 'tsx', join('examples', file), ...args];
    this.#child = spawn(process.execPath, command, {
      cwd: root,
      env: { ...process.env, REDIS_CLUSTER: servers.join() },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST,
    });
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      this.#printed += chunk;
    });
    this.ended = this.#watch();
  }

  /** What it has printed so far. */
  get printed(): string {
    return this.#printed;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async #watch(): Promise<Outcome> {
    const [stderr, [code]] = await Promise.all([text(this.#child.stderr), once(this.#child, 'close')]);
    return { stdout: this.#printed, stderr, code: code as number | null };
  }
}
