import type { Form } from './subjects/subject.js';

/** A figure that a workload gives. */
export interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly better: 'more' | 'less';
}

export type CallName = 'get' | 'set' | 'mget' | 'mset' | 'del' | 'batch';

/** How a workload is measured. */
export type Measure =
  | { readonly kind: 'throughput'; readonly call: CallName; readonly inFlight: number; readonly valueSize: number }
  | { readonly kind: 'latency'; readonly perMillisecond: number; readonly valueSize: number }
  | { readonly kind: 'heap'; readonly commands: number }
  | { readonly kind: 'start-up' }
  | { readonly kind: 'own-cost' }
  | { readonly kind: 'map' }
  | { readonly kind: 'refresh' };

export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly measure: Measure;
  /** The first is the one that ratios and charts are about. */
  readonly metrics: readonly Metric[];
  /** Only subjects that can be called so; else each in the form that is its own. */
  readonly form?: Form;
  /** It is about clusterwise's own code: no subject takes part. */
  readonly alone?: true;
}

/** Stands for clusterwise's own code where no client takes part. */
export const ALONE = 'clusterwise';

/** Keys of one MGET, MSET or DEL. */
export const KEYS_PER_CALL = 100;
export const COMMANDS_PER_BATCH = 1000;

// Of MGET, MSET and DEL so many are under way at a time.
const MULTI_KEY_CALLS = 10;

/** Whether it can be measured in slices, between which others are measured. */
export function isSliced({ measure: { kind } }: Workload): boolean {
  return kind === 'throughput' || kind === 'latency';
}

const CPU: Metric = { name: 'cpu', unit: 'µs CPU per call', better: 'less' };
const RATE: Metric = { name: 'rate', unit: 'calls/s', better: 'more' };
const SIZES = { '': 64, '-1k': 1024, '-64k': 65_536 };

function throughput(
  name: string,
  title: string,
  call: CallName,
  inFlight: number,
  { valueSize = 64, form }: { valueSize?: number; form?: Form } = {},
): Workload {
  return {
    name,
    title,
    measure: { kind: 'throughput', call, inFlight, valueSize },
    metrics: [RATE, CPU],
    ...(form === undefined ? {} : { form }),
  };
}

const singleKey = (['get', 'set'] as const).flatMap((call) => [
  throughput(`${call}-1`, `${call.toUpperCase()}, one at a time`, call, 1),
  ...Object.entries(SIZES).map(([suffix, valueSize]) =>
    throughput(`${call}-100${suffix}`, `${call.toUpperCase()} of ${valueSize} bytes, 100 in flight`, call, 100, {
      valueSize,
    }),
  ),
  throughput(`${call}-1000`, `${call.toUpperCase()}, 1,000 in flight`, call, 1000),
]);

const forms = (['callback', 'promise'] as const).map((form) =>
  throughput(`get-100-${form}`, `GET, 100 in flight, for a ${form}`, 'get', 100, { form }),
);

const multiKey = (['mget', 'mset', 'del'] as const).map((call) =>
  throughput(
    `${call}-100-keys`,
    `${call.toUpperCase()} of ${KEYS_PER_CALL} random keys, ${MULTI_KEY_CALLS} in flight`,
    call,
    MULTI_KEY_CALLS,
  ),
);

export const WORKLOADS: readonly Workload[] = [
  ...singleKey,
  ...forms,
  ...multiKey,
  throughput('batch-1000', `A batch of ${COMMANDS_PER_BATCH} GET, SET and INCR, one at a time`, 'batch', 1),
  {
    name: 'latency',
    title: 'Latency of GET at 5,000 a second',
    measure: { kind: 'latency', perMillisecond: 5, valueSize: 64 },
    metrics: [
      { name: 'p50', unit: 'µs p50', better: 'less' },
      { name: 'p99', unit: 'µs p99', better: 'less' },
    ],
  },
  {
    name: 'heap',
    title: 'Heap of a SET under way',
    measure: { kind: 'heap', commands: 10_000 },
    metrics: [{ name: 'bytes', unit: 'bytes per command', better: 'less' }],
  },
  {
    name: 'start-up',
    title: 'From loading the library to the first reply',
    measure: { kind: 'start-up' },
    metrics: [{ name: 'first', unit: 'ms', better: 'less' }],
  },
  {
    name: 'own-cost',
    title: 'User time of clusterwise alone, over an adapter that answers at once',
    measure: { kind: 'own-cost' },
    metrics: [
      { name: 'get-callback', unit: 'µs per GET with a callback', better: 'less' },
      { name: 'get-promise', unit: 'µs per GET with a promise', better: 'less' },
      { name: 'mget-key', unit: 'µs per key of an MGET of 100', better: 'less' },
    ],
    alone: true,
  },
  {
    name: 'map',
    title: 'A map of 16,384 ranges over 1,000 nodes',
    measure: { kind: 'map' },
    metrics: [
      { name: 'parse', unit: 'ms to parse', better: 'less' },
      { name: 'adopt', unit: 'ms to parse and put in place', better: 'less' },
    ],
    alone: true,
  },
  {
    name: 'refresh',
    title: 'Refreshes of the map of 300 nodes, under load',
    measure: { kind: 'refresh' },
    metrics: [
      { name: 'stall', unit: 'ms, the longest time that the event loop was held up', better: 'less' },
      { name: 'before', unit: 'ms, the same without refreshes', better: 'less' },
    ],
    alone: true,
  },
];
