import type { BenchOptions } from './options.js';
import { type Cell, planRound } from './plan.js';
import type { Progress } from './progress.js';
import { Results, type Sample } from './results.js';
import { runWorker } from './run-worker.js';
import { Servers } from './servers.js';

/** What came of a benchmark. */
export interface Outcome {
  readonly results: Results;
  /** Runs that gave no figures, and why. */
  readonly failures: readonly Error[];
}

/** Every run, in order. One that fails does not end the others. */
export function plan({ rounds, subjects, workloads }: BenchOptions): Cell[] {
  return Array.from({ length: rounds }, (_, round) => planRound(round, subjects, workloads)).flat();
}

/**
 * Starts servers, makes every run in turn, and stops the servers again.
 * @param signal ends it early, with what there is by then
 */
export async function bench(
  cells: readonly Cell[],
  seconds: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<Outcome> {
  const samples: Sample[] = [];
  const failures: Error[] = [];
  const servers = cells.some(({ servers: which }) => which !== 'none') ? await Servers.start() : undefined;
  try {
    for (const { workload, subject, form, servers: which } of cells) {
      if (signal.aborted) {
        break;
      }
      progress.begin(`${workload}, ${subject}`);
      try {
        const addresses = (await servers?.emptied(which)) ?? [];
        const figures = await runWorker({ workload, subject, form, seconds, servers: addresses }, signal);
        samples.push({ workload, subject, figures });
      } catch (error) {
        // One that was ended is no failure.
        if (!signal.aborted) {
          failures.push(error as Error);
        }
      }
    }
  } finally {
    progress.clear();
    await servers?.stop();
  }
  return { results: new Results(samples), failures };
}
