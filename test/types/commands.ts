/** The signatures of common commands, called in every way: `npm run types` is the test. Nothing of it is run. */
import { promisify } from 'node:util';
import type { Callback, Fields, Item, Key, RedisCluster, StreamEntry, Value } from '../../lib/index.js';
import { exactly } from './exactly.js';

declare const cluster: RedisCluster;
declare const keys: string[];
declare const buffer: Buffer;

const ok = exactly<'OK'>();
const text = exactly<string>();
const textOrNull = exactly<string | null>();
const count = exactly<number>();
const countOrNull = exactly<number | null>();
const texts = exactly<string[]>();
const textsOrNull = exactly<(string | null)[]>();
const page = exactly<[string, string[]]>();

/** A callback's reply has the type of the command, where the caller says nothing else. */
export function callbacks(): void {
  cluster.append('k', 'v', (_error, reply) => count(reply));
  cluster.blpop('k', 'l', 1, (_error, reply) => exactly<[string, string] | null>()(reply));
  cluster.dbsize((_error, reply) => count(reply));
  cluster.decr('k', (_error, reply) => count(reply));
  cluster.decrby('k', 2, (_error, reply) => count(reply));
  cluster.del('k', 'l', (_error, reply) => count(reply));
  cluster.eval('return 1', 1, 'k', (_error, reply) => exactly<unknown>()(reply));
  cluster.exists('k', (_error, reply) => count(reply));
  cluster.expire('k', 10, (_error, reply) => count(reply));
  cluster.flushall((_error, reply) => ok(reply));
  cluster.get('k', (_error, reply) => textOrNull(reply));
  cluster.getset('k', 'v', (_error, reply) => textOrNull(reply));
  cluster.hdel('h', 'f', 'g', (_error, reply) => count(reply));
  cluster.hexists('h', 'f', (_error, reply) => count(reply));
  cluster.hget('h', 'f', (_error, reply) => textOrNull(reply));
  cluster.hgetall('h', (_error, reply) => exactly<Record<string, string> | null>()(reply));
  cluster.hincrby('h', 'f', 1, (_error, reply) => count(reply));
  cluster.hkeys('h', (_error, reply) => texts(reply));
  cluster.hlen('h', (_error, reply) => count(reply));
  cluster.hmget('h', 'f', 'g', (_error, reply) => textsOrNull(reply));
  cluster.hmset('h', 'f', 1, 'g', 2, (_error, reply) => ok(reply));
  cluster.hset('h', 'f', 1, (_error, reply) => count(reply));
  cluster.hvals('h', (_error, reply) => texts(reply));
  cluster.incr('k', (_error, reply) => count(reply));
  cluster.incrby('k', 2, (_error, reply) => count(reply));
  cluster.keys('*', (_error, reply) => texts(reply));
  cluster.llen('l', (_error, reply) => count(reply));
  cluster.lpop('l', (_error, reply) => textOrNull(reply));
  cluster.lpop('l', 2, (_error, reply) => exactly<string[] | null>()(reply));
  cluster.lpush('l', 1, 2, (_error, reply) => count(reply));
  cluster.lrange('l', 0, -1, (_error, reply) => texts(reply));
  cluster.lrem('l', 0, 'v', (_error, reply) => count(reply));
  cluster.mget('k', 'l', (_error, reply) => textsOrNull(reply));
  cluster.mset('k', 1, 'l', 2, (_error, reply) => ok(reply));
  cluster.persist('k', (_error, reply) => count(reply));
  cluster.ping((_error, reply) => text(reply));
  cluster.publish('c', 'm', (_error, reply) => count(reply));
  cluster.rpush('l', 1, 2, (_error, reply) => count(reply));
  cluster.sadd('s', 1, 2, (_error, reply) => count(reply));
  cluster.scan(0, 'MATCH', '*', (_error, reply) => page(reply));
  cluster.set('k', 'v', (_error, reply) => ok(reply));
  cluster.set('k', 'v', 'EX', 10, (_error, reply) => ok(reply));
  cluster.set('k', 'v', 'NX', 'EX', 10, (_error, reply) => textOrNull(reply));
  cluster.setex('k', 10, 'v', (_error, reply) => ok(reply));
  cluster.setnx('k', 'v', (_error, reply) => count(reply));
  cluster.sismember('s', 'm', (_error, reply) => count(reply));
  cluster.smembers('s', (_error, reply) => texts(reply));
  cluster.srem('s', 'm', (_error, reply) => count(reply));
  cluster.ttl('k', (_error, reply) => count(reply));
  cluster.type('k', (_error, reply) => text(reply));
  cluster.xadd('x', '*', 'f', 'v', (_error, reply) => text(reply));
  cluster.zadd('z', 1, 'm', (_error, reply) => count(reply));
  cluster.zincrby('z', 1, 'm', (_error, reply) => text(reply));
  cluster.zrange('z', 0, -1, 'WITHSCORES', (_error, reply) => texts(reply));
  cluster.zrangebyscore('z', '-inf', '(5', (_error, reply) => texts(reply));
  cluster.zrank('z', 'm', (_error, reply) => countOrNull(reply));
  cluster.zrem('z', 'm', (_error, reply) => count(reply));
  cluster.zscore('z', 'm', (_error, reply) => textOrNull(reply));
  // The error, and what the call itself returns.
  exactly<boolean>()(cluster.get('k', (error) => exactly<Error | null>()(error)));
}

