import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';

const READS = 300;
const WAVES = 10;

const expected = (key: string) => `value of ${key}`;

describe('300 concurrent ASKed reads among 300 others', () => {
  // All keys of a slot have moved, and the slot has not: its owner answers ASK to each read.
  const slot = slotOf('{moving}');
  const moving = Array.from({ length: READS }, (_, i) => `{moving}${i}`);
  const others = Array.from({ length: READS }, (_, i) => `other${i}`);
  let embedded: EmbeddedCluster;
  let target: EmbeddedNode;

  before(async () => {
    embedded = await startEmbeddedCluster();
    const cluster = new RedisCluster({ servers: embedded.servers });
    await cluster.mset([...moving, ...others].flatMap((key) => [key, expected(key)]));
    await cluster.quit();
    target = embedded.masters.find((master) => master !== embedded.ownerOf(slot)) as EmbeddedNode;
    embedded.startMigration(slot, target);
    expect(embedded.moveKeys(slot)).to.equal(READS);
  });

  after(() => embedded?.stop());

  for (const family of FAMILIES) {
    it(`no error, no wrong value, each ASKING next to its read: ${family.name}`, async () => {
      const cluster = new RedisCluster({ servers: embedded.servers, createClient: family.createClient });
      try {
        await cluster.ping();
        target.forget();
        const replies = new Map<string, Promise<string | null>>();
        const read = (key: string) => replies.set(key, cluster.get(key));
        // Some of the others stand between them, and some come while they are on their way.
        const width = READS / WAVES;
        moving.forEach((key, i) => {
          read(key);
          if (i < width) {
            read(others[i] as string);
          }
        });
        for (let i = width; i < READS; i += width) {
          await new Promise(setImmediate);
          others.slice(i, i + width).forEach(read);
        }
        expect(await Promise.all(replies.values())).to.deep.equal([...replies.keys()].map(expected));

        const received = target.received.map(({ command, args }) => [command, ...args].join(' '));
        const afterAsking = received.filter((_, i) => received[i - 1] === 'asking');
        expect(afterAsking.toSorted()).to.deep.equal(moving.map((key) => `get ${key}`).toSorted());
      } finally {
        await cluster.quit();
      }
    });
  }
});
