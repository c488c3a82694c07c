import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { slotOf } from '../../lib/command/slot.js';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { closeAll, openAll } from '../support/side-by-side.js';

// redis 4 may throw when a slot leaves a server.
const SUPPORTED = FAMILIES.filter(({ name }) => name !== 'redis-4');

const EVENTS = ['ssubscribe', 'sunsubscribe', 'smessage', 'error'];

// One in the slots of each of three masters; the last is beside the first.
const CHANNELS = ['b', 'c', 'a', '{b}2'];

describe('sharded publish/subscribe', () => {
  let local: LocalCluster;

  /** The connections that subscribe, and how often there is a shard channel, over all nodes. */
  const subscriptions = async (): Promise<[connections: number, channels: string[]]> => {
    const lists = await Promise.all(
      local.nodes.map((node) => node.command<string>('CLIENT', 'LIST', 'TYPE', 'pubsub')),
    );
    const channels = await Promise.all(local.nodes.map((node) => node.command<string[]>('PUBSUB', 'SHARDCHANNELS')));
    return [
      lists
        .join('')
        .split('\n')
        .filter((line) => line !== '').length,
      channels.flat().toSorted(),
    ];
  };

  const anotherThan = async (owner: LocalNode) => (await local.masters()).find((node) => node !== owner) as LocalNode;

  before(async () => {
    local = await startLocalCluster();
  });

  after(() => local?.stop());

  for (const family of SUPPORTED) {
    describe(`over ${family.name}`, () => {
      const open: RedisCluster[] = [];
      let told: unknown[][];

      const connect = (options: Partial<RedisClusterOptions> = {}) => {
        const cluster = new RedisCluster({ servers: local.servers, createClient: family.createClient, ...options });
        open.push(cluster);
        told = [];
        for (const event of EVENTS) {
          cluster.on(event, (...news) => told.push([event, ...news]));
        }
        return cluster;
      };

      /** Until a message has come that is published over and over, and the last of them. */
      const hears = async (channel: string) => {
        const has = (message: string) => told.some((line) => line.join() === `smessage,${channel},${message}`);
        // Not by the cluster object, which would be told of a new master.
        const master = await local.ownerOf(slotOf(channel));
        await waitUntil(`a message on ${channel}`, async () => {
          await master.command('SPUBLISH', channel, 'again');
          return has('again');
        });
        await master.command('SPUBLISH', channel, 'last');
        await waitUntil('the last', async () => has('last'));
      };

      afterEach(async () => {
        await Promise.all(open.splice(0).map((cluster) => cluster.quit()));
        await waitUntil('no subscriber to be left', async () => (await subscriptions())[0] === 0);
      });

      it('takes channels of any slots, counts, and gets each message once', async () => {
        const cluster = connect({ prefix: 'never:' });
        expect(await cluster.ssubscribe(CHANNELS)).to.equal('{b}2');
        expect(told).to.deep.equal(CHANNELS.map((channel, i) => ['ssubscribe', channel, i + 1]));
        expect(await subscriptions()).to.deep.equal([3, CHANNELS.toSorted()]);
        told.length = 0;
        const bytes = Buffer.from([0x7b, 0x62, 0x7d, 0xff, 0xfe]);
        await cluster.ssubscribe(bytes);
        cluster.on('smessage_buffer', (...news) => told.push(['smessage_buffer', ...news]));
        for (const channel of [...CHANNELS, bytes]) {
          expect(await cluster.spublish(channel, `to ${channel}`)).to.equal(1);
        }
        await waitUntil('all messages', async () => told.length >= 11);
        expect(told.filter(([event]) => event === 'smessage')).to.have.deep.members([
          ...CHANNELS.map((channel) => ['smessage', channel, `to ${channel}`]),
          ['smessage', bytes.toString(), `to ${bytes}`],
        ]);
        expect(told.filter(([event]) => event === 'smessage_buffer')).to.deep.include([
          'smessage_buffer',
          bytes,
          Buffer.from(`to ${bytes}`),
        ]);
        told.length = 0;
        expect(await cluster.sunsubscribe('c', 'never begun')).to.equal('never begun');
        expect(await cluster.sunsubscribe()).to.equal(bytes.toString());
        expect(told.map(([event, , count]) => [event, count])).to.deep.equal([
          ['sunsubscribe', 4],
          ['sunsubscribe', 4],
          ['sunsubscribe', 3],
          ['sunsubscribe', 2],
          ['sunsubscribe', 1],
          ['sunsubscribe', 0],
        ]);
        await waitUntil('all to be closed', async () => (await subscriptions())[0] === 0);
        expect(await cluster.sunsubscribe()).to.equal(null);
      });

      it('follows a slot that moves, to and fro, and disturbs no other channel', async () => {
        const cluster = connect();
        await cluster.ssubscribe(CHANNELS);
        await cluster.subscribe('plain');
        told.length = 0;
        const slot = slotOf('b');
        const home = await local.ownerOf(slot);
        // In another slot of the same master.
        const beside = await channelAt(local, home, slot);
        await cluster.ssubscribe(beside);
        const numbers: number[] = [];
        cluster.on('smessage', (channel, message) => {
          if (channel === beside) {
            numbers.push(Number(message));
          }
        });
        let isOver = false;
        let published = 0;
        const publishing = (async () => {
          while (!isOver) {
            published += 1;
            await home.command('SPUBLISH', beside, String(published));
            await sleep(2);
          }
        })();
        try {
          for (const to of [await anotherThan(home), home]) {
            await local.moveSlot(slot, to);
            told.length = 0;
            await hears('b');
            await hears('{b}2');
          }
        } finally {
          isOver = true;
          await publishing;
        }
        await waitUntil('all numbers', async () => numbers.length >= published);
        expect(numbers).to.deep.equal(Array.from({ length: published }, (_, i) => i + 1));
        expect(told.filter(([event]) => event !== 'smessage')).to.deep.equal([]);
        expect((await subscriptions())[1]).to.deep.equal([...CHANNELS, beside].toSorted());
        expect(await cluster.sunsubscribe('b')).to.equal('b');
        expect(await cluster.spublish('b', 'x')).to.equal(0);
      });

      it('finds the master of a slot that moved unnoticed, to begin and to end', async () => {
        const cluster = connect();
        await cluster.ping();
        const slot = slotOf('a');
        const home = await local.ownerOf(slot);
        await local.moveSlot(slot, await anotherThan(home));
        expect(await cluster.ssubscribe('a', 'c')).to.equal('c');
        await hears('a');
        await local.moveSlot(slot, home);
        expect(await cluster.sunsubscribe('a')).to.equal('a');
        await waitUntil('it to be ended', async () => (await subscriptions())[1].join() === 'c');
      });

      it('passes on that a user may not listen to a channel, and keeps none of that call', async () => {
        const cluster = connect();
        await Promise.all(
          local.nodes.map((node) => node.command('ACL', 'SETUSER', 'default', 'resetchannels', '&a', '&b')),
        );
        try {
          const error = await cluster.ssubscribe('a', 'b', 'c').catch((reason: Error) => reason);
          expect(error).to.include({ code: 'NOPERM', command: 'SSUBSCRIBE' });
          expect(await cluster.ssubscribe('b')).to.equal('b');
          await waitUntil('the others to be ended', async () => (await subscriptions())[1].join() === 'b');
        } finally {
          await Promise.all(local.nodes.map((node) => node.command('ACL', 'SETUSER', 'default', 'allchannels')));
        }
      });
    });
  }

  it('is refused over redis 4, with a reason', async () => {
    const family = FAMILIES.find(({ name }) => name === 'redis-4');
    const cluster = new RedisCluster({ servers: local.servers, createClient: family?.createClient as never });
    const error = await cluster.ssubscribe('a').catch((reason: Error) => reason);
    expect(error).to.include({ code: 'UNSUPPORTED', command: 'SSUBSCRIBE' });
    expect((error as Error).message).to.include('redis 4');
    expect(await cluster.spublish('a', 'x')).to.equal(0);
    await cluster.quit();
  });
});

