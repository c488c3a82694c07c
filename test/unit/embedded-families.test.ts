import { createRequire } from 'node:module';
import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { loadMock } from '../../lib/embedded/store.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';

const require = createRequire(__filename);

describe('the embedded cluster', () => {
  let embedded: EmbeddedCluster;

  before(async () => {
    embedded = await startEmbeddedCluster({ masters: 3, replicas: 1 });
  });

  after(() => embedded?.stop());

  for (const family of FAMILIES) {
    it(`answers commands that the user of ${family.name} sends by his own client among those of the cluster`, async () => {
      const made: { get(key: string, callback?: unknown): unknown }[] = [];
      const createClient = (port: number, host: string) => {
        const client = family.createClient(port, host);
        made.push(client as (typeof made)[number]);
        return client;
      };
      const cluster = new RedisCluster({ servers: embedded.servers, createClient });
      try {
        await cluster.mset('{a}1', 'one', '{a}2', 'two', '{a}3', 'three');
        const own = cluster.nodeFor('{a}1')?.client as (typeof made)[number];
        expect(made).to.include(own);
        const replies = [cluster.get('{a}1'), ownGet(own, '{a}2'), cluster.get('{a}3'), ownGet(own, '{a}1')];
        expect(await Promise.all(replies)).to.deep.equal(['one', 'two', 'three', 'one']);
      } finally {
        await cluster.quit();
      }
    });

    it(`serves ${family.name} as it connects by default, through a move and a failover`, async () => {
      const cluster = new RedisCluster({ servers: embedded.servers, createClient: family.createClient });
      const slot = slotOf('a');
      const keys = ['{a}1', '{a}2', '{a}3', '{a}4'];
      try {
        await cluster.flushall();
        expect(
          await cluster.mset(
            keys.flatMap((key, i) => [key, i]),
            'b',
            'x',
          ),
        ).to.equal('OK');
        await cluster.hset('hash', { field: 'value' });
        expect(await cluster.hgetall('hash')).to.deep.equal({ field: 'value' });
        await cluster.zadd('sorted', 1.5, 'member');
        expect(await cluster.zrange('sorted', 0, -1, 'WITHSCORES')).to.deep.equal(['member', '1.5']);
        expect(await cluster.multi().incr('{a}1').get('{a}1').exec()).to.deep.equal([1, '1']);

        const owner = embedded.ownerOf(slot) as EmbeddedNode;
        const to = embedded.masters.find((master) => master !== owner) as EmbeddedNode;
        await embedded.moveSlot(slot, to, { pauseHalfway: true });
        expect(await cluster.mget(keys, 'b')).to.deep.equal(['1', '1', '2', '3', 'x']);
        expect(await Promise.all(keys.map((key) => cluster.incr(key)))).to.deep.equal([2, 2, 3, 4]);
        await embedded.moveSlot(slot, to);
        expect(await cluster.mget(keys, 'b')).to.deep.equal(['2', '2', '3', '4', 'x']);

        embedded.failover(to);
        expect(await cluster.mget(keys, 'b')).to.deep.equal(['2', '2', '3', '4', 'x']);
        expect(await cluster.incr('{a}1')).to.equal(3);
        await to.revive();
      } finally {
        await cluster.quit();
      }
    });
  }

  for (const name of ['ioredis-4', 'ioredis-5', 'ioredis-6', 'iovalkey']) {
    it(`serves ${name} with a commandTimeout, whose replies are those of all others`, async () => {
      const library = require(name);
      const Redis = library.default ?? library;
      const createClient = (port: number, host: string) => new Redis(port, host, { commandTimeout: 10_000 });
      const cluster = new RedisCluster({ servers: embedded.servers, createClient });
      try {
        await cluster.hset('hash', { field: 'value' });
        expect(await cluster.hgetall('hash')).to.deep.equal({ field: 'value' });
        expect(await cluster.multi().hgetall('hash').hgetall('none').exec()).to.deep.equal([{ field: 'value' }, null]);
        await cluster.set('text', 'x');
        expect(await cluster.mget('none', 'text')).to.deep.equal([null, 'x']);
      } finally {
        await cluster.quit();
      }
    });
  }

  it('says which package to add when ioredis-mock is missing', () => {
    const missing = () => {
      throw new Error("Cannot find module 'ioredis-mock'");
    };
    expect(() => loadMock(missing)).to.throw('npm install --save-dev ioredis-mock');
  });
});

/** By a client of any family. */
function ownGet(client: { get(key: string, callback?: unknown): unknown }, key: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const promise = client.get(key, (error: Error | null, reply: unknown) =>
      error === null ? resolve(reply) : reject(error),
    );
    if (promise instanceof Promise) {
      promise.then(resolve, reject);
    }
  });
}
