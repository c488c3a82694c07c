import { channel as channelOf } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { spy } from 'sinon';
import { adapt } from '../../lib/client/adapt.js';
import type { Connection } from '../../lib/client/connection.js';
import type { Argument } from '../../lib/command/types.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { runFamilies } from '../support/run-families.js';
import { type SingleServer, startSingleServer } from '../support/single-server.js';

const require = createRequire(__filename);
const NODE_REDIS = ['node_redis-2', 'node_redis-3'];

const INCR = '*2\r\n$4\r\nincr\r\n$1\r\nk\r\n';
const LARGE = 'x'.repeat(70_000);
// Small and large ones, strings and Buffers, in turn: some are put together here, others written by the library.
const ITEMS: readonly Argument[] = Array.from({ length: 300 }, (_, i) => {
  const text = `${i}:${['', 'é€\u{1f600}', 'k'.repeat(40), 'k'.repeat(2000)][i % 4]}`;
  return i % 37 === 0 ? i + LARGE : i % 5 === 0 ? Buffer.from(text) : text;
});

describe('what leaves in one write, on real servers', () => {
  let local: LocalCluster;
  let single: SingleServer;

  before(async () => {
    [local, single] = await Promise.all([startLocalCluster({ masters: 3 }), startSingleServer()]);
  });

  after(() => Promise.all([local?.stop(), single?.stop()]));

  /** A connection to one server, and how to ask it. */
  async function connect(createClient: (port: number, host: string) => unknown) {
    const connection: Connection = adapt(createClient(single.port, '127.0.0.1'));
    await new Promise<void>((ready, lost) => connection.open({ ready, lost }));
    connection.joinWrites?.();
    const ask = (name: string, ...args: Argument[]) =>
      new Promise((resolve) => {
        connection.send({ name, args, buffers: false, settle: (error, reply) => resolve(error ?? reply) });
      });
    return { connection, ask };
  }

  /** A client of redis 5 or 6 for that server. */
  function create(name: string, options: object = {}) {
    return require(name).createClient({ ...options, socket: { port: single.port, host: '127.0.0.1' } });
  }

  for (const { name, createClient } of FAMILIES) {
    for (const coalesce of [true, false]) {
      it(`is in the order of the calls over ${name}, coalesce: ${coalesce}`, async () => {
        const cluster = new RedisCluster({ servers: local.servers, createClient, coalesce });
        await cluster.del('list');
        const lengths = ITEMS.map((item) => cluster.rpush('list', item));
        expect(await Promise.all(lengths)).to.deep.equal(ITEMS.map((_, i) => i + 1));
        expect(await cluster.lrange('list', 0, -1)).to.deep.equal(ITEMS.map(String));
        await cluster.quit();
      });
    }

    it(`comes before a quit of the same tick over ${name}`, async () => {
      const { connection, ask } = await connect(createClient);
      connection.cork?.();
      const replies = [ask('set', 'key', 'value'), ask('get', 'key')];
      const closed = connection.quit();
      connection.uncork?.();
      expect(await Promise.all(replies)).to.deep.equal(['OK', 'value']);
      await closed;
    });

    it(`is answered when its connection is lost before it left, over ${name}`, async () => {
      const { connection, ask } = await connect(createClient);
      connection.cork?.();
      const replies = [ask('set', 'key', 'value'), ask('get', 'key')];
      connection.destroy();
      connection.uncork?.();
      for (const reply of await Promise.all(replies)) {
        expect(reply).to.include({ name: 'ConnectionLostError' });
      }
    });
  }

  for (const name of NODE_REDIS) {
    it(`is seen by whoever looks at the commands of ${name}, with its place among others`, async () => {
      const seen: string[] = [];
      const cluster = new RedisCluster({
        servers: local.servers,
        createClient: (port, host) => {
          const client = require(name).createClient(port, host);
          const { internal_send_command: send } = client;
          client.internal_send_command = function (command: { command: string }) {
            seen.push(command.command);
            return send.call(this, command);
          };
          return client;
        },
      });
      expect(await Promise.all([cluster.set('k', 1), cluster.incr('k'), cluster.get('k')])).to.deep.equal([
        'OK',
        2,
        '2',
      ]);
      expect(seen.slice(-3)).to.deep.equal(['set', 'incr', 'get']);
      await cluster.quit();
    });

    it(`is in order where somebody begins to look at the commands of ${name}, over a busy connection`, async () => {
      const client = require(name).createClient(single.port, '127.0.0.1');
      const { connection, ask } = await connect(() => client);
      connection.cork?.();
      const replies = [ask('set', 'key', '1'), ask('incr', 'key')];
      const { internal_send_command: send } = client;
      const seen: string[] = [];
      client.internal_send_command = function (command: { command: string }) {
        seen.push(command.command);
        return send.call(this, command);
      };
      replies.push(ask('incr', 'key'), ask('get', 'key'));
      connection.uncork?.();
      expect(await Promise.all(replies)).to.deep.equal(['OK', 2, 3, '3']);
      expect(seen).to.deep.equal(['incr', 'get']);
      await connection.quit();
    });

    it(`is collected by ${name} only where that writes some of it itself`, async () => {
      const client = require(name).createClient(single.port, '127.0.0.1');
      const { connection, ask } = await connect(() => client);
      const cork = spy(client, 'cork');
      const uncork = spy(client, 'uncork');
      connection.cork?.();
      const small = [ask('set', 'key', '1'), ask('incr', 'key')];
      connection.uncork?.();
      expect(await Promise.all(small)).to.deep.equal(['OK', 2]);
      expect([cork.callCount, uncork.callCount]).to.deep.equal([0, 0]);
      connection.cork?.();
      const large = [
        ask('set', 'key', '1'),
        ask('append', 'key', LARGE),
        ask('set', 'key', LARGE),
        ask('strlen', 'key'),
      ];
      connection.uncork?.();
      expect(await Promise.all(large)).to.deep.equal(['OK', LARGE.length + 1, 'OK', LARGE.length]);
      expect([cork.callCount, uncork.callCount]).to.deep.equal([1, 1]);
      await connection.quit();
    });

    it(`has not left, as is known, when the socket of ${name} was closed before`, async () => {
      const client = require(name).createClient(single.port, '127.0.0.1');
      const { connection, ask } = await connect(() => client);
      connection.cork?.();
      client.stream.destroy();
      expect(await ask('incr', 'key')).to.include({ name: 'ConnectionLostError', sent: false });
      connection.destroy();
    });

    it(`may have any byte over ${name}`, async () => {
      const { connection, ask } = await connect((port, host) => require(name).createClient(port, host));
      connection.cork?.();
      const replies = [ask('set', 'key', Buffer.from([0xff, 0, 0x80])), ask('bitcount', 'key'), ask('strlen', 'key')];
      connection.uncork?.();
      expect(await Promise.all(replies)).to.deep.equal(['OK', 9, 3]);
      await connection.quit();
    });

    it(`has the names that ${name} was told to use`, async () => {
      const cluster = new RedisCluster({
        servers: local.servers,
        createClient: (port, host) => require(name).createClient(port, host, { rename_commands: { strlen: 'exists' } }),
      });
      await cluster.set('k', 'value');
      expect(await cluster.strlen('k')).to.equal(1);
      await cluster.quit();
    });
  }

  for (const name of ['redis-5', 'redis-6']) {
    for (const coalesce of [true, false]) {
      it(`is ${coalesce ? 'one string' : 'a string for each'} over ${name}, coalesce: ${coalesce}`, async () => {
        const cluster = new RedisCluster({
          servers: local.servers,
          createClient: (port, host) => require(name).createClient({ socket: { port, host } }),
          coalesce,
        });
        await cluster.set('k', '0');
        const write = spy(Socket.prototype, 'write');
        try {
          await Promise.all(Array.from({ length: 20 }, () => cluster.incr('k')));
          const strings = write.args.map(([chunk]) => String(chunk)).filter((chunk) => chunk.includes('incr'));
          expect(strings).to.deep.equal(coalesce ? [INCR.repeat(20)] : new Array(20).fill(INCR));
        } finally {
          write.restore();
        }
        expect(await cluster.get('k')).to.equal('20');
        await cluster.quit();
      });
    }

    it(`leaves over ${name} when the tick ends, not when the turn does`, async () => {
      const cluster = new RedisCluster({
        servers: local.servers,
        createClient: (port, host) => require(name).createClient({ socket: { port, host } }),
      });
      await cluster.set('k', '0');
      const write = spy(Socket.prototype, 'write');
      try {
        const replies = [cluster.incr('k'), cluster.incr('k')];
        await new Promise(process.nextTick);
        expect(write.args.map(([chunk]) => String(chunk))).to.deep.equal([INCR + INCR]);
        expect(await Promise.all(replies)).to.deep.equal([1, 2]);
      } finally {
        write.restore();
      }
      await cluster.quit();
    });

    it(`is in order, and told in order, where somebody looks at some of the commands of ${name}`, async () => {
      const client = create(name);
      const { connection, ask } = await connect(() => client);
      const added = spy(client._getQueue(), 'addCommand');
      connection.cork?.();
      const replies = [ask('set', 'key', '1'), ask('incr', 'key'), ask('incr', 'key')];
      expect(added.callCount).to.equal(0);
      const { sendCommand } = client;
      const seen: string[] = [];
      client.sendCommand = function (args: string[], options: unknown) {
        seen.push(args[0] as string);
        return sendCommand.call(this, args, options);
      };
      replies.push(ask('incr', 'key'), ask('get', 'key'));
      client.sendCommand = sendCommand;
      replies.push(ask('decr', 'key'));
      connection.uncork?.();
      const told: unknown[] = [];
      for (const reply of replies) {
        reply.then((value) => told.push(value));
      }
      expect(await Promise.all(replies)).to.deep.equal(['OK', 2, 3, 4, '4', 3]);
      expect(told).to.deep.equal(['OK', 2, 3, 4, '4', 3]);
      expect(seen).to.deep.equal(['incr', 'get']);
      added.resetHistory();
      connection.cork?.();
      const more = [ask('incr', 'key'), ask('incr', 'key')];
      connection.uncork?.();
      expect(await Promise.all(more)).to.deep.equal([4, 5]);
      expect(added.callCount, 'when those are answered').to.equal(0);
      await connection.quit();
    });

    it(`is told after what was sent before it, where only that has a promise of ${name}`, async () => {
      const client = create(name);
      const { connection, ask } = await connect(() => client);
      const other = await connect(() => create(name));
      await ask('set', 'key', '1');
      // So that the replies come in one packet.
      await other.ask('client', 'pause', '60000', 'write');
      const told: unknown[] = [];
      const incr = () => ask('incr', 'key').then((reply) => told.push(reply));
      const { sendCommand } = client;
      client.sendCommand = (...args: unknown[]) => sendCommand.apply(client, args);
      const replies = [incr()];
      client.sendCommand = sendCommand;
      await waitUntil('it to be sent', async () => !client._getQueue().isWaitingToWrite());
      const added = spy(client._getQueue(), 'addCommand');
      connection.cork?.();
      replies.push(incr(), incr());
      connection.uncork?.();
      expect([added.callCount, client._getQueue().isWaitingToWrite()]).to.deep.equal([0, false]);
      await other.ask('client', 'unpause');
      await Promise.all(replies);
      expect(told).to.deep.equal([2, 3, 4]);
      await Promise.all([connection.quit(), other.connection.quit()]);
    });

    it(`has not left, as is known, when the connection of ${name} is closed before`, async () => {
      const { connection, ask } = await connect(() => create(name));
      connection.cork?.();
      const replies = [ask('incr', 'key'), ask('get', 'key')];
      connection.destroy();
      for (const reply of await Promise.all(replies)) {
        expect(reply).to.include({ name: 'ConnectionLostError', sent: false });
      }
    });

    it(`may have left when the server of ${name} closes the connection before it answers`, async () => {
      const client = create(name);
      const { connection, ask } = await connect(() => client);
      const id = await ask('client', 'id');
      const told: number[] = [];
      const tell = (i: number) => (reply: unknown) => {
        told.push(i);
        return reply;
      };
      connection.cork?.();
      const replies = [ask('blpop', 'nothing', '0').then(tell(0)), ask('incr', 'key').then(tell(1))];
      const { sendCommand } = client;
      client.sendCommand = (...args: unknown[]) => sendCommand.apply(client, args);
      replies.push(ask('incr', 'key').then(tell(2)));
      connection.uncork?.();
      const other = await connect(() => create(name));
      expect(await other.ask('client', 'kill', 'id', String(id))).to.equal(1);
      for (const reply of await Promise.all(replies)) {
        expect(reply).to.include({ name: 'ConnectionLostError', sent: true });
      }
      expect(told).to.deep.equal([0, 1, 2]);
      connection.destroy();
      await other.connection.quit();
    });

    it(`may have left when the user of ${name} closes the client before it is answered`, async () => {
      const client = create(name);
      const { connection, ask } = await connect(() => client);
      const id = await ask('client', 'id');
      const other = await connect(() => create(name));
      connection.cork?.();
      const reply = ask('blpop', 'nothing', '0');
      connection.uncork?.();
      const isBlocked = async () => /cmd=blpop/.test(String(await other.ask('client', 'list', 'id', String(id))));
      await waitUntil('it to be there', isBlocked);
      client.destroy();
      expect(await reply).to.include({ name: 'ConnectionLostError', sent: true });
      await other.connection.quit();
    });

    it(`is told although what another reply of ${name} leads to goes wrong`, async () => {
      const { connection, ask } = await connect(() => create(name));
      const listeners = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      const uncaught = new Promise<Error>((resolve) => process.once('uncaughtException', resolve));
      try {
        const settle = () => {
          throw new Error('from a reply');
        };
        connection.cork?.();
        connection.send({ name: 'get', args: ['key'], buffers: false, settle });
        const replies = [ask('set', 'key', '1'), ask('get', 'key')];
        connection.uncork?.();
        expect(await Promise.all(replies)).to.deep.equal(['OK', '1']);
        expect((await uncaught).message).to.equal('from a reply');
      } finally {
        for (const listener of listeners) {
          process.on('uncaughtException', listener);
        }
      }
      await connection.quit();
    });

    it(`leaves nothing to ${name} that it cannot make sense of when it is closed within a reply`, async () => {
      const client = create(name);
      const { connection, ask } = await connect(() => client);
      const errors: unknown[] = [];
      client.on('error', (error: unknown) => errors.push(error));
      const closed = new Promise<void>((resolve) => {
        const settle = () => {
          connection.destroy();
          setImmediate(resolve);
        };
        connection.cork?.();
        connection.send({ name: 'set', args: ['key', '1'], buffers: false, settle });
      });
      const reply = ask('get', 'key');
      connection.uncork?.();
      // It was in the same packet.
      expect(await reply).to.equal('1');
      await closed;
      expect([errors, client.isOpen]).to.deep.equal([[], false]);
    });

    it(`has the options that the user of ${name} wants for each command`, async () => {
      const client = create(name, { commandOptions: { timeout: 12_345 } });
      const { connection, ask } = await connect(() => client);
      const added = spy(client._getQueue(), 'addCommand');
      expect(connection.cork).to.equal(undefined);
      expect(await Promise.all([ask('set', 'key', '1'), ask('incr', 'key')])).to.deep.equal(['OK', 2]);
      expect(added.args.map(([, options]) => (options as { timeout: number }).timeout)).to.deep.equal([12_345, 12_345]);
      await connection.quit();
    });

    it(`comes before what the user of ${name} sends after it`, async () => {
      const client = create(name);
      const { connection, ask } = await connect(() => client);
      connection.cork?.();
      const replies = [ask('set', 'key', '1'), client.incr('key'), ask('incr', 'key'), client.get('key')];
      connection.uncork?.();
      expect(await Promise.all(replies)).to.deep.equal(['OK', 2, 3, '3']);
      await connection.quit();
    });

    it(`waits until the socket of ${name} has room for it, in order`, async () => {
      const client = create(name);
      const { connection, ask } = await connect(() => client);
      const queue = client._getQueue();
      await ask('del', 'list');
      const { pid } = single;
      process.kill(pid, 'SIGSTOP');
      const replies: Promise<unknown>[] = [];
      const items: string[] = [];
      try {
        while (items.length < 1000 || !queue.isWaitingToWrite()) {
          connection.cork?.();
          for (let i = 0; i < 100; i += 1) {
            // Some are encoded by the library.
            const item = `${items.length}:${'x'.repeat(i === 50 ? 70_000 : 2000)}`;
            items.push(item);
            replies.push(ask('rpush', 'list', item));
          }
          connection.uncork?.();
          await new Promise(setImmediate);
        }
        replies.push(client.rPush('list', 'of the user'));
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      items.push('of the user');
      expect(await Promise.all(replies)).to.deep.equal(items.map((_, i) => i + 1));
      expect(await ask('lrange', 'list', '0', '-1')).to.deep.equal(items);
      expect(queue.isWaitingToWrite()).to.equal(false);
      await connection.quit();
    });

    it(`is told to tracers of ${name}, command by command`, async () => {
      const { connection, ask } = await connect(() => create(name));
      const traced: unknown[] = [];
      const channel = channelOf('tracing:node-redis:command:start');
      const start = (context: unknown) => traced.push((context as { command: string }).command);
      channel.subscribe(start);
      try {
        connection.cork?.();
        const replies = [ask('set', 'key', '1'), ask('incr', 'key')];
        connection.uncork?.();
        expect(await Promise.all(replies)).to.deep.equal(['OK', 2]);
      } finally {
        channel.unsubscribe(start);
      }
      expect(traced).to.deep.equal(['SET', 'INCR']);
      await connection.quit();
    });
  }

  for (const name of ['ioredis-4', 'ioredis-5', 'ioredis-6', 'iovalkey']) {
    /** A client of ioredis for that server. */
    function createIoredis(options: object = {}) {
      const library = require(name);
      return new (library.default ?? library)(single.port, '127.0.0.1', options);
    }

    it(`has an entry in common in the queue of ${name}, and is told in order`, async () => {
      const client = createIoredis();
      const { connection, ask } = await connect(() => client);
      connection.cork?.();
      const replies = [ask('set', 'key', '1'), ask('incr', 'key'), ask('lpush', 'key', 'x'), ask('get', 'key')];
      const entries = new Set(Array.from(replies, (_, i) => client.commandQueue.peekAt(i)));
      connection.uncork?.();
      const [ok, two, error, text] = await Promise.all(replies);
      expect([ok, two, text]).to.deep.equal(['OK', 2, '2']);
      expect(error)
        .to.include({ name: 'ReplyError' })
        .and.have.deep.property('command', {
          name: 'lpush',
          args: ['key', 'x'],
        });
      expect(entries.size).to.equal(1);
      await connection.quit();
    });

    it(`is collected by the socket of ${name} only where ioredis writes some of it itself`, async () => {
      const client = createIoredis();
      const { connection, ask } = await connect(() => client);
      const cork = spy(client.stream, 'cork');
      const uncork = spy(client.stream, 'uncork');
      connection.cork?.();
      const small = [ask('set', 'key', '1'), ask('incr', 'key')];
      connection.uncork?.();
      expect(await Promise.all(small)).to.deep.equal(['OK', 2]);
      expect([cork.callCount, uncork.callCount]).to.deep.equal([0, 0]);
      connection.cork?.();
      const large = [ask('set', 'key', '1'), ask('append', 'key', LARGE), ask('set', 'key', LARGE)];
      connection.uncork?.();
      expect(await Promise.all(large)).to.deep.equal(['OK', LARGE.length + 1, 'OK']);
      expect([cork.callCount, uncork.callCount]).to.deep.equal([1, 1]);
      await connection.quit();
    });

    it(`leaves to ${name} what tells in what state its connection is`, async () => {
      const client = createIoredis();
      const { connection, ask } = await connect(() => client);
      connection.cork?.();
      const replies = [ask('set', 'key', '1'), ask('select', '1'), ask('exists', 'key')];
      connection.uncork?.();
      expect(await Promise.all(replies)).to.deep.equal(['OK', 'OK', 0]);
      expect(client.condition.select).to.equal(1);
      await connection.quit();
    });

    if (name !== 'ioredis-4') {
      it(`has the timer of its socket over ${name}`, async () => {
        const client = createIoredis({ socketTimeout: 12_345 });
        const { connection, ask } = await connect(() => client);
        expect(client.socketTimeoutTimer).to.equal(undefined);
        connection.cork?.();
        const reply = ask('get', 'nothing');
        expect(client.socketTimeoutTimer).not.to.equal(undefined);
        connection.uncork?.();
        expect(await reply).to.equal(null);
        await connection.quit();
      });
    }

    if (name === 'ioredis-5' || name === 'ioredis-6') {
      it(`is told to tracers of ${name}, command by command`, async () => {
        const { connection, ask } = await connect(() => createIoredis());
        const traced: unknown[] = [];
        const channel = channelOf('tracing:ioredis:command:start');
        const start = (context: unknown) => traced.push((context as { command: string }).command);
        channel.subscribe(start);
        try {
          connection.cork?.();
          const replies = [ask('set', 'key', '1'), ask('incr', 'key')];
          connection.uncork?.();
          expect(await Promise.all(replies)).to.deep.equal(['OK', 2]);
        } finally {
          channel.unsubscribe(start);
        }
        expect(traced).to.deep.equal(['set', 'incr']);
        await connection.quit();
      });
    }

    it(`is in order where somebody puts a function of his own around sendCommand of ${name}, over a busy connection`, async () => {
      const client = createIoredis();
      const { connection, ask } = await connect(() => client);
      connection.cork?.();
      const replies = [ask('set', 'key', '1'), ask('incr', 'key')];
      const { sendCommand } = client;
      const seen: string[] = [];
      // Of its arguments, it knows the first only.
      client.sendCommand = function (command: { name: string }) {
        seen.push(command.name);
        return sendCommand.call(this, command);
      };
      replies.push(ask('incr', 'key'), ask('get', 'key'));
      connection.uncork?.();
      expect(await Promise.all(replies)).to.deep.equal(['OK', 2, 3, '3']);
      expect(seen).to.deep.equal(['incr', 'get']);
      await connection.quit();
    });
  }

  it('is answered in the domain of its call over node_redis', async () => {
    // In a process of its own: whoever loads `node:domain` changes the whole process.
    const program = join(__dirname, '../support/domain.ts');
    const inDomain = await runFamilies(program, [JSON.stringify(local.servers), ...NODE_REDIS]);
    expect(inDomain).to.deep.equal({ 'node_redis-2': true, 'node_redis-3': true });
  });
});
