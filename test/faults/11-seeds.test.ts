import { once } from 'node:events';
import { expect } from 'chai';
import sinon from 'sinon';
import { type EmbeddedCluster, type EmbeddedNode, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { type ClusterUnavailableError, RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/index.js';
import { DEAD, stubLookup, UNKNOWN } from '../support/seeds.js';
import { TcpProxy } from '../support/tcp-proxy.js';

type Address = { host: string; port: number };

const KEYS = Array.from({ length: 30 }, (_, i) => `key${i}`);
const STYLES = ['node_redis-3', 'redis-6', 'ioredis-6'];
const SEED = 'seed.example';

/** Not every machine has more than one loopback address; where nothing may be left out, it must. */
function leaveOut(test: Mocha.Context, error: unknown): never {
  if (process.env.CI === 'true') {
    throw error;
  }
  return test.skip();
}

describe('Seeds', () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;
  let proxies: TcpProxy[];
  /** Where SEED is. */
  let seedAt: string | string[] | undefined;
  let asked: string[];

  beforeEach(async () => {
    embedded = await startEmbeddedCluster({ replicas: 1 });
    proxies = [];
    seedAt = '127.0.0.1';
    asked = stubLookup((host) => (host === SEED ? seedAt : undefined));
  });

  afterEach(async () => {
    sinon.restore();
    cluster?.end(true);
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await embedded?.stop();
  });

  const startProxy = async (at?: Address): Promise<TcpProxy> => {
    const proxy = await TcpProxy.start((embedded.nodes[0] as EmbeddedNode).port, at);
    proxies.push(proxy);
    return proxy;
  };

  /** One that takes connections, and says nothing. */
  const hanging = async (): Promise<Address> => {
    const proxy = await startProxy();
    proxy.swallowReplies();
    return { host: '127.0.0.1', port: proxy.port };
  };

  const useAll = async () => {
    expect(await cluster.mset(KEYS.flatMap((key) => [key, key]))).to.equal('OK');
    expect(await cluster.mget(KEYS)).to.deep.equal(KEYS);
  };

  const failure = (): Promise<ClusterUnavailableError> =>
    cluster.get('key').then(
      () => expect.fail('expected an error'),
      (error: ClusterUnavailableError) => error,
    );

  for (const { name, createClient } of FAMILIES.filter((family) => STYLES.includes(family.name))) {
    describe(`over ${name}`, () => {
      const connect = (servers: readonly Address[], options: Partial<RedisClusterOptions> = {}) => {
        cluster = new RedisCluster({ servers, createClient, ...options });
      };

      it('a dead, a hanging, an unknown one before one that lives: everything works, and the hanging one costs one timeout', async () => {
        const live = { host: '127.0.0.1', port: (embedded.nodes[0] as EmbeddedNode).port };
        connect([DEAD, await hanging(), UNKNOWN, live]);
        const begin = Date.now();
        await useAll();
        // The next server is asked half a second after one that is silent. That it is given up takes 5 s.
        expect(Date.now() - begin).to.be.within(400, 5000);
      });

      it('one name that stands for several, as a configuration endpoint does: one that lives is enough', async function () {
        const { port } = embedded.nodes[0] as EmbeddedNode;
        const hanging = await startProxy({ host: '127.0.0.2', port }).catch((error) => leaveOut(this, error));
        hanging.swallowReplies();
        seedAt = ['127.0.0.2', '127.0.0.1'];
        connect([{ host: SEED, port }]);
        const begin = Date.now();
        await useAll();
        // The others are asked half a second after the name, and again after the one that is silent.
        expect(Date.now() - begin).to.be.within(400, 5000);
      });

      it('none alive: an error with the cause of every seed, with reconnecting and for a command', async () => {
        const seeds = [DEAD, await hanging(), UNKNOWN];
        connect(seeds, { connectTimeout: 1000, retryTimeout: 200 });
        const [{ error: told }] = await once(cluster, 'reconnecting');
        const error = await failure();
        expect(error).to.include({ code: 'CLUSTER_UNAVAILABLE', command: 'GET' });
        for (const { errors, message } of [told as AggregateError, error]) {
          const causes = errors.map((cause: Error) => cause.message).toSorted();
          expect(causes).to.have.length(3);
          expect(causes[0]).to.match(/^127\.0\.0\.1:1: .*ECONNREFUSED/);
          expect(causes[1]).to.equal(`127.0.0.1:${seeds[1]?.port}: no connection within 1000 ms`);
          expect(causes[2]).to.match(/^nosuch\.invalid:7000: .*ENOTFOUND/);
          expect(causes.filter((cause: string) => !message.includes(cause))).to.deep.equal([]);
        }
      });

      it('none alive: an error that names every seed also before all of them were asked', async () => {
        const seeds = [DEAD, await hanging(), UNKNOWN];
        connect(seeds, { retryTimeout: 100 });
        const error = await failure();
        expect(error.errors.map(({ message }) => message.split(': ')[0])).to.deep.equal(
          seeds.map(({ host, port }) => `${host}:${port}`),
        );
        expect(error.errors[1]?.message).to.include('no answer yet');
      });

      it('all changed after the start: known nodes carry on', async () => {
        const seeds = await Promise.all([startProxy(), startProxy()]);
        connect(seeds.map(({ port }) => ({ host: SEED, port })));
        await useAll();
        await Promise.all(seeds.map((proxy) => proxy.close()));
        for (const master of embedded.masters) {
          embedded.failover(master);
          // A write under way would be uncertain; reads find the new master.
          expect(await cluster.mget(KEYS)).to.deep.equal(KEYS);
          await useAll();
        }
      });

      it('a name that leads elsewhere later is resolved anew', async function () {
        const { port } = await startProxy();
        connect([{ host: SEED, port }]);
        await useAll();
        const first = embedded;
        embedded = await startEmbeddedCluster();
        try {
          await startProxy({ host: '127.0.0.2', port });
        } catch (error) {
          leaveOut(this, error);
        } finally {
          await proxies.shift()?.close();
          await first.stop();
        }
        await waitUntil('no server to be known', async () => !cluster.connected);
        const before = asked.length;
        seedAt = '127.0.0.2';
        await useAll();
        expect(embedded.executed('mset')).to.be.above(0);
        expect(asked.slice(before)).to.include(SEED);
      });
    });
  }
});
