import { type EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { OpenClusters } from '../support/open-clusters.js';
import { replicaOf, settled } from '../support/real-faults.js';

const CALLERS = 20;
const SLOT = slotOf('{w}');

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    (reply) => reply,
    ({ code }) => code,
  );

const increment = async (cluster: RedisCluster, key: string) => {
  for (let nulls = 0; ; nulls += 1) {
    await cluster.watch(key);
    const value = Number(await cluster.get(key));
    if (
      (await cluster
        .multi()
        .set(key, value + 1)
        .exec()) !== null
    ) {
      return nulls;
    }
  }
};

const incrementByCallbacks = (cluster: RedisCluster, key: string, done: (error: Error | null) => void) => {
  cluster.watch(key);
  cluster.get(key, (failure: Error | null, value: string) => {
    if (failure !== null) {
      done(failure);
      return;
    }
    const multi = cluster.multi().set(key, Number(value) + 1);
    multi.exec((error, replies) => {
      if (error === null && replies === null) {
        incrementByCallbacks(cluster, key, done);
      } else {
        done(error);
      }
    });
  });
};

describe('WATCH', () => {
  let local: LocalCluster;
  const open = new OpenClusters();

  const connect = (options: Partial<RedisClusterOptions> = {}) => {
    const cluster = new RedisCluster({ servers: local.servers, ...options });
    cluster.on('error', () => {});
    return open.keep(cluster);
  };
  /** How often the servers were sent a command. */
  const calls = async (command: string, nodes: readonly LocalNode[] = local.nodes) => {
    const infos = await Promise.all(nodes.map((node) => node.command<string>('INFO', 'commandstats')));
    const counts = infos.map((info) => Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(info)?.[1] ?? 0));
    return counts.reduce((sum, count) => sum + count);
  };
  const byOther = async (...command: string[]) => (await local.ownerOf(SLOT)).command(...command);

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
  });

  beforeEach(() => local.flush());

  after(() => local.stop());

  for (const { name, createClient } of FAMILIES) {
    describe(`over ${name}`, () => {
      it('lets callers at once count exactly', async () => {
        const cluster = connect({ createClient });
        await Promise.all(Array.from({ length: CALLERS }, () => increment(cluster, 'counter')));
        expect(await cluster.get('counter')).to.equal(`${CALLERS}`);
      });

      it('lets callers at once count exactly, by callbacks', async () => {
        const cluster = connect({ createClient });
        const failures: unknown[] = [];
        await new Promise<void>((resolve) => {
          for (let i = 0; i < CALLERS; i += 1) {
            incrementByCallbacks(cluster, 'counter', (error) => {
              failures.push(error);
              if (failures.length === CALLERS) {
                resolve();
              }
            });
          }
        });
        expect(failures.filter((error) => error !== null)).to.deep.equal([]);
        expect(await cluster.get('counter')).to.equal(`${CALLERS}`);
      });

      it('of callers at once, those with other keys in the slot, or in other slots, disturb nobody', async () => {
        const cluster = connect({ createClient });
        const keys = Array.from({ length: CALLERS }, (_, i) => (i % 2 === 0 ? `{w}${i}` : `${i}`));
        const nulls = await Promise.all(keys.map((key) => increment(cluster, key)));
        expect(nulls).to.deep.equal(keys.map(() => 0));
      });

      it('answers null when a watched key was changed, deleted or expired', async () => {
        const cluster = connect({ createClient });
        for (const change of [
          ['SET', '{w}a', '2'],
          ['DEL', '{w}a'],
          ['PEXPIRE', '{w}a', '1'],
        ]) {
          await cluster.set('{w}a', 1);
          expect(await cluster.watch('{w}a', '{w}b')).to.equal('OK');
          await byOther(...change);
          await waitUntil('it to have happened', async () => (await byOther('GET', '{w}a')) !== '1');
          expect(await cluster.multi().set('{w}b', 'x').exec(), change.join(' ')).to.equal(null);
          expect(await cluster.multi().get('{w}b').exec()).to.deep.equal([null]);
        }
      });

      it('UNWATCH and DISCARD end it', async () => {
        const cluster = connect({ createClient });
        for (const end of [() => cluster.unwatch(), () => cluster.multi().set('{w}a', 'no').discard()]) {
          await cluster.watch('{w}a');
          expect(await end()).to.equal('OK');
          await byOther('SET', '{w}a', 'other');
          expect(await cluster.multi().get('{w}a').exec()).to.deep.equal(['other']);
        }
        expect(await cluster.unwatch()).to.equal('OK');
        expect(await codeOf(cluster.discard())).to.equal('ERR');
      });

      it('refuses keys of two slots before anything is sent', async () => {
        const cluster = connect({ createClient });
        await cluster.get('{w}a');
        const [watches, multis] = [await calls('watch'), await calls('multi')];
        expect(await codeOf(cluster.watch('{w}a', 'a'))).to.equal('CROSSSLOT');
        expect(await calls('watch')).to.equal(watches);
        await cluster.watch('{w}a');
        expect(await codeOf(cluster.multi().set('a', 1).exec())).to.equal('CROSSSLOT');
        expect(await calls('multi')).to.equal(multis);
        expect(await cluster.multi().set('a', 1).exec()).to.deep.equal(['OK']);
      });
    });
  }

  const watchAnd = async (cluster: RedisCluster, between: () => Promise<unknown>) => {
    await cluster.set('{w}a', 1);
    await cluster.watch('{w}none');
    await between();
    const replies = await cluster.multi().set('{w}a', 2).exec();
    return { replies, value: await cluster.get('{w}a') };
  };
  const UNTOUCHED = { replies: null, value: '1' };

  it('answers null after a failover, and then works', async () => {
    const cluster = connect();
    const failOver = async () => {
      const master = await local.ownerOf(SLOT);
      const replica = await replicaOf(local, master);
      await replica.command('CLUSTER', 'FAILOVER');
      await waitUntil('the replica to take over', async () => {
        const [owner] = await Promise.all([local.ownerOf(SLOT).catch(() => undefined)]);
        return owner === replica;
      });
    };
    expect(await watchAnd(cluster, failOver)).to.deep.equal(UNTOUCHED);
    await increment(cluster, '{w}a');
    expect(await cluster.get('{w}a')).to.equal('2');
    await settled(local);
  });

  for (const [what, commands] of [
    ['with keys', (cluster: RedisCluster) => cluster.multi().set('{w}a', 2)],
    ['without', (cluster: RedisCluster) => cluster.multi().ping()],
  ] as const) {
    it(`answers null after its slot has moved, a transaction ${what}, and then works`, async () => {
      const cluster = connect();
      await cluster.set('{w}a', 1);
      await cluster.watch('{w}none');
      const owner = await local.ownerOf(SLOT);
      const to = (await local.masters()).find((node) => node !== owner) as LocalNode;
      await local.moveSlot(SLOT, to);
      expect(await commands(cluster).exec()).to.equal(null);
      await increment(cluster, '{w}a');
      expect(await cluster.get('{w}a')).to.equal('2');
    });
  }

  it('answers null when any watched key came to be where its slot moves', async () => {
    const cluster = connect();
    await cluster.set('{w}a', 1);
    await cluster.watch('{w}a', '{w}b');
    const owner = await local.ownerOf(SLOT);
    const to = (await local.masters()).find((node) => node !== owner) as LocalNode;
    await local.startMigration(SLOT, to);
    // As anybody does whom the owner tells ASK.
    const other = connect();
    await other.set('{w}b', 'x');
    expect(await to.command('CLUSTER', 'COUNTKEYSINSLOT', SLOT)).to.equal(1);
    expect(await cluster.multi().set('{w}a', 2).exec()).to.equal(null);
    expect(await cluster.get('{w}a')).to.equal('1');
    await local.moveKeys(SLOT, to);
    await local.finishMigration(SLOT, to);
    await settled(local);
  });

  it('answers null for a transaction without keys when one has changed', async () => {
    const cluster = connect();
    await cluster.watch('{w}a');
    await byOther('SET', '{w}a', 'x');
    expect(await cluster.multi().ping().exec()).to.equal(null);
    await cluster.watch('{w}a');
    expect(await cluster.multi().ping().exec()).to.deep.equal(['PONG']);
  });

  for (const [what, lose] of [
    ['connection was lost', () => byOther('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')],
    ['server was killed', async () => (await local.ownerOf(SLOT)).kill()],
  ] as const) {
    it(`answers null when its ${what}, and then works`, async () => {
      const { createClient } = FAMILIES[1] as (typeof FAMILIES)[number];
      const clients: EventEmitter[] = [];
      const cluster = connect({
        createClient: (port, host) => {
          const client = createClient(port, host) as EventEmitter;
          clients.push(client);
          return client;
        },
      });
      await cluster.set('{w}a', 1);
      const before = clients.length;
      await cluster.watch('{w}none');
      expect(clients.length).to.equal(before + 1);
      const lost = once(clients[before] as EventEmitter, 'end');
      await Promise.all([lost, lose()]);
      expect(await cluster.multi().set('{w}a', 2).exec()).to.equal(null);
      // What was written before may have been lost with the server.
      await increment(cluster, '{w}b');
      expect(await cluster.get('{w}b')).to.equal('1');
      for (const node of local.nodes.filter(({ running }) => !running)) {
        await node.restart();
      }
      await settled(local);
    });
  }

  it('has a caller who watches read at the master, and nobody else', async () => {
    const cluster = connect({ replicas: 'always' });
    await cluster.set('{w}a', 1);
    const replica = await replicaOf(local, await local.ownerOf(SLOT));
    await waitUntil('reads at the replica', async () => {
      const before = await calls('get', [replica]);
      await cluster.get('{w}a');
      return (await calls('get', [replica])) > before;
    });
    const before = await calls('get', [replica]);
    await cluster.watch('{w}a');
    await cluster.get('{w}a');
    await cluster.batch().get('{w}a').exec();
    expect(await calls('get', [replica])).to.equal(before);
    await cluster.unwatch();
    await cluster.get('{w}a');
    expect(await calls('get', [replica])).to.equal(before + 1);
  });

  it('takes no more connections than there are callers at once, and uses them again', async () => {
    const made: unknown[] = [];
    const { createClient } = FAMILIES[1] as (typeof FAMILIES)[number];
    const cluster = connect({
      createClient: (port, host) => {
        made.push(port);
        return createClient(port, host);
      },
    });
    await Promise.all(Array.from({ length: 3 }, () => increment(cluster, '{w}a')));
    const most = made.length;
    for (let i = 0; i < 10; i += 1) {
      await cluster.watch('{w}a');
      await (i % 2 === 0 ? cluster.multi().set('{w}a', i).exec() : cluster.unwatch());
    }
    expect(made.length).to.equal(most);
  });

  it('counts exactly where a caller is begun, and not waited for, in the context of another', async () => {
    const cluster = connect();
    const started: Promise<unknown>[] = [];
    for (let i = 0; i < CALLERS; i += 1) {
      started.push(increment(cluster, '{w}a'));
      await sleep(i % 3);
    }
    await Promise.all(started);
    expect(await cluster.get('{w}a')).to.equal(`${CALLERS}`);
  });

  it('tells apart the turns of an interval, whatever their keys', async () => {
    const cluster = connect();
    await cluster.get('a');
    const started: Promise<unknown>[] = [];
    await new Promise<void>((resolve) => {
      const interval = setInterval(() => {
        started.push(increment(cluster, ['a', 'b', '{w}a'][started.length % 3] as string));
        if (started.length === CALLERS) {
          clearInterval(interval);
          resolve();
        }
      }, 1);
    });
    await Promise.all(started);
    const values = await cluster.mget('a', 'b', '{w}a');
    expect((values as unknown as string[]).reduce((sum, value) => sum + Number(value), 0)).to.equal(CALLERS);
  });
});
