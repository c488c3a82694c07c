import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';

const TAG = '{order}';
const BATCH = 10;
const BATCHES = 4;
const LAST = BATCH * BATCHES;
// One reply after the other comes back from the former owner, with time between for later batches.
const SLOW = 2;

describe('a batch writes 1 to n in one slot', () => {
  let embedded: EmbeddedCluster;
  let owner: EmbeddedNode;

  beforeEach(async () => {
    embedded = await startEmbeddedCluster({ masters: 3, replicas: 1 });
    owner = embedded.ownerOf(slotOf(TAG)) as EmbeddedNode;
  });

  afterEach(() => embedded.stop());

  const faults: { name: string; happen: () => Promise<void> }[] = [
    {
      name: 'while the slot moves',
      happen: async () => {
        const to = embedded.masters.find((node) => node !== owner) as EmbeddedNode;
        await embedded.moveSlot(slotOf(TAG), to, { pauseHalfway: true });
        await sleep(10 * SLOW);
        await embedded.moveSlot(slotOf(TAG), to);
      },
    },
    {
      name: 'while a replica takes over',
      happen: async () => embedded.promote(embedded.replicas[embedded.masters.indexOf(owner)] as EmbeddedNode),
    },
  ];

  for (const { name, happen } of faults) {
    for (const { name: family, createClient } of FAMILIES) {
      it(`${name}, ${family}: later batches come after it, and all ends at n`, async () => {
        const cluster = new RedisCluster({ servers: embedded.servers, createClient });
        try {
          await new Promise((ready) => cluster.once('ready', ready));
          await cluster.rpush(`${TAG}:list`, 0);
          owner.slow(SLOW);
          const batches: Promise<unknown[] | null>[] = [];
          const fault = sleep((BATCH / 2) * SLOW).then(happen);
          for (let first = 1; first <= LAST; first += BATCH) {
            const batch = cluster.batch();
            for (let number = first; number < first + BATCH; number += 1) {
              batch.set(`${TAG}:last`, number).rpush(`${TAG}:list`, number);
            }
            batches.push(batch.exec());
            await sleep((BATCH / 2) * SLOW);
          }
          await fault;
          const replies = (await Promise.all(batches)).flat();
          const numbers = Array.from({ length: LAST }, (_, index) => index + 1);
          expect(replies).to.deep.equal(numbers.flatMap((number) => ['OK', number + 1]));
          expect(await cluster.get(`${TAG}:last`)).to.equal(String(LAST));
          expect(await cluster.lrange(`${TAG}:list`, 1, -1)).to.deep.equal(numbers.map(String));
        } finally {
          await cluster.quit();
        }
      });
    }
  }
});
