import type { BenchOptions } from './options.js';
import { type Cell, type Heat, planRound } from './plan.js';
import type { Progress } from './progress.js';
import { type Figures, Results, type Sample } from './results.js';
import { Servers } from './servers.js';
import { inTurn, ofSlices, type Pass, passesOf } from './slices.js';
import { WorkerProcess } from './worker-process.js';
import { isSliced, WORKLOADS } from './workloads.js';

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

/** How often progress is told of. */
export function stepsOf(heats: readonly Heat[], seconds: number): number {
  return heats.reduce((steps, cells) => steps + cells.length * (1 + passesIn(cells, seconds).length), 0);
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

function passesIn(cells: Heat, seconds: number): Pass[] {
  const names = new Set(cells.map(({ workload }) => workload));
  return passesOf(
    WORKLOADS.some((workload) => names.has(workload.name) && isSliced(workload)),
    seconds,
  );
}

/** Who takes part in a heat, and what he has reached. */
interface Entrant {
  readonly cell: Cell;
  readonly worker: WorkerProcess;
  readonly slices: Figures[];
  failed: boolean;
}

/** Workers that live at the same time, of which one works at a time. One that fails does not end the others. */
class RunningHeat {
  readonly failures: Error[] = [];
  readonly #entrants: Entrant[] = [];

  constructor(
    private readonly servers: Servers | undefined,
    private readonly progress: Progress,
    private readonly signal: AbortSignal,
  ) {}

  async run(cells: Heat, seconds: number): Promise<Sample[]> {
    if (await this.#fails(async () => this.servers?.empty())) {
      return [];
    }
    for (const cell of cells) {
      this.#tell(cell);
      await this.#fails(() => this.#enter(cell));
    }
    for (const [i, pass] of passesIn(cells, seconds).entries()) {
      for (const entrant of inTurn(this.#entrants, i)) {
        this.#tell(entrant.cell);
        entrant.failed ||= await this.#fails(() => this.#measure(entrant, pass));
      }
    }
    await Promise.all(this.#entrants.map(({ worker }) => worker.end()));
    return this.#entrants.flatMap(({ cell: { workload, subject }, slices, failed }) =>
      failed || slices.length === 0 ? [] : { workload, subject, figures: ofSlices(slices) },
    );
  }

  #tell({ workload, subject }: Cell): void {
    this.progress.begin(`${workload}, ${subject}`);
  }

  async #enter(cell: Cell): Promise<void> {
    const addresses = this.servers?.addresses(cell.servers) ?? [];
    const worker = await WorkerProcess.start({ ...cell, servers: addresses }, this.signal);
    this.#entrants.push({ cell, worker, slices: [], failed: false });
  }

  async #measure({ worker, slices }: Entrant, { milliseconds, counts }: Pass): Promise<void> {
    const figures = await worker.measure(milliseconds);
    if (counts) {
      slices.push(figures);
    }
  }

  /** Takes a step, unless all is to end; whether it failed. One that was ended has not. */
  async #fails(step: () => Promise<void>): Promise<boolean> {
    if (this.signal.aborted) {
      return false;
    }
    try {
      await step();
      return false;
    } catch (error) {
      if (!this.signal.aborted) {
        this.failures.push(error as Error);
      }
      return !this.signal.aborted;
    }
  }
}
