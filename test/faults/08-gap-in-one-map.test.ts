import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { waitUntil } from '../support/local-cluster/index.js';

// Slot 3300, which is at the first of three masters.
const KEY = 'b';
const FOR_EVER = Number.POSITIVE_INFINITY;

describe('fault 8: after CLUSTER FAILOVER, a server has heard of the demoted master, and not yet of the new one', () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;
  let former: EmbeddedNode;

  const fetches = () =>
    embedded.nodes
      .flatMap(({ received }) => received)
      .filter(({ command, args }) => command === 'cluster' && args[0] === 'SLOTS').length;

  /** The map in which nobody owns the slots of the demoted master. */
  const leavesGap = (node: EmbeddedNode) => {
    const others = embedded.masters.slice(1);
    node.reply({
      command: 'cluster slots',
      reply: others.map(({ host, port, id }, i) => {
        const first = Math.floor(((i + 1) * 16384) / 3);
        return [first, Math.floor(((i + 2) * 16384) / 3) - 1, [host, port, id]];
      }) as never,
      times: FOR_EVER,
    });
  };

  beforeEach(async () => {
    embedded = await startEmbeddedCluster({ masters: 3 });
    [former] = embedded.masters as [EmbeddedNode];
    cluster = new RedisCluster({ servers: embedded.servers, refreshInterval: 10 });
    await cluster.set(KEY, 'value');
  });

  afterEach(async () => {
    cluster.end(true);
    await embedded.stop();
  });

  it('no error while others know who has its slots', async () => {
    for (const node of embedded.masters.filter((master) => master !== former)) {
      leavesGap(node);
    }
    for (let i = 0; i < 20; i += 1) {
      const before = fetches();
      await waitUntil('the map to be fetched', async () => fetches() > before);
      expect(await cluster.get(KEY)).to.equal('value');
    }
  });

  it('a clear error once all say that nobody has them', async () => {
    embedded.nodes.forEach(leavesGap);
    let error: (Error & { code?: string }) | undefined;
    await waitUntil('an error', async () => {
      error = await cluster.get(KEY).then(
        () => undefined,
        (reason) => reason,
      );
      return error !== undefined;
    });
    expect(error).to.include({ code: 'CLUSTER_UNAVAILABLE' });
    expect(error?.message).to.include('an owner of slot 3300');
  });
});
