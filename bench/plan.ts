import { inTurn } from './slices.js';
import { SUBJECTS } from './subjects/index.js';
import type { Form, Subject } from './subjects/subject.js';
import { ALONE, isSliced, WORKLOADS } from './workloads.js';

/** One subject under one workload. */
export interface Cell {
  readonly workload: string;
  readonly subject: string;
  readonly form: Form;
  /** Which servers it needs. */
  readonly servers: 'cluster' | 'single' | 'none';
}

/** Those that are measured side by side: in processes that live at the same time, of which one works at a time. */
export type Heat = readonly Cell[];

// Multiples of it, less their whole parts, lie evenly between 0 and 1, however many there are.
const SPREAD = (Math.sqrt(5) - 1) / 2;

/**
 * Every heat of one round, workload after workload. What is measured in slices is
 * measured of all subjects in turn; all else has its servers to itself. Each round
 * begins with another subject: who starts first is slower than who starts last, and
 * over some rounds everybody is everywhere.
 */
export function planRound(round: number, subjects: readonly string[], workloads: readonly string[]): Heat[] {
  return WORKLOADS.filter(({ name }) => workloads.includes(name)).flatMap((workload): Heat[] => {
    if (workload.alone === true) {
      const alone: Cell = { workload: workload.name, subject: ALONE, form: 'callback', servers: 'none' };
      return subjects.includes(ALONE) ? [[alone]] : [];
    }
    const taking = SUBJECTS.filter(
      ({ name, workloads: own }) => subjects.includes(name) && (own?.includes(workload.name) ?? true),
    );
    const cells = taking.flatMap((subject) => {
      const form = formOf(subject, workload.form);
      return form === undefined ? [] : [cellOf(workload.name, subject, form)];
    });
    const inOrder = inTurn(cells, Math.floor(((round * SPREAD) % 1) * cells.length));
    if (inOrder.length === 0) {
      return [];
    }
    return isSliced(workload) ? [inOrder] : inOrder.map((cell) => [cell]);
  });
}

/** A subject's own form; of a workload that is about forms, only for those that have both. */
function formOf({ forms }: Subject, asked: Form | undefined): Form | undefined {
  return asked === undefined || forms.length > 1 ? (asked ?? forms[0]) : undefined;
}

function cellOf(workload: string, { name, group }: Subject, form: Form): Cell {
  return { workload, subject: name, form, servers: group === 'bare' ? 'single' : 'cluster' };
}
