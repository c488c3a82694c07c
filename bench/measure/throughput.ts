import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from '../results.js';
import type { Done } from '../subjects/subject.js';
import type { Caller } from './caller.js';

// Before each slice: until as much is under way as will be, and caches are warm again.
const RUN_UP = 20;

/** So many calls under way at any time, the next one made where a reply comes. */
export async function measureThroughput(caller: Caller, inFlight: number, milliseconds: number): Promise<Figures> {
  const load = new Load(caller, inFlight);
  await load.during(RUN_UP);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const before = load.completed;
  await load.during(milliseconds);
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const completed = load.completed - before;
  await load.stop();
  if (completed === 0) {
    throw new Error(`No call was answered in ${milliseconds} ms`);
  }
  return { rate: (completed / elapsed) * 1000, cpu: (user + system) / completed };
}

/** Calls that go on until they are stopped. */
export class Load {
  completed = 0;
  #stopping = false;
  #underWay: number;
  #failed: (error: unknown) => void = () => {};
  #ended: () => void = () => {};
  readonly #failure: Promise<never>;

  constructor(
    private readonly caller: Caller,
    inFlight: number,
  ) {
    this.#failure = new Promise((_resolve, reject) => {
      this.#failed = reject;
    });
    this.#underWay = inFlight;
    for (let i = 0; i < inFlight; i += 1) {
      this.caller(this.#done);
    }
  }

  /** Resolves after the time; rejects with the first error of a call. */
  during(milliseconds: number): Promise<void> {
    return Promise.race([sleep(milliseconds), this.#failure]);
  }

  /** Resolves when the last reply has come. */
  stop(): Promise<void> {
    const end = new Promise<void>((resolve) => {
      this.#ended = resolve;
    });
    this.#stopping = true;
    return Promise.race([end, this.#failure]);
  }

  readonly #done: Done = (error) => {
    if (error !== null && error !== undefined) {
      this.#failed(error);
      return;
    }
    this.completed += 1;
    if (!this.#stopping) {
      this.caller(this.#done);
      return;
    }
    this.#underWay -= 1;
    if (this.#underWay === 0) {
      this.#ended();
    }
  };
}
