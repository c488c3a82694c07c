import { once } from 'node:events';
import { expect } from 'chai';
import sinon from 'sinon';
import {
  ClusterUnavailableError,
  type PartialFailureError,
  type RedisClusterOptions,
  type TooManyRedirectionsError,
} from '../../lib/index.js';
import { FakeClient, FakeCluster, replyError, SILENCE } from '../support/fake-cluster.js';
import { waitUntil } from '../support/local-cluster/index.js';
import { OpenClusters } from '../support/open-clusters.js';
import { turnsUntil } from '../support/turns.js';

// With two masters the first half of the slots is at port 1: 'b' (3300) and 'c'
// (7365) are there, 'a' (15495) and 'd' (11298) are at port 2.

const rejected = async <E extends Error = Error & { code?: string }>(promise: Promise<unknown>): Promise<E> =>
  promise.then(
    (value) => {
      throw new Error(`expected an error, got ${String(value)}`);
    },
    (error: E) => error,
  );

describe('router', () => {
  afterEach(() => sinon.restore());

  const open = new OpenClusters();

  const connect = (fake: FakeCluster, options?: Partial<RedisClusterOptions>) => open.over(fake, options);

  describe('MOVED', () => {
    it('patches the slot, resends at once, and refreshes at most twice for a thousand of them', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.set('b', 1);
      const before = fake.fetches;
      let fetching = 0;
      let most = 0;
      const rows = fake.slots as unknown[];
      fake.slots = () => {
        fetching += 1;
        most = Math.max(most, fetching);
        setImmediate(() => {
          fetching -= 1;
        });
        return rows.map((row) => (row as unknown[]).with(2, ['127.0.0.1', 2, 'id-2']));
      };
      fake.server(1).handler = () => replyError('MOVED 3300 127.0.0.1:2');
      fake.server(2).handler = (_name, args) => args[1];
      const replies = await Promise.all(Array.from({ length: 1000 }, (_, i) => cluster.getset('b', i)));
      expect(replies).to.deep.equal(Array.from({ length: 1000 }, (_, i) => String(i)));
      await waitUntil('the refresh is over', async () => fetching === 0);
      expect(fake.fetches - before).to.be.within(1, 2);
      expect(most).to.equal(1);
    });

    it('finds the owner also while the servers tell the old map', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.set('b', 1);
      fake.server(1).handler = () => replyError('MOVED 3300 127.0.0.1:2');
      const before = fake.fetches;
      await cluster.set('b', 2);
      await waitUntil('the map was fetched', async () => fake.fetches > before);
      expect(await cluster.set('b', 3)).to.equal('OK');
      expect(fake.server(2).commands.map((command) => command.slice(0, 3))).to.deep.include(['set', 'b', '3']);
    });

    it('takes an empty host for the host that was asked', async () => {
      const fake = new FakeCluster();
      const hosts: string[] = [];
      const cluster = connect(fake, {
        createClient: (port, host) => {
          hosts.push(host);
          return fake.createClient(port);
        },
      });
      fake.server(1).handler = () => replyError('MOVED 3300 :2');
      expect(await cluster.set('b', 1)).to.equal('OK');
      expect(new Set(hosts)).to.deep.equal(new Set(['127.0.0.1']));
    });

    it('gives up after maxRedirections, and names slot and hops', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake, { maxRedirections: 5 });
      fake.server(1).handler = () => replyError('MOVED 3300 127.0.0.1:2');
      fake.server(2).handler = () => replyError('MOVED 3300 127.0.0.1:1');
      const error = await rejected<TooManyRedirectionsError>(cluster.set('b', 1));
      expect(error).to.include({ code: 'TOO_MANY_REDIRECTIONS', command: 'SET' });
      expect(error.message).to.match(
        /after 5 redirections of slot 3300; the last came from 127.0.0.1:[12]: MOVED 3300/,
      );
      expect(error).to.include({ hops: 5, slot: 3300 });
      expect(fake.servers.flatMap((server) => server.commands)).to.have.length(6);
    });

    it('replaces a connection once whose server names itself', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.set('a', 1);
      const { made } = fake.server(1);
      let refusals = 0;
      fake.server(1).handler = () => {
        refusals += 1;
        return refusals <= 2 ? replyError('MOVED 3300 127.0.0.1:1') : 'OK';
      };
      expect(await cluster.set('b', 1)).to.equal('OK');
      expect(fake.server(1).made - made).to.equal(1);
    });

    it('replaces it once for many commands, and loses none of their replies', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      const { made } = fake.server(1);
      let stale = true;
      fake.server(1).handler = (name, args) =>
        stale && String(args[0]) === 'b' ? replyError('MOVED 3300 127.0.0.1:1') : name;
      const reads = Array.from({ length: 50 }, () => cluster.get('b'));
      const writes = Array.from({ length: 50 }, () => cluster.incr('c'));
      await waitUntil('it is replaced', async () => fake.server(1).made > made);
      stale = false;
      expect(await Promise.all([...reads, ...writes])).to.deep.equal([
        ...reads.map(() => 'get'),
        ...writes.map(() => 'incr'),
      ]);
      expect(fake.server(1).made - made).to.equal(1);
    });

    it('keeps the order of a slot: what is issued meanwhile waits for what comes back', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = () => replyError('MOVED 3300 127.0.0.1:2');
      const executed: string[] = [];
      fake.server(2).handler = (_name, args) => {
        executed.push(String(args[1]));
        return 'OK';
      };
      const late: Promise<unknown>[] = [];
      const early = Array.from({ length: 20 }, (_, i) =>
        cluster.set('b', i).then(() => {
          late.push(cluster.set('b', `late ${i}`));
        }),
      );
      await Promise.all(early);
      await Promise.all(late);
      const order = Array.from({ length: 20 }, (_, i) => String(i));
      expect(executed).to.deep.equal([...order, ...order.map((i) => `late ${i}`)]);
    });

    describe('to another owner, with commands under way to the former one', () => {
      // Three masters: 'b' is at port 1. Replies of the former owners come when the test says.
      const start = async () => {
        const fake = new FakeCluster([1, 2, 3]);
        const cluster = connect(fake);
        await Promise.all([cluster.set('b', 0), cluster.set('a', 0), cluster.set('d', 0)]);
        const executed: string[] = [];
        const executes = (_name: string, args: readonly (string | Buffer)[]) => {
          if (String(args[0]) === 'b') {
            executed.push(String(args[1]));
          }
          return 'OK';
        };
        const late: (() => void)[] = [];
        let isLate = true;
        const movedLater = (message: string) => () =>
          isLate ? new Promise((resolve) => late.push(() => resolve(replyError(message)))) : replyError(message);
        const release = () => {
          isLate = false;
          for (const answer of late) {
            answer();
          }
        };
        return { fake, cluster, executed, executes, late, movedLater, release };
      };

      it('keeps their order when the map that was fetched knows of the move before they are back', async () => {
        const { fake, cluster, executed, executes, movedLater, release } = await start();
        fake.server(1).handler = movedLater('MOVED 3300 127.0.0.1:2');
        fake.server(2).handler = executes;
        const [first, ...others] = fake.slots as [unknown[], ...unknown[]];
        const asked = new Set<number>();
        fake.slots = (port) => {
          asked.add(port);
          return [first.with(1, 3299), [3300, 3300, ['127.0.0.1', 2, 'id-2']], first.with(0, 3301), ...others];
        };
        const old = cluster.set('b', 'old');
        fake.server(3).handler = () => replyError('LOADING x');
        cluster.set('a', 1, () => {});
        // The first server answers nothing before it has answered what it owes.
        await waitUntil('another server gave the map', async () => asked.has(2) || asked.has(3));
        for (let i = 0; i < 3; i += 1) {
          await new Promise(setImmediate);
        }
        const recent = cluster.set('b', 'new');
        await new Promise(setImmediate);
        release();
        await Promise.all([old, recent]);
        expect(executed).to.deep.equal(['old', 'new']);
      });

      it('keeps their order when the slot moves once more', async () => {
        const { fake, cluster, executed, executes, late, movedLater, release } = await start();
        fake.server(1).handler = movedLater('MOVED 3300 127.0.0.1:2');
        fake.server(2).handler = () => replyError('MOVED 3300 127.0.0.1:3');
        fake.server(3).handler = executes;
        const replies = [cluster.set('b', 1), cluster.set('b', 2)];
        late[0]?.();
        await waitUntil('the first is executed', async () => executed.length === 1);
        replies.push(cluster.set('b', 3));
        await new Promise(setImmediate);
        release();
        await Promise.all(replies);
        expect(executed).to.deep.equal(['1', '2', '3']);
      });

      it('waits for no command of another slot, which may block', async () => {
        const { fake, cluster, executes } = await start();
        fake.server(1).handler = (name) => (name === 'blpop' ? SILENCE : replyError('MOVED 3300 127.0.0.1:2'));
        fake.server(2).handler = executes;
        const first = cluster.set('b', 1);
        cluster.blpop('c', 0, () => {});
        await first;
        expect(await cluster.set('b', 2)).to.equal('OK');
      });
    });

    it('goes to a server that the map does not name yet, and makes one client for it', async () => {
      const fake = new FakeCluster([1, 2, 3]);
      const third = fake.slots as unknown[][];
      fake.slots = [third[0]?.with(1, 8191), third[1]?.with(0, 8192).with(1, 16383)];
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = () => replyError('MOVED 3300 127.0.0.1:3');
      expect(await Promise.all([cluster.set('b', 1), cluster.set('b', 2)])).to.deep.equal(['OK', 'OK']);
      expect(fake.server(3).made).to.equal(1);
    });

    it('is not held up for ever when a stale connection owes a reply that does not come', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = (name) => (name === 'incr' ? SILENCE : replyError('MOVED 3300 127.0.0.1:1'));
      const moved = cluster.set('b', 1);
      const blocked = rejected(cluster.incr('c'));
      await waitUntil('both are sent', async () => fake.server(1).commands.some(([name]) => name === 'incr'));
      fake.server(1).handler = () => 'OK';
      expect(await moved).to.equal('OK');
      expect((await blocked).code).to.equal('UNCERTAIN_STATE');
    });

    for (const message of [
      'MOVED 99999 127.0.0.1:2',
      'MOVED -1 127.0.0.1:2',
      'MOVED __proto__ h:1',
      'MOVED 3300 ?:2',
      'MOVED 3300 127.0.0.1:0',
      'ASK 3300',
    ]) {
      it(`takes '${message}' for an ordinary error`, async () => {
        const fake = new FakeCluster();
        const cluster = connect(fake);
        await cluster.set('a', 1);
        const before = fake.fetches;
        fake.server(1).handler = () => replyError(message);
        expect((await rejected(cluster.set('b', 1))).message).to.equal(message);
        expect([fake.fetches, fake.server(1).commands.length]).to.deep.equal([before, 1]);
      });
    }
  });

  describe('ASK', () => {
    it('sends ASKING and the command next to each other, to a server that is not in the map', async () => {
      const fake = new FakeCluster([1, 2, 3]);
      fake.slots = (fake.slots as unknown[]).slice(0, 2).concat([[10924, 16383, ['127.0.0.1', 2, 'id-2']]]);
      const cluster = connect(fake);
      fake.server(1).handler = (_name, args) =>
        String(args[0]) === 'b' ? replyError('ASK 3300 127.0.0.1:3') : 'elsewhere';
      fake.server(3).handler = () => 'asked';
      await cluster.ping();
      const before = fake.fetches;
      const replies = await Promise.all([cluster.get('b'), cluster.get('{b}2'), cluster.get('b')]);
      expect(replies).to.deep.equal(['asked', 'elsewhere', 'asked']);
      expect(fake.server(3).commands).to.deep.equal([['asking'], ['get', 'b'], ['asking'], ['get', 'b']]);
      expect(fake.fetches).to.equal(before);
    });

    it('keeps the connection to a server that is in no map yet, however often the map is fetched', async () => {
      const fake = new FakeCluster([1, 2, 3]);
      fake.slots = [
        [0, 8191, ['127.0.0.1', 1, 'id-1']],
        [8192, 16383, ['127.0.0.1', 2, 'id-2']],
      ];
      let connect3 = () => {};
      const cluster = connect(fake, {
        createClient: (port) =>
          port === 3
            ? new Promise((resolve) => {
                connect3 = () => resolve(fake.createClient(port));
              })
            : fake.createClient(port),
      });
      await cluster.ping();
      fake.server(1).handler = () => replyError('ASK 3300 127.0.0.1:3');
      fake.server(3).handler = () => 'asked';
      const reply = cluster.get('b');
      const before = fake.fetches;
      await waitUntil('the map was fetched', async () => fake.fetches > before + 3);
      connect3();
      expect(await reply).to.equal('asked');
      expect(fake.server(1).commands.filter(([name]) => name === 'get')).to.have.length(1);
      const later = fake.fetches;
      fake.server(2).drop();
      await waitUntil('the map was fetched', async () => fake.fetches > later + 1);
      expect(await cluster.get('b')).to.equal('asked');
      expect(fake.server(3).made).to.equal(1);
    });

    it('goes by the map again when the server that was named has no key either', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      const answers = [replyError('ASK 3300 127.0.0.1:2'), 'home'];
      fake.server(1).handler = () => answers.shift();
      fake.server(2).handler = (name) => (name === 'asking' ? 'OK' : replyError('TRYAGAIN later'));
      expect(await cluster.sort('b')).to.equal('home');
    });
  });

  it('waits for a server that ASK names and that is not there: that is no redirection', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake, { maxRedirections: 2 });
    await cluster.ping();
    fake.server(1).handler = () => replyError('ASK 3300 127.0.0.1:2');
    fake.server(2).refuses = true;
    fake.server(2).drop();
    const reply = cluster.get('b');
    await waitUntil('it was asked some times', async () => fake.server(1).commands.length > 4);
    fake.server(2).refuses = false;
    expect(await reply).to.equal('OK');
  });

  describe('TRYAGAIN', () => {
    it('goes key by key with what may be split', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      fake.server(1).handler = (_name, args) => (args.length > 1 ? replyError('TRYAGAIN half') : [`v-${args[0]}`]);
      expect(await cluster.mget('{b}1', '{b}2', '{b}1')).to.deep.equal(['v-{b}1', 'v-{b}2', 'v-{b}1']);
    });

    it('waits with what may not', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      const answers = [replyError('TRYAGAIN half'), replyError('TRYAGAIN half'), 3];
      fake.server(1).handler = () => answers.shift();
      expect(await cluster.sinterstore('{b}1', '{b}2', '{b}3')).to.equal(3);
    });
  });

  it('errors of a server are known in a minified bundle, too, where classes have other names', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    await cluster.ping();
    const minified = (message: string) =>
      Object.assign(replyError(message), { name: 'n', code: message.split(' ')[0] });
    fake.server(1).handler = (name) => minified(name === 'set' ? 'WRONGTYPE no' : 'MOVED 3300 127.0.0.1:2');
    expect(await rejected(cluster.set('b', 1))).to.include({ code: 'WRONGTYPE', message: 'WRONGTYPE no' });
    fake.slots = [[0, 16383, ['127.0.0.1', 2, 'id-2']]];
    expect(await cluster.incr('b')).to.equal('OK');
  });

  it('a unit that is redirected stays behind one of its slot that was told to wait', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    await cluster.ping();
    fake.server(1).handler = (_name, [, value]) =>
      replyError(value === '1' ? 'CLUSTERDOWN Hash slot not served' : 'MOVED 3300 127.0.0.1:2');
    fake.slots = [[0, 16383, ['127.0.0.1', 2, 'id-2']]];
    expect(await Promise.all([cluster.set('b', 1), cluster.set('b', 2)])).to.deep.equal(['OK', 'OK']);
    expect(fake.server(2).commands.map(([, , value]) => value)).to.deep.equal(['1', '2']);
  });

  for (const code of ['CLUSTERDOWN', 'LOADING', 'MASTERDOWN', 'READONLY']) {
    describe(code, () => {
      it('is backed off, and the map asked for', async () => {
        const fake = new FakeCluster();
        const cluster = connect(fake);
        await cluster.ping();
        const before = fake.fetches;
        const answers = [replyError(`${code} x`), replyError(`${code} x`), 'OK'];
        fake.server(1).handler = () => answers.shift();
        expect(await cluster.set('b', 1)).to.equal('OK');
        expect(fake.fetches).to.be.above(before);
      });

      it('reaches the caller when the time is up', async () => {
        const fake = new FakeCluster();
        const cluster = connect(fake, { retryTimeout: 100 });
        fake.server(1).handler = () => replyError(`${code} for good`);
        const error = await rejected(cluster.set('b', 1));
        expect(error).to.include({ code, message: `${code} for good`, slot: 3300 });
        expect((error as { waited?: number }).waited).to.be.at.least(100);
        expect(fake.server(1).commands.length).to.be.above(1);
        // The cluster stays of use, also for that slot.
        fake.server(1).handler = () => 'OK';
        expect(await cluster.set('b', 1)).to.equal('OK');
      });
    });
  }

  it('keeps the order within a slot while commands are backed off', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    await cluster.ping();
    let down = true;
    const executed: string[] = [];
    fake.server(1).handler = (_name, args) => {
      if (down) {
        return replyError('CLUSTERDOWN x');
      }
      executed.push(String(args[1]));
      return 'OK';
    };
    const early = Promise.all([cluster.set('b', 1), cluster.set('b', 2), cluster.set('b', 3)]);
    await turnsUntil('them to wait', () => cluster.offline_queue_length === 3);
    const late = Promise.all([cluster.set('b', 4), cluster.set('b', 5)]);
    down = false;
    await Promise.all([early, late]);
    expect(executed).to.deep.equal(['1', '2', '3', '4', '5']);
  });

  describe('a lost connection', () => {
    it('sends reads again, and tells writes that nobody knows', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = () => SILENCE;
      const read = cluster.get('b');
      const write = rejected(cluster.incr('b'));
      const other = cluster.set('a', 1);
      fake.server(1).handler = (name) => name;
      fake.server(1).drop();
      expect(await read).to.equal('get');
      expect(await other).to.equal('OK');
      const error = await write;
      expect(error).to.include({ code: 'UNCERTAIN_STATE', command: 'INCR', name: 'AbortError' });
      expect(error.message).to.match(/127\.0\.0\.1:1.*may have been executed/s);
      expect(fake.server(1).commands.filter(([name]) => name === 'incr')).to.have.length(1);
    });

    it('sends writes again with retryWrites', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake, { retryWrites: true });
      await cluster.ping();
      fake.server(1).handler = () => SILENCE;
      const write = cluster.incr('b');
      fake.server(1).handler = () => 2;
      fake.server(1).drop();
      expect(await write).to.equal(2);
    });

    it('leaves a transaction alone that may have been executed', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = () => SILENCE;
      const error = rejected(cluster.multi().incr('b').incr('b').exec());
      fake.server(1).handler = () => 'OK';
      fake.server(1).drop();
      expect(await error).to.include({ code: 'UNCERTAIN_STATE', command: 'EXEC' });
      expect(fake.server(1).commands.filter(([name]) => name === 'exec')).to.have.length(1);
    });
  });

  describe('a transaction', () => {
    it('whose MULTI is refused is not sent again when its commands were executed all the same', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = (name) =>
        name === 'multi' ? replyError('LOADING x') : name === 'exec' ? replyError('ERR EXEC without MULTI') : 1;
      const error = await rejected(cluster.multi().incr('b').incr('b').exec());
      expect(error).to.include({ code: 'UNCERTAIN_STATE', command: 'EXEC' });
      expect(error.message).to.include('LOADING x').and.include('2 of 2 commands');
      expect(fake.server(1).commands.filter(([name]) => name === 'incr')).to.have.length(2);
    });

    it('all of which is refused goes again', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      let down = true;
      fake.server(1).handler = (name) => {
        if (down) {
          down = name !== 'exec';
          return replyError(name === 'exec' ? 'ERR EXEC without MULTI' : 'LOADING x');
        }
        return name === 'exec' ? [1, 2] : 'QUEUED';
      };
      expect(await cluster.multi().incr('b').incr('b').exec()).to.deep.equal([1, 2]);
    });

    it('that meets MOVED while queueing goes to the other server as a whole', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = (name) =>
        name === 'multi' ? 'OK' : replyError(name === 'exec' ? 'EXECABORT discarded' : 'MOVED 3300 127.0.0.1:2');
      fake.server(2).handler = (name) => (name === 'exec' ? ['1', 2] : 'QUEUED');
      expect(await cluster.multi().get('b').incr('b').exec()).to.deep.equal(['1', 2]);
      expect(fake.server(2).commands.map(([name]) => name)).to.deep.equal(['multi', 'get', 'incr', 'exec']);
    });

    it('that meets ASK tells ASKING once, before MULTI', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = (name) =>
        name === 'multi' ? 'OK' : replyError(name === 'exec' ? 'EXECABORT discarded' : 'ASK 3300 127.0.0.1:2');
      fake.server(2).handler = (name) => (name === 'exec' ? [1] : 'OK');
      expect(await cluster.multi().incr('b').exec()).to.deep.equal([1]);
      expect(fake.server(2).commands.map(([name]) => name)).to.deep.equal(['asking', 'multi', 'incr', 'exec']);
    });

    it('answers null when a watched key changed', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = (name) => (name === 'exec' ? null : 'QUEUED');
      expect(await cluster.multi().incr('b').exec()).to.equal(null);
    });

    it('that fails calls the callbacks of its commands, each once', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = (name) =>
        name === 'exec' ? replyError('EXECABORT x') : name === 'incr' ? replyError('ERR wrong') : 'QUEUED';
      const called: unknown[] = [];
      const callback = (error: (Error & { code?: string }) | null) => called.push(error?.code);
      await rejected(cluster.multi().set('b', 1, callback).incr('b', callback).exec());
      expect(called).to.deep.equal(['EXECABORT', 'ERR']);
      await rejected(cluster.multi().set('b', 1, callback).set('a', 1, callback).exec_atomic());
      expect(called).to.deep.equal(['EXECABORT', 'ERR', 'CROSSSLOT', 'CROSSSLOT']);
    });

    it('may not hold QUIT, nor may a batch', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      const [reply] = (await cluster.batch().quit().exec()) as [Error];
      expect(reply).to.include({ code: 'UNSUPPORTED', command: 'QUIT' });
      expect(fake.servers.flatMap((server) => server.commands.filter(([name]) => name === 'quit'))).to.deep.equal([]);
    });
  });

  it('asks for the map once more while a slot has no owner', async () => {
    const fake = new FakeCluster();
    const good = fake.slots;
    fake.slots = [[0, 3299, ['127.0.0.1', 1, 'id-1']]];
    const cluster = connect(fake);
    const replies = [cluster.set('b', 1), cluster.set('b', 2)];
    await waitUntil('the map was fetched', async () => cluster.ready);
    fake.slots = good;
    expect(await Promise.all(replies)).to.deep.equal(['OK', 'OK']);
  });

  it('does not send a read again for ever, to a server that is lost each time', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake, { retryTimeout: 300 });
    await cluster.ping();
    fake.server(1).handler = () => {
      setTimeout(() => fake.server(1).drop(), 100);
      return SILENCE;
    };
    const error = await rejected<ClusterUnavailableError>(cluster.get('b'));
    expect(error).to.include({ code: 'CLUSTER_UNAVAILABLE', command: 'GET' });
    expect(error.message).to.include('127.0.0.1:1, the owner of slot 3300');
    expect(fake.server(1).commands.filter(([name]) => name === 'get').length).to.be.within(2, 6);
  });

  it('sends a read again that waited long for its reply, since that is no waiting for a server', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake, { retryTimeout: 100 });
    fake.server(1).handler = () => SILENCE;
    const reply = cluster.get('b');
    await waitUntil('it is sent', async () => fake.server(1).commands.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 150));
    fake.server(1).handler = () => 'found';
    fake.server(1).drop();
    expect(await reply).to.equal('found');
  });

  it('stays ready, and does not give up, while servers are connected that give no map', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake, { retryStrategy: () => null });
    await cluster.ping();
    const events = sinon.spy();
    for (const event of ['reconnecting', 'end', 'error']) {
      cluster.on(event, events);
    }
    fake.slots = replyError('ERR not now');
    const answers = [replyError('CLUSTERDOWN x'), 'OK'];
    fake.server(1).handler = () => answers.shift() ?? 'OK';
    expect(await cluster.set('b', 1)).to.equal('OK');
    expect(events.callCount).to.equal(0);
    expect(cluster.ready).to.equal(true);
  });

  it('wakes who waits also after everybody else had to go', async () => {
    const fake = new FakeCluster();
    let broken = true;
    const cluster = connect(fake, {
      retryTimeout: 200,
      createClient: (port) => {
        if (broken) {
          broken = false;
          throw new Error('only once');
        }
        return fake.createClient(port);
      },
    });
    await rejected(cluster.get('b'));
    await cluster.get('b');
    await new Promise((resolve) => setTimeout(resolve, 250));
    const answers = [replyError('TRYAGAIN x'), 'OK'];
    fake.server(1).handler = () => answers.shift();
    expect(await cluster.set('b', 1)).to.equal('OK');
  });

  it('says key by key what became of a command of which a part failed', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    await cluster.ping();
    fake.server(1).handler = (_name, args) => (String(args[0]) === 'b' ? replyError('OOM no memory') : SILENCE);
    const failing = rejected<PartialFailureError>(cluster.mset('a', 1, 'b', 2, 'c', 3, 'd', 4));
    fake.server(1).drop();
    const error = await failing;
    expect(error).to.include({ command: 'MSET' });
    const outcomes = Object.fromEntries(error.keys.map(({ key, outcome, slot }) => [key, [outcome, slot]]));
    expect(outcomes).to.deep.equal({
      a: ['applied', 15495],
      b: ['unknown', 3300],
      c: ['unknown', 7365],
      d: ['applied', 11298],
    });
    expect(error.errors).to.have.length(2);
    expect(fake.server(2).commands).to.deep.equal([
      ['mset', 'a', '1'],
      ['mset', 'd', '4'],
    ]);
  });

  it('keeps the replies of parts that succeeded, in the error of MGET', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    fake.server(1).handler = () => replyError('NOPERM no');
    fake.server(2).handler = (_name, args) => args.map((key) => `v-${key}`);
    const error = await rejected<PartialFailureError>(cluster.mget('a', 'b', '{a}2'));
    expect(error.code).to.equal('NOPERM');
    expect(error.keys.map(({ reply, outcome }) => [outcome, reply])).to.deep.equal([
      ['applied', 'v-a'],
      ['failed', undefined],
      ['applied', 'v-{a}2'],
    ]);
  });

  describe('when no server answers', () => {
    it('tells of each attempt, waits, and goes on when one is back', async () => {
      const fake = new FakeCluster();
      for (const server of fake.servers) {
        server.refuses = true;
      }
      const cluster = connect(fake, { retryStrategy: (attempt) => attempt });
      const attempts: number[] = [];
      cluster.on('reconnecting', ({ attempt, delay, error }) => {
        attempts.push(attempt, delay);
        expect(error.message).to.include('ECONNREFUSED');
      });
      const reply = cluster.set('b', 1);
      await waitUntil('three attempts', async () => attempts.length >= 6);
      expect(cluster).to.include({ connected: false, ready: false, offline_queue_length: 1 });
      for (const server of fake.servers) {
        server.refuses = false;
      }
      expect(await reply).to.equal('OK');
      expect(attempts.slice(0, 6)).to.deep.equal([1, 1, 2, 2, 3, 3]);
      expect(cluster.connected).to.equal(true);
    });

    it('fails commands whose time is up, with the cause of each server', async () => {
      const fake = new FakeCluster();
      fake.server(1).refuses = true;
      const cluster = connect(fake, {
        servers: [
          { host: '127.0.0.1', port: 1 },
          { host: 'other', port: 1 },
        ],
        retryTimeout: 100,
      });
      const error = await rejected<ClusterUnavailableError>(cluster.get('b'));
      expect(error)
        .to.be.instanceOf(ClusterUnavailableError)
        .and.include({ code: 'CLUSTER_UNAVAILABLE', command: 'GET' });
      expect(error.message).to.match(/^Waited \d+ ms for a server of the cluster: /);
      expect(error.errors.map(({ message }) => message.split(': ')[0]).sort()).to.deep.equal([
        '127.0.0.1:1',
        'other:1',
      ]);
      expect(error.message).to.include(error.errors[1]?.message);
    });

    it('keeps to the delay that retryStrategy gives', async () => {
      const fake = new FakeCluster();
      for (const server of fake.servers) {
        server.refuses = true;
      }
      const delays = [30, 3_000_000];
      const strategy = sinon.spy(() => delays.shift() ?? null);
      connect(fake, { retryStrategy: strategy });
      // The clients of nodes try more often than that; the map is not asked for with each of them.
      await waitUntil('clients were made', async () => fake.server(1).made >= 4);
      expect(strategy.callCount).to.equal(2);
    });

    it('ends when retryStrategy returns null', async () => {
      const fake = new FakeCluster();
      fake.server(1).refuses = true;
      const cluster = connect(fake, { retryStrategy: (attempt) => (attempt < 3 ? 1 : null) });
      const events: string[] = [];
      for (const event of ['reconnecting', 'error', 'end']) {
        cluster.on(event, () => events.push(event));
      }
      const error = await rejected(cluster.get('b'));
      expect(error.code).to.equal('NR_CLOSED');
      await waitUntil('it ended', async () => events.includes('end'));
      expect(events).to.deep.equal(['reconnecting', 'reconnecting', 'error', 'end']);
    });

    const reasons: [what: string, delay: number | Error, expected: object][] = [
      ['an error, and says so', new Error('enough'), { message: 'enough' }],
      ['no number, and says what was expected', Number.NaN, { code: 'INVALID_OPTION' }],
    ];
    for (const [what, delay, expected] of reasons) {
      it(`ends when retryStrategy returns ${what}`, async () => {
        const fake = new FakeCluster();
        fake.server(1).refuses = true;
        const cluster = connect(fake, { retryStrategy: () => delay });
        const [emitted, refused] = await Promise.all([once(cluster, 'error'), rejected(cluster.get('b'))]);
        expect(emitted[0]).to.include(expected);
        expect(refused).to.include({ code: 'NR_CLOSED', cause: emitted[0] });
      });
    }

    it('lets only so many wait', async () => {
      const fake = new FakeCluster();
      fake.server(1).refuses = true;
      const cluster = connect(fake, { maxQueueLength: 2 });
      const waiting = [cluster.get('b'), cluster.get('a')].map(rejected);
      expect(await rejected(cluster.get('c'))).to.include({ code: 'QUEUE_FULL', command: 'GET' });
      expect(cluster.offline_queue_length).to.equal(2);
      cluster.end(true);
      expect((await Promise.all(waiting)).map(({ code }) => code)).to.deep.equal(['NR_CLOSED', 'NR_CLOSED']);
    });

    it('is content with one seed that lives', async () => {
      const fake = new FakeCluster([1, 2, 3]);
      fake.server(3).refuses = true;
      const cluster = connect(fake, {
        servers: [
          { host: '127.0.0.1', port: 3 },
          { host: '127.0.0.1', port: 2 },
        ],
      });
      expect(await cluster.set('b', 1)).to.equal('OK');
    });
  });

  describe('the map', () => {
    it('is not replaced by a reply that is no map', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.set('b', 1);
      const good = fake.slots;
      for (const bad of [[], [[0, 99999, ['127.0.0.1', 2]]], [[0, 16383, ['?', 2]]], [['x']], replyError('ERR no')]) {
        fake.slots = bad;
        const answers = [replyError('CLUSTERDOWN x'), 'OK'];
        fake.server(1).handler = () => answers.shift() ?? 'OK';
        const before = fake.fetches;
        expect(await cluster.set('b', 1)).to.equal('OK');
        await waitUntil('the map was asked for', async () => fake.fetches > before);
        expect(await Promise.all([cluster.set('b', 1), cluster.set('a', 1)])).to.deep.equal(['OK', 'OK']);
      }
      fake.slots = good;
    });

    it('serves the slots that are covered, and fails the others', async () => {
      const fake = new FakeCluster();
      fake.slots = (fake.slots as unknown[]).slice(0, 1);
      const cluster = connect(fake);
      expect(await cluster.set('b', 1)).to.equal('OK');
      const error = await rejected(cluster.set('a', 1));
      expect(error.code).to.equal('CLUSTER_UNAVAILABLE');
      expect(error.message).to.include('an owner of slot 15495');
    });

    it('closes the client of a node that has left, and keeps those of others', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake, { refreshInterval: 5 });
      await cluster.mset('a', 1, 'b', 1);
      fake.slots = [[0, 16383, ['127.0.0.1', 2, 'id-2']]];
      await waitUntil('it is closed', async () => fake.server(1).clients.size === 0);
      expect(await cluster.set('b', 1)).to.equal('OK');
      expect(fake.server(2).made).to.equal(1);
    });
  });

  describe('createClient', () => {
    const failure = async (createClient: RedisClusterOptions['createClient']) => {
      const cluster = connect(new FakeCluster(), { createClient: createClient as never });
      const emitted: Error[] = [];
      cluster.on('error', (error) => emitted.push(error));
      const [error, other] = await Promise.all([rejected(cluster.get('b')), rejected(cluster.set('a', 'secret'))]);
      // Each command has an error of its own, and one that comes later is not kept waiting.
      expect([error, other]).to.have.nested.property('[0].command', 'GET');
      expect(other).to.deep.include({ command: 'SET', args: ['a', 'secret'], message: error.message });
      expect((await rejected(cluster.get('c'))).message).to.equal(error.message);
      expect(emitted).to.deep.equal([]);
      return error;
    };

    for (const [what, client] of [
      ['nothing', undefined],
      ['a string', 'redis://…'],
      ['an object of no library', { get() {}, set() {} }],
    ] as const) {
      it(`that returns ${what} is told what was expected`, async () => {
        const error = await failure(() => client);
        expect(error).to.be.instanceOf(TypeError).and.include({ code: 'INVALID_CLIENT' });
        expect(error.message).to.match(/must return a client of node_redis 2 or 3, redis 4, 5 or 6, ioredis.*got /);
      });
    }

    it('that returns a promise of something else is told too', async () => {
      expect(await failure(async () => ({}))).to.include({ code: 'INVALID_CLIENT' });
    });

    it('that returns a cluster client is told too', async () => {
      expect((await failure(() => ({ isCluster: true }))).message).to.include('got a cluster client');
    });

    it('that throws is heard at once', async () => {
      const error = await failure(() => {
        throw new RangeError('no such TLS file');
      });
      expect(error.message).to.equal("createClient(1, '127.0.0.1') threw: no such TLS file");
      expect(error.cause).to.be.instanceOf(RangeError);
    });

    for (const name of ['prefix', 'keyPrefix']) {
      it(`that returns a client with a ${name} of its own is refused`, async () => {
        const fake = new FakeCluster();
        const error = await failure((port) => {
          const client = fake.createClient(port);
          client.options[name] = 'app:';
          return client;
        });
        expect(error.message).to.include("'app:'").and.include('new RedisCluster({ prefix })');
      });
    }

    it('is heard as an error event when no command waits', async () => {
      const cluster = connect(new FakeCluster(), { createClient: () => 'nothing' });
      const [error] = await once(cluster, 'error');
      expect(error).to.include({ code: 'INVALID_CLIENT' });
    });

    it('has a refused client closed', async () => {
      const fake = new FakeCluster();
      await failure((port) => {
        const client = fake.createClient(port);
        client.options.prefix = 'app:';
        return client;
      });
      expect(fake.server(1).made).to.be.above(0);
      expect(fake.server(1).clients.size).to.equal(0);
    });

    it('is called once for each command at fault, not in a loop', async () => {
      const fake = new FakeCluster();
      const createClient = sinon.spy(() => {
        throw new Error('no certificate');
      });
      const cluster = connect(fake, { createClient });
      await Promise.all([rejected(cluster.ping()), rejected(cluster.get('b'))]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(createClient.callCount).to.be.within(1, 3);
    });

    it('at fault for one seed leaves the others to be asked', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake, {
        servers: [
          { host: 'bad', port: 1 },
          { host: '127.0.0.1', port: 1 },
        ],
        createClient: (port, host) => {
          if (host === 'bad') {
            throw new Error('bad');
          }
          return fake.createClient(port);
        },
      });
      expect(await cluster.set('b', 1)).to.equal('OK');
    });

    it('may reject with nothing: it is tried again', async () => {
      const fake = new FakeCluster();
      let calls = 0;
      const cluster = connect(fake, {
        createClient: (port) => {
          calls += 1;
          return calls === 1 ? Promise.reject() : fake.createClient(port);
        },
      });
      expect(await cluster.set('b', 1)).to.equal('OK');
    });

    it('at fault for one node leaves the others alone', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake, {
        createClient: (port) => (port === 2 ? 'nothing' : fake.createClient(port)),
      });
      cluster.on('error', () => {});
      const [good, bad] = await Promise.all([cluster.set('b', 1), rejected(cluster.set('a', 1))]);
      expect(good).to.equal('OK');
      expect(bad).to.include({ code: 'INVALID_CLIENT', command: 'SET' });
      expect(await cluster.set('b', 1)).to.equal('OK');
    });

    it('may come too late: the client is closed', async () => {
      const fake = new FakeCluster();
      let make: (() => void) | undefined;
      const cluster = connect(fake, {
        createClient: (port) =>
          new Promise((resolve) => {
            make = () => resolve(fake.createClient(port));
          }),
      });
      await waitUntil('it is called', async () => make !== undefined);
      cluster.end(true);
      make?.();
      await waitUntil(
        'the client is closed',
        async () => fake.server(1).made === 1 && fake.server(1).clients.size === 0,
      );
    });

    it('is called with port, host and redisOptions', async () => {
      const fake = new FakeCluster();
      const createClient = sinon.spy((port: number) => fake.createClient(port));
      const redisOptions = { password: 'x' };
      const cluster = connect(fake, { createClient, redisOptions });
      await cluster.ping();
      expect(createClient.firstCall.args).to.deep.equal([1, '127.0.0.1', redisOptions]);
    });
  });

  describe('a command that blocks', () => {
    it('is sent when what was issued before is answered, and holds up nothing that comes after', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      // It has its connection from now on.
      expect(await cluster.blpop('b', 0)).to.equal('OK');
      fake.server(1).log.length = 0;
      const later = new Map<string, () => void>();
      fake.server(1).handler = (name) => new Promise((resolve) => later.set(name, () => resolve(name)));
      const names = () => fake.server(1).commands.map(([name]) => name);
      const deleted = cluster.del('b');
      const popped = cluster.blpop('b', 0);
      const got = cluster.get('b');
      await waitUntil('both to be sent', async () => names().length === 2);
      expect(names()).to.deep.equal(['del', 'get']);
      expect([cluster.command_queue_length, cluster.offline_queue_length]).to.deep.equal([2, 1]);
      later.get('del')?.();
      expect(await deleted).to.equal('del');
      await waitUntil('it to be sent', async () => names().length === 3);
      later.get('get')?.();
      expect(await got).to.equal('get');
      later.get('blpop')?.();
      expect(await popped).to.equal('blpop');
    });

    it('goes again over another connection when its master hands over, as that one is closed', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      const replies = [
        replyError('UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)'),
        'popped',
      ];
      fake.server(1).handler = (name) => (name === 'blpop' ? replies.shift() : 'OK');
      const { made } = fake.server(1);
      expect(await cluster.blpop('b', 0)).to.equal('popped');
      expect(fake.server(1).made - made).to.equal(2);
    });

    it('goes to the new owner when its server is lost before it could be sent', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).handler = () => SILENCE;
      const written = rejected(cluster.set('b', 1));
      const popped = cluster.blpop('b', 0);
      await waitUntil('the first to be sent', async () => fake.server(1).commands.some(([name]) => name === 'set'));
      const rows = fake.slots as unknown[][];
      fake.slots = rows.map((row) => row.with(2, ['127.0.0.1', 2, 'id-2']));
      fake.server(2).handler = (name) => name;
      fake.server(1).refuses = true;
      fake.server(1).drop();
      expect((await written).code).to.equal('UNCERTAIN_STATE');
      expect(await popped).to.equal('blpop');
    });
  });

  describe('one write per tick', () => {
    it('corks once for all commands of a tick, and not at all without coalesce', async () => {
      const fake = new FakeCluster();
      const cork = sinon.spy(FakeClient.prototype, 'cork');
      const uncork = sinon.spy(FakeClient.prototype, 'uncork');
      const cluster = connect(fake);
      await cluster.ping();
      cork.resetHistory();
      uncork.resetHistory();
      await Promise.all([cluster.mget('a', 'b', 'c', 'd'), cluster.set('b', 1), cluster.set('a', 1)]).catch(() => {});
      expect([cork.callCount, uncork.callCount]).to.deep.equal([2, 2]);
      const plain = connect(fake, { coalesce: false });
      await plain.ping();
      cork.resetHistory();
      await Promise.all([plain.set('b', 1), plain.set('a', 1)]);
      expect(cork.callCount).to.equal(0);
    });

    it('waits for the turn to end while the server has work to do, and not otherwise', async () => {
      const fake = new FakeCluster([1]);
      const cluster = connect(fake);
      await cluster.ping();
      const uncork = sinon.spy(FakeClient.prototype, 'uncork');
      const nextTick = () => new Promise<void>((resolve) => process.nextTick(resolve));
      const sent = () => fake.server(1).commands.filter(([name]) => name === 'set').length;
      fake.server(1).hangs = true;
      const writes = [cluster.set('b', 0), cluster.set('b', 0)];
      await nextTick();
      expect([uncork.callCount, sent()], 'to an idle server').to.deep.equal([1, 2]);
      writes.push(cluster.set('b', 1));
      await nextTick();
      writes.push(cluster.set('b', 2));
      await nextTick();
      expect([uncork.callCount, sent()], 'to a busy one').to.deep.equal([1, 4]);
      await new Promise<void>((resolve) => setImmediate(resolve));
      expect(uncork.callCount, 'when the turn has ended').to.equal(2);
      cluster.end(true);
      await Promise.allSettled(writes);
    });

    it('lets a server begin with the first of very many', async () => {
      const fake = new FakeCluster([1]);
      const log: string[] = [];
      fake.server(1).handler = (name) => {
        log.push(name);
        return 'OK';
      };
      const cluster = connect(fake);
      await cluster.ping();
      sinon.replace(FakeClient.prototype, 'cork', () => log.push('cork'));
      sinon.replace(FakeClient.prototype, 'uncork', () => log.push('uncork'));
      log.length = 0;
      await Promise.all(Array.from({ length: 300 }, () => cluster.set('b', 1)));
      const written = log.slice(0, 300 + 6);
      expect(written.filter((what) => what !== 'set')).to.deep.equal(Array(3).fill(['cork', 'uncork']).flat());
      expect(written.flatMap((what, i) => (what === 'uncork' ? [i] : []))).to.deep.equal([129, 259, 305]);
    });
  });

  describe('quit', () => {
    it('ends within its deadline when a node hangs, and fails what hangs with it', async () => {
      const fake = new FakeCluster();
      const cluster = connect(fake);
      await cluster.ping();
      fake.server(1).hangs = true;
      const hanging = rejected(cluster.incr('b'));
      const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldClearNativeTimers: true });
      const quitting = cluster.quit();
      await clock.tickAsync(15_000);
      expect(await quitting).to.equal('OK');
      expect((await hanging).code).to.equal('UNCERTAIN_STATE');
      expect(fake.servers.map((server) => server.clients.size)).to.deep.equal([0, 0]);
    });
  });

  it('lets the process end, if told so', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    await cluster.ping();
    cluster.unref();
    expect(fake.servers.map((server) => server.unrefs)).to.deep.equal([1, 1]);
  });
});
