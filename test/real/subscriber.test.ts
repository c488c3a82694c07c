import { expect } from 'chai';
import { Redis } from 'ioredis-5';
import { adaptSubscriber } from '../../lib/client/adapt.js';
import type { Subscriber } from '../../lib/client/subscriber.js';
import type { Kind } from '../../lib/command/subscribing.js';
import { FAMILIES } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/index.js';
import { type SingleServer, startSingleServer } from '../support/single-server.js';
import { TcpProxy } from '../support/tcp-proxy.js';

describe('a subscriber', () => {
  let server: SingleServer;
  let proxy: TcpProxy;
  let publisher: Redis;
  let subscriber: Subscriber | undefined;

  afterEach(() => subscriber?.destroy());

  before(async () => {
    server = await startSingleServer();
    proxy = await TcpProxy.start(server.port);
    publisher = new Redis(server.port);
  });

  after(async () => {
    publisher?.disconnect();
    await proxy?.close();
    await server?.stop();
  });

  for (const family of FAMILIES) {
    it(`begins a subscription again whose end is under way, over ${family.name}`, async () => {
      const told: string[] = [];
      const listening = adaptSubscriber(family.createClient(server.port, '127.0.0.1'), {
        message: (kind, channel, message) => told.push([kind, channel, message].join(' ')),
        dropped: () => told.push('dropped'),
      });
      subscriber = listening;
      await new Promise<void>((ready) => listening.open({ ready, lost: () => {} }));
      const change = (what: 'subscribe' | 'unsubscribe', kind: Kind, name: string) =>
        new Promise<Error | null>((settle) => listening[what](kind, [Buffer.from(name)], settle));
      for (const [kind, name] of [
        ['channel', 'again'],
        ['pattern', 'agai[n]'],
      ] as const) {
        await change('subscribe', kind, name);
        const changes = [
          change('unsubscribe', kind, name),
          change('subscribe', kind, name),
          change('unsubscribe', kind, name),
          change('subscribe', kind, name),
        ];
        expect(await Promise.all(changes)).to.deep.equal([null, null, null, null]);
        expect(await publisher.publish('again', kind)).to.equal(1);
        await waitUntil('the message', async () => told.includes(`${kind} again ${kind}`));
        expect(await change('unsubscribe', kind, name)).to.equal(null);
        expect(await publisher.publish('again', 'late')).to.equal(0);
      }
      expect(told).to.deep.equal(['channel again channel', 'pattern again pattern']);
    });

    it(`settles a subscription before its messages and its end after them, all in one packet, over ${family.name}`, async () => {
      const told: string[] = [];
      const listening = adaptSubscriber(family.createClient(proxy.port, '127.0.0.1'), {
        message: (kind, channel, message, pattern) => {
          told.push([kind, pattern ?? channel, channel, message].join(' '));
        },
        dropped: () => told.push('dropped'),
      });
      subscriber = listening;
      await new Promise<void>((ready) => listening.open({ ready, lost: () => {} }));
      const settled = (name: string) => (error: Error | null) => told.push(error === null ? name : error.message);
      const begin = (kind: Kind, name: string) =>
        listening.subscribe(kind, [Buffer.from(name)], settled(`begun ${kind} ${name}`));
      const end = (kind: Kind, name: string) =>
        listening.unsubscribe(kind, [Buffer.from(name)], settled(`ended ${kind} ${name}`));
      const reached = (channel: string, receivers: number) =>
        waitUntil(`${receivers} subscriptions`, async () => (await publisher.publish(channel, 'x')) === receivers);

      begin('channel', 'first');
      await waitUntil('the first', async () => told.length === 1);
      proxy.keepReplies();
      begin('channel', 'a');
      await reached('a', 1);
      await publisher.publish('first', '1');
      begin('pattern', 'a*');
      await reached('a', 2);
      end('channel', 'a');
      await reached('a', 1);
      end('channel', 'first');
      await reached('first', 0);
      // Whether the server has sent all of it.
      await publisher.ping();
      await waitUntil('the server to have answered all', async () => {
        const list = (await publisher.client('LIST')) as string;
        return /sub=0 psub=1 /.test(list);
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      proxy.release();
      await waitUntil('the last', async () => told.includes('ended channel first'));

      expect(told.filter((line) => /^(begun|ended)/.test(line))).to.deep.equal([
        'begun channel first',
        'begun channel a',
        'begun pattern a*',
        'ended channel a',
        'ended channel first',
      ]);
      for (const [begun, message, ended] of [
        ['begun channel a', 'channel a a x', 'ended channel a'],
        ['begun pattern a*', 'pattern a* a x', undefined],
        ['begun channel first', 'channel first first 1', 'ended channel first'],
      ] as const) {
        expect(told.indexOf(message), message).to.be.above(told.indexOf(begun));
        expect(told.lastIndexOf(message), message).to.be.below(ended === undefined ? told.length : told.indexOf(ended));
      }
      // In the order in which the server sent them.
      expect(told.indexOf('channel a a x')).to.be.below(told.indexOf('channel first first 1'));
      expect(told.indexOf('channel first first 1')).to.be.below(told.indexOf('pattern a* a x'));
    });
  }
});
