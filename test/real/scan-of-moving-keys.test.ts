import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { type LocalCluster, type LocalNode, startLocalCluster } from '../support/local-cluster/index.js';
import { failOver, replicaOf, settled } from '../support/real-faults.js';

const ELEMENTS = Array.from({ length: 3000 }, (_, i) => `element${i}`);

describe('iterators while slots move and masters change', () => {
  let local: LocalCluster;
  let cluster: RedisCluster;

  before(async function () {
    this.timeout(60_000);
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    cluster = new RedisCluster({ servers: local.servers });
    await cluster.hset('{tag0}hash', Object.fromEntries(ELEMENTS.map((element) => [element, element])));
    await cluster.sadd('{tag0}set', ELEMENTS);
    await cluster.zadd(
      '{tag0}zset',
      ELEMENTS.flatMap((element, i) => [i, element]),
    );
    await settled(local);
  });

  after(async () => {
    cluster?.end(false);
    await local?.stop();
  });

  const anotherThan = async (node: LocalNode) => (await local.masters()).find((master) => master !== node) as LocalNode;

  for (const [name, read] of [
    ['hscanIterator', (c: RedisCluster) => c.hscanIterator('{tag0}hash', { count: 20 })],
    ['sscanIterator', (c: RedisCluster) => c.sscanIterator('{tag0}set', { count: 20 })],
    ['zscanIterator', (c: RedisCluster) => c.zscanIterator('{tag0}zset', { count: 20 })],
  ] as const) {
    const slot = slotOf('{tag0}');

    const iterate = async (act: () => Promise<void>) => {
      const found = new Set<string>();
      let hasActed = false;
      for await (const one of read(cluster)) {
        found.add(typeof one === 'string' ? one : (one[0] as string));
        if (found.size === 1000 && !hasActed) {
          hasActed = true;
          await act();
        }
      }
      expect(hasActed).to.equal(true);
      expect(ELEMENTS.filter((element) => !found.has(element))).to.deep.equal([]);
    };

    it(`${name} misses nothing when the slot of its key moves`, () =>
      iterate(async () => local.moveSlot(slot, await anotherThan(await local.ownerOf(slot)))));

    it(`${name} misses nothing when its key has moved and its slot has not`, async () => {
      const other = await anotherThan(await local.ownerOf(slot));
      await iterate(async () => {
        await local.startMigration(slot, other);
        await local.moveKeys(slot, other);
      });
      await local.cancelMigration(slot);
    });

    it(`${name} misses nothing over CLUSTER FAILOVER`, async () => {
      await settled(local);
      await iterate(async () => failOver(local, await replicaOf(local, await local.ownerOf(slot))));
      await settled(local);
    });
  }
});
