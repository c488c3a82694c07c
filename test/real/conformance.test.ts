import { type EventEmitter, once } from 'node:events';
import { createRequire } from 'node:module';
import { inspect, isDeepStrictEqual, promisify } from 'node:util';
import bluebird from 'bluebird';
import { expect } from 'chai';
import { Batch, type Callback, RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES, type Family } from '../support/families.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { SCRIPT } from '../support/script.js';
import { type SingleServer, startSingleServer } from '../support/single-server.js';

const require = createRequire(__filename);

type Outcome =
  | { reply: unknown }
  | { error: { name: string; message: string; code: unknown; command: unknown; args: unknown } };
type Method = (...args: unknown[]) => unknown;

const methodOf = (client: object, name: string): Method => {
  const method = (client as Record<string, Method>)[name];
  if (method === undefined) {
    throw new Error(`no method ${name}`);
  }
  return method.bind(client);
};

const failed = (error: Error): Outcome => {
  const { name, message, code, command, args } = error as Error & { code: unknown; command: unknown; args: unknown };
  // An array of no arguments and none at all are the same to a caller.
  return { error: { name, message, code, command, args: Array.isArray(args) ? args.map(String) : [] } };
};

/** Calls with a callback; fails when it is called more than once. */
const byCallback = (client: object, name: string, args: readonly unknown[]): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    let calls = 0;
    const callback: Callback = (error, reply) => {
      calls += 1;
      if (calls > 1) {
        reject(new Error(`${name} called back twice`));
      }
      resolve(error === null ? { reply } : failed(error));
    };
    methodOf(client, name)(...args, callback);
  });

const byPromise = async (client: object, name: string, args: readonly unknown[]): Promise<Outcome> => {
  try {
    return { reply: await methodOf(client, name)(...args) };
  } catch (error) {
    return failed(error as Error);
  }
};

const isFields = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const FORMS = { callback: byCallback, promise: byPromise };

describe('conformance', () => {
  let local: LocalCluster;
  let single: SingleServer;
  // What node_redis 3 gets from one server for each call of the script.
  let expected: Outcome[];
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);

  before(async () => {
    process.on('unhandledRejection', note);
    [local, single] = await Promise.all([startLocalCluster(), startSingleServer()]);
    const bare = require('node_redis-3').createClient(single.port, '127.0.0.1');
    expected = [];
    for (const [name, ...args] of SCRIPT) {
      // What node_redis 3 did not know yet: newer commands, objects but for hmset, arrays within arrays.
      const known = typeof bare[name] === 'function';
      const objects = name === 'hmset' ? args : args.map((arg) => (isFields(arg) ? Object.entries(arg) : arg));
      const flat = objects.flat(Number.POSITIVE_INFINITY);
      expected.push(await (known ? byCallback(bare, name, flat) : byCallback(bare, 'send_command', [name, flat])));
    }
    bare.quit();
  });

  after(async () => {
    await Promise.all([local?.stop(), single?.stop()]);
    process.off('unhandledRejection', note);
    expect(unhandled).to.deep.equal([]);
  });

  beforeEach(async () => {
    await local.flush();
    await Promise.all(local.nodes.map((node) => node.command('CONFIG', 'RESETSTAT')));
  });

  for (const family of FAMILIES) {
    describe(`over ${family.name}`, () => {
      let cluster: RedisCluster;
      const open: RedisCluster[] = [];

      const connect = (options: Partial<RedisClusterOptions> = {}) => {
        const made = new RedisCluster({
          servers: local.servers.slice(0, 1),
          createClient: family.createClient,
          ...options,
        });
        open.push(made);
        return made;
      };

      before(() => {
        cluster = connect();
      });

      after(async () => {
        await Promise.all(open.map((made) => made.quit()));
        expect(open.map((made) => [made.command_queue_length, made.offline_queue_length])).to.deep.equal(
          open.map(() => [0, 0]),
        );
      });

      for (const [form, call] of Object.entries(FORMS)) {
        it(`answers as node_redis 3 does on one server, by ${form}`, async () => {
          const outcomes: Outcome[] = [];
          for (const [name, ...args] of SCRIPT) {
            outcomes.push(await call(cluster, name, args));
          }
          const different = SCRIPT.map((line, i) => [line.join(' '), outcomes[i], expected[i]]).filter(
            ([, outcome, wanted]) => !isDeepStrictEqual(outcome, wanted),
          );
          expect(different, inspect(different, { depth: 9 })).to.deep.equal([]);
        });
      }

      transfersBytes(connect);
      collects(
        () => cluster,
        connect,
        () => local,
      );
      redirects(
        () => cluster,
        () => local,
      );
      lives(family, connect, () => local);
    });
  }
});

