import { once } from 'node:events';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { slotOf } from '../../lib/command/slot.js';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';

const require = createRequire(__filename);

/** A row of MIGRATING.md: a call there and its reply, the call here and its reply. */
// biome-ignore lint/suspicious/noExplicitAny: the clients of other libraries have other types.
type Side = readonly [call: (client: any) => unknown, reply: unknown];
type Row = readonly [what: string, theirs: Side, ours: Side];

const same = (what: string, call: Side[0], reply: unknown): Row => [what, [call, reply], [call, reply]];

/** What a call rejects with, as far as documents tell of it. */
const failing = (call: Side[0]) => async (client: unknown) => {
  const error = await (async () => call(client))().then(
    () => undefined,
    (reason) => reason,
  );
  return { code: error?.code, says: error?.message?.split(' ')[0] };
};

/** Every key of a scan, sorted. */
const all = async (keys: AsyncIterable<string | string[]>) => {
  const found: string[] = [];
  for await (const key of keys) {
    found.push(...[key].flat());
  }
  return found.sort();
};

const IOREDIS: readonly Row[] = [
  same('SET with options', (c) => c.set('s', 1, 'EX', 10), 'OK'),
  same('MSET of an object in one slot', (c) => c.mset({ '{m}a': 1, '{m}b': 2 }), 'OK'),
  [
    'MGET across slots',
    [failing((c) => c.mget('{t}a', 'no')), { code: undefined, says: 'CROSSSLOT' }],
    [(c) => c.mget('{t}a', 'no'), ['1', null]],
  ],
  ['HGETALL of nothing', [(c) => c.hgetall('no'), {}], [(c) => c.hgetall('no'), null]],
  [
    'null as a value',
    [(c) => c.set('null', null).then(() => c.get('null')), ''],
    [failing((c) => c.set('null', null)), { code: 'INVALID_ARGUMENT', says: 'The' }],
  ],
  [
    'an object as a value',
    [(c) => c.set('object', {}).then(() => c.get('object')), '[object Object]'],
    [failing((c) => c.set('object', {})), { code: 'INVALID_ARGUMENT', says: 'The' }],
  ],
  [
    'Buffers',
    [(c) => c.getBuffer('{t}a'), Buffer.from('1')],
    [
      async (c) => {
        const detecting = c.duplicate({ detect_buffers: true });
        return detecting.get(Buffer.from('{t}a')).finally(() => detecting.quit());
      },
      Buffer.from('1'),
    ],
  ],
  [
    'a pipeline',
    [
      (c) => c.pipeline().set('{t}a', 1).get('{t}a').exec(),
      [
        [null, 'OK'],
        [null, '1'],
      ],
    ],
    [(c) => c.batch().set('{t}a', 1).get('{t}a').exec(), ['OK', '1']],
  ],
  [
    'a pipeline across slots',
    [failing((c) => c.pipeline().get('a').get('b').get('c').exec()), { code: undefined, says: 'All' }],
    [(c) => c.batch().get('a').get('b').get('c').exec(), [null, null, null]],
  ],
  [
    'a transaction',
    [
      (c) => c.multi().set('{t}a', 1).get('{t}a').exec(),
      [
        [null, 'OK'],
        [null, '1'],
      ],
    ],
    [(c) => c.multi().set('{t}a', 1).get('{t}a').exec(), ['OK', '1']],
  ],
  [
    'a transaction across slots',
    [failing((c) => c.multi().get('a').get('b').get('c').exec()), { code: undefined, says: 'All' }],
    [(c) => c.multi().get('a').get('b').get('c').exec(), [null, null, null]],
  ],
  ['masters', [(c) => c.nodes('master').length, 3], [(c) => c.nodes('masters').length, 3]],
  ['replicas', [(c) => c.nodes('slave').length, 3], [(c) => c.nodes('replicas').length, 3]],
  [
    'all keys',
    [
      async (c) =>
        (
          await Promise.all(c.nodes('master').map((n: never) => all((n as typeof c).scanStream({ match: '{t}*' }))))
        ).flat(),
      ['{t}a'],
    ],
    [(c) => all(c.scanIterator({ match: '{t}*' })), ['{t}a']],
  ],
  [
    'a command to each master',
    [async (c) => (await Promise.all(c.nodes('master').map((n: never) => (n as typeof c).ping()))).length, 3],
    [async (c) => (await c.callEach('masters', 'PING')).length, 3],
  ],
  [
    'a script',
    [
      (c) => {
        c.defineCommand('twice', { numberOfKeys: 1, lua: "return redis.call('GET', KEYS[1]) * 2" });
        return c.twice('{t}a');
      },
      2,
    ],
    [
      (c) => {
        c.defineCommand('twice', { numberOfKeys: 1, lua: "return redis.call('GET', KEYS[1]) * 2" });
        return c.twice('{t}a');
      },
      2,
    ],
  ],
  [
    'an error',
    [failing((c) => c.lpush('{t}a', 1)), { code: undefined, says: 'WRONGTYPE' }],
    [failing((c) => c.lpush('{t}a', 1)), { code: 'WRONGTYPE', says: 'WRONGTYPE' }],
  ],
];

