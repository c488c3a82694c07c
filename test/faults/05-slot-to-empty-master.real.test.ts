import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';

const TAG = '{grow}';
// Longer than the map stays as it is while somebody waits.
const CONNECTING = 300;

/** A cluster grows: a master that owns no slot yet is in no reply of `CLUSTER SLOTS`. */
describe('the first slot of a new master is on its way', () => {
  let local: LocalCluster;
  let empty: LocalNode;
  const clusters: RedisCluster[] = [];

  before(async function () {
    this.timeout(60_000);
    local = await startLocalCluster({ masters: 3, emptyMasters: 1 });
    empty = local.nodes.at(-1) as LocalNode;
    await local.startMigration(slotOf(TAG), empty);
  });

  after(async () => {
    await Promise.all(clusters.map((cluster) => cluster.quit()));
    await local?.stop();
  });

  for (const { name, createClient } of FAMILIES) {
    it(`its client is made once and kept, and nobody has an error, over ${name}`, async () => {
      let made = 0;
      const cluster = new RedisCluster({
        servers: local.servers.slice(0, 3),
        // It is fetched all the time, as by somebody who waits.
        refreshInterval: 100,
        createClient: async (port, host) => {
          if (port === empty.port) {
            made += 1;
            await new Promise((resolve) => setTimeout(resolve, CONNECTING));
          }
          return createClient(port, host);
        },
      });
      clusters.push(cluster);
      const counter = `${TAG}:${name}:counter`;
      const counts = await Promise.all(Array.from({ length: 20 }, () => cluster.incr(counter)));
      expect(counts).to.deep.equal(Array.from({ length: 20 }, (_, i) => i + 1));
      const fetches = cluster.stats().refreshes;
      await waitUntil('the map was fetched', async () => cluster.stats().refreshes > fetches + 2);
      expect(await cluster.incr(counter)).to.equal(21);
      expect(made).to.equal(1);
    });
  }

  it('a command that blocks there goes on, for longer than a server is given that has left', async () => {
    const lists = clusters.map((_, i) => `${TAG}:list:${i}`);
    const popped = clusters.map((cluster, i) => cluster.blpop(lists[i] as string, 0));
    await new Promise((resolve) => setTimeout(resolve, 6000));
    await Promise.all(clusters.map((cluster, i) => cluster.lpush(lists[i] as string, i)));
    expect(await Promise.all(popped)).to.deep.equal(lists.map((list, i) => [list, String(i)]));
  });
});