describe('sharded publish/subscribe, when a master dies', () => {
  let local: LocalCluster;
  let contenders: Awaited<ReturnType<typeof openAll>>;

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    contenders = await openAll(local.servers);
  });

  after(async () => {
    await closeAll(contenders ?? []);
    await local?.stop();
  });

  it('subscribes at the replica that took over, over every family, and delivers no message twice', async () => {
    const heard = new Map<string, string[]>();
    const able = contenders.filter(({ family }) => SUPPORTED.some(({ name }) => name === family));
    await Promise.all(
      able.map(({ family, cluster }) => {
        const messages: string[] = [];
        heard.set(family, messages);
        cluster.on('smessage', (_channel, message) => messages.push(message));
        return cluster.ssubscribe('a', 'b', 'c');
      }),
    );
    const victim = await local.ownerOf(slotOf('a'));
    await victim.kill();
    await waitUntil('a replica to take over', async () => (await local.masters()).length === 3);
    let count = 0;
    await waitUntil('all to hear again', async () => {
      count += 1;
      await contenders[0]?.cluster.spublish('a', `${count}`);
      return [...heard.values()].every((messages) => messages.length > 20);
    });
    for (const [family, messages] of heard) {
      const numbers = messages.map(Number);
      expect(numbers, family).to.deep.equal([...new Set(numbers)].toSorted((a, b) => a - b));
    }
  });
});

/** A channel at a master, in another slot than this one. */
async function channelAt(local: LocalCluster, master: LocalNode, slot: number): Promise<string> {
  for (let i = 0; ; i += 1) {
    const channel = `beside:${i}`;
    if (slotOf(channel) !== slot && (await local.ownerOf(slotOf(channel))) === master) {
      return channel;
    }
  }
}
