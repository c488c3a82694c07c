import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { type ClusterUnavailableError, RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES, type Family } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/index.js';

type Server = [host: unknown, port: unknown, ...more: unknown[]];

const KEYS = Array.from({ length: 30 }, (_, i) => `key${i}`);
// The slots of three masters.
const RANGES = [
  [0, 5460],
  [5461, 10922],
  [10923, 16383],
] as const;

const GOOD = [0, 5460, ['127.0.0.1', 7000]];
const JUNK: [what: string, reply: unknown][] = [
  ['null', null],
  ['nothing', []],
  ['a string', 'OK'],
  ['a number', 1],
  ['a range that is null', [GOOD, null]],
  ['a range of strings', [['0', '16383', ['127.0.0.1', 7000]]]],
  ['a range without a server', [[0, 16383]]],
  ['slot -1', [GOOD, [-1, 16383, ['127.0.0.1', 7000]]]],
  ['slot 99999', [GOOD, [5461, 99999, ['127.0.0.1', 7000]]]],
  ['slots in the wrong order', [[16383, 0, ['127.0.0.1', 7000]]]],
  ['a server in a list of its own', [[0, 16383, [['127.0.0.1', 7000]]]]],
  ['a list in the place of a host', [[0, 16383, [['127.0.0.1'], 7000]]]],
  ['a port in words', [[0, 16383, ['127.0.0.1', 'seven thousand']]]],
  ['a port that is too high', [[0, 16383, ['127.0.0.1', 70000]]]],
  ['a replica that is none', [[...GOOD, 'replica']]],
  ['only hosts that are not known', [[0, 16383, ['?', 7000]]]],
  ['only hosts without a port', [[0, 16383, ['127.0.0.1', 0]]]],
];

