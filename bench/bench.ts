import type { BenchOptions } from './options.js';
import { type Cell, type Heat, planRound } from './plan.js';
import type { Progress } from './progress.js';
import { type Figures, Results, type Sample } from './results.js';
import { Servers } from './servers.js';
import { ofSlices, slicesOf } from './slices.js';
import { WorkerProcess } from './worker-process.js';

/** What came of a benchmark. */
export interface Outcome {
  readonly results: Results;
  /** Runs that gave no figures, and why. */
  readonly failures: readonly Error[];
}

/** Every heat, in order. */
export function plan({ rounds, subjects, workloads }: BenchOptions): Heat[] {
  return Array.from({ length: rounds }, (_, round) => planRound(round, subjects, workloads)).flat();
}

/**
 * Starts servers, runs every heat in turn, and stops the servers again.
 * @param seconds how long each subject is measured in a heat
 * @param signal ends it early, with what there is by then
 */
export async function bench(
  heats: readonly Heat[],
  seconds: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<Outcome> {
  const samples: Sample[] = [];
  const failures: Error[] = [];
  const needsServers = heats.flat().some(({ servers }) => servers !== 'none');
  const servers = needsServers ? await Servers.start() : undefined;
  try {
    for (const cells of heats) {
      if (signal.aborted) {
        break;
      }
      await servers?.empty();
      const heat = new RunningHeat(servers, progress, signal);
      samples.push(...(await heat.run(cells, seconds)));
      failures.push(...heat.failures);
    }
  } finally {
    progress.clear();
    await servers?.stop();
  }
  return { results: new Results(samples), failures };
}

/** Who takes part in a heat, and what he has reached. */
interface Entrant {
  readonly cell: Cell;
  readonly worker: WorkerProcess;
  readonly slices: Figures[];
}

/** Workers that live at the same time, of which one works at a time. One that fails does not end the others. */
class RunningHeat {
  readonly failures: Error[] = [];

  constructor(
    private readonly servers: Servers | undefined,
    private readonly progress: Progress,
    private readonly signal: AbortSignal,
  ) {}

  async run(cells: Heat, seconds: number): Promise<Sample[]> {
    const entrants: readonly Entrant[] = await this.#inTurn(cells, async (cell) => {
      this.progress.begin(`${cell.workload}, ${cell.subject}`);
      const addresses = this.servers?.addresses(cell.servers) ?? [];
      const worker = await WorkerProcess.start({ ...cell, servers: addresses }, this.signal);
      return { cell, worker, slices: [] };
    });
    // A heat of one has nobody to take turns with.
    const { count, milliseconds } = cells.length === 1 ? { count: 1, milliseconds: seconds * 1000 } : slicesOf(seconds);
    let going = [...entrants];
    for (let i = 0; i < count; i += 1) {
      going = await this.#inTurn(going, async (entrant) => {
        entrant.slices.push(await entrant.worker.measure(milliseconds));
        return entrant;
      });
      going.reverse();
    }
    await Promise.all(entrants.map(({ worker }) => worker.end()));
    return entrants
      .filter((entrant) => going.includes(entrant))
      .map(({ cell: { workload, subject }, slices }) => ({ workload, subject, figures: ofSlices(slices) }));
  }

  /** What came of each one, in order, without those who failed. */
  async #inTurn<T, R>(items: readonly T[], step: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    for (const item of items) {
      if (this.signal.aborted) {
        break;
      }
      try {
        results.push(await step(item));
      } catch (error) {
        // One that was ended is no failure.
        if (!this.signal.aborted) {
          this.failures.push(error as Error);
        }
      }
    }
    return results;
  }
}
