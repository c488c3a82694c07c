import { expect } from 'chai';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';

const TAG = '{clusterwise}';
const KEYS = 250;

describe('local cluster', () => {
  let cluster: LocalCluster;
  let slot: number;

  before(async () => {
    cluster = await startLocalCluster({ masters: 3, replicas: 1 });
    slot = await anyNode().command<number>('CLUSTER', 'KEYSLOT', TAG);
  });

  after(() => cluster?.stop());

  afterEach(() => cluster.flush());

  const anyNode = () => {
    const node = cluster.nodes.find(({ running }) => running);
    if (node === undefined) throw new Error('No node runs');
    return node;
  };

  const fillSlot = async () => {
    const owner = await cluster.ownerOf(slot);
    const keys = Array.from({ length: KEYS }, (_, index) => `${TAG}:${index}`);
    await Promise.all(keys.map((key) => owner.command('SET', key, key)));
    const target = (await cluster.masters()).find((node) => node !== owner);
    if (target === undefined) throw new Error('The cluster has one master only');
    return { owner, target };
  };

  it('starts with every slot covered, on every node', async () => {
    expect(cluster.nodes).to.have.lengthOf(6);
    expect(await cluster.masters()).to.deep.equal(cluster.nodes.slice(0, 3));
    for (const node of cluster.nodes) {
      const ranges = await node.command<[number, number, ...unknown[]][]>('CLUSTER', 'SLOTS');
      const slots = ranges.map(([first, last]) => [first, last]);
      expect(slots).to.have.deep.members([
        [0, 5460],
        [5461, 10921],
        [10922, 16383],
      ]);
      for (const [, , ...holders] of ranges) expect(holders).to.have.lengthOf(2);
      expect(await node.command('CLUSTER', 'INFO')).to.include('cluster_state:ok');
    }
  });

  it('moves a slot with its keys', async () => {
    const { owner, target } = await fillSlot();
    await cluster.moveSlot(slot, target);
    expect(await cluster.ownerOf(slot)).to.equal(target);
    expect(await owner.command('CLUSTER', 'COUNTKEYSINSLOT', slot)).to.equal(0);
    expect(await target.command('CLUSTER', 'COUNTKEYSINSLOT', slot)).to.equal(KEYS);
    expect(await target.command('GET', `${TAG}:7`)).to.equal(`${TAG}:7`);
    const moved = await owner.command('GET', `${TAG}:7`).catch(String);
    expect(moved).to.include(`MOVED ${slot} 127.0.0.1:${target.port}`);
  });

  it('brings the keys of a cancelled migration home', async () => {
    const { owner, target } = await fillSlot();
    await cluster.startMigration(slot, target);
    expect(await cluster.moveKeys(slot, target, 120)).to.equal(120);
    const finish = await cluster.finishMigration(slot, target).catch(String);
    expect(finish).to.include(`still has ${KEYS - 120} keys`);
    await cluster.cancelMigration(slot);
    expect(await cluster.ownerOf(slot)).to.equal(owner);
    expect(await owner.command('CLUSTER', 'COUNTKEYSINSLOT', slot)).to.equal(KEYS);
    expect(await target.command('CLUSTER', 'COUNTKEYSINSLOT', slot)).to.equal(0);
    expect(await target.command('CLUSTER', 'NODES')).not.to.include('-<-');
  });

  it('lets a replica take over from a killed master, which comes back as a replica', async () => {
    const master = await cluster.ownerOf(slot);
    await master.kill();
    expect(master.pid).to.equal(undefined);
    expect(await cluster.masters()).to.have.lengthOf(2);
    await waitUntil('a replica to take over', async () => (await cluster.masters()).length === 3);
    const heir = await cluster.ownerOf(slot);
    expect(cluster.nodes.slice(3)).to.include(heir);
    await waitUntil('the heir to serve', async () => {
      return (await heir.command<string>('CLUSTER', 'INFO')).includes('cluster_state:ok');
    });
    await master.restart();
    await waitUntil('the old master to follow', async () => {
      const [role] = await master.command<[string]>('ROLE');
      return role === 'slave';
    });
    expect(await cluster.ownerOf(slot)).to.equal(heir);
  });

  it('leaves no process behind, not even a paused one', async () => {
    const own = await startLocalCluster({ masters: 2 });
    const pids = own.nodes.map(({ pid }) => pid);
    own.nodes[1]?.pause();
    await own.stop();
    await own.stop();
    expect(pids).to.have.lengthOf(2);
    for (const pid of pids) {
      expect(pid).to.be.a('number');
      expect(() => process.kill(pid as number, 0)).to.throw('ESRCH');
    }
    expect(own.nodes.map(({ pid }) => pid)).to.deep.equal([undefined, undefined]);
  });
});
