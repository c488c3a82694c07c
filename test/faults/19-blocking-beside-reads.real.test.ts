import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';

describe('fault 19: BLPOP beside GET on the same node', () => {
  let local: LocalCluster;
  const clusters = new Map<string, RedisCluster>();
  const clusterOf = (name: string) => clusters.get(name) as RedisCluster;

  before(async () => {
    local = await startLocalCluster({ masters: 3 });
    for (const { name, createClient } of FAMILIES) {
      clusters.set(name, new RedisCluster({ servers: local.servers, createClient }));
    }
  });

  after(async () => {
    for (const cluster of clusters.values()) {
      cluster.end(true);
    }
    await local.stop();
  });

  /** How many clients of a server block now. */
  const blockedAt = async (key: string) => {
    const slot = await local.nodes[0]?.command<number>('CLUSTER', 'KEYSLOT', key);
    const info = await (await local.ownerOf(slot as number)).command<string>('INFO', 'clients');
    return Number(/blocked_clients:(\d+)/.exec(info)?.[1]);
  };

  for (const { name } of FAMILIES) {
    it(`GETs are answered while BLPOP waits, and it times out as it was asked to, over ${name}`, async () => {
      const cluster = clusterOf(name);
      let isOver = false;
      const begun = performance.now();
      const popped = cluster.blpop('{k}list', 2).then((reply: unknown) => {
        isOver = true;
        return reply;
      });
      await cluster.set('{k}', 'v');
      for (let i = 0; i < 100; i += 1) {
        expect(await cluster.get('{k}')).to.equal('v');
      }
      expect(isOver).to.equal(false);
      expect(await popped).to.equal(null);
      expect(performance.now() - begun).to.be.above(1900);
    });

    it(`takes one connection for one after the other, and one each for many at once, over ${name}`, async () => {
      const cluster = clusterOf(name);
      const made: unknown[] = [];
      const { createClient } = FAMILIES.find((family) => family.name === name) as (typeof FAMILIES)[number];
      const own = new RedisCluster({
        servers: local.servers,
        createClient: (port, host) => {
          const client = createClient(port, host);
          made.push(client);
          return client;
        },
      });
      clusters.set(`${name} counted`, own);
      await own.mget('a', 'b', 'c', 'd');
      await waitUntil('all masters to be connected', async () => made.length === 3);
      for (let i = 0; i < 5; i += 1) {
        const popped = own.blpop('{k}list', 0);
        await waitUntil('it to block', async () => (await blockedAt('{k}list')) === 1);
        expect(await cluster.rpush('{k}list', i)).to.equal(1);
        expect(await popped).to.deep.equal(['{k}list', String(i)]);
      }
      expect(made).to.have.length(4);
      const many = Array.from({ length: 5 }, () => own.brpop('{k}list', 0));
      await waitUntil('all to block', async () => (await blockedAt('{k}list')) === 5);
      await cluster.lpush('{k}list', 'a', 'b', 'c', 'd', 'e');
      const values = (await Promise.all(many)).map((reply) => (reply as unknown as string[])[1]);
      expect(values.sort()).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
      expect(made).to.have.length(8);
    });

    it(`blocks no sooner than what was issued before is done, over ${name}`, async () => {
      const cluster = clusterOf(name);
      for (let i = 0; i < 20; i += 1) {
        const key = `{k}${name}:${i}`;
        await cluster.rpush(key, 'old');
        const done = [cluster.del(key), cluster.blpop(key, 0.05), cluster.rpush(key, 'new')];
        const [deleted, popped, pushed] = await Promise.all(done as Promise<unknown>[]);
        expect([deleted, pushed], key).to.deep.equal([1, 1]);
        expect(popped === null || (popped as string[])[1] === 'new', key).to.equal(true);
      }
    });
  }
});
