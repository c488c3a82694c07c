/**
 * Publish/subscribe and keyspace notifications: `npx tsx examples/pub-sub.ts`
 *
 * Subscriptions have a connection of their own: the same client goes on sending
 * commands. All keys begin with `pub-sub:` and are deleted again.
 */
import { once } from 'node:events';
import { RedisCluster } from 'clusterwise';
import { onCluster } from './support/on-cluster.js';
import { chapter, note, show } from './support/print.js';

const KEYS = ['pub-sub:apple', 'pub-sub:banana', 'pub-sub:cherry', 'pub-sub:date'];

onCluster(async (servers, embedded) => {
  const client = new RedisCluster({ servers });
  client.on('error', (error) => console.error(error));
  try {
    await channels(client);
    await shardChannels(client);
    chapter('Keyspace notifications', 'a master tells of its own keys only: all masters are listened to');
    if (embedded === undefined) {
      await notifications(client);
    } else {
      note('  Left out: the cluster within this process sends none. Try it with REDIS_CLUSTER.');
    }
  } finally {
    await client.quit();
  }
});

async function channels(client: RedisCluster): Promise<void> {
  chapter('Channels and patterns', 'whichever server a message is published on');
  client.on('message', (channel, message) => show(`message on ${channel}`, message));
  client.on('pmessage', (pattern, channel, message) => show(`${channel}, by ${pattern}`, message));
  await client.subscribe('pub-sub:news', 'pub-sub:weather');
  await client.psubscribe('pub-sub:sports:*');
  const last = once(client, 'pmessage');
  await client.publish('pub-sub:news', 'A cluster was found');
  await client.publish('pub-sub:weather', 'Sunny');
  await client.publish('pub-sub:sports:chess', 'A draw');
  await last;
  await client.unsubscribe();
  await client.punsubscribe();
  client.removeAllListeners('message').removeAllListeners('pmessage');
}

/** They stay within the shard of their slot, so that traffic grows with the cluster. */
async function shardChannels(client: RedisCluster): Promise<void> {
  chapter('Shard channels', 'since Redis 7');
  if (Number.parseInt(String(client.server_info.redis_version), 10) < 7) {
    note('  Left out: the servers are older.');
    return;
  }
  const heard = once(client, 'smessage');
  await client.ssubscribe('pub-sub:orders:7');
  await client.spublish('pub-sub:orders:7', 'paid');
  show('smessage', await heard);
  await client.sunsubscribe('pub-sub:orders:7');
}

async function notifications(client: RedisCluster): Promise<void> {
  // Servers are silent unless they are told: K, keyspace; g, DEL and the like; $, strings.
  const [, former] = await client.config<string[]>('GET', 'notify-keyspace-events');
  await client.config('SET', 'notify-keyspace-events', 'Kg$');
  try {
    const told = new Set<string>();
    const all = new Promise<void>((resolve) => {
      client.on('pmessage', (_pattern, channel, event) => {
        const key = channel.slice(channel.indexOf(':') + 1);
        const { port } = client.nodeFor(key) ?? {};
        show(`${event} ${key}`, `told by the master on port ${port}`);
        if (told.add(`${event} ${key}`).size === 2 * KEYS.length) resolve();
      });
    });
    await client.psubscribe('__keyspace@0__:pub-sub:*');
    await client.mset(KEYS.flatMap((key) => [key, 'fruit']));
    await client.del(KEYS);
    await all;
    await client.punsubscribe();
  } finally {
    await client.config('SET', 'notify-keyspace-events', former ?? '');
  }
}