type Connect = (options?: Partial<RedisClusterOptions>) => RedisCluster;

function transfersBytes(connect: Connect): void {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));

  it('answers with Buffers where asked to, for every byte in keys, fields and values', async () => {
    const cluster = connect({ return_buffers: true });
    const key = Buffer.concat([Buffer.from([0xff, 0x00]), bytes]);
    expect(await cluster.set(key, bytes)).to.deep.equal(Buffer.from('OK'));
    expect(await cluster.get(key)).to.deep.equal(bytes);
    expect(await cluster.mget(key, 'missing', key)).to.deep.equal([bytes, null, bytes]);
    expect(await cluster.exists(key, key)).to.equal(2);
    expect(await cluster.mset('a', bytes, 'b', bytes), 'of two slots').to.deep.equal(Buffer.from('OK'));
    await cluster.hset('hash', 'field', bytes);
    expect(await cluster.hgetall('hash')).to.deep.equal({ field: bytes });
    expect(await cluster.multi().get(key).strlen(key).exec()).to.deep.equal([bytes, 256]);
    expect(await cluster.batch().get(key).strlen(key).exec()).to.deep.equal([bytes, 256]);
  });

  it('answers with Buffers where a Buffer was given, and with strings elsewhere, if asked to detect', async () => {
    const cluster = connect({ detect_buffers: true });
    await cluster.set('bytes', bytes);
    const replies = await Promise.all([
      cluster.get(Buffer.from('bytes')),
      cluster.get('bytes'),
      cluster.mget('bytes', Buffer.from('bytes')),
    ]);
    expect(replies).to.deep.equal([bytes, bytes.toString(), [bytes, bytes]]);
    expect(await cluster.multi().get(Buffer.from('bytes')).get('bytes').exec()).to.deep.equal([
      bytes,
      bytes.toString(),
    ]);
  });

  it('writes Buffers as they are and reads strings, if not asked for more', async () => {
    const cluster = connect();
    await cluster.mset(Buffer.from('x'), Buffer.from('ü'), 'y', Buffer.from([1, 2, 3]));
    expect(await cluster.mget('x', 'y')).to.deep.equal(['ü', '\u0001\u0002\u0003']);
  });
}

