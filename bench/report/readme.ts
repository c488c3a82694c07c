import type { Results } from '../results.js';
import { SUBJECTS } from '../subjects/index.js';
import { ALONE } from '../workloads.js';
import { format } from './chart.js';
import type { Machine } from './machine.js';
import { markdownTable } from './tables.js';

// Where they stand in the README.
const BEGIN = '<!-- figures -->';
const END = '<!-- /figures -->';

const COLUMNS: readonly (readonly [title: string, workload: string])[] = [
  ['`GET`, one at a time', 'get-1'],
  ['`GET`, 100 in flight', 'get-100'],
  ['`SET`, 100 in flight', 'set-100'],
  ['`MGET` of 100 keys', 'mget-100-keys'],
  ['batch of 1,000', 'batch-1000'],
];

/** The figures that the README shows, with its marks around them. */
export function readmeFigures(results: Results, machine: Machine, rounds: number, seconds: number): string {
  const rows = SUBJECTS.filter(({ name }) => !name.endsWith('/uncoalesced')).map(({ name, title }) => [
    title,
    ...COLUMNS.map(([, workload]) => figure(results.summary(workload, name, 'rate')?.median)),
  ]);
  const own = (metric: string) => figure(results.summary('own-cost', ALONE, metric)?.median);
  const { cpu, cores, memory, system, node, redis, date } = machine;
  return [
    BEGIN,
    '### Measured',
    `Calls per second, on ${date}: ${cpu}, ${cores} cores shared by the client and its servers, ${memory}, ${system}; ` +
      `Node ${node}, Redis ${redis}; medians of ${rounds} rounds of ${seconds} s. Cluster clients have three masters, bare clients one server. ` +
      'Each client is called as is fastest for it: [how](bench/README.md#how-the-subjects-are-driven). `npm run bench` measures it again; ' +
      '[all figures](bench/results/latest.md), with versions, goals and how far apart rounds were.',
    markdownTable([['', ...COLUMNS.map(([title]) => title)], ...rows]),
    '![GET, 100 in flight](bench/results/get-100.svg)',
    ...(results.workloads.includes('own-cost')
      ? [
          `Of a \`GET\`, ${own('get-callback')} µs are clusterwise's own with a callback and ${own('get-promise')} µs with a promise; ` +
            `of an \`MGET\` of 100, ${own('mget-key')} µs a key.`,
        ]
      : []),
    END,
  ].join('\n\n');
}

/**
 * The README with these figures in place of those it has.
 * @throws Error where it has no place for them
 */
export function withFigures(readme: string, figures: string): string {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from === -1 || to < from) {
    throw new Error(`Expected ${BEGIN} and ${END} in the README`);
  }
  return readme.slice(0, from) + figures + readme.slice(to + END.length);
}

/** The part of the README that `withFigures` puts there. */
export function figuresOf(readme: string): string {
  return readme.slice(readme.indexOf(BEGIN), readme.indexOf(END) + END.length);
}

function figure(value: number | undefined): string {
  return value === undefined ? '–' : format(value);
}
