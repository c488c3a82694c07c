import { parseArgs } from 'node:util';
import { SUBJECTS } from './subjects/index.js';
import { ALONE, WORKLOADS } from './workloads.js';

/** What the benchmark is told on the command line. */
export interface BenchOptions {
  readonly rounds: number;
  /** How long each throughput is measured. */
  readonly seconds: number;
  readonly subjects: readonly string[];
  readonly workloads: readonly string[];
  /** Whose figures the others are divided by, where it was measured. */
  readonly reference: string;
  /** The folder that takes the report; undefined: it is only printed. */
  readonly out: string | undefined;
}

export const USAGE = `npm run bench -- [--rounds 5] [--seconds 1] [--only SUBJECT,…] [--workloads NAME,…]
                [--reference SUBJECT] [--out FOLDER] [--quick]

--quick is one round of a quarter of a second. A run of everything writes bench/results;
one that is quick or leaves something out writes where --out says, or nowhere.

Subjects: ${SUBJECTS.map(({ name }) => name).join(', ')}
Workloads: ${WORKLOADS.map(({ name }) => name).join(', ')}`;

/** Where a run of everything writes. */
export const RESULTS = 'bench/results';
const QUICK = { rounds: 1, seconds: 0.25 };

/**
 * Reads the command line.
 * @throws TypeError that says what was expected and what came
 */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      only: { type: 'string' },
      workloads: { type: 'string' },
      reference: { type: 'string', default: 'redis-5-cluster' },
      out: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const defaults = values.quick ? QUICK : { rounds: 5, seconds: 1 };
  const rounds = values.rounds === undefined ? defaults.rounds : Number(values.rounds);
  const seconds = values.seconds === undefined ? defaults.seconds : Number(values.seconds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new TypeError(`Expected --rounds to be an integer from 1 up, got ${values.rounds}`);
  }
  if (!(seconds > 0 && seconds <= 600)) {
    throw new TypeError(`Expected --seconds to be a number up to 600, got ${values.seconds}`);
  }
  const allSubjects = [...SUBJECTS.map(({ name }) => name), ALONE];
  const allWorkloads = WORKLOADS.map(({ name }) => name);
  const subjects = chosen('--only', values.only, allSubjects);
  const workloads = chosen('--workloads', values.workloads, allWorkloads);
  chosen('--reference', values.reference, allSubjects);
  const isWhole = !values.quick && subjects.length === allSubjects.length && workloads.length === allWorkloads.length;
  const out = values.out ?? (isWhole ? RESULTS : undefined);
  return { rounds, seconds, subjects, workloads, reference: values.reference, out };
}

function chosen(option: string, given: string | undefined, all: readonly string[]): readonly string[] {
  if (given === undefined) {
    return all;
  }
  const names = given.split(',');
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`Expected ${option} to name some of ${all.join(', ')}; got ${unknown}`);
  }
  return all.filter((name) => names.includes(name));
}
