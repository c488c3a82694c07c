import { expect } from 'chai';
import { type EmbeddedCluster, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { waitUntil } from '../support/local-cluster/index.js';

// Slot 3300, which is at the first of three masters.
const KEY = 'b';

describe('fault 12: CLUSTER SLOTS of an older epoch', () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;
  /** What the servers said before the slot moved. */
  let before: unknown;

  const slotsOf = (): unknown =>
    embedded.masters.map((node, i) => [
      Math.floor((i * 16384) / 3),
      Math.floor(((i + 1) * 16384) / 3) - 1,
      [node.host, node.port, node.id],
    ]);
  const tells = (node: (typeof embedded.nodes)[number]) => {
    node.reply({ command: 'cluster slots', reply: before as never, times: Number.POSITIVE_INFINITY });
    node.reply({ command: 'cluster info', reply: 'cluster_current_epoch:1', times: Number.POSITIVE_INFINITY });
  };
  const fetchesOf = () =>
    embedded.nodes
      .flatMap(({ received }) => received)
      .filter(({ command, args }) => command === 'cluster' && args[0] === 'SLOTS').length;
  const movedCommands = () =>
    embedded.nodes.flatMap(({ received }) => received).filter(({ command, executed }) => command === 'get' && !executed)
      .length;

  beforeEach(async () => {
    embedded = await startEmbeddedCluster({ masters: 3 });
    before = slotsOf();
    const [first, , third] = embedded.masters;
    await embedded.moveSlot(3300, third as NonNullable<typeof first>);
    cluster = new RedisCluster({ servers: embedded.servers.slice(0, 1), refreshInterval: 50 });
    await cluster.set(KEY, 'value');
  });

  afterEach(async () => {
    cluster.end(true);
    await embedded.stop();
  });

  const sleepOverFetches = async (count: number) => {
    const then = fetchesOf();
    await waitUntil('the map to be fetched', async () => fetchesOf() >= then + count);
  };

  it('from one server of three never replaces a newer map', async () => {
    tells(embedded.masters[0] as never);
    await sleepOverFetches(10);
    for (const node of embedded.nodes) {
      node.forget();
    }
    for (let i = 0; i < 20; i += 1) {
      await sleepOverFetches(1);
      expect(await cluster.get(KEY)).to.equal('value');
    }
    expect(movedCommands()).to.equal(0);
  });

  it('from the only server that answers does not either', async () => {
    const [first, second, third] = embedded.masters as [never, never, never];
    tells(first);
    for (const node of [second, third] as (typeof embedded.nodes)[number][]) {
      node.reply({ command: 'cluster slots', error: 'ERR not now', times: Number.POSITIVE_INFINITY });
    }
    await sleepOverFetches(10);
    expect(await cluster.get(KEY)).to.equal('value');
    expect(movedCommands()).to.equal(0);
  });

  it('from most servers does: who told the newer one is alone', async () => {
    const [first, second] = embedded.masters as [never, never];
    tells(first);
    tells(second);
    const third = embedded.masters[2] as (typeof embedded.nodes)[number];
    third.reply({ command: 'cluster slots', error: 'ERR not now', times: Number.POSITIVE_INFINITY });
    await waitUntil('a command to be redirected', async () => {
      expect(await cluster.get(KEY)).to.equal('value');
      return movedCommands() > 0;
    });
  });
});
