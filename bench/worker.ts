/** One subject under one workload, in a process of its own: takes a job as its argument, sends its figures. */
import type { Job } from './job.js';
import { callerOf } from './measure/caller.js';
import { called, Data } from './measure/data.js';
import { measureHeap } from './measure/heap.js';
import { measureLatency } from './measure/latency.js';
import { measureThroughput } from './measure/throughput.js';
import type { Figures } from './results.js';
import { SUBJECTS } from './subjects/index.js';
import type { Calls } from './subjects/subject.js';
import { type Measure, WORKLOADS } from './workloads.js';

const DEFAULT_SIZE = 64;

async function measure(job: Job): Promise<Figures> {
  const how = find(WORKLOADS, job.workload).measure;
  switch (how.kind) {
    // Loaded where they are needed: what starts up must not find clusterwise loaded.
    case 'own-cost':
      return (await import('./measure/own-cost.js')).measureOwnCost();
    case 'map':
      return (await import('./measure/map.js')).measureMap();
    case 'refresh':
      return (await import('./measure/refresh.js')).measureRefresh(job.seconds);
    default:
      return measureSubject(job, how);
  }
}

async function measureSubject(job: Job, how: Measure): Promise<Figures> {
  const subject = find(SUBJECTS, job.subject);
  const start = performance.now();
  const calls = await subject.open(job.servers, job.form);
  if (how.kind === 'start-up') {
    await called((done) => calls.get('key', done));
    return { first: performance.now() - start };
  }
  const data = new Data('valueSize' in how ? how.valueSize : DEFAULT_SIZE);
  await data.fill(calls);
  return measureCalls(job, how, calls, data);
}

function measureCalls(job: Job, how: Measure, calls: Calls, data: Data): Promise<Figures> {
  switch (how.kind) {
    case 'throughput':
      return measureThroughput(callerOf(how.call, calls, data), how.inFlight, job.seconds);
    case 'latency':
      return measureLatency(callerOf('get', calls, data), how.perMillisecond, job.seconds);
    case 'heap':
      return measureHeap(callerOf('set', calls, data), how.commands, job.servers);
    default:
      throw new Error(`${how.kind} needs no client`);
  }
}

function find<T extends { name: string }>(items: readonly T[], name: string): T {
  const item = items.find((one) => one.name === name);
  if (item === undefined) {
    throw new Error(`There is no ${name}`);
  }
  return item;
}

measure(JSON.parse(process.argv[2] as string)).then(
  (figures) => process.send?.(figures, () => process.exit(0)),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
