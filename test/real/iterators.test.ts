import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';

const COUNT = 500;
const KEYS = Array.from({ length: COUNT }, (_, i) => `scan:${i}`);
// Large enough not to be answered in one page.
const ELEMENTS = Array.from({ length: 2000 }, (_, i) => `element${i}`);

async function collect<T>(iterator: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of iterator) {
    all.push(one);
  }
  return all;
}

describe('iterators over real servers', () => {
  let local: LocalCluster;

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    const cluster = new RedisCluster({ servers: local.servers });
    await cluster.mset(KEYS.flatMap((key) => [key, key]));
    await cluster.hset('other', Object.fromEntries(ELEMENTS.map((element) => [element, `of ${element}`])));
    await cluster.sadd('scan:set', ELEMENTS);
    await cluster.zadd(
      'scan:zset',
      ELEMENTS.flatMap((element, i) => [i, element]),
    );
    await cluster.quit();
  });

  after(() => local?.stop());

  for (const { name, createClient } of FAMILIES) {
    describe(`over ${name}`, () => {
      let cluster: RedisCluster;

      beforeEach(() => {
        cluster = new RedisCluster({ servers: local.servers, createClient });
      });

      afterEach(() => cluster.quit());

      it('every key of all masters comes', async () => {
        const all = [...KEYS, 'scan:set', 'scan:zset', 'other'];
        expect(new Set(await collect(cluster.scanIterator()))).to.deep.equal(new Set(all));
      });

      it('match, count and type choose', async () => {
        const options = { match: 'scan:*', count: 100, type: 'string' };
        expect(new Set(await collect(cluster.scanIterator(options)))).to.deep.equal(new Set(KEYS));
        expect(await collect(cluster.scanIterator({ type: 'zset' }))).to.deep.equal(['scan:zset']);
        expect(await collect(cluster.sscanIterator('scan:set', { match: '*t1999', count: 1000 }))).to.deep.equal([
          'element1999',
        ]);
      });

      it('every element of a hash, a set and a sorted set comes', async () => {
        const values = Object.fromEntries(await collect(cluster.hscanIterator('other')));
        expect(values).to.deep.equal(Object.fromEntries(ELEMENTS.map((element) => [element, `of ${element}`])));
        expect(new Set(await collect(cluster.sscanIterator('scan:set')))).to.deep.equal(new Set(ELEMENTS));
        const scores = Object.fromEntries(await collect(cluster.zscanIterator('scan:zset')));
        expect(scores).to.deep.equal(Object.fromEntries(ELEMENTS.map((element, i) => [element, String(i)])));
      });

      it('Buffers come where they are asked for, and nothing of a key that is not there', async () => {
        const buffers = cluster.duplicate({ return_buffers: true });
        const [pair] = await collect(buffers.hscanIterator<Buffer>('other', { match: 'element7' }));
        expect(pair).to.deep.equal([Buffer.from('element7'), Buffer.from('of element7')]);
        const keys = await collect(buffers.scanIterator<Buffer>({ count: 200 }));
        expect(keys.every(Buffer.isBuffer)).to.equal(true);
        expect(new Set(keys.map(String)).size).to.equal(COUNT + 3);
        await buffers.quit();
        expect(await collect(cluster.zscanIterator('missing'))).to.deep.equal([]);
      });
    });
  }
});
