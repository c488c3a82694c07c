import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { failOver, promoted, replicaOf, settled } from '../support/real-faults.js';

const TAGS = Array.from({ length: 40 }, (_, i) => `{tag${i}}`);
const KEYS = TAGS.flatMap((tag) => Array.from({ length: 50 }, (_, i) => `${tag}${i}`));
const ELEMENTS = Array.from({ length: 3000 }, (_, i) => `element${i}`);
// More than the pages of any scan here, and fewer than those of one without end.
const MOST_PAGES = 3000;

describe('iterators while slots move and masters change', () => {
  let local: LocalCluster;
  let cluster: RedisCluster;

  before(async function () {
    this.timeout(60_000);
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    cluster = new RedisCluster({ servers: local.servers });
    await cluster.mset(KEYS.flatMap((key) => [key, key]));
    await cluster.hset('{tag0}hash', Object.fromEntries(ELEMENTS.map((element) => [element, element])));
    await cluster.sadd('{tag0}set', ELEMENTS);
    await cluster.zadd(
      '{tag0}zset',
      ELEMENTS.flatMap((element, i) => [i, element]),
    );
    await settled(local);
  });

  after(async () => {
    cluster?.end(false);
    await local?.stop();
  });

  const keysOf = (tags: readonly string[]) => KEYS.filter((key) => tags.some((tag) => key.startsWith(tag)));

  const tagsOf = async (master: LocalNode) => {
    const owners = await Promise.all(TAGS.map((tag) => local.ownerOf(slotOf(tag))));
    return TAGS.filter((_tag, i) => owners[i] === master);
  };

  const anotherThan = async (node: LocalNode) => (await local.masters()).find((master) => master !== node) as LocalNode;

  /** Scans to the end, `meanwhile` after each page, and checks that every key was found. */
  const scan = async (meanwhile: (page: number, found: ReadonlySet<string>) => Promise<void>) => {
    const found = new Set<string>();
    let cursor = '0';
    let page = 0;
    do {
      const [next, keys] = (await cluster.scan(cursor, 'COUNT', '20')) as [string, string[]];
      cursor = next;
      for (const key of keys) {
        found.add(key);
      }
      page += 1;
      expect(page, 'pages').to.be.below(MOST_PAGES);
      await meanwhile(page, found);
    } while (cursor !== '0');
    expect(KEYS.filter((key) => !found.has(key))).to.deep.equal([]);
  };

  /** What is to be done once, as soon as all those keys are found. */
  const onceFound = (keys: readonly string[], act: () => Promise<void>) => {
    let isDone = false;
    return {
      meanwhile: async (_page: number, found: ReadonlySet<string>) => {
        if (!isDone && keys.every((key) => found.has(key))) {
          isDone = true;
          await act();
        }
      },
      get isDone() {
        return isDone;
      },
    };
  };

  it('SCAN misses no key of a slot that moves from a master that is not scanned yet to one that is', async () => {
    const [first, last] = [await local.ownerOf(0), await local.ownerOf(16383)];
    const tags = (await tagsOf(last)).slice(0, 5);
    const move = onceFound(keysOf(await tagsOf(first)), async () => {
      for (const tag of tags) {
        await local.moveSlot(slotOf(tag), first);
      }
    });
    await scan(move.meanwhile);
    expect(move.isDone).to.equal(true);
  });

  it('SCAN misses no key of a slot that leaves a master and comes back while it is scanned', async () => {
    const first = await local.ownerOf(0);
    const other = await anotherThan(first);
    const slots = (await tagsOf(first)).slice(0, 5).map(slotOf);
    await scan(async (page) => {
      if (page === 1 || page === 25) {
        for (const slot of slots) {
          await local.moveSlot(slot, page === 1 ? other : first);
        }
      }
    });
    expect(await local.ownerOf(slots[0] as number)).to.equal(first);
  });

  it('SCAN misses no key of a slot whose move is called off', async () => {
    const first = await local.ownerOf(0);
    const other = await anotherThan(first);
    const slots = (await tagsOf(first)).slice(0, 5).map(slotOf);
    await scan(async (page) => {
      for (const slot of page === 1 || page === 25 ? slots : []) {
        if (page === 1) {
          await local.startMigration(slot, other);
          await local.moveKeys(slot, other);
        } else {
          await local.cancelMigration(slot);
        }
      }
    });
  });

  it('SCAN misses no key of a slot that stays half-moved, and ends', async () => {
    const [first, last] = [await local.ownerOf(0), await local.ownerOf(16383)];
    const slots = (await tagsOf(last)).slice(0, 3).map(slotOf);
    const move = onceFound(keysOf(await tagsOf(first)), async () => {
      for (const slot of slots) {
        await local.startMigration(slot, first);
        await local.moveKeys(slot, first, 25);
      }
    });
    await scan(move.meanwhile);
    expect(move.isDone).to.equal(true);
    await scan(async () => {});
    for (const slot of slots) {
      await local.cancelMigration(slot);
    }
  });

  it('SCAN misses no key while slots are moved to and fro', async () => {
    let moves = 0;
    await scan(async (page) => {
      if (page % 3 === 0 && moves < 40) {
        const slot = slotOf(TAGS[(moves * 7) % 20] as string);
        moves += 1;
        await local.moveSlot(slot, await anotherThan(await local.ownerOf(slot)));
      }
    });
    expect(moves).to.equal(40);
  });

  it('SCAN misses no key over CLUSTER FAILOVER', async () => {
    await settled(local);
    const first = await local.ownerOf(0);
    await scan(async (page) => {
      if (page === 12) {
        const heir = await replicaOf(local, first);
        await failOver(local, heir);
        // By a write it learns who the master is.
        await cluster.set((await tagsOf(heir))[0] as string, '');
        await waitUntil('the new master to be known', async () => cluster.getSlotMaster(0)?.port === heir.port);
      }
    });
    expect(await local.ownerOf(0)).not.to.equal(first);
    await settled(local);
  });

  it('SCAN misses no key when a master is killed', async () => {
    await settled(local);
    const last = await local.ownerOf(16383);
    const heir = await replicaOf(local, last);
    const kill = onceFound(keysOf((await tagsOf(last)).slice(0, 1)).slice(0, 10), async () => {
      await last.kill();
      await promoted(local, heir);
    });
    await scan(kill.meanwhile);
    expect(kill.isDone).to.equal(true);
    await last.restart();
    await settled(local);
  });

  for (const [name, read] of [
    ['hscanIterator', (c: RedisCluster) => c.hscanIterator('{tag0}hash', { count: 20 })],
    ['sscanIterator', (c: RedisCluster) => c.sscanIterator('{tag0}set', { count: 20 })],
    ['zscanIterator', (c: RedisCluster) => c.zscanIterator('{tag0}zset', { count: 20 })],
  ] as const) {
    const slot = slotOf('{tag0}');

    const iterate = async (act: () => Promise<void>) => {
      const found = new Set<string>();
      let hasActed = false;
      for await (const one of read(cluster)) {
        found.add(typeof one === 'string' ? one : (one[0] as string));
        if (found.size === 1000 && !hasActed) {
          hasActed = true;
          await act();
        }
      }
      expect(hasActed).to.equal(true);
      expect(ELEMENTS.filter((element) => !found.has(element))).to.deep.equal([]);
    };

    it(`${name} misses nothing when the slot of its key moves`, () =>
      iterate(async () => local.moveSlot(slot, await anotherThan(await local.ownerOf(slot)))));

    it(`${name} misses nothing when its key has moved and its slot has not`, async () => {
      const other = await anotherThan(await local.ownerOf(slot));
      await iterate(async () => {
        await local.startMigration(slot, other);
        await local.moveKeys(slot, other);
      });
      await local.cancelMigration(slot);
    });

    it(`${name} misses nothing over CLUSTER FAILOVER`, async () => {
      await settled(local);
      await iterate(async () => failOver(local, await replicaOf(local, await local.ownerOf(slot))));
      await settled(local);
    });
  }
});
