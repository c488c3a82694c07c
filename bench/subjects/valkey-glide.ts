import { load } from './packages.js';
import { type Calls, pairsOf, type Subject, settle } from './subject.js';

async function open(addresses: readonly { host: string; port: number }[]): Promise<Calls> {
  const { GlideClusterClient, ClusterBatch } = load('@valkey/valkey-glide');
  const client = await GlideClusterClient.createClient({
    addresses,
    // Its limit of 1,000 requests under way and its timeout of 250 ms would refuse what others are asked to do.
    inflightRequestsLimit: 100_000,
    requestTimeout: 10_000,
  });
  // Not atomic: a pipeline, which it splits over the nodes.
  const pipeline = () => new ClusterBatch(false);
  const exec = (batch: unknown): Promise<unknown> => client.exec(batch, true);
  return {
    get: (key, done) => settle(client.get(key), done),
    set: (key, value, done) => settle(client.set(key, value), done),
    // It takes MGET, MSET and DEL over slots too, as one request for each slot. As a
    // batch of single-key commands, one request for each node, they are faster.
    mget: (keys, done) => {
      const batch = pipeline();
      for (const key of keys) {
        batch.get(key);
      }
      settle(exec(batch), done);
    },
    mset: ({ flat }, done) => {
      const batch = pipeline();
      for (const [key, value] of pairsOf(flat)) {
        batch.set(key, value);
      }
      settle(exec(batch), done);
    },
    del: (keys, done) => {
      const batch = pipeline();
      for (const key of keys) {
        batch.del([key]);
      }
      settle(exec(batch), done);
    },
    batch: (commands, done) => {
      const batch = pipeline();
      for (const [name, key, value] of commands) {
        if (name === 'set') {
          batch.set(key, value);
        } else {
          batch[name](key);
        }
      }
      settle(exec(batch), done);
    },
  };
}

export const VALKEY_GLIDE: readonly Subject[] = [
  {
    name: 'valkey-glide',
    title: 'valkey-glide, its cluster client',
    group: 'peer',
    packages: ['@valkey/valkey-glide'],
    forms: ['promise'],
    open,
  },
];
