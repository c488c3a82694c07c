import type { Figures } from './results.js';
import type { Address, Form } from './subjects/subject.js';

/** What a worker is told to get ready for. */
export interface Job {
  readonly workload: string;
  /** No subject where clusterwise's own code is measured. */
  readonly subject: string;
  readonly form: Form;
  readonly servers: readonly Address[];
}

/** What a worker is told when it is its turn: to measure for so many milliseconds; or that all turns are over. */
export type Order = number | 'end';

/** What a worker says: that it is ready for its turns, or what one gave. */
export type Report = 'ready' | Figures;
