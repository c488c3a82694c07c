import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { failOver, replicaOf } from '../support/real-faults.js';
import { closeAll, openAll } from '../support/side-by-side.js';

// One key in the slots of each of three masters, and one that moves.
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];
const MOVING = 'a';
const SLOT = 15495;

describe('keyspace notifications', () => {
  let local: LocalCluster;

  const subscribersAt = async (node: LocalNode) =>
    (await node.command<string>('CLIENT', 'LIST', 'TYPE', 'pubsub')).split('\n').filter((line) => line !== '').length;

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1, config: ['--notify-keyspace-events', 'KEA'] });
  });

  after(() => local?.stop());

  for (const family of FAMILIES) {
    describe(`over ${family.name}`, () => {
      let cluster: RedisCluster;
      let heard: unknown[][];

      beforeEach(async () => {
        await local.flush();
        cluster = new RedisCluster({ servers: local.servers, createClient: family.createClient });
        heard = [];
        for (const event of ['message', 'pmessage', 'error']) {
          cluster.on(event, (...news) => heard.push([event, ...news]));
        }
      });

      afterEach(async () => {
        await cluster.quit();
        await waitUntil('no subscriber to be left', async () =>
          isDeepStrictEqual(await Promise.all(local.nodes.map(subscribersAt)), [0, 0, 0, 0, 0, 0]),
        );
      });

      const hears = async (expected: unknown[][]) => {
        await waitUntil('all to be heard', async () => heard.length >= expected.length);
        // Whatever comes too often has come by the time that this has.
        await cluster.publish('last', 'x');
        await waitUntil('the last to be heard', async () => heard.at(-1)?.includes('last') === true);
        expect(heard.slice(0, -1).map(String).toSorted()).to.deep.equal(expected.map(String).toSorted());
        heard.length = 0;
      };

      it('come from every master, once each; other messages too', async () => {
        expect(await cluster.psubscribe('__keyspace@0__:?', '__key*@0__:del')).to.equal('__key*@0__:del');
        expect(await cluster.subscribe('__keyevent@0__:incrby', 'last', 'news')).to.equal('news');
        await Promise.all(KEYS.map((key) => cluster.incr(key)));
        await cluster.del('b');
        await cluster.publish('news', 'published');
        await hears([
          ...KEYS.map((key) => ['pmessage', '__keyspace@0__:?', `__keyspace@0__:${key}`, 'incrby']),
          ...KEYS.map((key) => ['message', '__keyevent@0__:incrby', key]),
          ['pmessage', '__keyspace@0__:?', '__keyspace@0__:b', 'del'],
          ['pmessage', '__key*@0__:del', '__keyevent@0__:del', 'b'],
          ['message', 'news', 'published'],
        ]);
        await cluster.punsubscribe();
        await cluster.unsubscribe('__keyevent@0__:incrby');
        await cluster.incr('c');
        await hears([]);
      });

      it('come for a pattern that is for all, as do messages, each once', async () => {
        await cluster.psubscribe('*');
        await Promise.all(KEYS.map((key) => cluster.incr(key)));
        await cluster.publish('news', 'published');
        await hears([
          ...KEYS.map((key) => ['pmessage', '*', `__keyspace@0__:${key}`, 'incrby']),
          ...KEYS.map((key) => ['pmessage', '*', '__keyevent@0__:incrby', key]),
          ['pmessage', '*', 'news', 'published'],
        ]);
      });

      it('need no more connections once nothing of them is wanted', async () => {
        await cluster.subscribe('news', '__keyspace@0__:a');
        const masters = await local.masters();
        const counts = async () => (await Promise.all(masters.map(subscribersAt))).reduce((sum, count) => sum + count);
        expect(await counts()).to.equal(4);
        await cluster.unsubscribe('__keyspace@0__:a');
        await waitUntil('those to be closed', async () => (await counts()) === 1);
      });

      it('are refused as a whole, when one server refuses one of the names', async () => {
        await cluster.subscribe('last');
        const masters = await local.masters();
        const [strict] = masters as [LocalNode];
        await strict.command('ACL', 'SETUSER', 'default', 'resetchannels', '&__keyspace@0__:a', '&news', '&last');
        try {
          const error = await cluster.subscribe('news', '__keyevent@0__:incrby').catch((reason: Error) => reason);
          expect(error).to.include({ code: 'NOPERM', command: 'SUBSCRIBE' });
          expect(await cluster.subscribe('__keyspace@0__:a')).to.equal('__keyspace@0__:a');
          expect(Object.keys(cluster.subscription_set)).to.deep.equal(['subscribe_last', 'subscribe___keyspace@0__:a']);
          await waitUntil('what was begun to be ended', async () => {
            const names = ['news', '__keyevent@0__:incrby'];
            const counts = await Promise.all(
              masters.map((node) => node.command<unknown[]>('PUBSUB', 'NUMSUB', ...names)),
            );
            return counts.every(([, news, , incrby]) => news === 0 && incrby === 0);
          });
        } finally {
          await strict.command('ACL', 'SETUSER', 'default', 'allchannels');
        }
      });
    });
  }
});