function collects(cluster: () => RedisCluster, connect: Connect, local: () => LocalCluster): void {
  it('takes keys of all slots, in any order, twice over, and gives one answer', async () => {
    const keys = Array.from({ length: 500 }, (_, i) => `key:${i}`);
    expect(await cluster().mset(keys.flatMap((key, i) => [key, i]))).to.equal('OK');
    const asked = [...keys, 'missing', ...keys.toReversed()];
    const values = keys.map((_, i) => String(i));
    expect(await cluster().mget(asked)).to.deep.equal([...values, null, ...values.toReversed()]);
    expect(await cluster().exists(asked)).to.equal(1000);
    expect(await cluster().touch(keys)).to.equal(500);
    expect(await cluster().unlink(keys.slice(0, 100), keys.slice(0, 100))).to.equal(100);
    expect(await cluster().del(asked)).to.equal(400);
    expect(await cluster().dbsize()).to.equal(0);
  });

  it('refuses what must not be split before anything is sent', async () => {
    await cluster().set('a', 'untouched');
    const error = await cluster()
      .msetnx('b', 1, 'c', 2)
      .then(
        () => undefined,
        (reason: Error & { code: string; command: string }) => reason,
      );
    expect(error).to.include({ code: 'CROSSSLOT', command: 'MSETNX' });
    expect(error?.message).to.include("'b' is in slot 3300").and.include("'c' in slot 7365").and.include('hash tag');
    expect(await cluster().exists('b', 'c')).to.equal(0);
    expect(await byPromise(cluster(), 'rename', ['a', 'b'])).to.have.nested.property('error.code', 'CROSSSLOT');
    expect(await cluster().get('a')).to.equal('untouched');
  });

  it('runs a multi in one slot as a transaction, and one over slots as a batch', async () => {
    const called: unknown[] = [];
    const replies = await cluster()
      .multi()
      .set('{t}a', 1)
      .incr('{t}a', (...args) => called.push(args))
      .hset('{t}h', { f: 'v' })
      .hgetall('{t}h')
      .lpush('{t}a', 'x')
      .exec();
    expect(replies?.slice(0, 4)).to.deep.equal(['OK', 2, 1, { f: 'v' }]);
    expect(replies?.[4]).to.be.instanceOf(Error).and.include({ code: 'WRONGTYPE', command: 'LPUSH', position: 4 });
    expect(called).to.deep.equal([[null, 2]]);
    expect(await commandCalls(local(), 'exec')).to.equal(1);

    expect(await cluster().multi().incr('x').incr('y').incr('z').get('x').exec()).to.deep.equal([1, 1, 1, '1']);
    expect(await commandCalls(local(), 'exec')).to.equal(1);
  });

  it('takes multi([[…]]), batch([[…]]), and keeps errors in their places', async () => {
    const multi = cluster().multi([
      ['set', 'b', 1],
      ['get', 'b'],
      ['lpush', 'b', 2],
    ]);
    const replies = await new Promise<unknown[]>((resolve, reject) => {
      multi.exec((error, all) => (error === null ? resolve(all as unknown[]) : reject(error)));
    });
    expect(replies.slice(0, 2)).to.deep.equal(['OK', '1']);
    expect(replies[2]).to.include({ code: 'WRONGTYPE', command: 'LPUSH', position: 2 });

    const batch = await cluster()
      .batch([
        ['set', 'a', 1],
        ['get', 'b'],
      ])
      .lpush('a', 1)
      .set('c', undefined as never)
      .msetnx('a', 1, 'b', 1)
      .mget('a', 'b')
      .exec();
    expect(batch?.slice(0, 2)).to.deep.equal(['OK', '1']);
    expect(batch?.[2]).to.include({ code: 'WRONGTYPE', position: 2 });
    expect(batch?.[3]).to.include({ code: 'INVALID_ARGUMENT', command: 'SET', position: 3 });
    expect(batch?.[4]).to.include({ code: 'CROSSSLOT', position: 4 });
    expect(batch?.[5]).to.deep.equal(['1', '1']);
  });

  it('aborts a transaction as a server does, with each error and its position', async () => {
    const outcome = await cluster()
      .multi()
      .set(['{t}a'])
      .set('{t}b', 1)
      .exec()
      .then(
        () => undefined,
        (error: Error & { code: string; errors: Error[] }) => error,
      );
    expect(outcome).to.include({ code: 'EXECABORT', command: 'EXEC' });
    expect(outcome?.errors).to.have.length(1);
    expect(outcome?.errors[0]).to.include({ code: 'ERR', command: 'SET', position: 0 });
    expect(await cluster().exists('{t}b')).to.equal(0);
  });

  it('is atomic or fails, where that was asked for', async () => {
    const code = async (exec: unknown) =>
      (await byPromise({ exec: () => exec }, 'exec', [])) as { error: { code: string } };
    expect(await cluster().multi().incr('{t}n').incr('{t}n').exec_atomic()).to.deep.equal([1, 2]);
    expect(await cluster().batch().get('{t}n').exec_transaction()).to.deep.equal(['2']);
    expect((await code(cluster().multi().incr('x').incr('y').exec_atomic())).error.code).to.equal('CROSSSLOT');
    expect((await code(cluster().multi().incr('x').flushall().exec_atomic())).error.code).to.equal('EXECABORT');
    const strict = connect({ multi: 'atomic' });
    expect((await code(strict.multi().incr('x').incr('y').exec())).error.code).to.equal('CROSSSLOT');
    expect(await strict.multi().incr('{t}n').exec()).to.deep.equal([3]);
    expect(await strict.multi().incr('x').incr('y').exec_batch()).to.deep.equal([1, 1]);
    expect(await cluster().multi().exec()).to.deep.equal([]);
    expect(await cluster().batch().exec()).to.deep.equal([]);
  });

  it('asks all masters where Redis says so', async () => {
    const keys = Array.from({ length: 50 }, (_, i) => `key:${i}`);
    await cluster().mset(keys.flatMap((key) => [key, 1]));
    expect(await cluster().dbsize()).to.equal(50);
    expect((await cluster().keys('key:*')).sort()).to.deep.equal(keys.toSorted());
    expect(keys).to.include(await cluster().randomkey());
    const scanned: string[] = [];
    let cursor = '0';
    do {
      const [next, found] = await cluster().scan<[string, string[]]>(cursor, 'MATCH', 'key:*', 'COUNT', 5);
      cursor = next;
      scanned.push(...found);
    } while (cursor !== '0');
    expect([...new Set(scanned)].sort()).to.deep.equal(keys.toSorted());
    expect(await byPromise(cluster(), 'scan', ['7'])).to.have.nested.property('error.message', 'ERR invalid cursor');
    const sha = await cluster().script('load', 'return ARGV[1]');
    for (const key of ['a', 'b', 'c']) {
      expect(await cluster().evalsha(sha, 1, [key], ['x'])).to.equal('x');
    }
    expect(await cluster().script('exists', sha, 'no')).to.deep.equal([1, 0]);
    expect(await cluster().flushall()).to.equal('OK');
    expect(await cluster().dbsize()).to.equal(0);
    expect(await cluster().randomkey()).to.equal(null);
  });
}

