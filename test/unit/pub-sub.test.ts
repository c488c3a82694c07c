import { expect } from 'chai';
import sinon from 'sinon';
import type { RedisCluster, RedisClusterOptions } from '../../lib/index.js';
import type { Node } from '../../lib/node/node.js';
import { Nodes } from '../../lib/node/nodes.js';
import { PubSub } from '../../lib/pub-sub/pub-sub.js';
import { SlotMap } from '../../lib/topology/slot-map.js';
import { type FakeClient, FakeCluster, type FakeServer, replyError, SILENCE } from '../support/fake-cluster.js';
import { waitUntil } from '../support/local-cluster/wait.js';
import { OpenClusters } from '../support/open-clusters.js';

type Deliver = (reply: unknown[]) => void;

const until = (what: string, condition: () => boolean) => waitUntil(what, async () => condition(), 5000);

/** The connections of a server that are subscribers. */
const subscribers = (server: FakeServer) =>
  [...server.clients].filter((client) => 'return_reply' in client) as (FakeClient & { return_reply: Deliver })[];

/** The server sends a message to whoever listens there. */
const publish = (server: FakeServer, ...parts: string[]) => {
  for (const client of subscribers(server)) {
    client.return_reply(parts.map((part, i) => (i === 0 ? part : Buffer.from(part))));
  }
};

const subscriptionsAt = (server: FakeServer) => server.commands.filter(([name]) => name?.endsWith('subscribe'));

