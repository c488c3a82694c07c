import { once } from 'node:events';
import { expect } from 'chai';
import calculateSlot from 'cluster-key-slot';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FakeCluster, replyError } from '../support/fake-cluster.js';
import { waitUntil } from '../support/local-cluster/wait.js';
import { OpenClusters } from '../support/open-clusters.js';

const SLOT = calculateSlot('a');
const HALVES = (first: number, second: number) => [
  [0, 8191, ['inner', first, 'id-1']],
  [8192, 16383, ['inner', second, 'id-2']],
];

describe('nodeAddressMap', () => {
  const open = new OpenClusters();
  let made: string[];
  let fake: FakeCluster;

  const connect = (nodeAddressMap: RedisClusterOptions['nodeAddressMap'] | undefined) => {
    const cluster = new RedisCluster({
      servers: ['127.0.0.1:1'],
      refreshInterval: 0,
      retryTimeout: 500,
      createClient: (port, host) => {
        made.push(`${host}:${port}`);
        return fake.createClient(port);
      },
      ...(nodeAddressMap === undefined ? {} : { nodeAddressMap }),
    });
    return open.keep(cluster);
  };

  beforeEach(() => {
    made = [];
    fake = new FakeCluster([1, 2, 3]);
    fake.slots = HALVES(101, 102);
  });

  const outwards = (host: string, port: number) => (host === 'inner' ? `outer:${port - 100}` : undefined);

  it('leads to where servers are, and seeds are left as they are', async () => {
    const cluster = connect(outwards);
    await cluster.mset('a', 1, 'b', 2);
    expect(new Set(made)).to.deep.equal(new Set(['127.0.0.1:1', 'outer:1', 'outer:2']));
  });

  it('is asked for the host that was asked where a server announces none', async () => {
    fake.slots = [[0, 16383, ['', 101, 'id-1']]];
    const asked: string[] = [];
    const cluster = connect((host, port) => {
      asked.push(`${host}:${port}`);
      return { host, port: port > 100 ? port - 100 : port };
    });
    await cluster.set('a', 1);
    expect(new Set(asked)).to.deep.equal(new Set(['127.0.0.1:101']));
  });

  for (const kind of ['MOVED', 'ASK']) {
    it(`leads where ${kind} names a server`, async () => {
      const cluster = connect({ 'inner:101': 'outer:1', 'inner:102': 'outer:2', 'inner:103': 'outer:3' });
      fake.server(2).handler = (name) => (name === 'get' ? replyError(`${kind} ${SLOT} inner:103`) : 'OK');
      fake.server(3).handler = () => 'three';
      expect(await cluster.get('a')).to.equal('three');
      expect(made).to.include('outer:3').and.not.include('inner:103');
    });

    it(`that fails for a server that ${kind} names is the error of that command, and of no other`, async () => {
      const cluster = connect((host, port) => (port === 103 ? ('nowhere' as never) : outwards(host, port)));
      fake.server(2).handler = (name) => (name === 'get' ? replyError(`${kind} ${SLOT} inner:103`) : 'OK');
      const error = await cluster.get('a').catch((reason) => reason);
      expect(error).to.include({ code: 'INVALID_OPTION', command: 'GET' });
      expect(error.message).to.include("nodeAddressMap('inner', 103)").and.include("'nowhere'");
      expect(await cluster.set('a', 1)).to.equal('OK');
    });
  }

  it('that fails from the start is the error of every command, until it works', async () => {
    let isBroken = true;
    const cluster = connect((host, port) => {
      if (isBroken) {
        throw new Error('boom');
      }
      return outwards(host, port);
    });
    const errors = await Promise.all(['a', 'b'].map((key) => cluster.get(key).catch((reason: Error) => reason)));
    for (const error of errors) {
      expect(error).to.include({ code: 'INVALID_OPTION', command: 'GET' });
      expect((error as Error).message)
        .to.include("nodeAddressMap('inner', 101)")
        .and.include('boom');
    }
    expect(errors[0]).not.to.equal(errors[1]);
    expect(cluster.ready).to.equal(false);
    isBroken = false;
    expect(await cluster.set('a', 1)).to.equal('OK');
  });

  it('that fails from the start is heard as an error event when no command waits', async () => {
    const cluster = connect(() => 7 as never);
    const [error] = await once(cluster, 'error');
    expect(error).to.include({ code: 'INVALID_OPTION' });
  });

  it('that fails later is told once, and what is known stays good', async () => {
    const cluster = connect((host, port) => (port === 103 ? (7 as never) : outwards(host, port)));
    const errors: Error[] = [];
    cluster.on('error', (error) => errors.push(error));
    await cluster.set('a', 1);
    fake.slots = HALVES(101, 103);
    fake.server(1).handler = (name) => (name === 'get' ? replyError(`MOVED ${calculateSlot('b')} inner:102`) : 'OK');
    await cluster.get('b');
    const { refreshes } = cluster.stats();
    await waitUntil('two more fetches', async () => cluster.stats().refreshes >= refreshes + 2);
    expect(await cluster.set('a', 1)).to.equal('OK');
    expect(errors.map(({ message }) => message)).to.deep.equal([
      "Invalid option `nodeAddressMap('inner', 103)`: expected 'host:port' or { host, port }, got 7",
    ]);
  });
});
