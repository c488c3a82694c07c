import { setTimeout as sleep } from 'node:timers/promises';
import { slotOf } from '../../lib/embedded/index.js';
import { Checker } from '../../tools/consistency/checker.js';
import { Load } from '../../tools/consistency/load.js';
import { type Call, Journal } from './journal.js';
import { type LocalCluster, waitUntil } from './local-cluster/index.js';
import { Sequence } from './sequence.js';
import type { Contender } from './side-by-side.js';

// Long enough for every reply that a server has sent before it stopped to be read.
const LAST_REPLIES = 100;

export interface LaneOptions {
  /** Names of counters, each with a worker of its own. */
  readonly counters: readonly string[];
  /** Hash tags of sequences. */
  readonly sequences?: readonly string[];
  /** How long each worker rests, in milliseconds. */
  readonly rest: number;
}

/** One family under load: counters and sequences that nobody else writes. */
export class Lane {
  readonly family: string;
  readonly counters: readonly string[];
  readonly journal: Journal;
  readonly checker = new Checker();
  readonly sequences: readonly Sequence[];
  readonly #load: Load;

  constructor({ family, cluster }: Contender, { counters, sequences = [], rest }: LaneOptions) {
    this.family = family;
    this.counters = counters;
    this.journal = new Journal(cluster);
    this.#load = new Load(this.journal, this.checker, { keys: counters, inFlight: counters.length, pause: rest });
    this.sequences = sequences.map((tag) => new Sequence(cluster, `${tag}:${family}`, rest));
  }

  /** Every counter. */
  get keys(): readonly string[] {
    return this.counters;
  }

  /** Resolves when all that is under way is answered. */
  async stop(): Promise<void> {
    await Promise.all([this.#load.stop(), ...this.sequences.map((sequence) => sequence.stop())]);
  }

  /** Compares counters with what the servers have, without any client between. */
  async readServers(local: LocalCluster): Promise<void> {
    for (const key of this.keys) {
      this.checker.serverHas(key, Number(await (await local.ownerOf(slotOf(key))).command('GET', key)));
    }
  }
}

/** A family that has more to do at the moment when servers stop. */
export class BurstLane extends Lane {
  readonly burst: readonly string[];
  readonly #incremented: string[] = [];
  /** What had no answer when the servers had stopped. */
  outstanding: readonly Call[] = [];

  constructor(contender: Contender, options: LaneOptions & { readonly burst: readonly string[] }) {
    super(contender, options);
    this.burst = options.burst;
  }

  override get keys(): readonly string[] {
    return [...this.counters, ...this.#incremented];
  }

  /** Increments more counters, all at once; resolves when that is answered, one way or the other. */
  async increment(keys: readonly string[]): Promise<void> {
    this.#incremented.push(...keys);
    await Promise.all(
      keys.map((key) =>
        this.journal.incr(key).then(
          (answer) => this.checker.incremented(key, answer),
          (error) => this.checker.writeFailed(key, error.code),
        ),
      ),
    );
  }

  /** To be called when servers are stopped: reads and writes more, until every worker waits for one of those. */
  async getStuck(isStopped: (key: string) => boolean): Promise<void> {
    for (const key of this.burst) {
      this.journal.get(key).catch(() => {});
    }
    this.increment(this.burst);
    await sleep(LAST_REPLIES);
    await waitUntil('every worker to wait for a stopped server', async () => {
      this.outstanding = this.journal.underWay.filter(({ key }) => isStopped(key));
      const stuck = new Set(this.outstanding.map(({ key }) => key));
      return this.keys.every((key) => !isStopped(key) || stuck.has(key));
    });
  }
}

/** The first names that suit, of those that a function makes of 0, 1, 2, … */
export function names(count: number, nameOf: (index: number) => string, suits: (name: string) => boolean = () => true) {
  const suitable: string[] = [];
  for (let index = 0; suitable.length < count; index += 1) {
    if (suits(nameOf(index))) {
      suitable.push(nameOf(index));
    }
  }
  return suitable;
}
