import type { Results } from '../results.js';
import type { Metric, Workload } from '../workloads.js';
import { format } from './chart.js';

/** Rows of cells as a table in Markdown; the first row is its head, and all but the first column stand right. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...body.map(line)].join('\n');
}

/**
 * A workload's figures: medians, ratios of the first metric to the reference,
 * and how far apart rounds were.
 */
export function workloadTable(
  results: Results,
  workload: Workload,
  reference: string,
  titleOf: (subject: string) => string,
): string {
  const subjects = results.subjectsOf(workload.name);
  const [main] = workload.metrics as [Metric];
  const base = subjects.includes(reference) ? reference : (subjects[0] as string);
  const isCompared = subjects.length > 1;
  const head = [
    'subject',
    ...workload.metrics.map(({ unit }) => unit),
    ...(isCompared ? [`× ${titleOf(base)}`] : []),
    'least – most',
  ];
  const rows = subjects.map((subject) => {
    const range = results.summary(workload.name, subject, main.name);
    const ratio = results.ratio(workload.name, main.name, subject, base);
    return [
      titleOf(subject),
      ...workload.metrics.map(({ name }) => figure(results.summary(workload.name, subject, name)?.median)),
      ...(isCompared ? [figure(ratio, 2)] : []),
      range === undefined ? '–' : `${format(range.least)} – ${format(range.most)}`,
    ];
  });
  return markdownTable([head, ...rows]);
}

function figure(value: number | undefined, digits?: number): string {
  if (value === undefined) {
    return '–';
  }
  return digits === undefined ? format(value) : value.toFixed(digits);
}
