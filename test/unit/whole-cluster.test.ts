import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { gatheringOf } from '../../lib/command/policy.js';
import { type Spec, specFor } from '../../lib/command/table.js';
import { type EmbeddedCluster, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { waitUntil } from '../support/local-cluster/wait.js';

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    (reply) => ({ reply }),
    ({ code, message }) => ({ code, message }),
  );

describe('commands for the whole cluster', () => {
  const merged = (call: string, ...replies: unknown[]) => {
    const [name = '', ...args] = call.split(' ');
    return gatheringOf(specFor(name) as Spec, args)?.merge(replies);
  };
  const scopeOf = (call: string) => {
    const [name = '', ...args] = call.split(' ');
    const { needs, onReplicas } = gatheringOf(specFor(name) as Spec, args) ?? {};
    return [needs, onReplicas];
  };

  describe('have their replies put together', () => {
    const cases: [call: string, replies: unknown[], whole: unknown][] = [
      ['dbsize', [1, 2, 4], 7],
      ['keys *', [['a'], [], ['b', 'c']], ['a', 'b', 'c']],
      ['flushall', ['OK', 'OK'], 'OK'],
      ['wait 1 0', [3, 1, 2], 1],
      [
        'waitaof 1 1 0',
        [
          [1, 2],
          [0, 3],
        ],
        [0, 2],
      ],
      [
        'script exists a b c',
        [
          [1, 1, 0],
          [1, 0, 0],
        ],
        [1, 0, 0],
      ],
      ['randomkey', [null, null], null],
      ['randomkey', [null, 'k'], 'k'],
      ['slowlog len', [1, 2], 3],
      [
        'slowlog get',
        [[[1, 'a']], [[1, 'b']]],
        [
          [1, 'a'],
          [1, 'b'],
        ],
      ],
      ['pubsub channels', [['a', 'b'], ['b']], ['a', 'b']],
      [
        'pubsub shardnumsub a b',
        [
          ['a', 1, 'b', 0],
          ['a', 2, 'b', 0],
        ],
        ['a', 3, 'b', 0],
      ],
      ['pubsub numsub', [[], []], []],
      ['pubsub numpat', [1, 1], 2],
    ];
    for (const [call, replies, whole] of cases) {
      it(`${call}: ${JSON.stringify(replies)}`, () => {
        expect(merged(call, ...replies)).to.deep.equal(whole);
      });
    }

    it('of any server where one is as good as another', () => {
      for (const call of ['ping', 'info', 'time', 'client list', 'memory stats', 'latency doctor', 'config get *']) {
        expect(scopeOf(call), call).to.deep.equal([undefined, undefined]);
      }
    });
  });

  it('need all servers, all masters, or one of them', () => {
    for (const call of ['config set a b', 'config resetstat', 'acl setuser u', 'acl save', 'slowlog reset']) {
      expect(scopeOf(call), call).to.deep.equal(['all', true]);
    }
    for (const call of ['slowlog len', 'slowlog get', 'latency reset', 'pubsub channels', 'pubsub numpat']) {
      expect(scopeOf(call), call).to.deep.equal(['masters', true]);
    }
    for (const call of ['flushall', 'script load x', 'function flush', 'dbsize', 'memory purge', 'client setname n']) {
      expect(scopeOf(call), call).to.deep.equal(['masters', false]);
    }
    expect(scopeOf('script kill')).to.deep.equal(['one', false]);
  });

  describe('on servers', () => {
    let embedded: EmbeddedCluster;
    let cluster: RedisCluster;

    beforeEach(async () => {
      embedded = await startEmbeddedCluster({ masters: 2 });
      cluster = new RedisCluster({ servers: embedded.servers });
    });

    afterEach(async () => {
      cluster.end(true);
      await embedded.stop();
    });

    it('WAITAOF is asked for a moment, and again until there are enough', async () => {
      const [first, second] = embedded.masters;
      first?.reply({ command: 'waitaof', times: 2, reply: [0, 0] });
      first?.reply({ command: 'waitaof', reply: [1, 1] });
      second?.reply({ command: 'waitaof', reply: [1, 2] });
      expect(await cluster.waitaof(1, 1, 5000)).to.deep.equal([1, 1]);
      const asked = embedded.masters.map(({ received }) => received.filter(({ command }) => command === 'waitaof'));
      expect(asked.map((calls) => calls.map(({ args }) => args.map(String)))).to.deep.equal([
        [1, 2, 3].map(() => ['1', '1', '1']),
        [['1', '1', '1']],
      ]);
    });

    it('WAIT answers with too few when its time is up, and with the error of a server', async () => {
      for (const master of embedded.masters) {
        master.reply({ command: 'wait', times: 10_000, reply: 0 });
      }
      expect(await cluster.wait(1, 20)).to.equal(0);
      embedded.masters[1]?.reply({ command: 'waitaof', error: 'ERR appendonly is disabled' });
      embedded.masters[0]?.reply({ command: 'waitaof', reply: [1, 1] });
      expect(await failureOf(cluster.waitaof(1, 1, 0))).to.deep.equal({
        code: 'ERR',
        message: 'ERR appendonly is disabled',
      });
    });

    it('are taken from whoever listens to connect, also after all connections were lost', async () => {
      const sizes: unknown[] = [];
      cluster.on('error', () => {});
      await cluster.set('k', 1);
      cluster.on('connect', () => {
        sizes.push(cluster.dbsize(), cluster.scan('0'), cluster.callEach('masters', 'PING'));
      });
      for (const node of embedded.nodes) {
        node.cut();
      }
      await waitUntil('it to be connected again', async () => sizes.length > 0);
      const [size, , pongs] = (await Promise.all(sizes)) as [number, unknown, { reply: string }[]];
      expect([size, pongs.map(({ reply }) => reply)]).to.deep.equal([1, ['PONG', 'PONG']]);
    });

    it('a channel is told from others by its bytes', () => {
      const [a, b] = [Buffer.from([0xff]), Buffer.from([0xfe])];
      expect(merged('pubsub channels', [a, b], [b])).to.deep.equal([a, b]);
    });

    it('a replica that was asked once and is lost is left alone', async () => {
      const other = await startEmbeddedCluster({ masters: 1, replicas: 1 });
      const client = new RedisCluster({ servers: other.servers });
      const errors: unknown[] = [];
      client.on('node error', (_error, { role }) => errors.push(role));
      expect(await client.callEach('replicas', 'PING')).to.have.length(1);
      other.replicas[0]?.kill();
      await waitUntil('it to be lost', async () => client.nodes('replicas')[0]?.client === undefined);
      // Long enough for several attempts.
      await sleep(500);
      expect(errors).to.deep.equal(['replica']);
      client.end(true);
      await other.stop();
    });

    it('WAIT is answered in time by a master that hangs, too', async function () {
      // Sooner than a command that waits for a server would be given up.
      this.timeout(15_000);
      await cluster.callEach('masters', 'PING');
      for (const master of embedded.masters) {
        master.hang();
      }
      expect(await failureOf(cluster.wait(1, 300))).to.have.property('code', 'CLUSTER_UNAVAILABLE');
    });

    it('CONFIG SET that one server refuses is an error', async () => {
      embedded.masters[1]?.reply({ command: 'config', error: 'ERR no' });
      expect(await failureOf(cluster.config('SET', 'a', 'b'))).to.deep.equal({ code: 'ERR', message: 'ERR no' });
    });

    it('callEach takes callbacks, Buffers and bad input as every command', async () => {
      const replies = await new Promise((resolve, reject) => {
        cluster.callEach('masters', 'ECHO', Buffer.from('x'), (error, all) => (error ? reject(error) : resolve(all)));
      });
      expect(replies).to.deep.equal(
        embedded.masters.map(({ port }) => ({ host: '127.0.0.1', port, role: 'master', error: null, reply: 'x' })),
      );
      expect(() => cluster.callEach('slaves' as 'all', 'PING')).to.throw(
        "callEach takes 'all', 'masters' or 'replicas', got 'slaves'",
      );
      expect(() => cluster.callEach('all', '')).to.throw("The name of a command must be a string, got ''");
      for (const call of [
        ['SCRIPT', 'DEBUG', 'YES'],
        ['CLIENT', 'NO-TOUCH', 'on'],
        ['BLPOP', 'k', 0],
        ['WAIT', 1, 0],
        ['SUBSCRIBE', 'c'],
        ['MONITOR'],
        ['MULTI'],
        ['QUIT'],
      ]) {
        const [name = '', ...args] = call as [string, ...(string | number)[]];
        const failure = await failureOf(cluster.callEach('all', name, ...args));
        expect(failure, name).to.have.property('code', 'UNSUPPORTED');
      }
      expect(await failureOf(cluster.callEach('all', 'GET', {} as string))).to.have.property(
        'code',
        'INVALID_ARGUMENT',
      );
      await cluster.quit();
      expect(await failureOf(cluster.callEach('all', 'PING'))).to.have.property('code', 'NR_CLOSED');
    });
  });
});
