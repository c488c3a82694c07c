/**
 * From outside of Docker to the cluster of `compose.yaml`: `npx tsx examples/docker/visit.ts`
 *
 * Where Docker is on another machine, REDIS_CLUSTER=host:port,… says where the six
 * ports are, in their order. All keys begin with `docker:` and are deleted again.
 */
import { RedisCluster } from 'clusterwise';
import { chapter, show } from '../support/print.js';
import { ADDRESSES } from './addresses.js';

const published = process.env.REDIS_CLUSTER ? process.env.REDIS_CLUSTER.split(',') : Object.values(ADDRESSES);
const nodeAddressMap = Object.fromEntries(
  Object.keys(ADDRESSES).map((announced, i) => [announced, published[i] as string]),
);
const KEYS = Array.from({ length: 20 }, (_, i) => `docker:${i}`);

type SlotsReply = [first: number, last: number, ...nodes: [host: string, port: number][]][];

async function main(): Promise<void> {
  const client = new RedisCluster({ servers: published, nodeAddressMap, retryTimeout: 3000 });
  client.on('error', (error) => console.error(error));
  try {
    // The promise of a first command is rejected where nobody answers.
    const slots = await client.cluster<SlotsReply>('slots');
    chapter('What the nodes announce', 'as CLUSTER SLOTS says');
    for (const [first, last, ...nodes] of slots) {
      show(`slots ${first}–${last}`, nodes.map(([host, port]) => `${host}:${port}`).join(', '));
    }
    chapter('Where they are reached', 'by nodeAddressMap');
    for (const { host, port, role } of client.nodes()) show(role, `${host}:${port}`);

    chapter('Keys of all masters', `${KEYS.length} of them`);
    show('mset', await client.mset(KEYS.flatMap((key, i) => [key, i])));
    show('mget', (await client.mget(KEYS)).join(' '));
    show('del', await client.del(KEYS));
  } finally {
    await client.quit();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  console.error('Is the cluster up? docker compose --file examples/docker/compose.yaml run --rm join');
  process.exitCode = 1;
});
