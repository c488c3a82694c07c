import { load } from './packages.js';
import { all, type BatchCommand, type Calls, type Done, type Form, pairsOf, type Subject, settle } from './subject.js';

/** What is used of a client or cluster of ioredis. */
interface Ioredis {
  get(key: string, done?: Done): Promise<unknown>;
  set(key: string, value: string, done?: Done): Promise<unknown>;
  incr(key: string): Promise<unknown>;
  mget(keys: string[]): Promise<unknown>;
  mset(flat: string[]): Promise<unknown>;
  del(keys: string | string[]): Promise<unknown>;
  pipeline(commands: readonly BatchCommand[]): { exec(): Promise<[Error | null, unknown][]> };
  on(event: 'error', listener: (error: Error) => void): void;
}

function singleKey(client: Ioredis, form: Form): Pick<Calls, 'get' | 'set'> {
  return form === 'promise'
    ? {
        get: (key, done) => settle(client.get(key), done),
        set: (key, value, done) => settle(client.set(key, value), done),
      }
    : {
        get: (key, done) => void client.get(key, done),
        set: (key, value, done) => void client.set(key, value, done),
      };
}

function callsOf(client: Ioredis, form: Form): Calls {
  return {
    ...singleKey(client, form),
    mget: (keys, done) => settle(client.mget(keys), done),
    mset: ({ flat }, done) => settle(client.mset(flat), done),
    del: (keys, done) => settle(client.del(keys), done),
    batch: (commands, done) => settle(client.pipeline(commands).exec().then(replies), done),
  };
}

function replies(results: readonly [Error | null, unknown][]): unknown[] {
  return results.map(([error, reply]) => {
    if (error !== null) {
      throw error;
    }
    return reply;
  });
}

// Its cluster refuses keys of several slots in one command, and commands for
// several nodes in one pipeline.
function clusterCallsOf(cluster: Ioredis, form: Form): Calls {
  const one = (command: BatchCommand) =>
    command[0] === 'set' ? cluster.set(command[1], command[2]) : cluster[command[0]](command[1]);
  return {
    ...singleKey(cluster, form),
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
    del: (keys, done) =>
      settle(
        all(keys, (key) => cluster.del(key)),
        done,
      ),
    batch: (commands, done) => settle(all(commands, one), done),
  };
}

const ownForms = { packages: ['ioredis-6'], forms: ['promise', 'callback'] } as const;

function listening(client: Ioredis): Ioredis {
  client.on('error', (error) => {
    throw error;
  });
  return client;
}

function bare(name: string, title: string, options: object): Subject {
  return {
    ...ownForms,
    name,
    title,
    group: 'bare',
    open: async ([server], form) => {
      const { Redis } = load('ioredis-6');
      return callsOf(listening(new Redis({ ...server, ...options })), form);
    },
  };
}

function cluster(name: string, title: string, options: object): Subject {
  return {
    ...ownForms,
    name,
    title,
    group: 'peer',
    open: async (servers, form) => {
      const { Cluster } = load('ioredis-6');
      return clusterCallsOf(listening(new Cluster(servers, options)), form);
    },
  };
}

const AUTO = { enableAutoPipelining: true };

export const IOREDIS: readonly Subject[] = [
  bare('ioredis-6', 'ioredis 6, one server', {}),
  bare('ioredis-6/autopipelining', 'ioredis 6, one server, auto-pipelining', AUTO),
  cluster('ioredis-6-cluster', 'ioredis 6 Cluster', {}),
  cluster('ioredis-6-cluster/autopipelining', 'ioredis 6 Cluster, auto-pipelining', AUTO),
];
