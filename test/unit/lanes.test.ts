import { expect } from 'chai';
import type { RedisCluster, RedisClusterOptions } from '../../lib/index.js';
import { type FakeClient, FakeCluster, replyError, SILENCE } from '../support/fake-cluster.js';
import { waitUntil } from '../support/local-cluster/index.js';
import { OpenClusters } from '../support/open-clusters.js';

// 'b' is in slot 3300, of the server at port 1.
const SLOT = 3300;

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    (reply) => reply,
    ({ code }) => code,
  );

describe('connections of their own for commands that block', () => {
  const open = new OpenClusters();

  const connect = (fake: FakeCluster, options?: Partial<RedisClusterOptions>) => open.over(fake, options);

  it('ASKING goes before the command also when that has to wait for its connection', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    await cluster.mget('a', 'b');
    fake.server(1).handler = () => replyError(`ASK ${SLOT} 127.0.0.1:2`);
    let asked = false;
    fake.server(2).handler = (name) => {
      const wasAsked = asked;
      asked = name === 'asking';
      return name !== 'blpop' || wasAsked ? 'OK' : replyError(`MOVED ${SLOT} 127.0.0.1:1`);
    };
    expect(await cluster.blpop('b', 0)).to.equal('OK');
    expect(fake.server(2).commands.filter(([name]) => name === 'blpop')).to.have.length(1);
  });

  it('a loop of callbacks takes one connection', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake, { maxBlockingConnections: 1 });
    await cluster.mget('a', 'b');
    const { made } = fake.server(1);
    const replies: unknown[] = [];
    await new Promise<void>((resolve) => {
      const next = () => {
        cluster.blpop('b', 0, (error, reply) => {
          replies.push(error ?? reply);
          if (replies.length < 5) {
            next();
          } else {
            resolve();
          }
        });
      };
      next();
    });
    expect(replies).to.deep.equal(['OK', 'OK', 'OK', 'OK', 'OK']);
    expect(fake.server(1).made).to.equal(made + 1);
  });

  it('one whose reply does not come, long after its time, is given up, though its server is well', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake, { silenceTimeout: 1000 });
    await cluster.mget('a', 'b');
    fake.server(1).handler = (name) => (name === 'blpop' ? SILENCE : 'OK');
    expect(await codeOf(cluster.blpop('b', 0.05))).to.equal('UNCERTAIN_STATE');
    expect(await cluster.set('b', 1)).to.equal('OK');
    const waiting = codeOf(cluster.blpop('b', 0));
    await waitUntil('it was sent', async () => fake.server(1).commands.at(-1)?.[0] === 'blpop');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(cluster.command_queue_length).to.equal(1);
    cluster.end(true);
    expect(await waiting).to.equal('UNCERTAIN_STATE');
  });

  it('one that is answered in its time leaves no timer for the next', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake, { silenceTimeout: 1000 });
    await cluster.mget('a', 'b');
    expect(await cluster.blpop('b', 0.05)).to.equal('OK');
    fake.server(1).handler = (name) => (name === 'blpop' ? SILENCE : 'OK');
    const waiting = codeOf(cluster.blpop('b', 0));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(cluster.command_queue_length).to.equal(1);
    cluster.end(true);
    expect(await waiting).to.equal('UNCERTAIN_STATE');
  });

  it('one command too many is told so later, not within its call', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake, { maxBlockingConnections: 0 });
    await cluster.mget('a', 'b');
    let isWithin = true;
    const error = await new Promise<unknown>((resolve) => {
      cluster.blpop('b', 0, (refused) => resolve(isWithin ? 'within' : (refused as Error & { code: string }).code));
      isWithin = false;
    });
    expect(error).to.equal('QUEUE_FULL');
  });

  it('end() makes no client', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    await cluster.mget('a', 'b');
    fake.server(1).handler = () => SILENCE;
    const { made } = fake.server(1);
    const results = [codeOf(cluster.set('b', 1)), codeOf(cluster.blpop('b', 0))];
    cluster.end(true);
    expect(await Promise.all(results)).to.deep.equal(['UNCERTAIN_STATE', 'NR_CLOSED']);
    expect(fake.server(1).made).to.equal(made);
  });

  it('end() when the connection has just been made answers the command', async () => {
    const fake = new FakeCluster();
    let cluster: RedisCluster | undefined;
    let isBlocking = false;
    cluster = connect(fake, {
      createClient: (port) => {
        const client: FakeClient = fake.createClient(port);
        if (isBlocking) {
          process.nextTick(() => client.once('ready', () => cluster?.end(true)));
        }
        return client;
      },
    });
    await cluster.mget('a', 'b');
    isBlocking = true;
    const popped = codeOf(cluster.blpop('b', 0));
    expect(await popped).to.equal('NR_CLOSED');
  });

  it('quit() does not wait for a command that could not be sent', async () => {
    const fake = new FakeCluster();
    let isBlocking = false;
    const cluster = connect(fake, {
      createClient: async (port) => (isBlocking ? 'no client' : fake.createClient(port)),
    });
    await cluster.mget('a', 'b');
    // Nothing else is under way whose end could be taken for that of the command.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    isBlocking = true;
    const popped = codeOf(cluster.blpop('b', 0));
    const begun = performance.now();
    await cluster.quit();
    expect(await popped).to.equal('INVALID_CLIENT');
    expect(performance.now() - begun).to.be.below(2000);
  });

  it('one that cannot be had holds up no other command', async () => {
    const fake = new FakeCluster();
    let isBlocking = false;
    const cluster = connect(fake, {
      retryTimeout: 1500,
      createClient: async (port) => {
        if (isBlocking) {
          throw new Error('ERR max number of clients reached');
        }
        return fake.createClient(port);
      },
    });
    await cluster.mget('a', 'b');
    isBlocking = true;
    let isOver = false;
    const popped = codeOf(cluster.blpop('b', 0)).finally(() => {
      isOver = true;
    });
    let longest = 0;
    while (!isOver) {
      const begun = performance.now();
      await cluster.get('b');
      longest = Math.max(longest, performance.now() - begun);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await popped).to.equal('CLUSTER_UNAVAILABLE');
    expect(longest).to.be.below(150);
  });

  it('does not overtake a command that was issued before it and goes again', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    await cluster.mget('a', 'b');
    await cluster.blpop('b', 0);
    const executed: string[] = [];
    let refusals = 1;
    fake.server(1).handler = (name) => {
      if (name === 'del' && refusals > 0) {
        refusals -= 1;
        return replyError('LOADING');
      }
      executed.push(name);
      return 'OK';
    };
    await Promise.all([cluster.del('b'), cluster.blpop('b', 0)]);
    expect(executed).to.deep.equal(['del', 'blpop']);
  });

  it('one to a server that its address does not stand for any more is replaced', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    await cluster.mget('a', 'b');
    await cluster.blpop('b', 0);
    const [stale] = [...fake.server(1).clients].slice(-1) as [FakeClient];
    const send = stale.internal_send_command;
    stale.internal_send_command = (sent) => {
      if (sent.command === 'blpop') {
        fake.server(1).log.push(['blpop at the stale server']);
        setImmediate(() => sent.callback(replyError(`MOVED ${SLOT} 127.0.0.1:1`)));
        return true;
      }
      return send.call(stale, sent);
    };
    // Something is always under way.
    let isOver = false;
    const load = (async () => {
      while (!isOver) {
        await cluster.get('b');
      }
    })();
    expect(await codeOf(Promise.all([cluster.get('b'), cluster.blpop('b', 0)]))).to.deep.equal(['OK', 'OK']);
    expect(await cluster.blpop('b', 0)).to.equal('OK');
    isOver = true;
    await load;
    expect(fake.server(1).log.filter(([name]) => name === 'blpop at the stale server')).to.have.length(1);
    await waitUntil('the stale one to be closed', async () => !fake.server(1).clients.has(stale));
  });
});
