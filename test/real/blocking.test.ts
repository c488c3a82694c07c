import { expect } from 'chai';
import { startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { OpenClusters } from '../support/open-clusters.js';
import { failOver, replicaOf } from '../support/real-faults.js';

const LIST = '{k}list';
// Of '{k}'.
const SLOT = 7629;

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    (reply) => ({ reply }),
    ({ code }) => ({ code }),
  );

describe('a command that blocks', () => {
  let local: LocalCluster;
  const open = new OpenClusters();

  const connect = (options: Partial<RedisClusterOptions>) =>
    open.keep(new RedisCluster({ servers: local.servers, ...options }));
  const blocked = async () => {
    // Nobody owns it while its master hands over.
    const owner = await local.ownerOf(SLOT).catch(() => undefined);
    const info = await owner?.command<string>('INFO', 'clients');
    return Number(/blocked_clients:(\d+)/.exec(info ?? '')?.[1]);
  };
  const handOver = async () => {
    const master = await local.ownerOf(SLOT);
    await failOver(local, await replicaOf(local, master));
    await waitUntil('the master to follow', async () =>
      (await master.command<string>('INFO', 'replication')).includes('master_link_status:up'),
    );
  };

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
  });

  after(() => local.stop());

  it('goes on waiting at the new master after CLUSTER FAILOVER, over every client', async () => {
    const clusters = FAMILIES.map(({ createClient }) => connect({ createClient }));
    const popped = clusters.map((cluster) => cluster.blpop(LIST, 0));
    await waitUntil('all to block', async () => (await blocked()) === FAMILIES.length);
    await handOver();
    await waitUntil('all to block again', async () => (await blocked()) === FAMILIES.length);
    const values = FAMILIES.map(({ name }) => name);
    await clusters[0]?.rpush(LIST, values);
    const got = (await Promise.all(popped)).map((reply) => (reply as unknown as string[])[1]);
    expect(got.sort()).to.deep.equal(values.sort());
  });

  it('goes on where its slot has moved, for no longer than it was asked to', async () => {
    const embedded = await startEmbeddedCluster({ masters: 2 });
    const cluster = connect({ servers: embedded.servers });
    const popped = cluster.blpop(LIST, 1000.5);
    const [, to] = embedded.masters;
    const pops = () => embedded.nodes.map(({ received }) => received.filter(({ command }) => command === 'blpop'));
    await waitUntil('it to block', async () => pops()[0]?.length === 1);
    await embedded.moveSlot(SLOT, to as NonNullable<typeof to>);
    await waitUntil('it to block there', async () => pops()[1]?.length === 1);
    const [key, seconds] = (pops()[1]?.[0]?.args ?? []) as string[];
    expect(key).to.equal(LIST);
    expect(Number(seconds)).to.be.within(900, 1000.499);
    await cluster.rpush(LIST, 'v');
    expect(await popped).to.deep.equal([LIST, 'v']);
    await embedded.stop();
  });

  it('holds up nobody when it is told to wait, and waits again', async () => {
    const embedded = await startEmbeddedCluster({ masters: 1 });
    const [master] = embedded.masters;
    master?.reply({
      command: 'blpop',
      error: 'UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)',
    });
    const cluster = connect({ servers: embedded.servers });
    const popped = cluster.blpop(LIST, 0);
    const pops = () => master?.received.filter(({ command }) => command === 'blpop');
    await waitUntil('it to block again', async () => pops()?.length === 2);
    const pushed = cluster.rpush(LIST, 'v');
    expect(cluster.offline_queue_length).to.equal(0);
    expect(await pushed).to.equal(1);
    expect(await popped).to.deep.equal([LIST, 'v']);
    await embedded.stop();
  });

  it('is an error where too many block already, and none later', async () => {
    const cluster = connect({ maxBlockingConnections: 2 });
    const two = [cluster.blpop(LIST, 0), cluster.blpop(LIST, 0)];
    await waitUntil('both to block', async () => (await blocked()) === 2);
    expect(await failureOf(cluster.blpop(LIST, 0))).to.deep.equal({ code: 'QUEUE_FULL' });
    expect(await cluster.rpush(LIST, 1, 2)).to.equal(2);
    expect(await Promise.all(two)).to.have.deep.members([
      [LIST, '1'],
      [LIST, '2'],
    ]);
    expect(await cluster.blpop(LIST, 0.01)).to.equal(null);
  });

  it('does not block in a transaction, and XREAD without BLOCK has no connection of its own', async () => {
    const made: unknown[] = [];
    const createClient = FAMILIES[1]?.createClient as (port: number, host: string) => unknown;
    const cluster = connect({
      createClient: (port, host) => made.push(1) && createClient(port, host),
    });
    expect(await cluster.multi().blpop(LIST, 0).exec()).to.deep.equal([null]);
    expect(await cluster.xread('streams', '{k}stream', '0')).to.equal(null);
    await waitUntil('all masters to be connected', async () => made.length === 3);
    expect(
      await cluster
        .batch([
          ['blpop', LIST, '0.01'],
          ['echo', 'x'],
        ])
        .exec(),
    ).to.deep.equal([null, 'x']);
    expect(made).to.have.length(4);
  });

  it('is counted, and gets an error from end() and from quit() when its time is up', async () => {
    const cluster = connect({});
    const results = [failureOf(cluster.blpop(LIST, 0))];
    await waitUntil('it to block', async () => (await blocked()) === 1);
    // Beside it the map may be fetched.
    await waitUntil('it to be alone', async () => cluster.command_queue_length === 1);
    expect(cluster.offline_queue_length).to.equal(0);
    cluster.end(true);
    await waitUntil('nobody to block', async () => (await blocked()) === 0);
    const other = connect({});
    results.push(failureOf(other.blpop(LIST, 0)));
    await waitUntil('it to block', async () => (await blocked()) === 1);
    await other.quit();
    expect(await Promise.all(results)).to.deep.equal([{ code: 'UNCERTAIN_STATE' }, { code: 'UNCERTAIN_STATE' }]);
    await waitUntil('nobody to block', async () => (await blocked()) === 0);
  });

  it('gets an error when its server hangs, and is replaced by others when that is well again', async () => {
    const cluster = connect({ silenceTimeout: 1500 });
    const popped = failureOf(cluster.blpop(LIST, 0));
    await waitUntil('it to block', async () => (await blocked()) === 1);
    const others = local.nodes.filter(({ running }) => running);
    for (const node of others) {
      node.pause();
    }
    expect(await popped).to.deep.equal({ code: 'UNCERTAIN_STATE' });
    for (const node of others) {
      node.resume();
    }
    await waitUntil('the cluster to be well', async () => {
      const states = await Promise.all(others.map((node) => node.command<string>('CLUSTER', 'INFO')));
      return states.every((state) => state.includes('cluster_state:ok'));
    });
    expect(await cluster.blpop(LIST, 0.01)).to.equal(null);
  });
});