describe('keyspace notifications, over every family', () => {
  let local: LocalCluster;
  let contenders: Awaited<ReturnType<typeof openAll>>;
  let heard: Map<string, string[]>;

  const hears = async (what: string, expected: string[]) => {
    await waitUntil(what, async () => [...heard.values()].every((messages) => messages.length >= expected.length));
    for (const [family, messages] of heard) {
      expect(messages.toSorted(), family).to.deep.equal(expected.toSorted());
      messages.length = 0;
    }
  };

  /** Waits until all hear of a key again, and then of another one of its slot; what came before is forgotten. */
  const hearOf = async (key: string) => {
    const allHave = (message: string) => [...heard.values()].every((messages) => messages.includes(message));
    await waitUntil(`all to hear of ${key}`, async () => {
      await contenders[0]?.cluster.set(key, 'x');
      return allHave(`set ${key}`);
    });
    await contenders[0]?.cluster.set(`{${key}}last`, 'x');
    await waitUntil('all to hear of the last', async () => allHave(`set {${key}}last`));
    for (const messages of heard.values()) {
      messages.length = 0;
    }
  };

  const incrementAll = (times: number) =>
    Promise.all(KEYS.flatMap((key) => Array.from({ length: times }, () => contenders[0]?.cluster.incr(key))));

  const increments = (times: number) => KEYS.flatMap((key) => Array.from({ length: times }, () => `incrby ${key}`));

  beforeEach(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1, config: ['--notify-keyspace-events', 'KEA'] });
    contenders = await openAll(local.servers);
    heard = new Map();
    await Promise.all(
      contenders.map(({ family, cluster }) => {
        const messages: string[] = [];
        heard.set(family, messages);
        cluster.on('pmessage', (_pattern, channel: string, key) => messages.push(`${channel.slice(15)} ${key}`));
        return cluster.psubscribe('__keyevent@0__:*');
      }),
    );
  });

  afterEach(async () => {
    await closeAll(contenders ?? []);
    await local?.stop();
  });

  it('go on, each once, when a slot moves, and from a master that is new', async () => {
    await incrementAll(3);
    await hears('all increments', increments(3));
    // A replica is made a master of no slots.
    const owner = await local.ownerOf(SLOT);
    const heir = await replicaOf(local, owner);
    await heir.command('CLUSTER', 'RESET');
    await heir.command('CLUSTER', 'MEET', '127.0.0.1', owner.port);
    await waitUntil('all nodes to know it as a master', async () => {
      const views = await Promise.all(local.nodes.map((node) => node.command<string>('CLUSTER', 'NODES')));
      const serves = (await heir.command<string>('CLUSTER', 'INFO')).includes('cluster_state:ok');
      return serves && views.every((view) => new RegExp(`:${heir.port}@\\S+ (myself,)?master `).test(view));
    });
    await local.moveSlot(SLOT, heir);
    await hearOf(MOVING);
    await contenders[0]?.cluster.del(MOVING);
    await incrementAll(3);
    await hears('all increments', [`del ${MOVING}`, ...increments(3)]);
  });

  it('go on when a master hands over to its replica, with no loss and none twice', async () => {
    const replica = await replicaOf(local, await local.ownerOf(SLOT));
    let isOver = false;
    let count = 0;
    const counting = (async () => {
      while (!isOver) {
        count += 1;
        await contenders[0]?.cluster.set(`{${MOVING}}${count}`, 1);
      }
    })();
    try {
      await failOver(local, replica);
      await waitUntil('all to listen to the new master', async () => {
        const list = await replica.command<string>('CLIENT', 'LIST', 'TYPE', 'pubsub');
        return list.split('\n').filter((line) => line !== '').length === FAMILIES.length;
      });
      // As long as the former master is listened to.
      const then = count;
      await sleep(1500);
      await waitUntil('more to be set', async () => count > then);
    } finally {
      isOver = true;
      await counting;
    }
    // What comes too often comes late.
    await sleep(500);
    await hears(
      'all that was set',
      Array.from({ length: count }, (_, i) => `set {${MOVING}}${i + 1}`),
    );
  });

  it('go on when a master dies', async () => {
    const victim = await local.ownerOf(SLOT);
    await victim.kill();
    await hearOf(MOVING);
    await contenders[0]?.cluster.del(MOVING);
    await incrementAll(3);
    await hears('all increments', [`del ${MOVING}`, ...increments(3)]);
  });
});