function redirects(cluster: () => RedisCluster, local: () => LocalCluster): void {
  // 'a' is in slot 15495, and so is whatever has it as its tag.
  const SLOT = 15495;
  const TAGGED = ['{a}1', '{a}2', '{a}3', '{a}4'];

  const target = async () => {
    const owner = await local().ownerOf(SLOT);
    return local().nodes.find((node) => node !== owner) as typeof owner;
  };

  it('follows MOVED, and goes there at once from then on', async () => {
    await cluster().set('a', 1);
    const to = await target();
    await local().moveSlot(SLOT, to);
    const moved = await errorCount(local(), 'MOVED');
    expect(await Promise.all([cluster().incr('a'), cluster().incr('a'), cluster().mget('a', 'b')])).to.deep.equal([
      2,
      3,
      ['3', null],
    ]);
    const after = await errorCount(local(), 'MOVED');
    expect(after - moved).to.be.within(1, 3);
    expect(await cluster().incr('a')).to.equal(4);
    expect(await errorCount(local(), 'MOVED')).to.equal(after);
  });

  it('finds keys of a slot that is half moved: ASK, and TRYAGAIN key by key', async () => {
    await cluster().mset(TAGGED.flatMap((key, i) => [key, i]));
    const to = await target();
    await local().startMigration(SLOT, to);
    await local().moveKeys(SLOT, to, 2);
    try {
      expect(await cluster().mget(TAGGED)).to.deep.equal(['0', '1', '2', '3']);
      expect(await cluster().mget(...TAGGED, 'b', '{a}missing')).to.deep.equal(['0', '1', '2', '3', null, null]);
      expect(await cluster().exists(TAGGED)).to.equal(4);
      expect(await Promise.all(TAGGED.map((key) => cluster().incr(key)))).to.deep.equal([1, 2, 3, 4]);
      expect(await cluster().mset(TAGGED.flatMap((key) => [key, 9]))).to.equal('OK');
      const batch = cluster().batch();
      for (const key of TAGGED) {
        batch.get(key);
      }
      expect(await batch.get('b').exec()).to.deep.equal(['9', '9', '9', '9', null]);
      expect(await cluster().multi().incr('{a}new').incr('{a}new').exec()).to.deep.equal([1, 2]);
      expect(await cluster().del(TAGGED)).to.equal(4);
      // ASK does not change the map.
      expect(await errorCount(local(), 'MOVED')).to.equal(0);
    } finally {
      await local().moveKeys(SLOT, to);
      await local().finishMigration(SLOT, to);
    }
  });

  it('makes no error, and neither loses nor doubles an increment, while a slot moves under load', async () => {
    const keys = ['{a}1', '{a}2', '{a}3', 'b', 'c', 'd'];
    const counts = new Map(keys.map((key) => [key, 0]));
    let moving = true;
    const count = async (key: string) => {
      while (moving) {
        const [value, all, replies] = await Promise.all([
          cluster().incr(key),
          cluster().mget(keys),
          cluster().multi().get(key).strlen(key).exec(),
        ]);
        counts.set(key, (counts.get(key) as number) + 1);
        expect([value, all.length, replies?.length]).to.deep.equal([counts.get(key), keys.length, 2]);
      }
    };
    const counting = Promise.all(keys.map(count));
    try {
      for (let i = 0; i < 3; i += 1) {
        await local().moveSlot(SLOT, await target());
      }
    } finally {
      moving = false;
    }
    await counting;
    expect(await cluster().mget(keys)).to.deep.equal([...counts.values()].map(String));
  });

  it('keeps the order of writes to a key while its slot moves', async () => {
    const order: Promise<unknown>[] = [];
    const moving = target().then((to) => local().moveSlot(SLOT, to));
    let issued = 0;
    let moved = false;
    moving.finally(() => {
      moved = true;
    });
    while (!moved || issued < 100) {
      issued += 1;
      order.push(cluster().rpush('{a}list', issued));
      if (issued % 10 === 0) {
        await new Promise(setImmediate);
      }
    }
    await moving;
    await Promise.all(order);
    expect(await cluster().lrange('{a}list', 0, -1)).to.deep.equal(
      Array.from({ length: issued }, (_, i) => `${i + 1}`),
    );
  });

  it('sends a transaction again whose slot has moved', async () => {
    await cluster().set('a', 1);
    await local().moveSlot(SLOT, await target());
    expect(await cluster().multi().incr('a').incr('a').exec()).to.deep.equal([2, 3]);
  });

  it('keeps ASK and its command together among others on the same connection', async () => {
    const keys = Array.from({ length: 100 }, (_, i) => `{a}${i}`);
    await cluster().mset(keys.flatMap((key, i) => [key, i]));
    const to = await target();
    await local().startMigration(SLOT, to);
    await local().moveKeys(SLOT, to);
    try {
      const others = Array.from({ length: 100 }, (_, i) => `other:${i}`);
      const replies = await Promise.all(
        keys.flatMap((key, i) => [cluster().get(key), cluster().set(others[i] as string, i)]),
      );
      expect(replies).to.deep.equal(keys.flatMap((_key, i) => [String(i), 'OK']));
    } finally {
      await local().finishMigration(SLOT, to);
    }
  });
}

