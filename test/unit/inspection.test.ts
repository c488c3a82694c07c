import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { expect } from 'chai';
import calculateSlot from 'cluster-key-slot';
import type { RedisCluster, RedisClusterOptions } from '../../lib/index.js';
import { FakeCluster, replyError } from '../support/fake-cluster.js';
import { waitUntil } from '../support/local-cluster/wait.js';
import { OpenClusters } from '../support/open-clusters.js';

const HOST = '127.0.0.1';
// Of 'a', at the second of two masters.
const SLOT = calculateSlot('a');

const range = (first: number, last: number, ...ports: number[]) => [
  first,
  last,
  ...ports.map((port) => [HOST, port, `id-${port}`]),
];

describe('looking inside', () => {
  const open = new OpenClusters();
  let fake: FakeCluster;

  const connect = (options: Partial<RedisClusterOptions> = {}) => open.over(fake, options);

  const connected = async (options: Partial<RedisClusterOptions> = {}) => {
    const cluster = connect(options);
    await once(cluster, 'fullReady');
    return cluster;
  };

  /** Events of a cluster, in their order: a name, and what came with it. */
  const record = (cluster: RedisCluster, ...names: string[]) => {
    const events: unknown[][] = [];
    for (const name of names) {
      cluster.on(name, (...news) => events.push([name, ...news]));
    }
    return events;
  };

  beforeEach(() => {
    fake = new FakeCluster([1, 2, 11, 12, 3]);
    fake.slots = [range(0, 8191, 1, 11), range(8192, 16383, 2, 12)];
  });

  describe('nodes()', () => {
    const view = (port: number, role: string, isConnected: boolean) => ({
      host: HOST,
      port,
      role,
      client: isConnected ? [...fake.server(port).clients][0] : undefined,
    });

    it('gives none before there is a map', () => {
      expect(connect().nodes()).to.deep.equal([]);
    });

    it('gives masters with the clients that were made for them, and replicas without', async () => {
      const cluster = await connected();
      const masters = [view(1, 'master', true), view(2, 'master', true)];
      const replicas = [view(11, 'replica', false), view(12, 'replica', false)];
      const clientsOf = (nodes: { client: unknown }[]) => nodes.map(({ client }) => client);
      for (const [got, expected] of [
        [cluster.nodes('masters'), masters],
        [cluster.nodes('replicas'), replicas],
        [cluster.nodes(), [...masters, ...replicas]],
        [cluster.nodes('all'), [...masters, ...replicas]],
      ] as const) {
        const plain = (nodes: readonly object[]) => nodes.map((node) => ({ ...node, client: undefined }));
        expect(plain(got)).to.deep.equal(plain(expected));
        expect(clientsOf([...got])).to.have.ordered.members(clientsOf([...expected]));
      }
    });

    it('gives the clients of replicas that are used', async () => {
      const cluster = await connected({ replicas: 'share' });
      await waitUntil('replicas to be connected', async () =>
        cluster.nodes('replicas').every(({ client }) => client !== undefined),
      );
    });

    it('takes no other word', async () => {
      for (const which of ['slaves', 'toString', null]) {
        expect(() => connect().nodes(which as never)).to.throw("'all', 'masters' or 'replicas'");
      }
    });
  });

  describe('the master of a slot or a key', () => {
    it('is the one of the map', async () => {
      const cluster = await connected();
      expect(cluster.getSlotMaster(0)).to.include({ host: HOST, port: 1, role: 'master' });
      expect(cluster.getSlotMaster(16383)?.client).to.equal([...fake.server(2).clients][0]);
      expect(cluster.nodeFor('a')?.port).to.equal(2);
      expect(cluster.nodeFor(Buffer.from('b'))?.port).to.equal(1);
      expect(cluster.nodeFor('b{a}')?.port).to.equal(2);
    });

    it('is that of the key with the prefix', async () => {
      const cluster = await connected({ prefix: '{b}' });
      expect(cluster.nodeFor('a')?.port).to.equal(1);
      expect(cluster.nodeFor(Buffer.from('a'))?.port).to.equal(1);
    });

    it('is undefined where there is none', async () => {
      expect(connect().getSlotMaster(0)).to.equal(undefined);
      fake.slots = [range(1, 16383, 1)];
      expect((await connected()).getSlotMaster(0)).to.equal(undefined);
    });

    it('takes slots and keys only', () => {
      const cluster = connect();
      for (const slot of [-1, 16384, 1.5, Number.NaN, '5', null]) {
        expect(() => cluster.getSlotMaster(slot as never)).to.throw('A slot is a number from 0 to 16383');
      }
      for (const key of [undefined, null, 5, {}]) {
        expect(() => cluster.nodeFor(key as never)).to.throw('A key is a string or a Buffer');
      }
    });
  });

  it('getSlots() gives ranges in order, and leaves out what nobody owns', async () => {
    fake.slots = [range(8192, 16383, 2), range(0, 99, 1, 11, 12), range(200, 8191, 1, 11, 12)];
    const cluster = await connected();
    const at = (port: number) => ({ host: HOST, port });
    expect(cluster.getSlots()).to.deep.equal([
      { first: 0, last: 99, master: at(1), replicas: [at(11), at(12)] },
      { first: 200, last: 8191, master: at(1), replicas: [at(11), at(12)] },
      { first: 8192, last: 16383, master: at(2), replicas: [] },
    ]);
    expect(JSON.parse(JSON.stringify(cluster.getSlots()))).to.deep.equal(cluster.getSlots());
  });

  describe("waitFor('ready')", () => {
    it('resolves when it is ready, and at once where it is', async () => {
      const cluster = connect();
      await Promise.all([cluster.waitFor('ready'), cluster.waitFor('ready')]);
      expect(cluster.ready).to.equal(true);
      await cluster.waitFor('ready');
    });

    it('is rejected when it ends first, with the cause', async () => {
      fake.server(1).refuses = true;
      const cluster = connect({ retryStrategy: () => null });
      cluster.on('error', () => {});
      const error = await cluster.waitFor('ready').catch((reason) => reason);
      expect(error).to.include({ code: 'NR_CLOSED' });
      expect(error.cause.errors[0].message).to.include('ECONNREFUSED');
      const later = await cluster.waitFor('ready').catch((reason) => reason);
      expect(later).to.include({ code: 'NR_CLOSED' });
    });

    it('is rejected when it is closed first', async () => {
      const cluster = connect();
      const waiting = cluster.waitFor('ready').catch((reason) => reason);
      cluster.end(true);
      expect(await waiting).to.include({ code: 'NR_CLOSED' });
    });

    it('calls back, once, where it is given a function', async () => {
      const cluster = connect();
      const calls: unknown[][] = [];
      cluster.waitFor('ready', (...call) => calls.push(call));
      await cluster.waitFor('ready');
      await new Promise<void>((resolve) => cluster.waitFor('ready', () => resolve()));
      expect(calls.map(([error]) => error)).to.deep.equal([null]);
    });

    it('calls back with the error when it ends first', async () => {
      const cluster = connect();
      const waiting = new Promise((resolve) => cluster.waitFor('ready', resolve));
      cluster.end(true);
      expect(await waiting).to.include({ code: 'NR_CLOSED' });
    });

    it('waits for nothing else, and calls nothing but functions', () => {
      expect(() => connect().waitFor('end' as never)).to.throw("waitFor takes 'ready', got 'end'");
      expect(() => connect().waitFor('ready', true as never)).to.throw(
        'waitFor takes a function as callback, got true',
      );
    });
  });

  describe('events', () => {
    const CHANGES = ['+node', '-node', 'topology'];

    it('tell of every node of the first map, and of fullReady once all masters are connected', async () => {
      fake.server(2).refuses = true;
      const cluster = connect();
      const events = record(cluster, '+node', 'ready', 'fullReady');
      await once(cluster, 'ready');
      await once(cluster, 'node error');
      fake.server(2).refuses = false;
      await once(cluster, 'fullReady');
      expect(events).to.have.deep.members([
        ['+node', { host: HOST, port: 1, role: 'master' }],
        ['+node', { host: HOST, port: 2, role: 'master' }],
        ['+node', { host: HOST, port: 11, role: 'replica' }],
        ['+node', { host: HOST, port: 12, role: 'replica' }],
        ['ready'],
        ['fullReady'],
      ]);
      expect(events.at(-1)).to.deep.equal(['fullReady']);
    });

    it('tell of fullReady again when a master was lost meanwhile', async () => {
      const cluster = await connected();
      const events = record(cluster, 'node error', 'fullReady');
      fake.server(2).drop();
      await once(cluster, 'fullReady');
      expect(events.map(([name]) => name)).to.deep.equal(['node error', 'fullReady']);
      const [, error, node] = events[0] as [string, Error, object];
      expect(error.message).to.match(/^127\.0\.0\.1:2: /);
      expect(node).to.deep.equal({ host: HOST, port: 2, role: 'master', client: undefined });
    });

    it('tell of a seed that is not there', async () => {
      fake.server(3).refuses = true;
      const cluster = connect({ servers: [{ port: 3 }] });
      const [error, node] = await once(cluster, 'node error');
      expect(error.message).to.include('ECONNREFUSED');
      expect(node).to.deep.equal({ host: HOST, port: 3, role: 'unknown', client: undefined });
    });

    it('tell of a slot that moves by MOVED, once, and of nothing when the next map says the same', async () => {
      const cluster = await connected();
      const events = record(cluster, ...CHANGES);
      fake.server(2).handler = (name) => (name === 'get' ? replyError(`MOVED ${SLOT} ${HOST}:1`) : 'OK');
      const others = [range(0, 8191, 1, 11), range(8192, SLOT - 1, 2, 12), range(SLOT + 1, 16383, 2, 12)];
      fake.slots = [...others, range(SLOT, SLOT, 1, 11)];
      const { fetches } = fake;
      await cluster.get('a');
      await waitUntil('another map', async () => fake.fetches > fetches);
      await cluster.set('a', 1);
      const [from, to] = [2, 1].map((port) => ({ host: HOST, port }));
      const moved = [{ first: SLOT, last: SLOT, from, to }];
      expect(events).to.deep.equal([['topology', { added: [], removed: [], roles: [], moved }]]);
    });

    it('tell of a master that is replaced by a stranger', async () => {
      const cluster = await connected();
      const events = record(cluster, ...CHANGES);
      fake.slots = [range(0, 8191, 1, 11), range(8192, 16383, 3, 12)];
      fake.server(2).handler = (name) => (name === 'get' ? replyError(`MOVED ${SLOT} ${HOST}:3`) : 'OK');
      await cluster.get('a');
      await waitUntil('the former master to leave', async () => events.some(([name]) => name === '-node'));
      expect(events.filter(([name]) => name !== 'topology')).to.deep.equal([
        ['+node', { host: HOST, port: 3, role: 'master' }],
        ['-node', { host: HOST, port: 2, role: 'master' }],
      ]);
    });

    it('leave whoever listens free to do what he likes', async () => {
      for (const event of ['+node', 'topology', 'fullReady', 'node error']) {
        fake.server(11).refuses = true;
        const cluster = connect({ replicas: 'share' });
        cluster.once(event, () => cluster.end(true));
        await once(cluster, 'end');
      }
    });
  });

  describe('stats()', () => {
    it('count commands, by node too', async () => {
      const cluster = await connected();
      const before = cluster.stats();
      await Promise.all([cluster.set('a', 1), cluster.set('a', 2), cluster.set('b', 1)]);
      const after = cluster.stats();
      expect(after.commands - before.commands).to.equal(3);
      const added = (port: number) => {
        const [old, now] = [before, after].map(({ nodes }) => nodes.find((node) => node.port === port)?.commands ?? 0);
        return (now as number) - (old as number);
      };
      expect([added(1), added(2)]).to.deep.equal([1, 2]);
      expect(after).to.include({ redirections: 0, retries: 0 });
      expect(after.refreshes).to.be.above(0);
    });

    it('count commands that block', async () => {
      const cluster = await connected();
      const { commands } = cluster.stats();
      await cluster.blpop('a', 1);
      expect(cluster.stats().commands - commands).to.equal(1);
      expect(cluster.stats().nodes.find(({ port }) => port === 2)?.outstanding).to.equal(0);
    });

    it('count redirections and retries where they came from', async () => {
      const cluster = await connected();
      let count = 0;
      fake.server(2).handler = (name) => {
        count += 1;
        if (name !== 'get' || count > 3) {
          return 'OK';
        }
        return replyError(count === 1 ? 'LOADING' : `ASK ${SLOT} ${HOST}:1`);
      };
      await cluster.get('a');
      await cluster.get('a');
      const { nodes, redirections, retries } = cluster.stats();
      expect({ redirections, retries }).to.deep.equal({ redirections: 2, retries: 1 });
      const second = nodes.find(({ port }) => port === 2);
      expect(second).to.include({ role: 'master', connected: true, redirections: 2, retries: 1 });
      expect(nodes.find(({ port }) => port === 1)).to.include({ redirections: 0, retries: 0 });
    });

    it('keep the commands of nodes that have left', async () => {
      const cluster = await connected();
      await Promise.all(Array.from({ length: 50 }, () => cluster.set('a', 1)));
      const { commands } = cluster.stats();
      fake.slots = [range(0, 16383, 1, 11)];
      fake.server(2).handler = () => replyError(`MOVED ${SLOT} ${HOST}:1`);
      await cluster.get('a');
      await waitUntil('it to leave', async () => cluster.stats().nodes.every(({ port }) => port !== 2));
      expect(cluster.stats().commands).to.be.above(commands);
      await waitUntil('its client to be closed', async () => fake.server(2).clients.size === 0);
      expect(cluster.stats().commands).to.be.above(commands);
    });
  });

  describe('diagnostics channels', () => {
    const heard: { name: string; message: Record<string, unknown> }[] = [];
    const listeners = ['redirection', 'retry', 'topology'].map((name) => ({
      name: `clusterwise:${name}`,
      listener: (message: unknown) => heard.push({ name, message: message as Record<string, unknown> }),
    }));

    beforeEach(() => {
      heard.length = 0;
      for (const { name, listener } of listeners) {
        channel(name).subscribe(listener);
      }
    });

    afterEach(() => {
      for (const { name, listener } of listeners) {
        channel(name).unsubscribe(listener);
      }
    });

    it('tell of redirections, retries and topology, and of whose they are', async () => {
      const cluster = await connected();
      const loading = replyError('LOADING Redis is loading the dataset in memory');
      const answers = [loading, replyError(`ASK ${SLOT} ${HOST}:1`), replyError(`MOVED ${SLOT} ${HOST}:1`)];
      fake.server(2).handler = () => answers.shift() ?? 'OK';
      await cluster.get('a');
      await cluster.get('a');
      const [from, to] = [2, 1].map((port) => ({ host: HOST, port }));
      const of = (name: string) => heard.filter((one) => one.name === name).map(({ message }) => message);
      expect(of('retry')).to.deep.equal([{ cluster, slot: SLOT, node: from, error: loading }]);
      expect(of('redirection')).to.deep.equal([
        { cluster, kind: 'ASK', slot: SLOT, from, to },
        { cluster, kind: 'MOVED', slot: SLOT, from, to },
      ]);
      const [first, second] = of('topology');
      expect(first).to.include({ cluster }).and.to.have.property('added').with.length(4);
      expect(second?.moved).to.deep.equal([{ first: SLOT, last: SLOT, from, to }]);
    });
  });
});
