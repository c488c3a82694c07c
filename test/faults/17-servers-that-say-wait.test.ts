import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { turnsUntil } from '../support/turns.js';

const REFUSALS = {
  LOADING: 'LOADING Redis is loading the dataset in memory',
  READONLY: "READONLY You can't write against a read only replica.",
  MASTERDOWN: "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
  CLUSTERDOWN: 'CLUSTERDOWN The cluster is down',
};

type Failure = Error & { code?: string; command?: string };

const codeOf = (reply: Promise<unknown>) => reply.catch((error: Failure) => error.code);

describe('17: LOADING, READONLY, MASTERDOWN, CLUSTERDOWN', () => {
  let embedded: EmbeddedCluster;
  let clusters: RedisCluster[];

  before(async () => {
    embedded = await startEmbeddedCluster();
  });

  beforeEach(() => {
    clusters = [];
  });

  after(() => embedded?.stop());

  afterEach(async () => {
    await Promise.all(clusters.map((cluster) => cluster.quit()));
    await Promise.all(embedded.nodes.map((node) => node.revive()));
    for (const node of embedded.nodes) {
      node.forget();
    }
  });

  const open = (options: Partial<ConstructorParameters<typeof RedisCluster>[0]> = {}) => {
    const cluster = new RedisCluster({ servers: embedded.servers, ...options });
    clusters.push(cluster);
    return cluster;
  };

  const ownerOf = (key: string) => embedded.ownerOf(slotOf(key)) as EmbeddedNode;
  const received = (key: string) =>
    embedded.nodes.flatMap((node) => node.received).filter(({ args }) => args[0] === key);

  for (const [code, error] of Object.entries(REFUSALS)) {
    it(`${code}: backed off and repeated until it is executed, once, over every client`, async () => {
      await Promise.all(
        FAMILIES.map(async ({ name, createClient }) => {
          const cluster = open({ createClient });
          const key = `${code}:${name}`;
          await once(cluster, 'ready');
          ownerOf(key).reply({ command: 'incr', key, times: 3, error });
          const start = Date.now();
          expect(await cluster.incr(key), name).to.equal(1);
          // Half of 50, 100 and 200 ms at least; timers may be a millisecond early.
          expect(Date.now() - start, name).to.be.at.least(172);
          expect(received(key).map(({ executed }) => executed)).to.deep.equal([false, false, false, true]);
        }),
      );
    });

    it(`${code}: the original error when retryTimeout is over, and not before, over every client`, async () => {
      await Promise.all(
        FAMILIES.map(async ({ name, createClient }) => {
          const cluster = open({ createClient, retryTimeout: 1000 });
          const key = `${code}:${name}:never`;
          await once(cluster, 'ready');
          ownerOf(key).reply({ command: 'append', key, times: Number.POSITIVE_INFINITY, error });
          const start = Date.now();
          const failure = (await cluster.append(key, 'x').catch((reason) => reason)) as Failure;
          expect(failure, name).to.include({ name: 'ReplyError', code, message: error, command: 'APPEND' });
          expect(Date.now() - start, name).to.be.at.least(998);
          // Again after at least 25, 50, 100, 200, 400 and 500 ms each.
          expect(received(key).length, name).to.be.within(2, 6);
          expect(await cluster.exists(key), name).to.equal(0);
        }),
      );
    });
  }

  it('a command for any master, and one for all: likewise', async () => {
    const cluster = open({ retryTimeout: 1000 });
    await once(cluster, 'ready');
    for (const node of embedded.nodes) {
      node.reply({ command: 'randomkey', times: Number.POSITIVE_INFINITY, error: REFUSALS.LOADING });
      node.reply({ command: 'publish', times: Number.POSITIVE_INFINITY, error: REFUSALS.MASTERDOWN });
    }
    const failures = await Promise.all([cluster.randomkey(), cluster.publish('channel', 'text')].map(codeOf));
    expect(failures).to.deep.equal(['LOADING', 'MASTERDOWN']);
  });

  it('a hundred commands of one slot: each gets the original error, and one asks for all', async () => {
    const cluster = open({ retryTimeout: 1000 });
    await once(cluster, 'ready');
    const error = REFUSALS.LOADING;
    ownerOf('hot').reply({ command: 'lpush', times: Number.POSITIVE_INFINITY, error });
    const failures: (Failure & { args?: unknown[] })[] = [];
    const outcomes = Array.from({ length: 100 }, async (_, i) => {
      if (i >= 50) {
        // These find others that wait.
        await sleep(100);
      }
      failures.push(await cluster.lpush('hot', i).catch((reason) => reason));
    });
    await Promise.all(outcomes);
    expect(failures.map(({ code, message }) => [code, message])).to.deep.equal(Array(100).fill(['LOADING', error]));
    expect(new Set(failures.map(({ args }) => args?.[1])).size).to.equal(100);
    // The first fifty at once, then one at a time: five by the time the first half is out, and some for the second.
    expect(received('hot').length).to.be.within(51, 70);
  });

  it('of one slot, those whose time is up while the first is on its way get that error, too', async () => {
    const cluster = open({ retryTimeout: 300 });
    await once(cluster, 'ready');
    const owner = ownerOf('late');
    await cluster.dbsize();
    owner.reply({ command: 'lpush', times: 2, error: REFUSALS.LOADING });
    const first = cluster.lpush('late', 1);
    await turnsUntil('the first to wait', () => cluster.offline_queue_length > 0);
    owner.slow(600);
    const others = [2, 3].map((i) => cluster.rpush('late', i));
    expect(await Promise.all(others.map(codeOf))).to.deep.equal(['LOADING', 'LOADING']);
    owner.slow(0);
    await codeOf(first);
    expect(received('late').filter(({ command }) => command === 'rpush')).to.deep.equal([]);
  });

  it('of one slot, as soon as one is executed, all others go at once', async () => {
    const cluster = open();
    await once(cluster, 'ready');
    ownerOf('hot').reply({ command: 'rpush', times: 53, error: REFUSALS.LOADING });
    const lengths = await Promise.all(Array.from({ length: 50 }, (_, i) => cluster.rpush('hot', i)));
    expect(lengths).to.deep.equal(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(await cluster.lrange('hot', 0, -1)).to.deep.equal(Array.from({ length: 50 }, (_, i) => `${i}`));
    expect(received('hot').filter(({ command }) => command === 'rpush').length).to.equal(53 + 50);
  });

  describe('redirections and waiting are two budgets', () => {
    const A = '{t}a';
    const B = '{t}b';
    const SLOT = slotOf('t');

    it('waiting uses up no redirection: none is needed for four refusals', async () => {
      const cluster = open({ maxRedirections: 0 });
      await cluster.set(A, 0);
      ownerOf(A).reply({ command: 'incr', times: 4, error: REFUSALS.LOADING });
      expect(await cluster.incr(A)).to.equal(1);
    });

    it('a server that says wait behind ASK is waited for, however often ASK leads there', async () => {
      const cluster = open({ maxRedirections: 2 });
      const from = ownerOf(A);
      const to = embedded.masters.find((master) => master !== from) as EmbeddedNode;
      await cluster.mset(A, 0, B, 0);
      embedded.startMigration(SLOT, to);
      embedded.moveKeys(SLOT, [A]);
      const replies = cluster.multi().incr(A).incr(B).exec();
      // Whatever comes of it, it is looked at below.
      replies.catch(() => {});
      const asked = () => to.received.filter(({ command }) => command === 'asking').length;
      await turnsUntil('ASK to be followed often', () => asked() === 4);
      embedded.finishMigration(SLOT);
      expect(await replies).to.deep.equal([1, 1]);
    });

    it('redirections use up no waiting: the time that slow servers take to answer is none', async () => {
      const cluster = open({ retryTimeout: 400 });
      const from = ownerOf(A);
      const to = embedded.masters.find((master) => master !== from) as EmbeddedNode;
      await cluster.set(A, 0);
      // For all masters: they are connected then.
      await cluster.dbsize();
      from.reply({ command: 'incr', times: 2, error: `MOVED ${SLOT} ${to.address}` });
      to.reply({ command: 'incr', times: 2, error: `MOVED ${SLOT} ${from.address}` });
      from.reply({ command: 'incr', times: 2, error: REFUSALS.LOADING });
      from.slow(120);
      to.slow(120);
      const start = Date.now();
      expect(await cluster.incr(A)).to.equal(1);
      // Seven replies, of which each took its time.
      expect(Date.now() - start).to.be.at.least(7 * 119);
    });
  });
});
