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

/**
 * Every heat of one round, workload after workload. What is measured in slices is
 * measured of all subjects in turn; all else has its servers to itself. Odd rounds
 * go through the subjects backwards, so that nobody always has the same one before him.
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
    const inOrder = round % 2 === 1 ? cells.reverse() : cells;
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
