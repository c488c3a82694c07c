import { policyOf, type Spec } from './table.js';
import type { Argument } from './types.js';

type Merge = (replies: readonly unknown[]) => unknown;

/** What a command is for that more than one server must do. */
export interface Gathering {
  /** How the replies of all servers become one; an array of them in, one reply out. */
  readonly merge: Merge;
  /** Who must succeed: all, all that can be reached but every master, or any one. */
  readonly needs: 'all' | 'masters' | 'one';
  /** Whether it is for replicas, too. */
  readonly onReplicas: boolean;
}

// Of numbers, or of lists of as many numbers.
const each =
  (combine: (numbers: readonly number[]) => number): Merge =>
  (replies) =>
    Array.isArray(replies[0])
      ? replies[0].map((_one, i) => combine(replies.map((reply) => Number((reply as unknown[])[i]))))
      : combine(replies.map(Number));
const sum = each((numbers) => numbers.reduce((whole, number) => whole + number, 0));
const first: Merge = (replies) => replies[0];
const concat: Merge = (replies) => (Array.isArray(replies[0]) ? replies.flat() : replies[0]);
const anyKey: Merge = (replies) => {
  const keys = replies.filter((reply) => reply !== null);
  return keys.length === 0 ? null : keys[Math.floor(Math.random() * keys.length)];
};
const union: Merge = (replies) => {
  const byText = new Map(replies.flat().map((name) => [Buffer.isBuffer(name) ? name.toString('latin1') : name, name]));
  return [...byText.values()];
};
// Names and how many, in turns: every server answers with the same names.
const sumOfPairs: Merge = (replies) =>
  (replies as unknown[][])[0]?.map((name, i) =>
    i % 2 === 0 ? name : sum((replies as unknown[][]).map((reply) => reply[i])),
  );

const ofMasters = (merge: Merge): Gathering => ({ merge, needs: 'masters', onReplicas: false });
const ofAllServers = (merge: Merge): Gathering => ({ merge, needs: 'masters', onReplicas: true });

const BY_RESPONSE: ReadonlyMap<string, Gathering> = new Map([
  ['agg_sum', ofMasters(sum)],
  ['agg_min', ofMasters(each((numbers) => Math.min(...numbers)))],
  ['agg_max', ofMasters(each((numbers) => Math.max(...numbers)))],
  ['agg_logical_and', ofMasters(each((numbers) => (numbers.every((number) => number === 1) ? 1 : 0)))],
  ['agg_logical_or', ofMasters(each((numbers) => (numbers.some((number) => number === 1) ? 1 : 0)))],
  ['all_succeeded', ofMasters(first)],
  ['one_succeeded', { ...ofMasters(first), needs: 'one' }],
  ['', ofMasters(concat)],
]);

// What `all_nodes` says of these is meant of replicas, too: a replica that takes over has the same
// users and settings. Scripts and names of connections are given to those that are connected.
const ON_REPLICAS = new Set(['acl', 'config', 'latency', 'slowlog']);
const BY_RESPONSE_ON_REPLICAS: ReadonlyMap<string, Gathering> = new Map([
  ['agg_sum', ofAllServers(sum)],
  ['all_succeeded', { ...ofAllServers(first), needs: 'all' }],
  ['', ofAllServers(concat)],
]);

// A server knows of its own subscribers only, and Redis has no tip that says so.
const PUBSUB: ReadonlyMap<string, Gathering> = new Map([
  ['channels', ofAllServers(union)],
  ['shardchannels', ofAllServers(union)],
  ['numsub', ofAllServers(sumOfPairs)],
  ['shardnumsub', ofAllServers(sumOfPairs)],
  ['numpat', ofAllServers(sum)],
]);

const RANDOMKEY = ofMasters(anyKey);

/**
 * How a command without keys is gathered from all servers; undefined where any
 * one master answers it. Redis's own tips decide.
 * @see https://redis.io/docs/latest/develop/reference/command-tips/
 */
export function gatheringOf(spec: Spec, args: readonly Argument[]): Gathering | undefined {
  switch (spec.name) {
    case 'ping':
      // One pong tells as much as many, and node_redis's callers ping often.
      return undefined;
    case 'randomkey':
      return RANDOMKEY;
    case 'pubsub':
      return PUBSUB.get(args[0]?.toString().toLowerCase() ?? '');
  }
  const policy = policyOf(spec, args);
  if (policy === undefined || !policy.request.startsWith('all_')) {
    return undefined;
  }
  const isForReplicas = policy.request === 'all_nodes' && ON_REPLICAS.has(spec.name);
  return (isForReplicas ? BY_RESPONSE_ON_REPLICAS : BY_RESPONSE).get(policy.response);
}
