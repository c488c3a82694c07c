import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../bench.js';
import type { BenchOptions } from '../options.js';
import { SUBJECTS } from '../subjects/index.js';
import { type Metric, WORKLOADS, type Workload } from '../workloads.js';
import { barChart } from './chart.js';
import { evaluate, GOALS, goalsTable } from './goals.js';
import type { Machine } from './machine.js';
import { workloadTable } from './tables.js';

const titleOf = (name: string): string => SUBJECTS.find((subject) => subject.name === name)?.title ?? name;
const groupOf = (name: string) => SUBJECTS.find((subject) => subject.name === name)?.group ?? 'clusterwise';

/** The whole report in Markdown. */
export function markdown({ results, failures }: Outcome, options: BenchOptions, machine: Machine): string {
  const measured = WORKLOADS.filter(({ name }) => results.workloads.includes(name));
  const evaluated = evaluate(GOALS, results);
  const { cpu, cores, memory, system, node, redis, date, versions } = machine;
  return [
    '# Figures',
    `${date}, ${cpu}, ${cores} cores shared with the servers, ${memory}, ${system}; Node ${node}, Redis ${redis}; ` +
      `${versions.join(', ')}. Medians of ${options.rounds} ${options.rounds === 1 ? 'round' : 'rounds'}, ${options.seconds} s each.`,
    ...(evaluated.length === 0 ? [] : ['## Goals', goalsTable(evaluated)]),
    ...measured.flatMap((workload) => [
      `## ${workload.title} (\`${workload.name}\`)`,
      workloadTable(results, workload, options.reference, titleOf),
    ]),
    ...(failures.length === 0 ? [] : ['## Failed', failures.map(({ message }) => `- ${message}`).join('\n')]),
    '',
  ].join('\n\n');
}

/** The first metric of a workload as a chart. */
export function chart({ results }: Outcome, workload: Workload): string {
  const [main] = workload.metrics as [Metric];
  const bars = results.subjectsOf(workload.name).flatMap((subject) => {
    const summary = results.summary(workload.name, subject, main.name);
    return summary === undefined ? [] : [{ label: titleOf(subject), value: summary.median, group: groupOf(subject) }];
  });
  return barChart(workload.title, main.unit, bars);
}

/** `latest.md`, `latest.json`, and a chart for each workload in which several took part. */
export async function write(
  folder: string,
  outcome: Outcome,
  options: BenchOptions,
  machine: Machine,
  text: string,
): Promise<void> {
  const { results } = outcome;
  await mkdir(folder, { recursive: true });
  const { rounds, seconds } = options;
  const json = JSON.stringify({ machine, rounds, seconds, samples: results.samples }, null, 1);
  await writeFile(join(folder, 'latest.md'), text);
  await writeFile(join(folder, 'latest.json'), `${json}\n`);
  for (const workload of WORKLOADS) {
    if (results.subjectsOf(workload.name).length > 1) {
      await writeFile(join(folder, `${workload.name}.svg`), chart(outcome, workload));
    }
  }
}