describe('CLUSTER SLOTS', () => {
  const { createClient } = FAMILIES.find(({ name }) => name === 'node_redis-3') as Family;
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;
  /** Where clients were to go. */
  let made: { host: string; port: number }[];
  let events: unknown[];

  beforeEach(async () => {
    embedded = await startEmbeddedCluster();
    made = [];
    events = [];
  });

  afterEach(async () => {
    cluster?.end(true);
    await embedded?.stop();
  });

  const connect = (options: Partial<RedisClusterOptions> = {}) => {
    cluster = new RedisCluster({
      servers: embedded.servers,
      refreshInterval: 0,
      createClient: (port, host) => {
        made.push({ host, port });
        // Whatever the name of a host, here is where it is.
        return createClient(port, '127.0.0.1');
      },
      ...options,
    });
    for (const event of ['reconnecting', 'close', 'end', 'error', 'warning']) {
      cluster.on(event, (...args) => events.push([event, ...args]));
    }
  };

  const everyoneSays = (reply: unknown) => {
    for (const node of embedded.nodes) {
      node.reply({ command: 'cluster slots', reply: reply as never, times: Number.POSITIVE_INFINITY });
    }
  };

  const reviveAll = () => Promise.all(embedded.nodes.map((node) => node.revive()));

  /** The map of a cluster whose masters are as it says. */
  const mapOf = (serverOf: (node: EmbeddedNode, index: number) => Server): unknown[][] =>
    RANGES.map(([first, last], i) => [first, last, serverOf(embedded.nodes[i] as EmbeddedNode, i)]);

  const fetches = () =>
    embedded.nodes
      .flatMap(({ received }) => received)
      .filter(({ command, args }) => command === 'cluster' && args[0] === 'SLOTS').length;

  /** Writes, reads and counts keys of every master. */
  const useAll = async (keys: readonly string[]) => {
    expect(await cluster.mset(keys.flatMap((key) => [key, key]))).to.equal('OK');
    expect(await cluster.mget(keys)).to.deep.equal(keys);
    expect(await Promise.all(keys.map((key) => cluster.exists(key)))).to.deep.equal(keys.map(() => 1));
  };

  const failure = (key: string): Promise<ClusterUnavailableError> =>
    cluster.get(key).then(
      () => expect.fail('expected an error'),
      (error: ClusterUnavailableError) => error,
    );

  describe('of junk', () => {
    for (const [what, reply] of JUNK) {
      it(`${what}: never replaces a good map`, async () => {
        connect({ refreshInterval: 10 });
        await useAll(KEYS);
        made = [];
        everyoneSays(reply);
        const before = fetches();
        await waitUntil('the map to be asked for', async () => fetches() >= before + 6);
        await useAll(KEYS);
        expect(made).to.deep.equal([]);
        expect(events).to.deep.equal([]);
        // The next good map is taken.
        const slot = slotOf('key0');
        await reviveAll();
        await embedded.moveSlot(slot, embedded.masters.find((node) => node !== embedded.ownerOf(slot)) as EmbeddedNode);
        const later = fetches();
        await waitUntil('the good map to be fetched', async () => fetches() >= later + 2);
        for (const node of embedded.nodes) {
          node.forget();
        }
        expect(await cluster.get('key0')).to.equal('key0');
        expect(embedded.nodes.flatMap(({ received }) => received).filter(({ executed }) => !executed)).to.deep.equal(
          [],
        );
      });
    }

    it('at the start: the next server is asked, and everything works', async () => {
      const [first] = embedded.nodes as [EmbeddedNode];
      for (const [, reply] of JUNK) {
        first.reply({ command: 'cluster slots', reply: reply as never, times: Number.POSITIVE_INFINITY });
        connect();
        await useAll(KEYS);
        await cluster.quit();
        await first.revive();
      }
    });

    it('from every server at the start: an error that says what each of them said', async () => {
      everyoneSays([[0, 99999, ['127.0.0.1', 7000]]]);
      connect({ retryTimeout: 1000 });
      const error = await failure('key0');
      expect(error).to.include({ code: 'CLUSTER_UNAVAILABLE', command: 'GET' });
      const said = embedded.nodes.map(({ address }) => `${address}: CLUSTER SLOTS: expected slots from 0 to 16383`);
      expect(error.errors.map(({ message }) => message.replace(/, got .*/, '')).toSorted()).to.deep.equal(
        said.toSorted(),
      );
    });
  });

  it('that cannot be had never replaces a good map', async () => {
    connect({ refreshInterval: 10 });
    await useAll(KEYS);
    for (const node of embedded.nodes) {
      node.reply({ command: 'cluster slots', error: 'ERR not now', times: Number.POSITIVE_INFINITY });
    }
    const before = fetches();
    await waitUntil('the map to be asked for', async () => fetches() >= before + 6);
    await useAll(KEYS);
    expect(events).to.deep.equal([]);
  });

  describe('with hosts that are', () => {
    for (const [what, host, known] of [
      ['null: they are at the host that was asked', null, 'seed.example'],
      ['empty: they are at the host that was asked', '', 'seed.example'],
      ['IPv6 addresses', '::1', '::1'],
      ['short IPv6 addresses with many colons', '2001:db8:0:0:1::7', '2001:db8:0:0:1::7'],
      ['names', 'redis-0.redis.example', 'redis-0.redis.example'],
    ] as const) {
      it(what, async () => {
        everyoneSays(mapOf(({ port, id }) => [host, port, id]));
        const [first] = embedded.nodes as [EmbeddedNode];
        connect({ servers: [{ host: 'seed.example', port: first.port }] });
        await useAll(KEYS);
        expect(events).to.deep.equal([]);
        expect(made.slice(1).map((one) => one.host)).to.deep.equal(
          Array.from({ length: known === 'seed.example' ? 2 : 3 }, () => known),
        );
        expect(new Set(made.map(({ port }) => port)).size).to.equal(3);
      });
    }

    for (const [what, server] of [
      ['?', ['?', 7000]],
      ['without a port', ['127.0.0.1', 0]],
    ] as const) {
      it(`${what}, of a replica: nobody goes there, and everything works`, async () => {
        everyoneSays(mapOf(({ host, port }) => [host, port]).map((range) => [...range, server]));
        connect({ replicas: 'share' });
        await useAll(KEYS);
        expect(events).to.deep.equal([]);
        expect(made.map(({ port }) => port).toSorted()).to.deep.equal(
          embedded.nodes.map(({ port }) => port).toSorted(),
        );
      });
    }
  });

  describe('with slots that nobody owns', () => {
    const covered = KEYS.filter((key) => slotOf(key) <= 5460 || slotOf(key) >= 10923);
    const uncovered = KEYS.filter((key) => !covered.includes(key));

    const holes: [what: string, map: () => unknown][] = [
      ['holes', () => mapOf(({ host, port }) => [host, port]).toSpliced(1, 1)],
      ['a master at `?`', () => mapOf(({ host, port }, i) => (i === 1 ? ['?', port] : [host, port]))],
      ['a master at port 0', () => mapOf(({ host, port }, i) => [host, i === 1 ? 0 : port])],
    ];

    // A command that has waited has the map asked for once more. Behind that, every server answers this.
    const settle = async () => {
      await sleep(150);
      await cluster.dbsize();
    };

    const checkHoles = async () => {
      await settle();
      const before = fetches();
      const [errors] = await Promise.all([Promise.all(uncovered.map(failure)), useAll(covered)]);
      expect(fetches() - before).to.equal(1);
      errors.forEach((error, i) => {
        expect(error).to.include({ code: 'CLUSTER_UNAVAILABLE', command: 'GET' });
        const slot = slotOf(uncovered[i] as string);
        expect(error.message).to.match(
          new RegExp(`^Waited \\d+ ms for an owner of slot ${slot}: CLUSTER SLOTS names none`),
        );
      });
      expect(events).to.deep.equal([]);
      const ports = embedded.nodes.map(({ port }) => port);
      expect(made.filter(({ host, port }) => host === '?' || !ports.includes(port))).to.deep.equal([]);
    };

    /** Has the map fetched, as a server is not well for a moment. */
    const refresh = async () => {
      const before = fetches();
      const [key] = covered as [string];
      embedded.ownerOf(slotOf(key))?.reply({ command: 'get', key, error: 'LOADING for a moment' });
      await cluster.get(key);
      await waitUntil('the map to be fetched', async () => fetches() > before);
    };

    for (const [what, map] of holes) {
      it(`${what}, at the start: all others work, these get a clear error after one refresh`, async () => {
        everyoneSays(map());
        connect();
        await useAll(covered);
        await checkHoles();
      });

      it(`${what}, in the place of a good map: all others work, these get a clear error after one refresh`, async () => {
        connect();
        await useAll(KEYS);
        everyoneSays(map());
        await refresh();
        await checkHoles();
        // They have an owner again: that takes one refresh, too.
        await reviveAll();
        await settle();
        const before = fetches();
        await Promise.all(uncovered.map((key) => cluster.get(key)));
        expect(fetches() - before).to.equal(1);
      });
    }

    it('a command that a server told to wait waits for an owner', async () => {
      connect();
      await useAll(KEYS);
      const [key] = uncovered as [string];
      const slot = slotOf(key);
      const owner = embedded.ownerOf(slot) as EmbeddedNode;
      embedded.unassign(slot);
      const reply = cluster.append(key, '!');
      const before = fetches();
      await waitUntil('the map to be fetched', async () => fetches() > before + 2);
      await embedded.moveSlot(slot, owner);
      expect(await reply).to.equal(key.length + 1);
    });
  });

  describe('with ranges that overlap', () => {
    const right = () => mapOf(({ host, port }) => [host, port]);
    const allOf = (index: number) => [0, 16383, right()[index]?.[2]];
    const overlaps: [what: string, map: () => unknown[]][] = [
      ['all slots at the first master, and then as it is', () => [allOf(0), ...right()]],
      ['as it is, and then all slots at the last master', () => [...right(), allOf(2)]],
      ['all slots at every master', () => [allOf(0), allOf(1), allOf(2)]],
      [
        'one slot too many at every master',
        () => right().map(([first, last, server]) => [Math.max(0, (first as number) - 1), last, server]),
      ],
    ];
    for (const [what, map] of overlaps) {
      it(`${what}: no error, since servers redirect`, async () => {
        everyoneSays(map());
        connect();
        await useAll(KEYS);
        await useAll(KEYS);
        expect(events).to.deep.equal([]);
      });
    }
  });
});
