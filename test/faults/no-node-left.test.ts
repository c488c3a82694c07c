import { once } from 'node:events';
import { expect } from 'chai';
import { type EmbeddedCluster, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/index.js';

type News = [event: string, attempt?: number, delay?: number];

describe('no node is left', () => {
  let embedded: EmbeddedCluster;
  const open: RedisCluster[] = [];

  const connect = async (options: Partial<RedisClusterOptions>) => {
    const cluster = new RedisCluster({ servers: embedded.servers, ...options });
    open.push(cluster);
    const news: News[] = [];
    for (const event of ['connect', 'ready', 'close', 'end', 'error']) {
      cluster.on(event, () => news.push([event]));
    }
    cluster.on('reconnecting', ({ attempt, delay }) => news.push(['reconnecting', attempt, delay]));
    await once(cluster, 'ready');
    await cluster.mget('a', 'b', 'c', 'd');
    news.length = 0;
    return { cluster, news };
  };
  const killAll = () => {
    for (const node of embedded.nodes) {
      node.kill();
    }
  };

  beforeEach(async () => {
    embedded = await startEmbeddedCluster({ masters: 3 });
  });

  afterEach(async () => {
    for (const cluster of open.splice(0)) {
      cluster.end(true);
    }
    await embedded.stop();
  });

  for (const { name, createClient } of FAMILIES) {
    it(`close, reconnecting with attempt and delay, connect, ready; and commands have waited, over ${name}`, async () => {
      const { cluster, news } = await connect({ createClient, retryStrategy: (attempt) => 10 * attempt });
      killAll();
      await once(cluster, 'close');
      const waiting = [cluster.incr('a'), cluster.incr('a'), cluster.get('a')];
      await waitUntil('some attempts', async () => news.length > 3);
      expect([cluster.connected, cluster.ready, cluster.offline_queue_length]).to.deep.equal([false, false, 3]);
      await Promise.all(embedded.nodes.map((node) => node.revive()));
      if (!cluster.ready) {
        await once(cluster, 'ready');
      }
      expect(await Promise.all(waiting)).to.deep.equal([1, 2, '2']);
      const attempts = news.filter(([event]) => event === 'reconnecting');
      expect(attempts).to.deep.equal(attempts.map((_news, i) => ['reconnecting', i + 1, 10 * (i + 1)]));
      const others = news.filter(([event]) => event !== 'reconnecting');
      expect(others).to.deep.equal([['close'], ['connect'], ['ready']]);
      expect(news[0]).to.deep.equal(['close']);
    });
  }

  it('commands that have waited too long fail by their own deadline, and the cluster object stays of use', async () => {
    const { cluster } = await connect({ retryTimeout: 200 });
    killAll();
    await once(cluster, 'close');
    const error = await cluster.get('a').then(
      () => expect.fail('expected an error'),
      (reason) => reason,
    );
    expect(error).to.include({ code: 'CLUSTER_UNAVAILABLE', command: 'GET' });
    expect(error.waited).to.be.at.least(200);
    // One cause for each server that was tried.
    expect(error.message).to.match(/slot 15495/);
    expect(error.errors).to.have.length.at.least(1);
    await Promise.all(embedded.nodes.map((node) => node.revive()));
    // The next attempt to connect may be further away than a command waits here.
    const isBack = () =>
      cluster
        .get('a')
        .then((value) => value === null)
        .catch(() => false);
    await waitUntil('it to be served again', isBack);
  });

  it('retryStrategy has the last word: null is error and end, and whoever waits gets an error', async () => {
    const { cluster, news } = await connect({ retryStrategy: (attempt) => (attempt < 3 ? 10 : null) });
    killAll();
    await once(cluster, 'close');
    const failed = cluster.get('a').catch(({ code, cause }) => ({ code, causes: cause.errors.length }));
    await new Promise((resolve) => cluster.once('end', resolve));
    expect(news).to.deep.equal([['close'], ['reconnecting', 1, 10], ['reconnecting', 2, 10], ['error'], ['end']]);
    expect(await failed).to.deep.equal({ code: 'NR_CLOSED', causes: 3 });
  });

  it('by default attempts back off to two seconds, for ever', async () => {
    const { retryStrategy } = (await connect({})).cluster.options;
    const delays = Array.from({ length: 8 }, (_, i) => retryStrategy(i + 1));
    expect(delays).to.deep.equal([50, 100, 200, 400, 800, 1600, 2000, 2000]);
    expect(retryStrategy(1e6)).to.equal(2000);
  });
});
