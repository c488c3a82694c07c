/**
 * A first look: `npm start`, or `npx tsx examples/quickstart.ts`.
 *
 * Starts a cluster within this process, or uses the one named by
 * REDIS_CLUSTER=host:port,…, and shows what a program written for node_redis and
 * one Redis does there. All keys begin with `quickstart:` and are deleted again.
 */
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import calculateSlot from 'cluster-key-slot';
import { RedisCluster } from 'clusterwise';
import { startEmbeddedCluster } from 'clusterwise/embedded';
import { type Migrate, migrateByApi, migrateByCommands } from './support/migrate.js';
import { chapter, note, show } from './support/print.js';
import { slotTable } from './support/slot-table.js';

const nodeRedis = createRequire(__filename)('node_redis-3');

type Server = { host: string; port: number };

async function main(): Promise<void> {
  const given = process.env.REDIS_CLUSTER;
  if (given !== undefined && given !== '') {
    await tour(given.split(',').map(parseServer), migrateByCommands);
    return;
  }
  const embedded = await startEmbeddedCluster({ masters: 3 });
  note('A cluster of three masters within this process. For one of yours: REDIS_CLUSTER=host:port npm start');
  try {
    await tour(embedded.servers, migrateByApi(embedded));
  } finally {
    await embedded.stop();
  }
}

async function tour(servers: readonly Server[], migrate: Migrate): Promise<void> {
  const cluster = new RedisCluster({
    servers,
    createClient: (port, host) => nodeRedis.createClient(port, host),
  });
  cluster.on('error', (error) => console.error(error));
  const clear = () => cluster.del(KEYS, COUNTERS, TAGGED);
  try {
    await new Promise((resolve) => cluster.once('ready', resolve));
    await clear();
    await whoHasWhat(cluster);
    await callbacks(cluster);
    await promises(cluster);
    await transactions(cluster);
    await aSlotMoves(cluster, migrate);
    await clear();
  } finally {
    await cluster.quit();
  }
}

const KEYS = [
  'quickstart:apple',
  'quickstart:banana',
  'quickstart:cherry',
  'quickstart:date',
  'quickstart:elderberry',
] as const;
const COUNTERS = ['quickstart:visits', 'quickstart:orders'];
const TAGGED = [
  'quickstart:{cart}:items',
  'quickstart:{cart}:total',
  'quickstart:{cart}:owner',
  'quickstart:{cart}:note',
];

async function whoHasWhat(cluster: RedisCluster): Promise<void> {
  chapter('The cluster', `Redis ${cluster.server_info.redis_version}`);
  const table = await slotTable(cluster);
  for (const { name, ranges } of table.masters) {
    show(name, `slots ${ranges}`);
  }
  for (const key of KEYS) {
    const slot = calculateSlot(key);
    show(key, `slot ${slot}, on ${table.ownerOf(slot)}`);
  }
}

/** What a program of the days of node_redis looks like; no line of it knows of a cluster. */
async function callbacks(client: RedisCluster): Promise<void> {
  chapter('Callbacks, as for node_redis', 'keys of many slots in one command');
  const pairs = KEYS.flatMap((key) => [key, key.length]);
  await promisify((done: (error: Error | null) => void) => {
    client.mset(pairs, (error, reply) => {
      if (error !== null) {
        throw error;
      }
      show('mset(five keys, callback)', reply);
      client.mget(KEYS, (failure, values) => {
        show('mget(five keys, callback)', values);
        done(failure);
      });
    });
  })();
}

async function promises(client: RedisCluster): Promise<void> {
  chapter('Promises', 'the same calls without a callback');
  show('await mget(…keys, missing)', await client.mget(...KEYS, 'quickstart:missing'));
  show('await del(two keys)', await client.del(KEYS[0], KEYS[1]));
  show('await exists(five keys)', await client.exists(KEYS));
  const error = await client.rename(KEYS[2], KEYS[3]).catch((reason: Error) => reason);
  show('await rename(other slot)', (error as Error).message);
}

async function transactions(client: RedisCluster): Promise<void> {
  chapter('multi()', 'a transaction in one slot, a batch across slots');
  const [visits, orders] = COUNTERS as [string, string];
  show('two slots: a batch', await client.multi().incr(visits).incr(orders).get(visits).exec());
  const [items, total] = TAGGED as [string, string];
  show('one slot: MULTI … EXEC', await client.multi().rpush(items, 'book').incrby(total, 12).get(total).exec());
  const refused = await client
    .multi()
    .incr(visits)
    .incr(orders)
    .exec_atomic()
    .catch((reason: Error) => reason);
  show('exec_atomic over two slots', (refused as Error).message);
}

async function aSlotMoves(client: RedisCluster, migrate: Migrate): Promise<void> {
  const slot = calculateSlot(TAGGED[0] as string);
  chapter(`Slot ${slot} moves to another server`, 'while mget asks for its keys all the time');
  await client.del(TAGGED);
  await client.mset(TAGGED.flatMap((key, i) => [key, i]));
  let answers = 0;
  let wrong = 0;
  let going = true;
  const reading = (async () => {
    while (going) {
      const values = await client.mget(TAGGED);
      answers += 1;
      wrong += values.join() === '0,1,2,3' ? 0 : 1;
    }
  })();
  const moved = await migrate(client, slot, TAGGED, () => answers);
  going = false;
  await reading;
  show('mget, meanwhile', moved ? `${answers} answers, ${wrong} of them wrong, no error` : 'left in peace');
}

function parseServer(text: string): Server {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
