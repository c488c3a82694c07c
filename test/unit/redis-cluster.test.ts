import { once } from 'node:events';
import { expect } from 'chai';
import calculateSlot from 'cluster-key-slot';
import IoredisMock from 'ioredis-mock';
import sinon from 'sinon';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FakeCluster, replyError, SILENCE } from '../support/fake-cluster.js';
import { waitUntil } from '../support/local-cluster/wait.js';
import { OpenClusters } from '../support/open-clusters.js';

describe('RedisCluster', () => {
  afterEach(() => sinon.restore());

  const open = new OpenClusters();

  const connect = (fake = new FakeCluster(), options?: Partial<RedisClusterOptions>) => open.over(fake, options);

  describe('life', () => {
    it('emits connect and ready once each, with what libraries for node_redis look at in place', async () => {
      const cluster = connect();
      const events: string[] = [];
      for (const event of ['connect', 'ready']) {
        cluster.on(event, () => events.push(event));
      }
      expect(cluster).to.include({ connected: false, ready: false, closing: false, address: '127.0.0.1:1' });
      await once(cluster, 'ready');
      await cluster.set('a', 1);
      expect(events).to.deep.equal(['connect', 'ready']);
      expect(cluster).to.include({ connected: true, ready: true, closing: false, should_buffer: false });
      expect(cluster.server_info.versions).to.deep.equal([7, 0, 15]);
      expect(cluster.connection_options).to.deep.equal({ servers: [{ host: '127.0.0.1', port: 1 }] });
      expect(cluster.options).to.include({ maxRedirections: 16, multi: 'batch', return_buffers: false });
    });

    it('counts what is sent and what waits', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      const early = cluster.set('a', 1);
      expect(cluster).to.include({ offline_queue_length: 1, command_queue_length: 0, should_buffer: true });
      await early;
      fake.server(2).handler = () => SILENCE;
      cluster.get('a', () => {});
      expect(cluster).to.include({ offline_queue_length: 0, command_queue_length: 1, should_buffer: false });
    });

    it('answers commands issued before it is ready, in order', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await Promise.all(['1', '2', '3'].map((value) => cluster.set('b', value)));
      expect(fake.server(1).commands.map((command) => command[2])).to.deep.equal(['1', '2', '3']);
    });

    it('quits before it was ready once what was issued has its answer', async () => {
      const cluster = connect();
      const reply = cluster.set('a', 1);
      const quitting = cluster.quit();
      expect([await reply, await quitting]).to.deep.equal(['OK', 'OK']);
    });

    it('is emptied by end(): callbacks get an error, and later calls too', async () => {
      const cluster = connect();
      const error = await new Promise<Error & { code?: string }>((resolve) => {
        cluster.get('a', (reason) => resolve(reason as Error));
        cluster.end(false);
      });
      expect(error).to.include({ code: 'NR_CLOSED', command: 'GET' });
      const later = await cluster.get('a').catch((reason: Error) => reason);
      expect(later).to.include({ code: 'NR_CLOSED', command: 'GET' });
      expect(cluster.closing).to.equal(true);
    });

    it('warns of end() without flush, and of two kinds of buffers at once', async () => {
      const cluster = connect(new FakeCluster(), { return_buffers: true, detect_buffers: true });
      const [first] = await once(cluster, 'warning');
      expect(first).to.include('return_buffers');
      cluster.end();
      const [second] = await once(cluster, 'warning');
      expect(second).to.include('flush');
    });

    it('has node_redis’s other spelling of what it tells of itself', async () => {
      const cluster = connect(new FakeCluster());
      await cluster.set('b', 1);
      cluster.set('b', 2);
      expect(cluster.commandQueueLength).to.equal(1);
      expect(cluster.offlineQueueLength).to.equal(cluster.offline_queue_length);
      expect(cluster.shouldBuffer).to.equal(cluster.should_buffer);
      expect(cluster.connectionId).to.equal(cluster.connection_id);
      expect(cluster.serverInfo).to.equal(cluster.server_info);
    });

    it('is duplicated with its options, and others', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake, { prefix: 'a:' });
      const copy = cluster.duplicate({ prefix: 'b:' });
      open.keep(copy);
      await copy.set('x', 1);
      const ready = await new Promise<RedisCluster>((resolve, reject) => {
        cluster.duplicate((error, third) => (error === null ? resolve(third as RedisCluster) : reject(error)));
      });
      open.keep(ready);
      expect(ready.ready).to.equal(true);
      await ready.set('x', 2);
      const keys = fake.servers.flatMap((server) => server.commands.map((command) => command[1]));
      expect(keys.toSorted()).to.deep.equal(['a:x', 'b:x']);
    });
  });

  describe('errors that nobody listens for', () => {
    it('are emitted, as in node_redis, and do not end the process', async () => {
      const unhandled = sinon.spy();
      process.on('unhandledRejection', unhandled);
      const fake = new FakeCluster();
      fake.server(2).handler = () => replyError('ERR no');
      const cluster = connect(fake);
      cluster.set('a', 1);
      const [error] = await once(cluster, 'error');
      expect(error).to.include({ code: 'ERR', command: 'SET' });
      cluster.set('a', {} as never);
      const [invalid] = await once(cluster, 'error');
      expect(invalid).to.include({ code: 'INVALID_ARGUMENT', command: 'SET' });
      await new Promise(setImmediate);
      process.off('unhandledRejection', unhandled);
      expect(unhandled.callCount).to.equal(0);
    });

    it('are those of a batch too, but for those that callbacks of its commands get', async () => {
      const fake = new FakeCluster();
      fake.server(2).handler = () => replyError('ERR no');
      const cluster = connect(fake);
      const emitted: unknown[] = [];
      cluster.on('error', ({ command, args }) => emitted.push([command, ...args]));
      const told = sinon.spy();
      cluster.batch().set('a', 1).set('b', 2).incr('a').get('a', told).exec();
      await waitUntil('all were answered', async () => emitted.length === 2);
      expect(told.args.map(([error]) => error.code)).to.deep.equal(['ERR']);
      cluster.multi().append('a', 'x').set('b', 2).exec();
      await waitUntil('all were answered', async () => emitted.length === 3);
      expect(emitted).to.deep.equal([
        ['SET', 'a', '1'],
        ['INCR', 'a'],
        ['APPEND', 'a', 'x'],
      ]);
    });

    it('are not emitted when somebody gets the replies of a batch', async () => {
      const fake = new FakeCluster();
      fake.server(2).handler = () => replyError('ERR no');
      const cluster = connect(fake);
      const emitted = sinon.spy();
      cluster.on('error', emitted);
      await cluster.batch().set('a', 1).exec();
      await new Promise((resolve) => cluster.batch().set('a', 1).exec(resolve));
      await new Promise(setImmediate);
      expect(emitted.callCount).to.equal(0);
    });

    it('are not emitted when a callback or a promise gets them', async () => {
      const fake = new FakeCluster();
      fake.server(2).handler = () => replyError('ERR no');
      const cluster = connect(fake);
      const emitted = sinon.spy();
      cluster.on('error', emitted);
      await cluster.set('a', 1).catch(() => {});
      await new Promise((resolve) => cluster.set('a', 1, resolve));
      await new Promise(setImmediate);
      expect(emitted.callCount).to.equal(0);
    });

    it('of listeners that throw reach the process, and cost nothing', async () => {
      const listeners = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      const uncaught: string[] = [];
      const note = (error: Error) => uncaught.push(error.message);
      process.on('uncaughtException', note);
      try {
        const cluster = connect();
        for (const event of ['connect', 'ready', 'end']) {
          cluster.on(event, () => {
            throw new Error(`from ${event}`);
          });
        }
        expect(await cluster.set('a', 1)).to.equal('OK');
        expect(await cluster.quit()).to.equal('OK');
        await new Promise(setImmediate);
        expect(uncaught).to.deep.equal(['from connect', 'from ready', 'from end']);
      } finally {
        process.off('uncaughtException', note);
        for (const listener of listeners) {
          process.on('uncaughtException', listener);
        }
      }
    });

    it('of callbacks that throw reach the process, and the next callback is called all the same', async () => {
      const cluster = connect();
      await cluster.ping();
      const listeners = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      const uncaught = new Promise<Error>((resolve) => process.once('uncaughtException', resolve));
      try {
        cluster.set('a', 1, () => {
          throw new Error('from a callback');
        });
        const next = await cluster.set('a', 2);
        expect(next).to.equal('OK');
        expect((await uncaught).message).to.equal('from a callback');
      } finally {
        for (const listener of listeners) {
          process.on('uncaughtException', listener);
        }
      }
    });
  });

  describe('arguments', () => {
    for (const [what, value] of [
      ['undefined', undefined],
      ['null', null],
      ['an object', {}],
      ['a function in the middle', () => {}],
      ['a symbol', Symbol('x')],
    ] as const) {
      it(`that are ${what} are refused with the name of the command, and nothing is sent`, async () => {
        const fake = new FakeCluster();
        const cluster = connect(fake);
        await cluster.ping();
        const { length } = fake.server(2).commands;
        const error = await cluster.set('a', value as never, 'NX').catch((reason: Error) => reason);
        expect(error).to.include({ code: 'INVALID_ARGUMENT', command: 'SET' });
        expect((error as Error).message).to.match(/The SET command was given .* as argument 2/);
        const called = await new Promise((resolve) => cluster.set('a', value as never, 'NX', resolve));
        expect(called).to.include({ code: 'INVALID_ARGUMENT' });
        expect(fake.server(2).commands).to.have.length(length);
      });
    }

    it('may end with an undefined callback', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      expect(await cluster.get('a', undefined)).to.equal('OK');
      expect(fake.server(2).commands).to.deep.equal([['get', 'a']]);
    });

    it('of send_command are checked', () => {
      const cluster = connect();
      expect(() => cluster.send_command(7 as never)).to.throw('name of a command must be a string, got 7');
      expect(() => cluster.send_command('get', 'a' as never)).to.throw("as an array, got 'a'");
      expect(() => cluster.send_command('get', ['a'], 'x' as never)).to.throw("a function as callback, got 'x'");
      expect(() => cluster.batch([[7, 'a']])).to.throw('got 7 as a name');
    });
  });

  describe('commands', () => {
    it('are all there in lower and in upper case, on the prototype', () => {
      for (const name of [
        'get',
        'xautoclaim',
        'restore-asking',
        'restore_asking',
        'quit',
        'multi',
        'object',
        'select',
      ]) {
        expect(RedisCluster.prototype).to.have.property(name).that.is.a('function');
        expect(RedisCluster.prototype).to.have.property(name.toUpperCase()).that.is.a('function');
      }
      const multi = connect().multi();
      expect(multi.GET('a').get('b').EXEC).to.equal(multi.exec);
    });

    for (const [name, ...args] of [
      ['exec'],
      ['monitor'],
      ['auth', 'x'],
      ['readonly'],
      ['shutdown'],
      ['select', 1],
      ['client', 'reply', 'off'],
      ['swapdb', 0, 1],
    ] as const) {
      it(`refuses ${[name, ...args].join(' ')}, with a reason`, async () => {
        const fake = new FakeCluster();
        const cluster = connect(fake);
        await cluster.ping();
        const sent = fake.servers.map((server) => server.log.length);
        const error = await cluster.call(name, ...args).catch((reason: Error) => reason);
        expect(error).to.include({ code: 'UNSUPPORTED', command: name.toUpperCase() });
        expect((error as Error).message).to.match(
          new RegExp(`^${name.toUpperCase()} cannot be sent to a cluster: .{20}`),
        );
        expect(fake.servers.map((server) => server.log.length)).to.deep.equal(sent);
      });
    }

    it('that no table has are looked up once, and routed by their keys', async () => {
      const fake = new FakeCluster();
      for (const server of fake.servers) {
        server.handler = (name) =>
          name === 'command' ? [['json.get', -2, ['readonly'], 1, 1, 1, []]] : `json from ${server.port}`;
      }
      const cluster = connect(fake);
      expect(await cluster.call('JSON.GET', 'a')).to.equal('json from 2');
      expect(await cluster.call('json.get', 'b')).to.equal('json from 1');
      const lookups = fake.servers.flatMap((server) => server.commands.filter(([name]) => name === 'command'));
      expect(lookups).to.deep.equal([['command', 'INFO', 'json.get']]);
      // Known from now on, to batches too, and with a callback that is none.
      expect(await cluster.batch([['json.get', 'a']]).exec()).to.deep.equal(['json from 2']);
      expect(await cluster.call('json.get', 'b', undefined)).to.equal('json from 1');
    });

    it('that no table has are looked up once, however many calls race for it, also when quit() follows', async () => {
      const fake = new FakeCluster();
      for (const server of fake.servers) {
        server.handler = (name) => (name === 'command' ? [null] : 'done');
      }
      const cluster = connect(fake);
      const replies = Array.from({ length: 100 }, () => cluster.call('x.y', 'a'));
      await cluster.quit();
      expect(await Promise.all(replies)).to.deep.equal(replies.map(() => 'done'));
      const lookups = fake.servers.flatMap((server) => server.commands.filter(([name]) => name === 'command'));
      expect(lookups).to.have.length(1);
    });

    it('may have very many arguments', async () => {
      const fake = new FakeCluster();
      fake.server(2).handler = (_name, args) => args.length;
      const cluster = connect(fake);
      const members = Array.from({ length: 200_000 }, (_, i) => i);
      expect(await cluster.send_command('sadd', ['a', ...members])).to.equal(200_001);
    });

    it('answer after the call has returned, also when nothing was sent', async () => {
      const cluster = connect();
      await cluster.ping();
      const order: string[] = [];
      await new Promise<void>((resolve) => {
        cluster.rename('a', 'b', () => {
          order.push('answer');
          resolve();
        });
        order.push('return');
      });
      expect(order).to.deep.equal(['return', 'answer']);
    });

    it('show errors with the keys that the caller knows, without the prefix', async () => {
      const fake = new FakeCluster();
      fake.server(1).handler = fake.server(2).handler = () => replyError('OOM x');
      const cluster = connect(fake, { prefix: 'p:' });
      const error = await cluster.mset('a', 1, 'b', 2).catch((reason: unknown) => reason);
      expect(error).to.have.property('args').that.deep.equals(['a', '1', 'b', '2']);
      expect((error as { keys: { key: string }[] }).keys.map(({ key }) => key)).to.deep.equal(['a', 'b']);
      const single = await cluster.get('a').catch((reason: unknown) => reason);
      expect(single).to.have.property('args').that.deep.equals(['a']);
    });
  });

  it('works over ioredis-mock, one client per server', async () => {
    const slots = [
      [0, 8191, ['127.0.0.1', 7000, 'a']],
      [8192, 16383, ['127.0.0.1', 7001, 'b']],
    ];
    const clients = new Map<number, InstanceType<typeof IoredisMock>>();
    const cluster = connect(undefined, {
      servers: [{ port: 7000 }],
      createClient: (port, host) => {
        const client = new IoredisMock({ host, port });
        sinon.stub(client, 'cluster').resolves(slots as never);
        clients.set(port, client);
        return client;
      },
    });
    await cluster.flushall();
    expect(await cluster.mset('a', 1, 'b', 2)).to.equal('OK');
    expect(await cluster.mget('a', 'b', 'missing')).to.deep.equal(['1', '2', null]);
    await cluster.hset('hash', { field: 'value' });
    expect(await cluster.hgetall('hash')).to.deep.equal({ field: 'value' });
    expect(await cluster.hgetall('missing')).to.equal(null);
    expect(await cluster.multi().incr('{a}n').incr('{a}n').exec()).to.deep.equal([1, 2]);
    expect(await cluster.multi().incr('x').incr('y').exec()).to.deep.equal([1, 1]);
    const error = await cluster.lpush('a', 1).catch((reason: Error) => reason);
    expect(error).to.include({ command: 'LPUSH' });
    // Each key is in the store of the server that owns its slot.
    for (const key of ['a', 'b']) {
      const owner = clients.get(calculateSlot(key) < 8192 ? 7000 : 7001);
      expect(await owner?.exists(key)).to.equal(1);
    }
    const binary = connect(undefined, { ...cluster.options, return_buffers: true } as never);
    expect(await binary.get('a')).to.deep.equal(Buffer.from('1'));
  });
});
