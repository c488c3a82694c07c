import { pbkdf2 } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect } from 'chai';
import sinon from 'sinon';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FakeCluster, replyError } from '../support/fake-cluster.js';
import { waitUntil } from '../support/local-cluster/index.js';
import { OpenClusters } from '../support/open-clusters.js';

// 'b' is in slot 3300.
const SLOT = 3300;
const MASTER = ['127.0.0.1', 1, 'id-1'];
const REPLICAS = [
  ['127.0.0.1', 2, 'id-2'],
  ['127.0.0.1', 3, 'id-3'],
];

describe('reads from replicas', () => {
  afterEach(() => sinon.restore());

  const open = new OpenClusters();
  let fake: FakeCluster;

  const connect = async (options: Partial<RedisClusterOptions> = {}) => {
    const cluster = open.over(fake, { replicas: 'always', ...options });
    await cluster.set('b', 1);
    if (options.replicas !== 'never') {
      await waitUntil('replicas to be connected', async () => {
        await cluster.get('b');
        return [2, 3].every((port) => fake.server(port).commands.some(([name]) => name === 'get'));
      });
    }
    for (const { log } of fake.servers) {
      log.length = 0;
    }
    return cluster;
  };
  const at = (port: number, name: string) => fake.server(port).commands.filter(([command]) => command === name);
  const later = (milliseconds: number, reply: unknown = 'OK') =>
    new Promise((resolve) => setTimeout(resolve, milliseconds, reply));

  beforeEach(() => {
    fake = new FakeCluster([1, 2, 3]);
    fake.slots = [[0, 16383, MASTER, ...REPLICAS]];
  });

  it('a read that takes longer than a replica may be silent is answered by the master', async () => {
    let isSlow = false;
    for (const { port } of fake.servers) {
      fake.server(port).handler = (name) => (name === 'get' && isSlow ? later(1200) : 'OK');
    }
    const cluster = await connect();
    isSlow = true;
    expect(await cluster.get('b')).to.equal('OK');
    expect(at(2, 'get').length + at(3, 'get').length).to.equal(1);
    expect(at(1, 'get')).to.have.length(1);
  });

  it('what a replica alone can answer may take as long as at a master', async () => {
    for (const { port } of fake.servers) {
      fake.server(port).handler = (name) => (name === 'save' ? later(1200) : 'OK');
    }
    const cluster = await connect();
    const answers = await cluster.callEach('replicas', 'save');
    expect(answers.map(({ error, reply }) => error ?? reply)).to.deep.equal(['OK', 'OK']);
    expect([fake.server(2).made, fake.server(3).made]).to.deep.equal([1, 1]);
  });

  it('what means something to the server alone that was asked before goes to the master', async () => {
    const cluster = await connect();
    await Promise.all([
      cluster.hscan('b', 0),
      cluster.sscan('b', 0),
      cluster.zscan('b', 0),
      cluster.call('evalsha_ro', 'sha', 1, 'b'),
      cluster.touch('b'),
    ]);
    expect(fake.server(1).commands.map(([name]) => name)).to.deep.equal([
      'hscan',
      'sscan',
      'zscan',
      'evalsha_ro',
      'touch',
    ]);
  });

  describe('a function picks', () => {
    it('one of the master and the replicas that can answer', async () => {
      const asked: unknown[][] = [];
      const cluster = await connect({
        replicas: (readers, slot) => {
          asked.push([readers.map(({ host, port, role }) => `${host}:${port} ${role}`), slot]);
          return readers[asked.length % readers.length] as (typeof readers)[number];
        },
      });
      fake.server(2).refuses = true;
      fake.server(2).drop();
      await waitUntil('one to be lost', async () => cluster.nodes().some(({ client }) => client === undefined));
      asked.length = 0;
      await Promise.all([cluster.get('b'), cluster.get('b'), cluster.set('b', 1)]);
      expect(asked).to.deep.equal(Array(2).fill([['127.0.0.1:1 master', '127.0.0.1:3 replica'], SLOT]));
      expect([at(1, 'get').length, at(3, 'get').length]).to.deep.equal([1, 1]);
    });

    it('nobody of them: the master answers, and an error event says so once', async () => {
      const picks = [() => ({ host: '127.0.0.1', port: 2, role: 'replica' as const }), () => undefined];
      for (const pick of [...picks, () => expect.fail('no idea')]) {
        const cluster = new RedisCluster({
          servers: [{ host: '127.0.0.1', port: 1 }],
          createClient: fake.createClient,
          replicas: pick as never,
        });
        open.keep(cluster);
        const errors: (Error & { code?: string })[] = [];
        cluster.on('error', (error) => errors.push(error));
        fake.server(1).log.length = 0;
        expect(await Promise.all([cluster.get('b'), cluster.get('b')])).to.deep.equal(['OK', 'OK']);
        expect(at(1, 'get')).to.have.length(2);
        expect(errors.map(({ code }) => code)).to.deep.equal(['INVALID_OPTION']);
        expect(errors[0]?.message).to.contain('`replicas`');
      }
    });
  });

  describe('that say of themselves that they do not hear from their master', () => {
    const info = (...fields: string[]) => ['# Replication', 'role:slave', ...fields, ''].join('\r\n');
    const STALE = [
      info('master_link_status:down', 'master_last_io_seconds_ago:-1'),
      info('master_link_status:up', 'master_last_io_seconds_ago:31'),
    ];
    const FRESH = info('master_link_status:up', 'master_last_io_seconds_ago:30');

    const say = (text: string) => {
      for (const port of [2, 3]) {
        fake.server(port).info = text;
      }
    };
    const asked = (port: number) => fake.server(port).log.filter(([, section]) => section === 'replication').length;
    const askedAgain = async () => {
      const then = [asked(2), asked(3)] as const;
      await waitUntil('both to be asked', async () => asked(2) > then[0] && asked(3) > then[1]);
      // The reply comes a turn later.
      await setImmediate();
      await setImmediate();
    };
    const read = async (cluster: RedisCluster) => {
      const count = () => [1, 2, 3].map((port) => at(port, 'get').length);
      const before = count();
      for (let i = 0; i < 20; i += 1) {
        await cluster.get('b');
      }
      return count().map((now, i) => now > (before[i] as number));
    };

    for (const stale of STALE) {
      it(`are passed over, while the master is there: ${stale.split('\r\n').slice(2, -1)}`, async () => {
        say(FRESH);
        const cluster = await connect();
        await askedAgain();
        expect(await read(cluster)).to.deep.equal([false, true, true]);
        say(stale);
        await askedAgain();
        expect(await read(cluster)).to.deep.equal([true, false, false]);
        say(FRESH);
        await askedAgain();
        expect(await read(cluster)).to.deep.equal([false, true, true]);
      });
    }

    it('are none any more once they are masters', async () => {
      const cluster = await connect({ replicas: 'share' });
      say(STALE[0] as string);
      await askedAgain();
      fake.slots = [[0, 16383, REPLICAS[0], MASTER, REPLICAS[1]]];
      fake.server(1).handler = () => replyError(`MOVED ${SLOT} 127.0.0.1:2`);
      await cluster.set('b', 1);
      fake.server(1).handler = () => 'OK';
      await waitUntil('the map to say so', async () => cluster.nodes('replicas').some(({ port }) => port === 1));
      await waitUntil('the new master to answer, too', async () => (await read(cluster))[1] === true);
    });

    it('answer when the master is lost, as nobody else can', async () => {
      const cluster = await connect({ replicas: 'share' });
      say(STALE[0] as string);
      await askedAgain();
      fake.server(1).refuses = true;
      fake.server(1).drop();
      expect(await read(cluster)).to.deep.equal([false, true, true]);
    });
  });

  it('all that a replica refuses go elsewhere at once', async () => {
    const cluster = await connect();
    for (const port of [2, 3]) {
      fake.server(port).handler = () => replyError('LOADING Redis is loading the dataset in memory');
    }
    fake.server(1).handler = (name, args) => `${name} ${args[0]}`;
    await Promise.all(Array.from({ length: 20 }, () => cluster.get('b')));
    expect(fake.fetches).to.equal(1);
    expect(at(1, 'get')).to.have.length(20);
    // One goes from the first to the second at most, and none goes twice to either.
    expect(at(2, 'get').length + at(3, 'get').length).to.be.within(20, 40);
  });

  it('one that waits goes to a replica that comes back, though a write waits before it for the master', async () => {
    const cluster = await connect();
    for (const server of fake.servers) {
      server.refuses = true;
      server.drop();
    }
    const write = cluster.set('b', 1).catch(({ code }) => code);
    const read = cluster.get('b');
    fake.server(2).refuses = false;
    expect(await read).to.equal('OK');
    cluster.end(true);
    expect(await write).to.equal('NR_CLOSED');
  });

  it('a replica that sends its reads to the master is left alone for a while', async () => {
    const cluster = await connect();
    for (const port of [2, 3]) {
      fake.server(port).handler = () => replyError(`MOVED ${SLOT} 127.0.0.1:1`);
    }
    const { fetches } = fake;
    for (let i = 0; i < 200; i += 1) {
      expect(await cluster.get('b')).to.equal('OK');
    }
    expect(at(2, 'get')).to.have.length(1);
    expect(at(3, 'get')).to.have.length(1);
    expect(fake.fetches - fetches).to.be.below(5);
  });

  it('a master that was a replica a moment ago, and is named as both, is none', async () => {
    const cluster = await connect();
    fake.server(1).handler = () => replyError(`MOVED ${SLOT} 127.0.0.1:2`);
    const { fetches } = fake;
    expect(await cluster.set('b', 1)).to.equal('OK');
    await waitUntil('the map to be fetched', async () => fake.fetches > fetches);
    fake.server(2).handler = () => later(900);
    expect(await cluster.set('b', 2)).to.equal('OK');
  });

  it('without them, what a former master refuses keeps its order', async () => {
    // The map is asked of the first server that was met, and a back off is as long as can be.
    sinon.stub(Math, 'random').returns(0.99);
    const rows = (master: unknown, replica: unknown) => [
      [0, 8191, master, replica],
      [8192, 16383, REPLICAS[1]],
    ];
    fake.slots = rows(MASTER, REPLICAS[0]);
    const cluster = await connect({ replicas: 'never', servers: [{ host: '127.0.0.1', port: 3 }] });
    const replies = [replyError('LOADING'), later(20, replyError('LOADING'))];
    fake.server(1).handler = (name) => (name === 'set' ? (replies.shift() ?? replyError('LOADING')) : 'OK');
    const executed: string[] = [];
    fake.server(2).handler = (name, args) => executed.push(`${name} ${args[1]}`) && 'OK';
    const both = [cluster.set('b', 1), cluster.set('b', 2)];
    fake.slots = rows(REPLICAS[0], MASTER);
    await Promise.all(both);
    expect(executed).to.deep.equal(['set 1', 'set 2']);
  });

  it('a read that is told to wait leaves writes of its slot in their order', async () => {
    fake.slots = [[0, 16383, MASTER]];
    // The write is backed off for as long as can be, the read for half as long.
    let random = 0.99;
    sinon.stub(Math, 'random').callsFake(() => random);
    const cluster = await connect({ replicas: 'never' }).then((one) => one.duplicate({ replicas: 'share' }));
    open.keep(cluster);
    await cluster.set('b', 0);
    const refusals = ['set 1', 'get', 'set 1'];
    const executed: string[] = [];
    fake.server(1).handler = (name, [, value]) => {
      const command = value === undefined ? name : `${name} ${value}`;
      const index = refusals.indexOf(command);
      if (index === -1) {
        executed.push(command);
        return 'OK';
      }
      refusals.splice(index, 1);
      return replyError('LOADING');
    };
    const first = cluster.set('b', 1);
    await waitUntil('the write to be refused', async () => refusals.length === 2);
    await setImmediate();
    random = 0;
    const others = [cluster.get('b'), cluster.set('b', 2), cluster.set('b', 3)];
    await Promise.all([first, ...others]);
    // The read is first, but on a machine so busy that both are due by then.
    expect(executed).to.include('get');
    expect(executed.filter((command) => command !== 'get')).to.deep.equal(['set 1', 'set 2', 'set 3']);
  });

  it('a lost replica is not connected to again with every map', async () => {
    const cluster = await connect();
    fake.server(2).refuses = true;
    fake.server(2).drop();
    fake.server(1).refuses = true;
    fake.server(1).drop();
    const { fetches } = fake;
    const made = fake.server(2).made;
    const write = cluster.set('b', 1).catch(({ code }) => code);
    await waitUntil('many maps to be fetched', async () => fake.fetches >= fetches + 20);
    expect(fake.server(2).made - made).to.be.below(10);
    cluster.end(true);
    expect(await write).to.equal('NR_CLOSED');
  });

  it('a process that is busy itself does not take that for silence', async () => {
    const cluster = await connect();
    const made = () => fake.server(2).made + fake.server(3).made;
    const then = made();
    for (const port of [2, 3]) {
      // The reply comes as one from a socket: it is read between the timers of two turns.
      fake.server(port).handler = () => promisify(pbkdf2)('', '', 5000, 64, 'sha512').then(() => 'OK');
    }
    const block = () => {
      const until = performance.now() + 300;
      while (performance.now() < until) {}
    };
    for (let i = 0; i < 5; i += 1) {
      await setImmediate();
      block();
      const read = cluster.get('b');
      await setImmediate();
      block();
      expect(await read).to.equal('OK');
    }
    expect(made()).to.equal(then);
  });
});