const PROMISES: readonly Row[] = [
  ['HGETALL', [(c) => c.hGetAll('h'), { f: '1' }], [(c) => c.hgetall('h'), { f: '1' }]],
  same('upper case', (c) => c.HGETALL('h'), { f: '1' }),
  ['HGETALL of nothing', [(c) => c.hGetAll('no'), {}], [(c) => c.hgetall('no'), null]],
  [
    'SET with options',
    [(c) => c.set('nx', 'v', { EX: 10, NX: true }), 'OK'],
    [(c) => c.set('nx', 'v', 'EX', 10, 'NX'), null],
  ],
  [
    'MSET of pairs',
    [
      (c) =>
        c.mSet([
          ['{m}a', '1'],
          ['{m}b', '2'],
        ]),
      'OK',
    ],
    [
      (c) =>
        c.mset([
          ['a', '1'],
          ['b', '2'],
        ]),
      'OK',
    ],
  ],
  ['MSET of an object', [(c) => c.mSet({ '{m}a': '1' }), 'OK'], [(c) => c.mset({ a: '1', b: '2' }), 'OK']],
  ['ZADD', [(c) => c.zAdd('z', { score: 1.5, value: 'm' }), 0], [(c) => c.zadd('z', 1.5, 'm'), 0]],
  ['ZSCORE', [(c) => c.zScore('z', 'm'), 1.5], [(c) => c.zscore('z', 'm'), '1.5']],
  [
    'ZRANGE WITHSCORES',
    [(c) => c.zRangeWithScores('z', 0, -1), [{ value: 'm', score: 1.5 }]],
    [(c) => c.zrange('z', 0, -1, 'WITHSCORES'), ['m', '1.5']],
  ],
  [
    'XRANGE',
    [(c) => c.xRange('x', '-', '+'), [{ id: '1-1', message: { f: 'v' } }]],
    [(c) => c.xrange('x', '-', '+'), [['1-1', ['f', 'v']]]],
  ],
  ['SISMEMBER', [async (c) => Number(await c.sIsMember('set', 'a')), 1], [(c) => c.sismember('set', 'a'), 1]],
  ['any command', [(c) => c.sendCommand('{t}a', true, ['GET', '{t}a']), '1'], [(c) => c.call('GET', '{t}a'), '1']],
  same('a transaction', (c) => c.multi().set('{t}a', 1).get('{t}a').exec(), ['OK', '1']),
  [
    'an error in it',
    [
      (c) =>
        c
          .multi()
          .get('{t}a')
          .lPush('{t}a', '1')
          .exec()
          .catch((error: object) => error.constructor.name),
      'MultiErrorReply',
    ],
    [
      (c) =>
        c
          .multi()
          .get('{t}a')
          .lpush('{t}a', '1')
          .exec()
          .then(([, error]: Error[]) => error instanceof Error),
      true,
    ],
  ],
  [
    'a pipeline',
    [(c) => c.multi().set('{t}a', 1).get('{t}a').execAsPipeline(), ['OK', '1']],
    [(c) => c.batch().set('{t}a', 1).get('{t}a').exec(), ['OK', '1']],
  ],
  ['masters', [(c) => c.masters.length, 3], [(c) => c.nodes('masters').length, 3]],
  // Without `useReplicas` they have none.
  ['replicas', [(c) => c.replicas.length, 0], [(c) => c.nodes('replicas').length, 3]],
  [
    'the client of a key',
    [(c) => Promise.resolve(c.nodeClient(c.slots[slotOf('{t}a')].master)).then((node) => node.get('{t}a')), '1'],
    [(c) => c.nodeFor('{t}a').client.get('{t}a'), '1'],
  ],
  [
    'all keys',
    [
      async (c) =>
        (
          await Promise.all(
            c.masters.map(async (node: never) =>
              all((await c.nodeClient(node)).scanIterator({ MATCH: '{t}*', COUNT: 10 })),
            ),
          )
        ).flat(),
      ['{t}a'],
    ],
    [(c) => all(c.scanIterator({ match: '{t}*', count: 10 })), ['{t}a']],
  ],
];

