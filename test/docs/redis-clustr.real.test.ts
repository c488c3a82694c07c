import { once } from 'node:events';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import * as clusterwise from '../../lib/index.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { snippetsOf } from '../support/snippets.js';

const require = createRequire(__filename);

const [USAGE, OWN_CLIENT, OPTIONS, PUB_SUB] = snippetsOf('test/docs/redis-clustr-1.7.0.md').map(({ code }) => code) as [
  string,
  string,
  string,
  string,
];

for (const library of ['node_redis-2', 'node_redis-3']) {
  describe(`the programs in the README of redis-clustr, with ${library} as redis`, () => {
    let local: LocalCluster;
    let cluster: clusterwise.RedisCluster;
    /** What the program gave to `redis.createClient`. */
    const calls: unknown[][] = [];

    const redis = {
      // Without the options that it records: node_redis 2 prints that it has others by now.
      createClient: (...call: unknown[]) => {
        calls.push(call);
        return require(library).createClient(...call.slice(0, 2));
      },
    };

    /** Runs a program with another first line, and servers in the place of its dots. */
    const start = (program: string) => {
      const code = program
        .replace("require('redis-clustr')", "require('clusterwise').RedisCluster")
        .replace('[...]', JSON.stringify(local.servers))
        .replace('{...}', JSON.stringify({ servers: local.servers }))
        .replace('port: 7000', `port: ${local.servers[0]?.port}`);
      const modules: Record<string, unknown> = { clusterwise, redis };
      cluster = new Function('require', `${code}\nreturn redis;`)((name: string) => modules[name]);
    };

    before(async () => {
      local = await startLocalCluster({ masters: 3, replicas: 1 });
    });

    afterEach(async () => {
      calls.splice(0);
      await cluster.quit();
    });

    after(() => local?.stop());

    it('set a key, by the default client', async () => {
      start(USAGE);
      await waitUntil('the key to be there', async () => (await cluster.get('key')) === 'value');
      expect(calls).to.deep.equal([]);
    });

    it('make clients of their own', async () => {
      start(OWN_CLIENT);
      await once(cluster, 'fullReady');
      expect(calls).to.have.deep.members(local.servers.slice(0, 3).map(({ port, host }) => [port, host]));
      await cluster.mset('a', 1, 'b', 2);
      expect(await cluster.mget('b', 'a')).to.deep.equal(['2', '1']);
    });

    it('give every option', async () => {
      start(OPTIONS);
      await once(cluster, 'fullReady');
      expect(cluster.options).to.include({
        refreshInterval: 1000,
        maxQueueLength: 100,
        queueShift: false,
        retryTimeout: 5000,
        replicas: 'share',
      });
      const [, , options] = calls[0] as [number, string, { retry_max_delay: number }];
      expect(options).to.include({ retry_max_delay: 500 });
      await waitUntil('the map to be fetched again', async () => cluster.stats().refreshes >= 3);
      await waitUntil('replicas to be read from', async () => {
        await Promise.all(Array.from({ length: 20 }, (_, i) => cluster.get(`key ${i}`)));
        return cluster.nodes('replicas').every(({ client }) => client !== undefined);
      });
    });

    it('publish and subscribe', async () => {
      start(PUB_SUB);
      expect(await once(cluster, 'message')).to.deep.equal(['my-channel', 'have a lovely day!']);
    });
  });
}
