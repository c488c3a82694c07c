import { integer, NOT_AN_INTEGER } from './metadata.js';

type Type = 'string' | 'list' | 'hash' | 'set' | 'zset';

const STRINGS = ['append', 'decr', 'decrby', 'get', 'getdel', 'getex', 'getrange', 'getset', 'incr', 'incrby'];
const MORE_STRINGS = ['bitcount', 'getbit', 'incrbyfloat', 'setbit', 'setrange', 'strlen', 'substr'];
const LISTS = ['lindex', 'linsert', 'llen', 'lmove', 'lpop', 'lpos', 'lpush', 'lpushx', 'lrange', 'lrem', 'lset'];
const MORE_LISTS = ['ltrim', 'rpop', 'rpoplpush', 'rpush', 'rpushx'];
const SETS = ['sadd', 'scard', 'sismember', 'smembers', 'smismember', 'smove', 'spop', 'srandmember', 'srem', 'sscan'];
const INTEGERS = new Set(['decr', 'decrby', 'incr', 'incrby']);

const TYPES: ReadonlyMap<string, Type> = new Map([
  ...[...STRINGS, ...MORE_STRINGS].map((name) => [name, 'string'] as const),
  ...[...LISTS, ...MORE_LISTS].map((name) => [name, 'list'] as const),
  ...SETS.map((name) => [name, 'set'] as const),
]);

export const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';

/**
 * The error that Redis gives for a command where ioredis-mock would not look.
 * @param value what is stored at its first key; undefined where nothing is
 */
export function dataError(name: string, args: readonly string[], value: unknown): Error | undefined {
  if (value === undefined) {
    return name === 'rename' || name === 'renamenx' ? new Error('ERR no such key') : undefined;
  }
  const wanted = typeOf(name);
  if (wanted !== undefined && wanted !== typeOfValue(value)) {
    return new Error(WRONG_TYPE);
  }
  if (INTEGERS.has(name) && [String(value), args[1] ?? '0'].some((text) => integer(text) === undefined)) {
    return new Error(NOT_AN_INTEGER);
  }
  return undefined;
}

function typeOf(name: string): Type | undefined {
  const isStore = name.endsWith('store');
  return (
    TYPES.get(name) ?? (isStore ? undefined : name.startsWith('h') ? 'hash' : name.startsWith('z') ? 'zset' : undefined)
  );
}

function typeOfValue(value: unknown): Type {
  if (value instanceof Set) {
    return 'set';
  }
  if (value instanceof Map) {
    return 'zset';
  }
  if (Array.isArray(value)) {
    return 'list';
  }
  return typeof value === 'object' && !Buffer.isBuffer(value) ? 'hash' : 'string';
}