describe('publish/subscribe', () => {
  const open = new OpenClusters();
  let fake: FakeCluster;
  let cluster: RedisCluster;
  let events: unknown[][];

  const connect = (options: Partial<RedisClusterOptions> = {}) => {
    cluster = open.over(fake, options);
    events = [];
    for (const event of ['subscribe', 'unsubscribe', 'psubscribe', 'punsubscribe', 'message', 'pmessage', 'error']) {
      cluster.on(event, (...news) => events.push([event, ...news]));
    }
    return cluster;
  };

  /** The one server that is listened to. */
  const seat = (): FakeServer => {
    const seats = fake.servers.filter((server) => subscribers(server).length > 0);
    expect(seats).to.have.length(1);
    return seats[0] as FakeServer;
  };

  const other = (server: FakeServer) => fake.servers.find((candidate) => candidate !== server) as FakeServer;

  beforeEach(() => {
    fake = new FakeCluster();
    connect();
  });

  afterEach(() => {
    sinon.restore();
    expect(fake.servers.flatMap(subscribers), 'subscribers that were left open').to.deep.equal([]);
  });

  it('listens over one connection, which is closed when there is nothing to listen to', async () => {
    await Promise.all([cluster.subscribe('a', 'b'), cluster.psubscribe('p*'), cluster.subscribe('c')]);
    const server = seat();
    expect(server.made).to.equal(2);
    expect(cluster.subscription_set).to.deep.equal({
      subscribe_a: 'a',
      subscribe_b: 'b',
      subscribe_c: 'c',
      'psubscribe_p*': 'p*',
    });
    await Promise.all([cluster.unsubscribe(), cluster.punsubscribe()]);
    expect(subscribers(server)).to.deep.equal([]);
    expect(cluster.subscription_set).to.deep.equal({});
    await cluster.subscribe('d');
    expect(events.at(-1)).to.deep.equal(['subscribe', 'd', 1]);
  });

  it('needs no server to end what was never begun', async () => {
    expect(await cluster.unsubscribe('a')).to.equal('a');
    expect(await cluster.unsubscribe()).to.equal(null);
    expect(events).to.deep.equal([['unsubscribe', 'a', 0]]);
    expect(fake.servers.flatMap(subscribers)).to.deep.equal([]);
  });

  it('answers calls in their order, also those that need no server', async () => {
    const order: string[] = [];
    const note = (name: string) => () => order.push(name);
    cluster.subscribe('a', note('a'));
    cluster.unsubscribe('nothing', note('nothing'));
    cluster.subscribe(note('no arguments') as never);
    await cluster.subscribe('b', 'c').then(note('b'));
    expect(order).to.deep.equal(['a', 'nothing', 'no arguments', 'b']);
  });

  it('goes on elsewhere when its connection is lost, and tells nobody', async () => {
    await Promise.all([cluster.subscribe('a', 'b'), cluster.psubscribe('p*')]);
    await cluster.unsubscribe('b');
    const before = [...events];
    const former = seat();
    former.drop();
    await until('the other server to be subscribed at', () => subscriptionsAt(other(former)).length === 2);
    expect(subscriptionsAt(other(former))).to.deep.equal([
      ['subscribe', 'a'],
      ['psubscribe', 'p*'],
    ]);
    expect(events).to.deep.equal(before);
    publish(other(former), 'message', 'a', 'x');
    publish(other(former), 'pmessage', 'p*', 'p1', 'y');
    expect(events.slice(before.length)).to.deep.equal([
      ['message', 'a', 'x'],
      ['pmessage', 'p*', 'p1', 'y'],
    ]);
  });

  it('answers a call under way once it holds elsewhere', async () => {
    await cluster.subscribe('a');
    const former = seat();
    former.handler = () => SILENCE;
    const call = cluster.subscribe('b');
    const end = cluster.unsubscribe('a');
    former.drop();
    expect(await call).to.equal('b');
    expect(await end).to.equal('a');
    expect(subscriptionsAt(other(former))).to.deep.equal([
      ['subscribe', 'a'],
      ['subscribe', 'b'],
      ['unsubscribe', 'a'],
    ]);
    expect(events).to.deep.equal([
      ['subscribe', 'a', 1],
      ['subscribe', 'b', 2],
      ['unsubscribe', 'a', 1],
    ]);
  });

  it('listens elsewhere before it leaves a node that was lost and still sends, and delivers each message once', async () => {
    await cluster.subscribe('a');
    const former = seat();
    const answers: ((reply: unknown) => void)[] = [];
    other(former).handler = (name) => (name === 'subscribe' ? new Promise((resolve) => answers.push(resolve)) : 'OK');
    // The connection for commands breaks, and the subscriber's does not.
    const [main] = [...former.clients].filter((client) => !('return_reply' in client));
    (main as FakeClient).ready = false;
    main?.emit('end');
    await until('the other server to be asked', () => answers.length === 1);
    publish(former, 'message', 'a', '1');
    answers[0]?.('OK');
    publish(other(former), 'message', 'a', '1');
    publish(other(former), 'message', 'a', '2');
    publish(former, 'message', 'a', '2');
    publish(former, 'message', 'a', '3');
    await until('the former server to be left', () => subscribers(former).length === 0);
    publish(other(former), 'message', 'a', '4');
    expect(events).to.deep.equal([
      ['subscribe', 'a', 1],
      ['message', 'a', '1'],
      ['message', 'a', '2'],
      ['message', 'a', '3'],
      ['message', 'a', '4'],
    ]);
  });

  it('leaves a node that has left the cluster', async () => {
    await cluster.subscribe('a');
    const former = seat();
    const { port } = other(former);
    fake.slots = [[0, 16383, ['127.0.0.1', port, `id-${port}`]]];
    other(former).handler = (name) => (name === 'get' ? replyError(`MOVED 15495 127.0.0.1:${port}`) : 'OK');
    former.handler = (name) => (name === 'get' ? replyError(`MOVED 15495 127.0.0.1:${port}`) : 'OK');
    cluster.get('a').catch(() => {});
    await until('the former server to be left', () => subscribers(former).length === 0);
    expect(subscriptionsAt(other(former))).to.deep.equal([['subscribe', 'a']]);
  });

  it('passes on the error of a server, to the call that it is for', async () => {
    for (const server of fake.servers) {
      server.handler = (name, args) =>
        name === 'subscribe' && args.some((arg) => String(arg) === 'secret')
          ? replyError('NOPERM this user has no permissions to access one of the channels used as arguments')
          : 'OK';
    }
    const [good, bad, also] = await Promise.allSettled([
      cluster.subscribe('a'),
      cluster.subscribe('b', 'secret'),
      cluster.subscribe('c'),
    ]);
    expect([good, also]).to.deep.equal([
      { status: 'fulfilled', value: 'a' },
      { status: 'fulfilled', value: 'c' },
    ]);
    expect((bad as PromiseRejectedResult).reason).to.include({
      code: 'NOPERM',
      command: 'SUBSCRIBE',
      name: 'ReplyError',
    });
    expect((bad as PromiseRejectedResult).reason.args).to.deep.equal(['b', 'secret']);
    expect(Object.keys(cluster.subscription_set)).to.deep.equal(['subscribe_a', 'subscribe_c']);
    // What failed is not ended either.
    expect(await cluster.unsubscribe()).to.equal('c');
    expect(events).to.deep.equal([
      ['subscribe', 'a', 1],
      ['subscribe', 'c', 2],
      ['unsubscribe', 'a', 1],
      ['unsubscribe', 'c', 0],
    ]);
  });

  it('emits an error for what is refused elsewhere, and keeps the rest', async () => {
    await cluster.subscribe('a', 'secret', 'b');
    const former = seat();
    other(former).handler = (name, args) =>
      name === 'subscribe' && args.some((arg) => String(arg) === 'secret') ? replyError('NOPERM no') : 'OK';
    former.drop();
    await until('the error', () => events.at(-1)?.[0] === 'error');
    expect(events.at(-1)?.[1]).to.include({ code: 'NOPERM', command: 'SUBSCRIBE' });
    expect(Object.keys(cluster.subscription_set)).to.deep.equal(['subscribe_a', 'subscribe_b']);
    const before = events.length;
    publish(other(former), 'message', 'b', 'x');
    expect(events.slice(before)).to.deep.equal([['message', 'b', 'x']]);
  });

  it('gives up a call that no server takes, and one that a server is silent to, when its time is up', async () => {
    for (const server of fake.servers) {
      server.handler = (name) => (name === 'subscribe' ? SILENCE : 'OK');
    }
    connect({ retryTimeout: 100 });
    const silence = await cluster.subscribe('a').catch((error: Error) => error);
    expect(silence).to.include({ code: 'CLUSTER_UNAVAILABLE', command: 'SUBSCRIBE' });
    for (const server of fake.servers) {
      server.refuses = true;
      server.drop();
    }
    const nobody = await cluster.subscribe('a').catch((error: Error) => error);
    expect(nobody).to.include({ code: 'CLUSTER_UNAVAILABLE', command: 'SUBSCRIBE' });
    expect(cluster.subscription_set).to.deep.equal({});
  });

  it('does not wait where createClient is at fault', async () => {
    await cluster.ping();
    let isBroken = true;
    connect({
      createClient: (port) => {
        if (isBroken && fake.servers.every((server) => server.made > 1)) {
          throw new Error('oops');
        }
        return fake.createClient(port);
      },
    });
    await cluster.ping();
    await until('both servers to be connected', () => fake.servers.every((server) => server.made > 1));
    const error = await cluster.subscribe('a').catch((reason: Error) => reason);
    expect(error).to.include({ code: 'INVALID_CLIENT', command: 'SUBSCRIBE' });
    expect((error as Error).message).to.include('oops');
    isBroken = false;
    expect(await cluster.subscribe('a')).to.equal('a');
  });

  it('refuses more calls than may wait', async () => {
    connect({ maxQueueLength: 2 });
    const calls = await Promise.allSettled(['a', 'b', 'c'].map((name) => cluster.subscribe(name)));
    expect(calls.map(({ status }) => status)).to.deep.equal(['fulfilled', 'fulfilled', 'rejected']);
    expect((calls[2] as PromiseRejectedResult).reason).to.include({ code: 'QUEUE_FULL', command: 'SUBSCRIBE' });
    expect(cluster.offline_queue_length).to.equal(0);
  });

  it('answers what is under way before it quits, and closes its connection', async () => {
    const call = cluster.subscribe('a');
    await cluster.quit();
    expect(await call).to.equal('a');
    expect(fake.servers.flatMap(subscribers)).to.deep.equal([]);
    expect(await cluster.subscribe('b').catch((error: Error) => error)).to.include({ code: 'NR_CLOSED' });
  });

  it('ends at once, with an error of its own for each call under way', async () => {
    for (const server of fake.servers) {
      server.handler = (name) => (name === 'subscribe' ? SILENCE : 'OK');
    }
    await cluster.ping();
    const calls = ['a', 'b'].map((name) => cluster.subscribe(name).catch((error: Error) => error));
    await until('both to be sent', () => fake.servers.flatMap(subscriptionsAt).length === 2);
    cluster.end(true);
    const errors = (await Promise.all(calls)) as unknown as (Error & { args: string[] })[];
    expect(errors.map(({ args }) => args)).to.deep.equal([['a'], ['b']]);
    for (const error of errors) {
      expect(error).to.include({ code: 'NR_CLOSED', command: 'SUBSCRIBE' });
    }
  });

  it('lets the process end when it was told so, before or after it connected', async () => {
    await cluster.subscribe('a');
    const before = seat().unrefs;
    cluster.unref();
    expect(seat().unrefs).to.equal(before + 2);
    const former = seat();
    const unrefs = other(former).unrefs;
    former.drop();
    await until('the other server to be subscribed at', () => subscriptionsAt(other(former)).length === 1);
    expect(other(former).unrefs).to.equal(unrefs + 1);
  });

  it('refuses subscriptions within a batch, each with an error of its own', async () => {
    const replies = await cluster.batch().subscribe('a').get('b').exec();
    expect(replies?.[0]).to.include({ code: 'UNSUPPORTED', command: 'SUBSCRIBE', position: 0 });
    expect(String(replies?.[0])).to.include('SUBSCRIBE cannot be sent to a cluster: as part of a batch');
    const multi = await cluster
      .multi()
      .psubscribe('a')
      .exec()
      .catch((error: Error) => error);
    expect(multi).to.include({ code: 'EXECABORT' });
    expect((multi as Error & { errors: Error[] }).errors[0]).to.include({ code: 'UNSUPPORTED', position: 0 });
  });

  it('asks for shard channels again when the server has ended some, and takes messages of the rest meanwhile', async () => {
    cluster.on('smessage', (...news) => events.push(['smessage', ...news]));
    await cluster.ssubscribe('{a}1', '{a}2');
    const server = seat();
    let isOver = false;
    let confirm: (() => void) | undefined;
    server.handler = (name) => {
      if (name !== 'ssubscribe') {
        return 'OK';
      }
      // As a library tells that takes one reply for another.
      return isOver
        ? new Promise((resolve) => {
            confirm = () => resolve('OK');
          })
        : replyError(`MOVED 15495 127.0.0.1:${server.port}`);
    };
    for (const { command_queue } of subscribers(server)) {
      Object.assign(command_queue, { get: () => undefined });
    }
    for (const name of ['{a}3', '{a}4']) {
      publish(server, 'sunsubscribe', name);
    }
    // Once for both together, then for each, as it was refused.
    await until('it to be asked', () => server.commands.filter(([name]) => name === 'ssubscribe').length > 3);
    isOver = true;
    await until('it to be asked again', () => confirm !== undefined);
    publish(server, 'smessage', '{a}2', 'x');
    confirm?.();
    await until('all to hold', () => cluster.offline_queue_length === 0);
    publish(server, 'smessage', '{a}1', 'y');
    expect(events).to.deep.equal([
      ['smessage', '{a}2', 'x'],
      ['smessage', '{a}1', 'y'],
    ]);
    expect(Object.keys(cluster.subscription_set)).to.deep.equal(['ssubscribe_{a}1', 'ssubscribe_{a}2']);
  });

  it('holds the node that it listens at, until it has left it', async () => {
    const nodes = new Nodes(
      {
        createClient: fake.createClient,
        connectTimeout: 1000,
        coalesce: true,
        unref: false,
        replicas: 'never',
        minimizeConnections: false,
        badPick: () => {},
        translate: (host, port) => ({ host, port }),
      },
      { connected: () => {}, lost: () => {}, caughtUp: () => {}, idle: () => {} },
    );
    const pubSub = new PubSub(
      nodes,
      { createClient: fake.createClient, connectTimeout: 1000, retryTimeout: 1000, maxQueueLength: 10 },
      { changed: () => {}, message: () => {}, error: () => {}, refresh: () => {} },
    );
    nodes.follow(SlotMap.parse(fake.slots, '127.0.0.1'));
    await until('the nodes to be ready', () => nodes.masters.every((node) => node.ready));
    const call = (begins: boolean) =>
      new Promise((resolve) => pubSub.call({ kind: 'channel', begins }, ['a'], false, resolve));
    await call(true);
    const former = nodes.masters.find((node) => node.held);
    const heir = nodes.masters.find((node) => !node.held);
    pubSub.nodeLost(former as Node);
    await until('the other node to be held alone', () => heir?.held === true && former?.held === false);
    await call(false);
    expect([former?.held, heir?.held]).to.deep.equal([false, false]);
    nodes.destroy();
  });
});
