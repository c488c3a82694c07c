import { createRequire } from 'node:module';
import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';

const require = createRequire(__filename);

describe('a client that could not decode a reply', () => {
  let local: LocalCluster;

  before(async () => {
    local = await startLocalCluster({ masters: 3 });
  });

  after(() => local?.stop());

  for (const library of ['redis-4', 'redis-5', 'redis-6']) {
    it(`says so by an event, is ready still, and is replaced: its replies may be out of step, over ${library}`, async () => {
      const clients: { emit(event: string, error: Error): void }[] = [];
      const cluster = new RedisCluster({
        servers: local.servers,
        createClient: (port, host) => {
          const client = require(library).createClient({ socket: { port, host } });
          clients.push(client);
          return client;
        },
      });
      try {
        await cluster.waitFor('ready');
        await cluster.mset('a', 1, 'b', 2, 'c', 3);
        const before = clients.length;
        const reads = Promise.all([cluster.get('a'), cluster.get('b'), cluster.get('c')]);
        for (const client of clients.slice(0, before)) {
          client.emit('error', new Error('it could not decode a reply'));
        }
        expect(await reads).to.deep.equal(['1', '2', '3']);
        expect(clients.length).to.be.above(before);
      } finally {
        await cluster.quit();
      }
    });
  }
});
