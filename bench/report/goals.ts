import type { Results } from '../results.js';
import { SUBJECTS } from '../subjects/index.js';
import { ALONE } from '../workloads.js';
import { format } from './chart.js';
import { markdownTable } from './tables.js';

/** What clusterwise is to reach: a figure against another one, or against a bound. */
export type Goal = { readonly workload: string; readonly metric: string; readonly subject: string } & (
  | { readonly kind: 'at least'; readonly factor: number; readonly over: string | readonly string[] }
  | { readonly kind: 'at most'; readonly bound: number; readonly beyond?: string }
);

/** A goal and what was measured. */
export interface GoalResult {
  readonly goal: Goal;
  /** The ratio, or the figure. */
  readonly measured: number;
  readonly isMet: boolean;
}

const OVER_NODE_REDIS = 'clusterwise/node_redis-3';
const OVER_REDIS = 'clusterwise/redis-6';
const OVER_IOREDIS = 'clusterwise/ioredis-6';
const CLUSTR = ['redis-clustr', 'redis-clustr/node_redis-3'];
const PEERS = SUBJECTS.filter(({ group }) => group === 'peer').map(({ name }) => name);
const OTHER_PEERS = PEERS.filter((name) => !CLUSTR.includes(name));

const faster = (workload: string, subject: string, factor: number, over: string | readonly string[]): Goal => ({
  workload,
  metric: 'rate',
  subject,
  kind: 'at least',
  factor,
  over,
});

const atMost = (workload: string, metric: string, subject: string, bound: number, beyond?: string): Goal => ({
  workload,
  metric,
  subject,
  kind: 'at most',
  bound,
  ...(beyond === undefined ? {} : { beyond }),
});

export const GOALS: readonly Goal[] = [
  ...['get-100', 'set-100'].flatMap((workload) => [
    faster(workload, OVER_REDIS, 1.3, PEERS),
    faster(workload, OVER_REDIS, 2.4, 'redis-6-cluster/untimed'),
    faster(workload, OVER_REDIS, 6, 'redis-6-cluster'),
    faster(workload, OVER_REDIS, 1, 'redis-6/untimed'),
    faster(workload, OVER_NODE_REDIS, 3.8, CLUSTR),
    faster(workload, OVER_NODE_REDIS, 3, 'node_redis-3'),
    faster(workload, OVER_IOREDIS, 1.8, 'ioredis-6-cluster/autopipelining'),
  ]),
  faster('mget-100-keys', OVER_NODE_REDIS, 1.7, CLUSTR),
  faster('mget-100-keys', OVER_NODE_REDIS, 2.5, OTHER_PEERS),
  faster('mget-100-keys', OVER_REDIS, 1.8, 'redis-5-cluster'),
  faster('mget-100-keys', OVER_REDIS, 2.5, 'valkey-glide'),
  faster('mget-100-keys', OVER_REDIS, 9, 'redis-6-cluster'),
  faster('batch-1000', OVER_NODE_REDIS, 1.4, CLUSTR),
  faster('batch-1000', OVER_NODE_REDIS, 1.7, 'valkey-glide'),
  ...['get-1', 'set-1'].flatMap((workload) => [
    faster(workload, OVER_NODE_REDIS, 0.97, 'node_redis-3'),
    faster(workload, OVER_REDIS, 0.97, 'redis-6/untimed'),
    faster(workload, OVER_IOREDIS, 0.97, 'ioredis-6'),
  ]),
  atMost('own-cost', 'get-callback', ALONE, 0.5),
  atMost('own-cost', 'get-promise', ALONE, 0.9),
  atMost('own-cost', 'mget-key', ALONE, 0.25),
  atMost('heap', 'bytes', OVER_NODE_REDIS, 250, 'node_redis-3'),
  atMost('heap', 'bytes', OVER_REDIS, 250, 'redis-6/untimed'),
  atMost('heap', 'bytes', OVER_IOREDIS, 250, 'ioredis-6'),
  atMost('map', 'adopt', ALONE, 10),
  atMost('refresh', 'stall', ALONE, 20),
];

/** Each goal for which everything was measured; of several others, against the best. */
export function evaluate(goals: readonly Goal[], results: Results): GoalResult[] {
  return goals.flatMap((goal): GoalResult[] => {
    const { workload, metric, subject } = goal;
    const medianOf = (name: string) => results.summary(workload, name, metric)?.median;
    const own = medianOf(subject);
    if (own === undefined) {
      return [];
    }
    if (goal.kind === 'at most') {
      const beyond = goal.beyond === undefined ? 0 : medianOf(goal.beyond);
      return beyond === undefined ? [] : [{ goal, measured: own - beyond, isMet: own - beyond <= goal.bound }];
    }
    const others = [goal.over].flat().flatMap((name) => medianOf(name) ?? []);
    const measured = own / Math.max(...others);
    return others.length === 0 ? [] : [{ goal, measured, isMet: measured >= goal.factor }];
  });
}

export function goalsTable(evaluated: readonly GoalResult[]): string {
  const rows = evaluated.map(({ goal, measured, isMet }) => [
    goal.workload + (goal.kind === 'at most' ? `, ${goal.metric}` : ''),
    goal.subject,
    goal.kind === 'at least' ? against(goal.over) : (goal.beyond ?? ''),
    goal.kind === 'at least' ? `≥ ${goal.factor} ×` : `≤ ${goal.bound}`,
    goal.kind === 'at least' ? `${measured.toFixed(2)} ×` : format(measured),
    isMet ? 'yes' : 'no',
  ]);
  return markdownTable([['workload', 'subject', 'against', 'goal', 'measured', 'met'], ...rows]);
}

function against(over: string | readonly string[]): string {
  return typeof over === 'string' ? over : over === PEERS ? 'the best of all peers' : `the best of ${over.join(', ')}`;
}
