import { load } from './packages.js';
import { all, type BatchCommand, type Calls, pairsOf, type Subject, settle } from './subject.js';

/** What is used of a client or cluster of redis 5 and 6. */
interface Redis {
  get(key: string): Promise<unknown>;
  set(key: string, value: string): Promise<unknown>;
  incr(key: string): Promise<unknown>;
  mGet(keys: string[]): Promise<unknown>;
  mSet(flat: string[]): Promise<unknown>;
  del(keys: string | string[]): Promise<unknown>;
  multi(): Pipeline;
  on(event: 'error', listener: (error: Error) => void): void;
  connect(): Promise<unknown>;
}

/** Commands that leave together. */
interface Pipeline {
  get(key: string): unknown;
  set(key: string, value: string): unknown;
  incr(key: string): unknown;
  execAsPipeline(): Promise<unknown>;
}

// What is called in one tick leaves in one write: the documentation's way to
// pipeline, with Promise.all.
const one = (client: Redis, command: BatchCommand): Promise<unknown> =>
  command[0] === 'set' ? client.set(command[1], command[2]) : client[command[0]](command[1]);

function callsOf(client: Redis): Calls {
  return {
    get: (key, done) => settle(client.get(key), done),
    set: (key, value, done) => settle(client.set(key, value), done),
    mget: (keys, done) => settle(client.mGet(keys), done),
    mset: ({ flat }, done) => settle(client.mSet(flat), done),
    del: (keys, done) => settle(client.del(keys), done),
    batch: (commands, done) => {
      const pipeline = client.multi();
      for (const [name, key, value] of commands) {
        if (name === 'set') {
          pipeline.set(key, value);
        } else {
          pipeline[name](key);
        }
      }
      settle(pipeline.execAsPipeline(), done);
    },
  };
}

// The cluster of redis 5 refuses keys of several slots in one command. That of
// redis 6 splits them, which is the faster way for `DEL` only. A pipeline goes to
// the node of its first key.
function clusterCallsOf(cluster: Redis, isSplit: boolean): Calls {
  return {
    ...callsOf(cluster),
    mget: (keys, done) =>
      settle(
        all(keys, (key) => cluster.get(key)),
        done,
      ),
    mset: ({ flat }, done) =>
      settle(
        all(pairsOf(flat), ([key, value]) => cluster.set(key, value)),
        done,
      ),
    del: (keys, done) => settle(isSplit ? cluster.del(keys) : all(keys, (key) => cluster.del(key)), done),
    batch: (commands, done) =>
      settle(
        all(commands, (command) => one(cluster, command)),
        done,
      ),
  };
}

async function connected(client: Redis): Promise<Redis> {
  client.on('error', (error) => {
    throw error;
  });
  await client.connect();
  return client;
}

// redis 6 arms an AbortSignal.timeout for each command by default; this turns it off.
const UNTIMED = { commandOptions: { timeout: undefined } };

function bare(library: string, name: string, title: string, options: object): Subject {
  return {
    name,
    title: `${title}, one server`,
    group: 'bare',
    packages: [library],
    forms: ['promise'],
    open: async ([server]) => callsOf(await connected(load(library).createClient({ socket: server, ...options }))),
  };
}

function cluster(library: string, name: string, title: string, options: object): Subject {
  return {
    name,
    title,
    group: 'peer',
    packages: [library],
    forms: ['promise'],
    open: async (servers) => {
      const rootNodes = servers.map((socket) => ({ socket }));
      const client = await connected(load(library).createCluster({ rootNodes, ...options }));
      return clusterCallsOf(client, library === 'redis-6');
    },
  };
}

export const REDIS: readonly Subject[] = [
  bare('redis-6', 'redis-6', 'redis 6', {}),
  bare('redis-6', 'redis-6/untimed', 'redis 6, timer off', UNTIMED),
  cluster('redis-5', 'redis-5-cluster', 'redis 5 createCluster', {}),
  cluster('redis-6', 'redis-6-cluster', 'redis 6 createCluster', {}),
  cluster('redis-6', 'redis-6-cluster/untimed', 'redis 6 createCluster, timer off', UNTIMED),
];
