import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect, isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster } from '../support/local-cluster/index.js';
import { waitUntil } from '../support/local-cluster/wait.js';
import { play } from '../support/pub-sub-script.js';
import { type SingleServer, startSingleServer } from '../support/single-server.js';

const require = createRequire(__filename);

// What node_redis does differently with: its options, and whether somebody listens to `message_buffer`.
const WAYS: [options: { return_buffers?: true; detect_buffers?: true }, listensToBuffers: boolean][] = [
  [{}, false],
  [{}, true],
  [{ detect_buffers: true }, true],
  [{ return_buffers: true }, true],
];

describe('publish/subscribe', () => {
  let local: LocalCluster;
  let single: SingleServer;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);

  /** The connections that subscribe, at each node. */
  const subscribers = async (): Promise<number[]> => {
    const lists = await Promise.all(
      local.nodes.map((node) => node.command<string>('CLIENT', 'LIST', 'TYPE', 'pubsub')),
    );
    return lists.map((list) => list.split('\n').filter((line) => line !== '').length);
  };

  /** What node_redis 3 tells with one server. */
  const toldByOneServer = async (options: object, listensToBuffers: boolean, tag: string): Promise<unknown[]> => {
    const { createClient } = require('node_redis-3');
    const client = createClient(single.port, '127.0.0.1', options);
    const publisher = createClient(single.port);
    const told = await play(client, publisher, listensToBuffers, tag);
    client.quit();
    publisher.quit();
    return told;
  };

  before(async () => {
    process.on('unhandledRejection', note);
    [local, single] = await Promise.all([startLocalCluster(), startSingleServer()]);
  });

  after(async () => {
    await Promise.all([local?.stop(), single?.stop()]);
    process.off('unhandledRejection', note);
    expect(unhandled).to.deep.equal([]);
  });

  for (const family of FAMILIES) {
    describe(`over ${family.name}`, () => {
      const open: RedisCluster[] = [];

      const connect = (options: Partial<RedisClusterOptions> = {}) => {
        const made = new RedisCluster({ servers: local.servers, createClient: family.createClient, ...options });
        open.push(made);
        return made;
      };

      afterEach(async () => {
        await Promise.all(open.splice(0).map((made) => made.quit()));
        await waitUntil('no subscriber to be left', async () => isDeepStrictEqual(await subscribers(), [0, 0, 0]));
      });

      WAYS.forEach(([options, listensToBuffers], i) => {
        const heard = listensToBuffers ? 'with' : 'without';
        it(`tells what node_redis 3 tells on one server, ${heard} Buffers heard, with ${inspect(options)}`, async () => {
          const tag = `${family.name}:${i}:`;
          const told = await play(connect(options), connect(), listensToBuffers, tag);
          const wanted = await toldByOneServer(options, listensToBuffers, tag);
          told.forEach((line, at) => {
            expect(line, `line ${at}`).to.deep.equal(wanted[at]);
          });
          expect(told).to.have.length(wanted.length);
        });
      });

      it('answers by promise too, and sends commands beside subscriptions', async () => {
        const cluster = connect();
        expect(await cluster.subscribe('a', 'b')).to.equal('b');
        expect(await cluster.psubscribe(['p*'])).to.equal('p*');
        expect(await cluster.mset('a', 1, 'b', 2)).to.equal('OK');
        expect(await cluster.mget('b', 'a')).to.deep.equal(['2', '1']);
        expect(await cluster.multi().incr('{t}n').del('{t}n').exec()).to.deep.equal([1, 1]);
        expect(await cluster.ping()).to.equal('PONG');
        expect(await cluster.send_command('subscribe', ['c'])).to.equal('c');
        expect((await subscribers()).toSorted()).to.deep.equal([0, 0, 1]);
        expect(await cluster.punsubscribe()).to.equal('p*');
        expect(await cluster.unsubscribe()).to.equal('c');
        await waitUntil('the connection to be closed', async () => isDeepStrictEqual(await subscribers(), [0, 0, 0]));
        expect(await cluster.get('a')).to.equal('1');
        expect(await cluster.call('PSUBSCRIBE', 'again')).to.equal('again');
      });

      it('gets each message once and in order, from whichever node it was published at', async () => {
        const cluster = connect();
        const got: string[] = [];
        cluster.on('message', (_channel, message) => got.push(message));
        await cluster.subscribe('a');
        const sent: string[] = [];
        for (let i = 0; i < 300; i += 1) {
          const node = local.nodes[i % 3] as LocalNode;
          sent.push(`${i}`);
          await node.command('PUBLISH', 'a', `${i}`);
        }
        await waitUntil('every message to come', async () => got.length >= sent.length);
        expect(got.toSorted()).to.deep.equal(sent.toSorted());
        for (const rest of [0, 1, 2]) {
          const ofOneNode = got.filter((message) => Number(message) % 3 === rest);
          expect(ofOneNode).to.deep.equal(ofOneNode.toSorted((a, b) => Number(a) - Number(b)));
        }
      });

      it('tells of a subscription before its messages, and of its end after them', async () => {
        const cluster = connect();
        const told: string[] = [];
        for (const event of ['subscribe', 'message', 'unsubscribe', 'psubscribe', 'pmessage', 'punsubscribe']) {
          cluster.on(event, (name) => told.push(`${event} ${name}`));
        }
        let publishing = true;
        const flood = (async () => {
          while (publishing) {
            await Promise.all(local.nodes.map((node) => node.command('PUBLISH', 'flood', 'x')));
            // No more than the bus between the nodes takes.
            await sleep(1);
          }
        })();
        try {
          await cluster.subscribe('other');
          for (let i = 0; i < 20; i += 1) {
            told.length = 0;
            await Promise.all([cluster.subscribe('flood'), cluster.psubscribe('flo*')]);
            await waitUntil(
              'messages to come',
              async () => told.includes('message flood') && told.includes('pmessage flo*'),
            );
            await Promise.all([cluster.unsubscribe('flood'), cluster.punsubscribe('flo*')]);
            for (const [begin, message, end] of [
              ['subscribe flood', 'message flood', 'unsubscribe flood'],
              ['psubscribe flo*', 'pmessage flo*', 'punsubscribe flo*'],
            ] as const) {
              expect(told.filter((line) => line === begin)).to.have.length(1);
              expect(told.indexOf(begin)).to.be.below(told.indexOf(message));
              expect(told.indexOf(end)).to.be.above(told.lastIndexOf(message));
            }
          }
        } finally {
          publishing = false;
          await flood;
        }
      });

      it('passes on that a user may not listen to a channel, and goes on with others', async () => {
        const cluster = connect();
        await cluster.subscribe('allowed:1');
        await Promise.all(
          local.nodes.map((node) => node.command('ACL', 'SETUSER', 'default', 'resetchannels', '&allowed:*')),
        );
        try {
          for (const command of ['subscribe', 'psubscribe'] as const) {
            const error = await cluster[command]('allowed:*', 'secret').catch((reason: Error) => reason);
            expect(error).to.include({ code: 'NOPERM', command: command.toUpperCase(), name: 'ReplyError' });
            expect((error as unknown as { args: unknown }).args).to.deep.equal(['allowed:*', 'secret']);
          }
          expect(await cluster.subscribe('allowed:2')).to.equal('allowed:2');
          expect(Object.keys(cluster.subscription_set)).to.deep.equal(['subscribe_allowed:1', 'subscribe_allowed:2']);
        } finally {
          await Promise.all(local.nodes.map((node) => node.command('ACL', 'SETUSER', 'default', 'allchannels')));
        }
      });

      it('subscribes again when its connection is cut, and tells nobody', async () => {
        const cluster = connect();
        const told: unknown[] = [];
        for (const event of ['subscribe', 'psubscribe', 'unsubscribe', 'error', 'message', 'pmessage']) {
          cluster.on(event, (...news) => told.push([event, ...news]));
        }
        await Promise.all([cluster.subscribe('a', Buffer.from([255])), cluster.psubscribe('p*')]);
        told.length = 0;
        const at = await subscribers();
        const former = local.nodes[at.indexOf(1)] as LocalNode;
        // In both orders: a call under way, and none.
        await former.command('CLIENT', 'KILL', 'TYPE', 'pubsub');
        const late = cluster.subscribe('late');
        await waitUntil('the subscriptions to be elsewhere', async () => {
          const now = await subscribers();
          return now.reduce((sum, count) => sum + count) === 1 && now.indexOf(1) !== at.indexOf(1);
        });
        expect(await late).to.equal('late');
        expect(told).to.deep.equal([['subscribe', 'late', 4]]);
        await waitUntil('all of them to hold', async () => {
          const counts = await Promise.all(
            local.nodes.map((node) => node.command<string[]>('PUBSUB', 'CHANNELS', '*')),
          );
          return counts.flat().length === 3;
        });
        told.length = 0;
        await former.command('PUBLISH', Buffer.from([255]), 'x');
        await former.command('PUBLISH', 'p1', 'y');
        await waitUntil('both messages to come', async () => told.length >= 2);
        expect(told.toSorted()).to.deep.equal([
          ['message', '\uFFFD', 'x'],
          ['pmessage', 'p*', 'p1', 'y'],
        ]);
      });
    });
  }
});
