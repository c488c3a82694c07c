/**
 * Reads from replicas: `npx tsx examples/replicas.ts`
 *
 * A replica is a moment behind its master. What must see the latest write reads
 * from masters: the option is one of the client, so such code has a client of its
 * own. All keys begin with `replicas:` and are deleted again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { RedisCluster } from 'clusterwise';
import { onCluster } from './support/on-cluster.js';
import { chapter, show } from './support/print.js';

const KEYS = Array.from({ length: 300 }, (_, i) => `replicas:article:${i}`);

onCluster(
  async (servers) => {
    const writer = new RedisCluster({ servers });
    const reader = new RedisCluster({ servers, replicas: 'always' });
    // A function picks for each read, for instance whoever is in the same data centre.
    const near = new RedisCluster({
      servers,
      replicas: (readers) => readers.find(({ role }) => role === 'replica') ?? readers[0],
    });
    try {
      for (const client of [writer, reader, near]) {
        client.on('error', (error) => console.error(error));
        await client.waitFor('ready');
      }
      if (reader.nodes('replicas').length === 0) show('replicas', 'none in this cluster: masters answer');
      chapter('Writes', 'to masters, from where they go to the replicas');
      show('mset', await writer.mset(KEYS.flatMap((key) => [key, 'text'])));
      // Redis replicates behind the reply. WAIT says how many replicas have it, on the master with the fewest.
      show('wait', `${await writer.wait(reader.nodes('replicas').length > 0 ? 1 : 0, 1000)} replica(s) have it`);

      for (const [name, client] of Object.entries({ "'never'": writer, "'always'": reader, 'a function': near })) {
        chapter(`replicas: ${name}`, `${KEYS.length} reads`);
        await connected(client);
        const before = tally(client);
        const values = await Promise.all(KEYS.map((key) => client.get(key)));
        const after = tally(client);
        show('found', values.filter((value) => value === 'text').length);
        show('answered by masters', after.master - before.master);
        show('answered by replicas', after.replica - before.replica);
      }
    } finally {
      await writer.del(KEYS);
      await Promise.all([writer, reader, near].map((client) => client.quit()));
    }
  },
  { masters: 3, replicas: 1 },
);

/** Until those who may answer are connected; before that, others answer for them. */
async function connected(client: RedisCluster): Promise<void> {
  while (client.stats().nodes.some((node) => !node.connected)) await sleep(10);
}

/** Commands so far, by the role of their server. */
function tally(client: RedisCluster): { master: number; replica: number } {
  const sum = (role: string) =>
    client
      .stats()
      .nodes.filter((node) => node.role === role)
      .reduce((total, { commands }) => total + commands, 0);
  return { master: sum('master'), replica: sum('replica') };
}
