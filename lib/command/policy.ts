import { policyOf, type Spec } from './table.js';
import type { Argument } from './types.js';

/** How the replies of all masters become one; an array of them in, one reply out. */
export type Gather = ((replies: readonly unknown[]) => unknown) & {
  /** One master that succeeds is enough; only its replies come in. */
  oneIsEnough?: true;
};

const sum: Gather = (replies) => replies.reduce<number>((whole, reply) => whole + Number(reply), 0);
const least: Gather = (replies) => Math.min(...replies.map(Number));
const first: Gather = (replies) => replies[0];
const concat: Gather = (replies) => (Array.isArray(replies[0]) ? replies.flat() : replies[0]);
const everyOne: Gather = (replies) =>
  (replies[0] as unknown[]).map((_one, i) => (replies.every((reply) => (reply as unknown[])[i] === 1) ? 1 : 0));
const anyKey: Gather = (replies) => {
  const keys = replies.filter((reply) => reply !== null);
  return keys.length === 0 ? null : keys[Math.floor(Math.random() * keys.length)];
};

const one: Gather = Object.assign((replies: readonly unknown[]) => replies[0], { oneIsEnough: true as const });

const BY_RESPONSE: ReadonlyMap<string, Gather> = new Map([
  ['agg_sum', sum],
  ['agg_min', least],
  ['agg_logical_and', everyOne],
  ['all_succeeded', first],
  ['one_succeeded', one],
  ['', concat],
]);

/**
 * How a command without keys is gathered from all masters; undefined where any
 * one master answers it. Redis's own tips decide.
 * @see https://redis.io/docs/latest/develop/reference/command-tips/
 */
export function gatherOf(spec: Spec, args: readonly Argument[]): Gather | undefined {
  if (spec.name === 'ping') {
    // One pong tells as much as many, and node_redis's callers ping often.
    return undefined;
  }
  if (spec.name === 'randomkey') {
    return anyKey;
  }
  const policy = policyOf(spec, args);
  if (policy === undefined || !policy.request.startsWith('all_')) {
    return undefined;
  }
  return BY_RESPONSE.get(policy.response);
}
