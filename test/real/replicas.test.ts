import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import type { RedisCluster } from '../../lib/index.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { replicaOf, settled } from '../support/real-faults.js';
import { type Contender, closeAll, openAll } from '../support/side-by-side.js';

const READS = 30;

describe('replicas of real servers, over every client', () => {
  let local: LocalCluster;
  let contenders: Contender[] = [];

  const everyone = async (holds: (cluster: RedisCluster) => Promise<boolean>) =>
    (await Promise.all(contenders.map(({ cluster }) => holds(cluster)))).every(Boolean);
  const valuesOf = async (cluster: RedisCluster) => {
    const values = new Set<string | null>();
    for (let i = 0; i < READS; i += 1) {
      values.add(await cluster.get('k'));
    }
    return [...values];
  };

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    await settled(local);
  });

  afterEach(() => closeAll(contenders.splice(0)));

  after(() => local?.stop());

  it('that lose their master are passed over until they have found it again', async () => {
    contenders = await openAll(local.servers, { replicas: 'always' });
    const [first] = contenders as [Contender];
    const master = await local.ownerOf(slotOf('k'));
    const replica = await replicaOf(local, master);
    const reads = async () => {
      const stats = await replica.command<string>('INFO', 'commandstats');
      return Number(/cmdstat_get:calls=(\d+)/.exec(stats)?.[1] ?? 0);
    };
    await first.cluster.set('k', 'old');
    await settled(local);
    await waitUntil('reads at the replica', () =>
      everyone(async (cluster) => {
        const before = await reads();
        await cluster.get('k');
        return (await reads()) > before;
      }),
    );
    // It cannot log in at its master again.
    await replica.command('CONFIG', 'SET', 'masterauth', 'x', 'masteruser', 'nobody');
    await replica.command('CLIENT', 'KILL', 'TYPE', 'master');
    await first.cluster.set('k', 'new');
    await waitUntil('what is new to be read', () =>
      everyone(async (cluster) => String(await valuesOf(cluster)) === 'new'),
    );
    const before = await reads();
    await everyone(async (cluster) => (await valuesOf(cluster)).length === 1);
    expect(await reads()).to.equal(before);
    await replica.command('CONFIG', 'SET', 'masterauth', '', 'masteruser', '');
    await settled(local);
    await waitUntil('reads at the replica again', async () => {
      await first.cluster.get('k');
      return (await reads()) > before;
    });
  });

  it('and masters are connected when a command is for them, with minimizeConnections', async () => {
    contenders = await openAll(local.servers, { replicas: 'always', minimizeConnections: true });
    const connected = (cluster: RedisCluster, which: 'masters' | 'replicas') =>
      cluster.nodes(which).filter(({ client }) => client !== undefined).length;
    const master = await local.ownerOf(slotOf('k'));
    const replica = await replicaOf(local, master);
    const other = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    for (const { cluster, family } of contenders) {
      // One was asked for the map.
      expect([connected(cluster, 'masters'), connected(cluster, 'replicas')], family).to.deep.equal([1, 0]);
      expect(await cluster.set('k', family)).to.equal('OK');
      expect(await cluster.get('k')).to.be.a('string');
      await waitUntil('its replica to be connected', async () =>
        cluster.nodes('replicas').some(({ port, client }) => port === replica.port && client !== undefined),
      );
      expect(connected(cluster, 'replicas'), family).to.equal(1);
      expect(connected(cluster, 'masters'), family).to.be.at.most(2);
      expect(await cluster.mset(other.flatMap((key) => [key, key]))).to.equal('OK');
      expect(connected(cluster, 'masters'), family).to.equal(3);
      expect(await cluster.dbsize()).to.equal(other.length + 1);
    }
  });

  it('alone are known at first: a master is found and connected, with minimizeConnections', async () => {
    const replica = await replicaOf(local, await local.ownerOf(slotOf('k')));
    contenders = await openAll([{ host: '127.0.0.1', port: replica.port }], { minimizeConnections: true });
    for (const { cluster, family } of contenders) {
      expect(await cluster.ping(), family).to.equal('PONG');
    }
  });
});
