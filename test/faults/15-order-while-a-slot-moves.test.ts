import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES, type Family } from '../support/families.js';
import { turnsUntil } from '../support/turns.js';

const SLOT = slotOf('order');
const KEYS = ['{order}a', '{order}b', '{order}c', '{order}d', '{order}e'];
const [KEY] = KEYS as [string];
// Of all masters.
const MANY_KEYS = Array.from({ length: 20 }, (_, i) => `key:${i}`);
const OK = ['OK', 'OK'];
const TRYAGAIN = 'TRYAGAIN Multiple keys request during rehashing of slot';

/** One client of each style of API takes many rounds; for the others every combination comes up once or twice. */
const timesOf = ({ name }: Family) => (['node_redis-3', 'redis-6', 'ioredis-5'].includes(name) ? 1000 : 200);

type Pause = () => Promise<unknown> | undefined;

/** Ways to let a moment pass, from none at all to a millisecond. */
const PAUSES: readonly Pause[] = [
  () => undefined,
  () => new Promise<void>((resolve) => process.nextTick(resolve)),
  () => nextTurn(),
  () => nextTurn().then(() => nextTurn()),
  () => sleep(1),
];
const pauseAt = (index: number) => PAUSES[index % PAUSES.length] as Pause;

describe("15: SET k 1; SET k 2 while k's slot moves", () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;

  before(async () => {
    embedded = await startEmbeddedCluster();
  });

  after(() => embedded?.stop());

  afterEach(async () => {
    await Promise.all(embedded.nodes.map((node) => node.revive()));
    await cluster.quit();
  });

  const owner = () => embedded.ownerOf(SLOT) as EmbeddedNode;
  const other = () => embedded.masters.find((master) => master !== owner()) as EmbeddedNode;

  /** The ways a slot moves: at once, with its keys before it, and open for a while with its keys on either side. */
  const MOVES: readonly (() => Promise<void>)[] = [
    async () => embedded.moveSlot(SLOT, other()),
    async () => {
      embedded.startMigration(SLOT, other());
      embedded.moveKeys(SLOT);
      await nextTurn();
      embedded.finishMigration(SLOT);
    },
    async () => {
      embedded.startMigration(SLOT, other());
      await nextTurn();
      embedded.moveKeys(SLOT);
      await sleep(1);
      embedded.finishMigration(SLOT);
    },
  ];

  /** Each key is 2 at the end, and was set twice. */
  const expectTwo = async (keys: readonly string[], round: string) => {
    const executed = embedded.executed('set');
    for (const node of embedded.nodes) {
      node.forget();
    }
    const values = await cluster.mget([...keys]);
    expect([values, executed], round).to.deep.equal([keys.map(() => '2'), 2 * keys.length]);
  };

  const startWith = async (options: Partial<ConstructorParameters<typeof RedisCluster>[0]>) => {
    cluster = new RedisCluster({ servers: embedded.servers, ...options });
    await cluster.del(KEYS);
    for (const node of embedded.nodes) {
      node.forget();
    }
  };

  /** Every combination of how the slot moves, when, and when the second command for a key is issued, in turn. */
  const rounds = async (times: number, issue: (key: string, pause: Pause) => Promise<unknown>) => {
    for (let i = 0; i < times / KEYS.length; i += 1) {
      const how = i % MOVES.length;
      const round = `round ${i}: move ${how} after pause ${i % PAUSES.length}`;
      const move = async () => {
        await pauseAt(i)();
        await (MOVES[how] as () => Promise<void>)();
      };
      const isMovedFirst = i % 2 === 0;
      const moving = isMovedFirst ? move() : undefined;
      const replies = Promise.all(KEYS.map((key, j) => issue(key, pauseAt(j))));
      await (moving ?? move());
      expect(await replies, round).to.deep.equal(KEYS.map(() => OK));
      await expectTwo(KEYS, round);
    }
  };

  it('ends at 2 when the first is a transaction that must wait behind ASK, as its keys are on both sides', async () => {
    await startWith({});
    const [, moved] = KEYS as [string, string];
    await cluster.mset(KEY, 0, moved, 0);
    const to = other();
    embedded.startMigration(SLOT, to);
    embedded.moveKeys(SLOT, [moved]);
    const first = cluster.multi().set(KEY, 1).set(moved, 1).exec();
    await turnsUntil('the first to wait', () => cluster.offline_queue_length > 0);
    // So long that who follows too early is there first.
    to.slow(20);
    const second = cluster.set(KEY, 2);
    const attempts = () => to.received.filter(({ command }) => command === 'exec').length;
    await turnsUntil('two more attempts', () => attempts() === 3);
    to.slow(0);
    expect(embedded.executed('set')).to.equal(0);
    embedded.finishMigration(SLOT);
    expect([await first, await second]).to.deep.equal([OK, 'OK']);
    expect(await cluster.mget(KEY, moved)).to.deep.equal(['2', '1']);
  });

  describe('ends at 2 when the first has keys on both sides, and both are issued at once', () => {
    const [, moved, stays] = KEYS as [string, string, string];
    const both = (first: () => Promise<unknown>) => async () => {
      await startWith({});
      await cluster.mset(moved, 0, stays, 0);
      const to = other();
      embedded.startMigration(SLOT, to);
      embedded.moveKeys(SLOT, [moved]);
      const begun = first();
      const second = cluster.set(KEY, 2);
      await turnsUntil('the first to be refused', () => to.received.some(({ executed }) => !executed));
      // Long enough for who does not wait.
      await sleep(20);
      embedded.finishMigration(SLOT);
      await Promise.all([begun, second]);
      expect(await cluster.mget(KEY, moved)).to.deep.equal(['2', '1']);
    };

    it(
      'MSET of a new key and one that has moved',
      both(() => cluster.mset(KEY, 1, moved, 1)),
    );

    it(
      'a transaction with them',
      both(() => cluster.multi().set(KEY, 1).set(moved, 1).exec()),
    );

    it('SUNIONSTORE that is told TRYAGAIN, of which one was told so before', async () => {
      await startWith({});
      const [a, b, c, d, e] = KEYS as [string, string, string, string, string];
      const command = 'sunionstore';
      await cluster.del(KEYS);
      await cluster.sadd(a, 'member');
      owner().reply({ command, key: d, error: TRYAGAIN });
      await cluster.sunionstore(d, e);
      owner().reply({ command, key: b, error: TRYAGAIN });
      expect(await Promise.all([cluster.sunionstore(b, a), cluster.sunionstore(c, b)])).to.deep.equal([1, 1]);
    });

    it('MSET of a key that stays and one that has moved, of which it is known that the slot moves', async () => {
      await startWith({});
      await cluster.mset(KEY, 0, moved, 0);
      embedded.startMigration(SLOT, other());
      embedded.moveKeys(SLOT, [moved]);
      expect(await cluster.get(moved)).to.equal('0');
      for (let i = 1; i <= 20; i += 1) {
        await Promise.all([cluster.mset(KEY, i, moved, i), cluster.set(KEY, `then ${i}`)]);
        expect(await cluster.mget(KEY, moved)).to.deep.equal([`then ${i}`, String(i)]);
      }
      embedded.finishMigration(SLOT);
    });
  });

  for (const family of FAMILIES) {
    describe(`over ${family.name}`, () => {
      const { createClient } = family;

      it(`ends at 2, and is set twice, ${timesOf(family)} times of ${timesOf(family)}`, async () => {
        await startWith({ createClient });
        await rounds(timesOf(family), async (key, pause) => {
          const first = cluster.set(key, 1);
          const pausing = pause();
          if (pausing !== undefined) {
            await pausing;
          }
          return Promise.all([first, cluster.set(key, 2)]);
        });
      });

      it('ends at 2 when the second is issued after another command has found the new owner, 10 times of 10', async () => {
        await startWith({ createClient });
        for (let i = 0; i < 10; i += 1) {
          const from = owner();
          const to = other();
          await embedded.moveSlot(SLOT, to);
          from.slow(10);
          const replies = [cluster.strlen(KEY), cluster.set(KEY, 1)];
          await turnsUntil('the new owner to be found', () => to.received.some(({ command }) => command === 'strlen'));
          replies.push(cluster.set(KEY, 2));
          expect((await Promise.all(replies)).slice(1)).to.deep.equal(OK);
          from.slow(0);
          await expectTwo([KEY], `round ${i}`);
        }
      });

      it('ends at 2 within a batch, 200 times of 200', async () => {
        await startWith({ createClient });
        await rounds(200, async (key, pause) => {
          await pause();
          const replies = await cluster.batch().set(key, 1).mget(MANY_KEYS).set(key, 2).get(key).exec();
          expect(replies?.slice(3)).to.deep.equal(['2']);
          return [replies?.[0], replies?.[2]];
        });
      });

      it('ends at 2 when the second is issued while the first waits, and the slot moves meanwhile', async () => {
        await startWith({ createClient });
        for (const move of [...MOVES, () => undefined]) {
          owner().reply({ command: 'set', key: '1', times: 2, error: TRYAGAIN });
          const first = cluster.set(KEY, 1);
          await turnsUntil('the first to wait', () => cluster.offline_queue_length > 0);
          const second = cluster.set(KEY, 2);
          await move();
          expect(await Promise.all([first, second])).to.deep.equal(OK);
          await expectTwo([KEY], '');
          await Promise.all(embedded.nodes.map((node) => node.revive()));
        }
      });

      it('ends at 2 when the first waits, tries again for long and must wait again, while others come and go', async () => {
        await startWith({ createClient });
        const from = owner();
        const elsewhere = MANY_KEYS.find((key) => embedded.ownerOf(slotOf(key)) !== from) as string;
        from.reply({ command: 'set', key: '1', times: 2, error: TRYAGAIN });
        const first = cluster.set(KEY, 1);
        await turnsUntil('the first to wait', () => cluster.offline_queue_length > 0);
        from.slow(150);
        embedded.ownerOf(slotOf(elsewhere))?.reply({ command: 'strlen', times: 2, error: TRYAGAIN });
        const others = [cluster.set(KEY, 2), cluster.strlen(elsewhere)];
        const attempts = () => from.received.filter(({ command }) => command === 'set').length;
        await turnsUntil('the second attempt', () => attempts() === 2);
        from.slow(0);
        await Promise.all([first, ...others]);
        await expectTwo([KEY], '');
      });

      it('ends at 2 when both are told to wait, the first of them more often', async () => {
        await startWith({ createClient });
        for (const batched of [false, true]) {
          owner().reply({ command: 'set', key: '1', times: 3, error: TRYAGAIN });
          owner().reply({ command: 'set', key: '2', times: 1, error: TRYAGAIN });
          const replies = batched
            ? cluster.batch().set(KEY, 1).set(KEY, 2).exec()
            : Promise.all([cluster.set(KEY, 1), cluster.set(KEY, 2)]);
          expect(await replies).to.deep.equal(OK);
          await expectTwo([KEY], `batched: ${batched}`);
        }
      });
    });
  }
});
