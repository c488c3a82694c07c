import { Double, MapReply, NO_ARRAY, OK, Pairs, type Reply, SetReply, Status } from './resp.js';

// Commands that answer with a simple string where a client library shows one.
const STATUS = new Set([
  ...['flushall', 'flushdb', 'hmset', 'lset', 'ltrim', 'mset', 'psetex', 'rename', 'set', 'setex', 'type', 'xgroup'],
]);
const DOUBLES = new Set(['zincrby', 'zscore', 'zadd', 'zmscore']);
const SETS = new Set(['sdiff', 'sinter', 'smembers', 'sunion']);
const SCORED = new Set(['zpopmax', 'zpopmin', 'zrange', 'zrangebyscore', 'zrevrange', 'zrevrangebyscore']);

/** From what ioredis-mock answers, which is what ioredis shows its users, to the reply of a server. */
export function replyOf(name: string, args: readonly string[], answer: unknown): Reply {
  if (STATUS.has(name) && typeof answer === 'string' && !(name === 'set' && hasWord(args, 'get'))) {
    return answer === 'OK' ? OK : new Status(answer);
  }
  if (name === 'hgetall') {
    return new MapReply(Object.entries(answer as Record<string, string>).map(([field, value]) => [field, value]));
  }
  if (SETS.has(name)) {
    return new SetReply((answer as unknown[]).map(plain));
  }
  if (SCORED.has(name)) {
    return scored(name, args, answer);
  }
  if (name === 'zadd' && typeof answer === 'number') {
    return answer;
  }
  if (DOUBLES.has(name)) {
    return Array.isArray(answer) ? answer.map(double) : double(answer);
  }
  if (name === 'xread' || name === 'xreadgroup') {
    const streams = ((answer ?? []) as [string, unknown[]][]).filter(([, entries]) => entries.length > 0);
    return streams.length === 0
      ? NO_ARRAY
      : new MapReply(
          streams.map(([key, entries]) => [key, plain(entries)]),
          'pairs',
        );
  }
  if (name === 'config' && Array.isArray(answer)) {
    return new MapReply(pairsOf(answer.map(plain)));
  }
  if ((name === 'lpop' || name === 'rpop') && args.length > 1 && answer === null) {
    return NO_ARRAY;
  }
  return plain(answer);
}

function hasWord(args: readonly string[], word: string): boolean {
  return args.some((arg) => arg.toLowerCase() === word);
}

function scored(name: string, args: readonly string[], answer: unknown): Reply {
  const flat = (answer ?? []) as unknown[];
  const isPop = name.startsWith('zpop');
  if (!isPop && !hasWord(args, 'withscores')) {
    return flat.map(plain);
  }
  const pairs = pairsOf(flat.map(plain)).map(([member, score]) => [member, double(score)] as const);
  // Without a count, ZPOPMIN answers one flat pair in both protocols.
  return isPop && args.length === 1 ? pairs.flat() : new Pairs(pairs);
}

function pairsOf(flat: readonly Reply[]): [Reply, Reply][] {
  const pairs: [Reply, Reply][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    pairs.push([flat[i] as Reply, flat[i + 1] as Reply]);
  }
  return pairs;
}

function double(value: unknown): Reply {
  return value === null || value === undefined ? null : new Double(String(value));
}

function plain(value: unknown): Reply {
  if (value === null || value === undefined || value === false) {
    return null;
  }
  if (value === true) {
    return 1;
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? value : String(value);
  }
  if (Buffer.isBuffer(value)) {
    return value.toString('latin1');
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (value instanceof Error) {
    return value;
  }
  return String(value);
}
