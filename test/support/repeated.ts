import { setTimeout as sleep } from 'node:timers/promises';

/** Does something over and over, with a rest between, until it is stopped or fails. */
export class Repeated {
  /** How many times it was done. */
  turns = 0;
  /** What ended it before it was stopped. */
  failure: unknown;
  #stopped = false;
  readonly #done: Promise<void>;

  constructor(
    private readonly work: (turn: number) => Promise<void>,
    private readonly rest: number,
  ) {
    this.#done = this.#run();
  }

  /** Resolves when what is under way is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#stopped) {
        await this.work(this.turns);
        this.turns += 1;
        await sleep(this.rest);
      }
    } catch (error) {
      this.failure = error;
    }
  }
}
