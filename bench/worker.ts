/**
 * One subject under one workload, in a process of its own. Takes a job as its
 * argument, says when it is ready, sends figures for each turn, and ends when
 * it is told to or its parent is gone.
 */
import type { Job, Order, Report } from './job.js';
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
const SETTLING_ROUNDS = 10;
const SETTLING_CALLS = 150;

/** What is done when it is this worker's turn. */
type Measurement = (milliseconds: number) => Promise<Figures>;

async function getReady(job: Job): Promise<Measurement> {
  const how = find(WORKLOADS, job.workload).measure;
  switch (how.kind) {
    // Loaded where they are needed: what starts up must not find clusterwise loaded.
    case 'own-cost': {
      const { measureOwnCost } = await import('./measure/own-cost.js');
      return measureOwnCost;
    }
    case 'map': {
      const { measureMap } = await import('./measure/map.js');
      return measureMap;
    }
    case 'refresh': {
      const { measureRefresh } = await import('./measure/refresh.js');
      return measureRefresh;
    }
    case 'start-up':
      return () => measureStartUp(job);
    default:
      return getSubjectReady(job, how);
  }
}

async function measureStartUp(job: Job): Promise<Figures> {
  const start = performance.now();
  const calls = await open(job);
  await called((done) => calls.get('key', done));
  return { first: performance.now() - start };
}

async function getSubjectReady(job: Job, how: Measure): Promise<Measurement> {
  const calls = await open(job);
  const data = new Data('valueSize' in how ? how.valueSize : DEFAULT_SIZE);
  await settleV8(calls);
  await data.fill(calls);
  switch (how.kind) {
    case 'throughput': {
      const caller = callerOf(how.call, calls, data);
      return (milliseconds) => measureThroughput(caller, how.inFlight, milliseconds);
    }
    case 'latency': {
      const caller = callerOf('get', calls, data);
      return (milliseconds) => measureLatency(caller, how.perMillisecond, milliseconds);
    }
    case 'heap':
      return () => measureHeap(callerOf('set', calls, data), how.commands, job.servers);
    default:
      throw new Error(`${how.kind} needs no client`);
  }
}

/**
 * V8 decides once for each kind of object whether it is made among the old ones,
 * by how many survived a collection. When the first that it sees falls into a long
 * pipeline, all have survived, and the process is at half its speed for good; which
 * happens by chance. So everybody makes single calls first, with collections between.
 */
async function settleV8(calls: Calls): Promise<void> {
  for (let i = 0; i < SETTLING_ROUNDS; i += 1) {
    for (let k = 0; k < SETTLING_CALLS; k += 1) {
      await called((done) => calls.set('settling', 'a', done));
      await called((done) => calls.get('settling', done));
    }
    globalThis.gc?.({ type: 'minor' });
  }
}

function open({ subject, servers, form }: Job): Promise<Calls> {
  return find(SUBJECTS, subject).open(servers, form);
}

function find<T extends { name: string }>(items: readonly T[], name: string): T {
  const item = items.find((one) => one.name === name);
  if (item === undefined) {
    throw new Error(`There is no ${name}`);
  }
  return item;
}

function report(what: Report): void {
  process.send?.(what);
}

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}

process.once('disconnect', () => process.exit(0));
getReady(JSON.parse(process.argv[2] as string)).then((measure) => {
  process.on('message', (order: Order) => {
    if (order === 'end') {
      process.exit(0);
    }
    measure(order).then(report, fail);
  });
  report('ready');
}, fail);