/** Arguments in arrays, spread, as objects; and the names in upper case. */
export async function inEveryForm(): Promise<void> {
  textOrNull(await cluster.get(['k']));
  cluster.get(['k'], (_error, reply) => textOrNull(reply));
  textOrNull(await cluster.set(['k', 'v', 'NX']));
  textOrNull(await cluster.set('k', ['v', 'EX', 10]));
  count(await cluster.expire(['k', 10]));
  count(await cluster.del(keys));
  count(await cluster.del(...keys));
  count(await cluster.del(keys, keys, 'k'));
  count(await cluster.DEL('k', keys));
  textsOrNull(await cluster.mget(keys));
  textsOrNull(await cluster.mget(...keys));
  cluster.mget(...keys, (_error, reply) => textsOrNull(reply));
  textsOrNull(await cluster.hmget('h', keys));
  count(await cluster.sadd('s', ...keys));
  count(await cluster.rpush('l', keys));
  count(await cluster.hset('h', { f: 1, g: buffer }));
  cluster.hmset('h', { f: 'v' }, (_error, reply) => ok(reply));
  cluster.hmset('h', ['f', 'v'], (_error, reply) => ok(reply));
  ok(await cluster.mset({ k: 1, l: 'two' }));
  ok(await cluster.mset(new Map([['k', 1]])));
  ok(await cluster.mset(keys.map((key) => [key, 1])));
  exactly<unknown>()(await cluster.EVALSHA('sha', 1, ['k'], ['a']));
  exactly<number | string | null>()(await cluster.zadd('z', [1, 'm', 2, 'n']));
  exactly<number | string | null>()(await cluster.zadd('z', 'GT', 1, 'm'));
  texts(await cluster.config('get', 'maxmemory'));
  text(await cluster.script('LOAD', 'return 1'));
  exactly<unknown>()(await cluster.client('NO-TOUCH', 'ON'));
  // Keys, values and numbers as node_redis takes them.
  ok(await cluster.set(buffer, new Date(), 'PX', '100'));
  count(await cluster.incrby('k', 10n));
  count(await cluster.lpush('l', 1, true, buffer));
}

/** What a caller knows better: Buffers, and what is certainly there. */
export async function otherReplies(): Promise<void> {
  interface User {
    name: string;
  }
  exactly<Buffer | null>()(await cluster.get<Buffer | null>('k'));
  exactly<Buffer[]>()(await cluster.mget<Buffer[]>(keys));
  exactly<User>()(await cluster.hgetall<User>('h'));
  exactly<[number, string]>()(await cluster.eval<[number, string]>('return 1', 0));
  cluster.get('k', (_error: Error | null, reply: string) => text(reply));
  cluster.get('k', (_error: Error | null, reply: Buffer) => exactly<Buffer>()(reply));
  cluster.hgetall('h', (_error, reply: User) => text(reply.name));
  // biome-ignore lint/suspicious/noExplicitAny: as legacy code has it.
  cluster.get('k', (_error: any, reply: any) => exactly<any>()(reply));
  cluster.get('k', (_error: unknown, reply: unknown) => exactly<unknown>()(reply));
  textOrNull(await promisify(cluster.get)('k'));
  exactly<[string | null, number]>()(await Promise.all([cluster.get('k'), cluster.ttl('k')]));
}

/** A function that passes on its caller's callback, if there is one. */
export function passedOn(callback?: Callback<string | null>): unknown {
  return cluster.get('k', callback);
}

/** The same around a batch, and commands by their names. */
export function passedOnByName(callback?: Callback): unknown[] {
  return [
    cluster.multi().incr('k').exec(callback),
    cluster.batch().incr('k').exec_batch(callback),
    cluster.multi().discard(callback),
    cluster.send_command('get', ['k'], callback),
    cluster.call('get', 'k', callback),
    cluster.select(0, callback),
    cluster.watch('k', callback),
    cluster.unwatch(callback),
  ];
}

