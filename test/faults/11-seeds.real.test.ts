import { once } from 'node:events';
import { expect } from 'chai';
import { slotOf } from '../../lib/command/slot.js';
import { type ClusterUnavailableError, RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster } from '../support/local-cluster/index.js';
import { DEAD, UNKNOWN } from '../support/seeds.js';
import { TcpProxy } from '../support/tcp-proxy.js';

type Address = { host: string; port: number };

const KEYS = Array.from({ length: 30 }, (_, i) => `key${i}`);
const STYLES = ['node_redis-3', 'redis-6', 'ioredis-6'];

describe('Seeds, of real servers', () => {
  let local: LocalCluster;
  let hanging: LocalNode;
  let cluster: RedisCluster;

  before(async () => {
    local = await startLocalCluster({ replicas: 1 });
    hanging = local.nodes[5] as LocalNode;
    hanging.pause();
  });

  after(() => local?.stop());

  afterEach(() => cluster?.end(true));

  const at = ({ port }: { port: number }): Address => ({ host: '127.0.0.1', port });

  const useAll = async () => {
    expect(await cluster.mset(KEYS.flatMap((key) => [key, key]))).to.equal('OK');
    expect(await cluster.mget(KEYS)).to.deep.equal(KEYS);
  };

  for (const { name, createClient } of FAMILIES.filter((family) => STYLES.includes(family.name))) {
    describe(`over ${name}`, () => {
      const connect = (servers: readonly Address[], options: Partial<RedisClusterOptions> = {}) => {
        cluster = new RedisCluster({ servers, createClient, ...options });
      };

      it('a dead, a hanging, an unknown one before one that lives: everything works, and the hanging one costs one timeout', async () => {
        connect([DEAD, at(hanging), UNKNOWN, at(local.nodes[0] as LocalNode)]);
        const begin = Date.now();
        await useAll();
        // The next server is asked half a second after one that is silent. That it is given up takes 5 s.
        expect(Date.now() - begin).to.be.within(400, 5000);
      });

      it('none alive: an error with the cause of every seed, with reconnecting and for a command', async () => {
        const seeds = [DEAD, at(hanging), UNKNOWN];
        connect(seeds, { connectTimeout: 500, retryTimeout: 200 });
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

      it('all changed after the start: known nodes carry on', async () => {
        const proxies = await Promise.all(local.nodes.slice(0, 2).map(({ port }) => TcpProxy.start(port)));
        connect(proxies.map(at));
        await useAll();
        await Promise.all(proxies.map((proxy) => proxy.close()));
        const slot = slotOf('key0');
        const owner = await local.ownerOf(slot);
        await local.moveSlot(slot, (await local.masters()).find((master) => master !== owner) as LocalNode);
        await useAll();
      });
    });
  }
});
