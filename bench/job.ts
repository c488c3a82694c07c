import type { Address, Form } from './subjects/subject.js';

/** What a worker is told to do. */
export interface Job {
  readonly workload: string;
  /** No subject where clusterwise's own code is measured. */
  readonly subject: string;
  readonly form: Form;
  readonly seconds: number;
  readonly servers: readonly Address[];
}