/** Functions around commands. */
export async function around(key: Key, value: Value, members: Item[], fields: Fields): Promise<void> {
  ok(await cluster.set(key, value));
  count(await cluster.sadd(key, ...members));
  count(await cluster.hset(key, fields));
  exactly<StreamEntry[]>()(await cluster.xrange(key, '-', '+'));
}

export function batches(): void {
  const multi = cluster.multi();
  const chained = multi
    .set('k', 1)
    .get('k', (_error, reply) => textOrNull(reply))
    .MGET(keys)
    .hset('h', { f: 1 })
    .expire('k', 10, (_error, reply) => count(reply))
    .call('JSON.GET', 'j');
  exactly<typeof multi>()(chained);
  exactly<Promise<unknown[] | null>>()(chained.exec());
  chained.exec((_error, replies) => exactly<unknown[] | null>()(replies));
  exactly<Promise<[number, string]>>()(chained.exec<[number, string]>());
  chained.exec((_error, replies: string[]) => exactly<string[]>()(replies));
  // biome-ignore lint/suspicious/noExplicitAny: as legacy code has it.
  chained.EXEC((_error: any, replies: any) => exactly<any>()(replies));
  // biome-ignore lint/suspicious/noExplicitAny: as legacy code has it.
  chained.exec_batch((_error, replies: any[]) => exactly<any[]>()(replies));
  chained.execAtomic((_error, [first]: [string]) => text(first));
  // @ts-expect-error replies are an array
  chained.exec((_error, replies: string) => replies);
  cluster
    .batch()
    .del('k', (() => {}) as Callback)
    .exec_batch();
  // @ts-expect-error there is no value
  multi.set('k');
  // @ts-expect-error an object is no key
  multi.get({});
  // @ts-expect-error it replies a number
  multi.incr('k', (_error, reply: string) => reply);
  // @ts-expect-error no such command
  multi.gett('k');
}

export async function wrongArguments(): Promise<void> {
  // @ts-expect-error there is no key
  cluster.get();
  // @ts-expect-error there is no key, and a callback is none
  cluster.get(() => {});
  // @ts-expect-error an object is no key
  cluster.get({});
  // @ts-expect-error null is no key
  cluster.get(null);
  // @ts-expect-error there is one key
  cluster.get('k', 'l');
  // @ts-expect-error an object is no key in an array either
  cluster.get([{}]);
  // @ts-expect-error there is no value
  cluster.set('k');
  // @ts-expect-error undefined is no value
  cluster.set('k', undefined);
  // @ts-expect-error an object is no value
  cluster.set('k', { a: 1 });
  // @ts-expect-error a callback comes last
  cluster.set('k', () => {}, 'v');
  // @ts-expect-error there is no time
  cluster.setex('k', 'v');
  // @ts-expect-error a Date is no number of seconds
  cluster.expire('k', new Date());
  // @ts-expect-error no such condition
  cluster.expire('k', 10, 'ZZ');
  // @ts-expect-error a number of seconds, not two
  cluster.ttl('k', 1);
  // @ts-expect-error there is no field
  cluster.hget('h');
  // @ts-expect-error an object's values are no objects
  cluster.hset('h', { f: {} });
  // @ts-expect-error only hashes and MSET take objects
  cluster.sadd('s', { f: 1 });
  // @ts-expect-error there is no increment
  cluster.incrby('k');
  // @ts-expect-error from where to where
  cluster.lrange('l', 0);
  // @ts-expect-error before or after
  cluster.linsert('l', 'BESIDE', 1, 2);
  // @ts-expect-error left or right
  cluster.lmove('l', 'm', 'UP', 'DOWN');
  // @ts-expect-error null is no member
  cluster.sadd('s', null);
  // @ts-expect-error there is no member
  cluster.zscore('z');
  // @ts-expect-error there is no message
  cluster.publish('c');
  // @ts-expect-error no arguments
  cluster.dbsize('k');
}

export async function wrongReplies(): Promise<void> {
  // @ts-expect-error there may be nothing
  const present: string = await cluster.get('k');
  // @ts-expect-error it is a number
  const flag: boolean = await cluster.exists('k');
  // @ts-expect-error scores are strings
  const score: number | null = await cluster.zscore('z', 'm');
  // @ts-expect-error Buffers come where they are asked for
  const asked: Buffer | null = await cluster.get('k');
  // @ts-expect-error it is a string
  cluster.get('k', (_error, reply: number) => reply);
  // @ts-expect-error it is a number
  cluster.del('k', (_error, reply: 'OK') => reply);
  // @ts-expect-error a type that the reply cannot have
  cluster.get<number>('k');
  console.log(present, flag, score, asked);
}