describe('MIGRATING.md', () => {
  let local: LocalCluster;
  let ours: RedisCluster;

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
  });

  beforeEach(async () => {
    const servers = local.servers.map((server) => ({ ...server }));
    ours = new RedisCluster({ servers });
    await ours.waitFor('ready');
    await ours.flushall();
    await ours
      .batch()
      .set('{t}a', 1)
      .hset('h', 'f', 1)
      .zadd('z', 1.5, 'm')
      .sadd('set', 'a')
      .xadd('x', '1-1', 'f', 'v')
      .exec();
  });

  afterEach(() => ours.quit());

  after(() => local?.stop());

  const compare = async (rows: readonly Row[], theirs: unknown) => {
    for (const [what, [theirCall, theirReply], [ourCall, ourReply]] of rows) {
      expect(plain(await theirCall(theirs)), `${what}, there`).to.deep.equal(theirReply);
      expect(plain(await ourCall(ours)), `${what}, here`).to.deep.equal(ourReply);
    }
  };

  for (const library of ['ioredis-4', 'ioredis-5', 'ioredis-6']) {
    it(`says what calls of ${library} become`, async () => {
      const cluster = new (require(library).Cluster)(local.servers);
      try {
        await new Promise((ready) => cluster.once('ready', ready));
        await compare(IOREDIS, cluster);
      } finally {
        cluster.disconnect();
      }
    });
  }

  for (const library of ['redis-4', 'redis-5', 'redis-6']) {
    it(`says what calls of ${library} become`, async () => {
      const rootNodes = local.servers.map(({ host, port }) => ({ socket: { host, port } }));
      const cluster = require(library).createCluster({ rootNodes });
      await cluster.connect();
      try {
        await compare(PROMISES, cluster);
      } finally {
        await cluster.disconnect();
      }
    });
  }
});

describe('options of ioredis', () => {
  let local: LocalCluster;

  before(async () => {
    local = await startLocalCluster({ masters: 3 });
  });

  after(() => local?.stop());

  for (const library of ['ioredis-4', 'ioredis-5', 'ioredis-6', 'iovalkey']) {
    it(`stringNumbers means nothing, over ${library}`, async () => {
      const { Redis = require(library) } = require(library);
      const cluster = new RedisCluster({
        servers: local.servers,
        createClient: (port, host) => new Redis({ port, host, stringNumbers: true }),
      });
      try {
        await cluster.mset('a', 1, 'b', 2);
        expect(await cluster.del('a', 'b')).to.equal(2);
      } finally {
        await cluster.quit();
      }
    });

    it(`stringNumbers of a client that is connected already is refused, over ${library}`, async () => {
      const { Redis = require(library) } = require(library);
      const cluster = new RedisCluster({
        servers: local.servers,
        createClient: async (port, host) => {
          const client = new Redis({ port, host, stringNumbers: true });
          await client.ping();
          return client;
        },
      });
      cluster.on('error', () => {});
      const error = await cluster.get('key').catch((reason: unknown) => reason);
      cluster.end(true);
      expect(error).to.include({ code: 'INVALID_CLIENT' });
    });
  }
});

describe('options of node_redis', () => {
  let local: LocalCluster;

  before(async () => {
    local = await startLocalCluster({ masters: 3 });
  });

  after(() => local?.stop());

  for (const library of ['node_redis-2', 'node_redis-3']) {
    const connect = (options: Partial<RedisClusterOptions>) =>
      new RedisCluster({
        servers: local.servers,
        createClient: (port, host, redisOptions) => require(library).createClient(port, host, redisOptions),
        ...options,
      });

    it(`are the client's still, or mean nothing, as MIGRATING.md says, over ${library}`, async () => {
      const cluster = connect({
        redisOptions: { rename_commands: { get: 'STRLEN' }, string_numbers: true, return_buffers: true, db: 0 },
      });
      try {
        await cluster.set('renamed', 'four');
        expect(await cluster.get('renamed')).to.equal(4);
        expect(await cluster.getrange('renamed', 0, 1)).to.equal('fo');
      } finally {
        await cluster.quit();
      }
    });

    it(`as a prefix are refused, over ${library}`, async () => {
      const cluster = connect({ redisOptions: { prefix: 'shop:' } });
      cluster.on('error', () => {});
      const error = await cluster.get('key').catch((reason: unknown) => reason);
      cluster.end(true);
      expect(error).to.include({ code: 'INVALID_CLIENT' });
    });

    it(`as enable_offline_queue are maxQueueLength, over ${library}`, async () => {
      const cluster = connect({ maxQueueLength: 0 });
      try {
        const error = await cluster.get('key').catch((reason: unknown) => reason);
        expect(error).to.include({ code: 'QUEUE_FULL' });
        await once(cluster, 'fullReady');
        expect(await cluster.get('key')).to.equal(null);
      } finally {
        await cluster.quit();
      }
    });
  }
});

/** Without the prototypes and classes of a library. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value) && !(value instanceof Error)
    ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]))
    : value;
}