function lives(family: Family, connect: Connect, local: () => LocalCluster): void {
  it('makes one client per server, however many commands race for it', async () => {
    const made: number[] = [];
    const cluster = connect({
      createClient: (port, host) => {
        made.push(port);
        return family.createClient(port, host);
      },
    });
    await Promise.all(Array.from({ length: 300 }, (_, i) => cluster.set(`key:${i}`, i)));
    expect(made.toSorted()).to.deep.equal(
      local()
        .servers.map(({ port }) => port)
        .toSorted(),
    );
  });

  it('takes a promise of a client', async () => {
    const cluster = connect({
      createClient: async (port, host) => {
        await new Promise(setImmediate);
        return family.createClient(port, host);
      },
    });
    expect(await cluster.set('a', 1)).to.equal('OK');
  });

  it('takes a client that is connected already', async () => {
    const cluster = connect({
      createClient: async (port, host) => {
        const client = family.createClient(port, host) as EventEmitter & {
          isOpen?: boolean;
          connect?(): Promise<void>;
        };
        const ready = once(client, 'ready');
        if (client.isOpen === false) {
          await client.connect?.();
        }
        await ready;
        return client;
      },
    });
    expect(await cluster.mset('a', 1, 'b', 2)).to.equal('OK');
    expect(await cluster.mget('a', 'b')).to.deep.equal(['1', '2']);
  });

  it('works promisified by util.promisify and by bluebird', async () => {
    const cluster = connect();
    const set = promisify(cluster.set).bind(cluster) as unknown as (...args: unknown[]) => Promise<unknown>;
    expect(await set('a', 'x')).to.equal('OK');
    const all = bluebird.promisifyAll(connect()) as unknown as Record<string, Method>;
    expect(await all.getAsync?.('a')).to.equal('x');
    expect(await all.hgetallAsync?.('missing')).to.equal(null);
  });

  it('may be ended by a callback, and by whoever gets a message, while more has come', async () => {
    const thrown: unknown[] = [];
    const note = (error: unknown) => thrown.push(error);
    process.on('uncaughtException', note);
    try {
      const ended = connect();
      await ended.set('a', 1);
      const replies = await new Promise<unknown[]>((resolve) => {
        const got: unknown[] = [];
        const done = (error: Error | null, reply: unknown) => {
          got.push(error === null ? reply : (error as Error & { code: string }).code);
          ended.end(true);
          if (got.length === 3) {
            resolve(got);
          }
        };
        for (let i = 0; i < 3; i += 1) {
          ended.incr('a', done);
        }
      });
      // What has come already may still be told.
      expect(replies[0]).to.equal(2);
      expect(replies[1]).to.be.oneOf([3, 'UNCERTAIN_STATE']);
      expect(replies[2]).to.be.oneOf([4, 'UNCERTAIN_STATE']);
      const listening = connect();
      await listening.subscribe('news');
      let messages = 0;
      listening.on('message', () => {
        messages += 1;
        listening.end(true);
      });
      const publisher = connect();
      await publisher.batch().publish('news', 'a').publish('news', 'b').publish('news', 'c').exec();
      await waitUntil('a message to come', async () => messages > 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(listening.closing).to.equal(true);
      expect(thrown).to.deep.equal([]);
    } finally {
      process.off('uncaughtException', note);
    }
  });

  it('works with its prototypes promisified by bluebird, as those of node_redis', async () => {
    class Promisified extends RedisCluster {}
    bluebird.promisifyAll(Promisified.prototype);
    const before = Object.keys(Batch.prototype);
    bluebird.promisifyAll(Batch.prototype);
    const cluster = new Promisified({ servers: local().servers, createClient: family.createClient });
    try {
      expect(await methodOf(cluster, 'setAsync')('a', 1)).to.equal('OK');
      expect(await methodOf(cluster.multi().incr('a'), 'execAsync')()).to.deep.equal([2]);
    } finally {
      cluster.end(true);
      for (const name of Object.keys(Batch.prototype)) {
        if (!before.includes(name)) {
          delete (Batch.prototype as unknown as Record<string, unknown>)[name];
        }
      }
    }
  });

  it('sends commands by name: send_command, sendCommand, call', async () => {
    const cluster = connect();
    expect(await cluster.send_command('set', ['a', 1])).to.equal('OK');
    expect(await cluster.sendCommand('GET', ['a'])).to.equal('1');
    expect(await cluster.call('incr', 'a')).to.equal(2);
    expect(await byCallback(cluster, 'send_command', ['get', ['a']])).to.deep.equal({ reply: '2' });
    expect(await byCallback(cluster, 'send_command', ['ping'])).to.deep.equal({ reply: 'PONG' });
    expect(await byPromise(cluster, 'call', ['no.such', 'a'])).to.have.nested.property('error.code', 'ERR');
  });

  it('puts a prefix before every key, where it changes the slot', async () => {
    const cluster = connect({ prefix: 'app:' });
    await cluster.mset('a', 1, 'b', 2);
    expect(await cluster.mget('a', 'b')).to.deep.equal(['1', '2']);
    expect(await cluster.multi().incr('a').get('a').exec()).to.deep.equal([2, '2']);
    expect(await cluster.eval("return redis.call('GET', KEYS[1])", 1, 'a')).to.equal('2');
    const bare = connect();
    expect((await bare.keys('*')).sort()).to.deep.equal(['app:a', 'app:b']);
  });

  it('answers what is outstanding before it quits, and nothing after', async () => {
    const cluster = connect();
    const events: string[] = [];
    for (const event of ['connect', 'ready', 'end', 'error']) {
      cluster.on(event, () => events.push(event));
    }
    const replies = Array.from({ length: 100 }, (_, i) => cluster.set(`key:${i}`, i));
    expect(await cluster.quit()).to.equal('OK');
    expect(await Promise.all(replies)).to.deep.equal(replies.map(() => 'OK'));
    expect(cluster).to.include({ closing: true, connected: false, ready: false });
    expect(await byCallback(cluster, 'get', ['a'])).to.have.nested.property('error.code', 'NR_CLOSED');
    expect(await byPromise(cluster, 'get', ['a'])).to.have.nested.property('error.code', 'NR_CLOSED');
    expect(events).to.deep.equal(['connect', 'ready', 'end']);
    expect(await cluster.quit()).to.equal('OK');
  });

  it('ends at once, with an error for whoever has no answer', async () => {
    const cluster = connect();
    await cluster.set('a', 1);
    const pending = Array.from({ length: 20 }, () => byPromise(cluster, 'blpop', ['nothing', 10]));
    await waitUntil('all to be sent', async () => cluster.command_queue_length === pending.length);
    cluster.end(true);
    for (const outcome of await Promise.all(pending)) {
      expect(outcome).to.have.nested.property('error.code', 'UNCERTAIN_STATE');
    }
    expect(cluster.closing).to.equal(true);
  });
}

/** How often the servers ran a command, over all masters, since the last flush of figures. */
async function commandCalls(local: LocalCluster, name: string): Promise<number> {
  let calls = 0;
  for (const node of local.nodes) {
    const stats = String(await node.command('INFO', 'commandstats'));
    calls += Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
  }
  return calls;
}

/** How often the servers answered with an error, over all nodes. */
async function errorCount(local: LocalCluster, code: string): Promise<number> {
  let count = 0;
  for (const node of local.nodes) {
    const stats = String(await node.command('INFO', 'errorstats'));
    count += Number(new RegExp(`errorstat_${code}:count=(\\d+)`).exec(stats)?.[1] ?? 0);
  }
  return count;
}
