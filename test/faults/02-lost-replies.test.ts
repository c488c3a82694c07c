import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { outcomes } from '../support/outcomes.js';

const COMMANDS = 80;

describe('The reply is lost after the server ran the command', () => {
  let embedded: EmbeddedCluster;

  beforeEach(async () => {
    embedded = await startEmbeddedCluster();
  });

  afterEach(() => embedded?.stop());

  for (const family of FAMILIES) {
    it(`${COMMANDS} writes: one UNCERTAIN_STATE each, applied once; ${COMMANDS} reads: no error: ${family.name}`, async () => {
      const cluster = new RedisCluster({ servers: embedded.servers, createClient: family.createClient });
      try {
        const counters = Array.from({ length: COMMANDS }, (_, i) => `counter${i}`);
        const values = Array.from({ length: COMMANDS }, (_, i) => `value${i}`);
        await cluster.mset(values.flatMap((key) => [key, key]));
        for (const key of [...counters, ...values]) {
          const owner = embedded.ownerOf(slotOf(key)) as EmbeddedNode;
          owner.reply({ key, drop: 'after' });
        }
        const [written, read] = await Promise.all([
          outcomes(counters, (key, callback) => cluster.incr(key, callback)),
          outcomes(values, (key, callback) => cluster.get(key, callback)),
        ]);
        // Whatever a library had kept to itself would follow, and be counted here.
        const next = await Promise.all(counters.map((key) => cluster.incr(key)));
        expect(written).to.deep.equal(counters.map(() => ['UNCERTAIN_STATE']));
        expect(next).to.deep.equal(counters.map(() => 2));
        expect(embedded.executed('incr')).to.equal(2 * COMMANDS);
        expect(read).to.deep.equal(values.map((key) => [key]));
      } finally {
        await cluster.quit();
      }
    });
  }
});
