import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Checker } from './checker.js';

/** What the load needs of a client. */
export interface Counters {
  get(key: string): Promise<string | null>;
  incr(key: string): Promise<number>;
}

export interface LoadOptions {
  keys: readonly string[];
  /** How many commands are under way at any time; no key has more than one. */
  inFlight: number;
  /** How long to rest after each increment, in milliseconds. Default: not at all. */
  pause?: number;
}

/** Reads and increments counters, over and over, until it is stopped. */
export class Load {
  #stopped = false;
  readonly #workers: Promise<void>[];

  constructor(
    private readonly client: Counters,
    private readonly checker: Checker,
    private readonly options: LoadOptions,
  ) {
    const { keys, inFlight } = options;
    this.#workers = Array.from({ length: inFlight }, (_, worker) =>
      this.#work(keys.filter((_key, index) => index % inFlight === worker)),
    );
  }

  /** Resolves when the last command is answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#workers);
  }

  async #work(keys: readonly string[]): Promise<void> {
    for (let turn = 0; !this.#stopped; turn += 1) {
      await this.#count(keys[turn % keys.length] as string);
      // Nobody else comes to their turn where every answer is there at once.
      await (this.options.pause === undefined ? nextTurn() : sleep(this.options.pause));
    }
  }

  async #count(key: string): Promise<void> {
    const { client, checker } = this;
    const value = await this.#timed(
      () => client.get(key),
      (code) => checker.readFailed(code),
    );
    if (value === undefined) {
      return;
    }
    checker.read(key, Number(value));
    const answer = await this.#timed(
      () => client.incr(key),
      (code) => checker.writeFailed(key, code),
    );
    if (answer !== undefined) {
      checker.incremented(key, answer);
    }
  }

  /** The reply, or undefined when there is none. */
  async #timed<T>(command: () => Promise<T>, failed: (code: string) => void): Promise<T | undefined> {
    const begun = performance.now();
    try {
      return await command();
    } catch (error) {
      failed(String((error as { code?: unknown }).code ?? error));
      return undefined;
    } finally {
      this.checker.took(performance.now() - begun);
    }
  }
}
