import { once } from 'node:events';
import { expect } from 'chai';
import { type ClusterUnavailableError, RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES, type Family } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster } from '../support/local-cluster/index.js';
import { DEAD, UNKNOWN } from '../support/seeds.js';
import { TcpProxy } from '../support/tcp-proxy.js';

type Address = { host: string; port: number };

const KEYS = Array.from({ length: 30 }, (_, i) => `key${i}`);
const STYLES = ['node_redis-3', 'redis-6', 'ioredis-6'];
const families = FAMILIES.filter(({ name }) => STYLES.includes(name));

describe('Seeds, of real servers', () => {
  let local: LocalCluster;
  let hanging: LocalNode;
  let proxies: TcpProxy[] = [];
  const clusters: RedisCluster[] = [];

  before(async () => {
    local = await startLocalCluster({ replicas: 1 });
    hanging = local.nodes[5] as LocalNode;
    hanging.pause();
  });

  after(async () => {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await local?.stop();
  });

  afterEach(() => {
    for (const cluster of clusters.splice(0)) {
      cluster.end(true);
    }
  });

  const at = ({ port }: { port: number }): Address => ({ host: '127.0.0.1', port });

  const open = (
    servers: readonly Address[],
    createClient: Family['createClient'],
    options: Partial<RedisClusterOptions> = {},
  ) => {
    const cluster = new RedisCluster({ servers, createClient, ...options });
    clusters.push(cluster);
    return cluster;
  };

  const useAll = async (cluster: RedisCluster) => {
    expect(await cluster.mset(KEYS.flatMap((key) => [key, key]))).to.equal('OK');
    expect(await cluster.mget(KEYS)).to.deep.equal(KEYS);
  };

  for (const { name, createClient } of families) {
    describe(`over ${name}`, () => {
      it('a dead, a hanging, an unknown one before one that lives: everything works, and the hanging one costs one timeout', async () => {
        const cluster = open([DEAD, at(hanging), UNKNOWN, at(local.nodes[0] as LocalNode)], createClient);
        const begin = Date.now();
        await useAll(cluster);
        // The next server is asked half a second after one that is silent. That it is given up takes 5 s.
        expect(Date.now() - begin).to.be.within(400, 5000);
      });

      it('none alive: an error with the cause of every seed, with reconnecting and for a command', async () => {
        const seeds = [DEAD, at(hanging), UNKNOWN];
        const cluster = open(seeds, createClient, { connectTimeout: 1000, retryTimeout: 200 });
        const [{ error: told }] = await once(cluster, 'reconnecting');
        const error: ClusterUnavailableError = await cluster.get('key').catch((reason) => reason);
        expect(error).to.include({ code: 'CLUSTER_UNAVAILABLE', command: 'GET' });
        for (const { errors } of [told as AggregateError, error]) {
          // How a name fails to resolve, and how fast, is the machine's business.
          expect(errors.map((cause: Error) => cause.message.split(': ')[0]).toSorted()).to.deep.equal(
            seeds.map(({ host, port }) => `${host}:${port}`).toSorted(),
          );
        }
      });
    });
  }

  describe(`over ${STYLES.join(', ')} at once`, () => {
    it('all changed after the start: known nodes carry on, and find who takes over from a master that is killed', async () => {
      proxies = await Promise.all(local.nodes.slice(0, 2).map(({ port }) => TcpProxy.start(port)));
      for (const { createClient } of families) {
        open(proxies.map(at), createClient);
      }
      await Promise.all(clusters.map(useAll));
      await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
      await local.nodes[0]?.kill();
      // A write under way would be uncertain; reads wait for the new master.
      await Promise.all(clusters.map((cluster) => cluster.mget(KEYS)));
      await Promise.all(clusters.map(useAll));
    });
  });
});
