import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { outcomes } from '../support/outcomes.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const COMMANDS = 80;

describe('The reply is lost after the server ran the command, behind a TCP proxy', () => {
  let local: LocalCluster;
  // Goes to the servers past the proxies, and sees what they have done.
  let witness: RedisCluster;
  const proxies = new Map<number, TcpProxy>();

  before(async () => {
    local = await startLocalCluster();
    witness = new RedisCluster({ servers: local.servers });
    for (const { port } of local.servers) {
      proxies.set(port, await TcpProxy.start(port));
    }
  });

  after(async () => {
    await witness?.quit();
    await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
    await local?.stop();
  });

  for (const family of FAMILIES) {
    it(`${COMMANDS} writes: one UNCERTAIN_STATE each, applied once; ${COMMANDS} reads: no error: ${family.name}`, async () => {
      const cluster = new RedisCluster({
        servers: local.servers,
        createClient: (port, host) => family.createClient((proxies.get(port) as TcpProxy).port, host),
      });
      try {
        const counters = Array.from({ length: COMMANDS }, (_, i) => `counter${i}`);
        const values = Array.from({ length: COMMANDS }, (_, i) => `value${i}`);
        await witness.flushall();
        await cluster.mset(values.flatMap((key) => [key, key]));
        for (const proxy of proxies.values()) {
          proxy.swallowReplies();
        }
        const writing = outcomes(counters, (key, callback) => cluster.incr(key, callback));
        const reading = outcomes(values, (key, callback) => cluster.get(key, callback));
        await waitUntil('the servers to have run every write', async () =>
          (await witness.mget(counters)).every((count: string | null) => count === '1'),
        );
        for (const proxy of proxies.values()) {
          proxy.cut();
        }
        const [written, read] = await Promise.all([writing, reading]);
        // Whatever a library had kept to itself would follow, and be counted here.
        const next = await Promise.all(counters.map((key) => cluster.incr(key)));
        expect(written).to.deep.equal(counters.map(() => ['UNCERTAIN_STATE']));
        expect(next).to.deep.equal(counters.map(() => 2));
        expect(read).to.deep.equal(values.map((key) => [key]));
      } finally {
        await cluster.quit();
      }
    });
  }
});
