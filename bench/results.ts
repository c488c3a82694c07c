import { median } from './statistics.js';

/** What one run in one process gave: figures by the name of their metric. */
export type Figures = Readonly<Record<string, number>>;

/** What one subject reached under one workload in one round. */
export interface Sample {
  readonly workload: string;
  readonly subject: string;
  readonly figures: Figures;
}

/** A figure over all rounds. */
export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly rounds: number;
}

/** The samples of a benchmark, and what follows from them. */
export class Results {
  constructor(readonly samples: readonly Sample[]) {}

  /** Undefined where nothing was measured. */
  summary(workload: string, subject: string, metric: string): Summary | undefined {
    const values = this.samples
      .filter((sample) => sample.workload === workload && sample.subject === subject)
      .flatMap(({ figures }) => figures[metric] ?? []);
    if (values.length === 0) {
      return undefined;
    }
    return {
      median: median(values),
      least: Math.min(...values),
      most: Math.max(...values),
      rounds: values.length,
    };
  }

  /** How many times the figure of one is that of another: of medians. */
  ratio(workload: string, metric: string, subject: string, over: string): number | undefined {
    const own = this.summary(workload, subject, metric);
    const other = this.summary(workload, over, metric);
    return own === undefined || other === undefined || other.median === 0 ? undefined : own.median / other.median;
  }

  /** Who was measured under a workload, in the order of the first round. */
  subjectsOf(workload: string): string[] {
    return [...new Set(this.samples.flatMap((sample) => (sample.workload === workload ? sample.subject : [])))];
  }

  get workloads(): string[] {
    return [...new Set(this.samples.map(({ workload }) => workload))];
  }
}
