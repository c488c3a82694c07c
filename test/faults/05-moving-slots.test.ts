import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/index.js';

const TIMES = 5;
const TAG = '{moving}';
const KEYS = ['a', 'b', 'c', 'd'].map((name) => `${TAG}:${name}`);

describe('slots move to and fro: ASK never changes the map', () => {
  let embedded: EmbeddedCluster;
  let owner: EmbeddedNode;
  let target: EmbeddedNode;

  before(async () => {
    embedded = await startEmbeddedCluster({ masters: 3 });
    owner = embedded.ownerOf(slotOf(TAG)) as EmbeddedNode;
    target = embedded.masters.find((node) => node !== owner) as EmbeddedNode;
    const cluster = new RedisCluster({ servers: embedded.servers });
    await cluster.mset(KEYS.flatMap((key) => [key, key]));
    await cluster.quit();
    embedded.startMigration(slotOf(TAG), target);
    embedded.moveKeys(slotOf(TAG));
  });

  after(() => embedded?.stop());

  for (const { name, createClient } of FAMILIES) {
    it(`${name}: each of 20 commands is asked on its own, and none fetches the map`, async () => {
      const cluster = new RedisCluster({ servers: embedded.servers, createClient });
      try {
        await cluster.mget(KEYS);
        // A map may be on its way still, asked for while servers were being connected.
        await waitUntil('no more map to be fetched', async () => {
          for (const node of embedded.nodes) {
            node.forget();
          }
          await sleep(100);
          return embedded.nodes.every(({ received }) => received.length === 0);
        });
        for (let i = 0; i < TIMES; i += 1) {
          expect(await Promise.all(KEYS.map((key) => cluster.get(key)))).to.deep.equal(KEYS);
        }
        const commands = (node: EmbeddedNode, command: string) =>
          node.received.filter((received) => received.command === command);
        expect(commands(owner, 'get')).to.have.lengthOf(TIMES * KEYS.length);
        expect(commands(target, 'get')).to.have.lengthOf(TIMES * KEYS.length);
        expect(commands(target, 'asking')).to.have.lengthOf(TIMES * KEYS.length);
        expect(embedded.nodes.flatMap((node) => commands(node, 'cluster'))).to.deep.equal([]);
      } finally {
        await cluster.quit();
      }
    });
  }
});
