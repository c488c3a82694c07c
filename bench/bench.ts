import type { BenchOptions } from './options.js';
import { type Cell, type Heat, planRound } from './plan.js';
import type { Progress } from './progress.js';
import { type Figures, Results, type Sample } from './results.js';
import { Servers } from './servers.js';
import { inTurn, ofSlices, type Slices, slicesOf, WARM_UP } from './slices.js';
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
  return heats.reduce((steps, cells) => steps + cells.length * (1 + passesOf(cells, seconds)), 0);
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

function passesOf(cells: Heat, seconds: number): number {
  return slicesIn(cells, seconds).count + (cells.some(isSlicedCell) ? 1 : 0);
}

function slicesIn(cells: Heat, seconds: number): Slices {
  return cells.some(isSlicedCell) ? slicesOf(seconds) : { count: 1, milliseconds: seconds * 1000 };
}

function isSlicedCell({ workload }: Cell): boolean {
  return WORKLOADS.some((one) => one.name === workload && isSliced(one));
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
    if (cells.some(isSlicedCell)) {
      await this.#pass(this.#entrants, WARM_UP, () => {});
    }
    const { count, milliseconds } = slicesIn(cells, seconds);
    for (let i = 0; i < count; i += 1) {
      await this.#pass(inTurn(this.#entrants, i), milliseconds, ({ slices }, figures) => slices.push(figures));
    }
    await Promise.all(this.#entrants.map(({ worker }) => worker.end()));
    return this.#entrants.flatMap(({ cell: { workload, subject }, slices, failed }) =>
      failed || slices.length === 0 ? [] : { workload, subject, figures: ofSlices(slices) },
    );
  }

  async #pass(
    entrants: readonly Entrant[],
    milliseconds: number,
    take: (entrant: Entrant, figures: Figures) => void,
  ): Promise<void> {
    for (const entrant of entrants) {
      this.#tell(entrant.cell);
      entrant.failed ||= await this.#fails(async () => take(entrant, await entrant.worker.measure(milliseconds)));
    }
  }

  #tell({ workload, subject }: Cell): void {
    this.progress.begin(`${workload}, ${subject}`);
  }

  async #enter(cell: Cell): Promise<void> {
    const addresses = this.servers?.addresses(cell.servers) ?? [];
    const worker = await WorkerProcess.start({ ...cell, servers: addresses }, this.signal);
    this.#entrants.push({ cell, worker, slices: [], failed: false });
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
