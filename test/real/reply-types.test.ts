import { inspect } from 'node:util';
import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';
import { CHECKS } from '../support/reply-checks.js';

describe('replies of real servers have the types that are declared', () => {
  let local: LocalCluster;

  before(async () => {
    local = await startLocalCluster({ masters: 3 });
  });

  after(() => local?.stop());

  for (const { name, createClient } of FAMILIES) {
    it(`over ${name}`, async () => {
      const cluster = new RedisCluster({ servers: local.servers, createClient });
      try {
        const wrong: string[] = [];
        for (const { call, is } of CHECKS) {
          const reply = await call(cluster).catch((error: unknown) => error);
          if (reply instanceof Error || !is(reply)) {
            wrong.push(`${call} replied ${inspect(reply)}`);
          }
        }
        expect(wrong).to.deep.equal([]);
      } finally {
        await cluster.quit();
      }
    });
  }
});
