import { load } from './packages.js';
import { type Address, type BatchCommand, type Calls, type Form, type Subject, settle } from './subject.js';

type ClientFactory = (library: ReturnType<typeof load>) => (port: number, host: string) => unknown;

const LIBRARIES: Record<string, { ownForm: Form; factory: ClientFactory }> = {
  'node_redis-3': { ownForm: 'callback', factory: (redis) => (port, host) => redis.createClient(port, host) },
  'redis-6': {
    ownForm: 'promise',
    factory: (redis) => (port, host) => redis.createClient({ socket: { port, host } }),
  },
  'ioredis-6': {
    ownForm: 'promise',
    factory:
      ({ Redis }) =>
      (port, host) =>
        new Redis(port, host),
  },
};

function open(servers: readonly Address[], form: Form, library: string, factory: ClientFactory, coalesce: boolean) {
  // Here, not above: loading is a part of starting up.
  const { RedisCluster } = require('../../lib/index.js');
  const cluster = new RedisCluster({ servers, createClient: factory(load(library)), coalesce });
  cluster.on('error', (error: Error) => {
    throw error;
  });
  return form === 'callback' ? callbacks(cluster) : promises(cluster);
}

// biome-ignore lint/suspicious/noExplicitAny: a RedisCluster, which is loaded when its time has come.
function callbacks(cluster: any): Calls {
  return {
    get: (key, done) => cluster.get(key, done),
    set: (key, value, done) => cluster.set(key, value, done),
    mget: (keys, done) => cluster.mget(keys, done),
    mset: ({ flat }, done) => cluster.mset(flat, done),
    del: (keys, done) => cluster.del(keys, done),
    batch: (commands, done) => collect(cluster, commands).exec(done),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
function promises(cluster: any): Calls {
  return {
    get: (key, done) => settle(cluster.get(key), done),
    set: (key, value, done) => settle(cluster.set(key, value), done),
    mget: (keys, done) => settle(cluster.mget(keys), done),
    mset: ({ flat }, done) => settle(cluster.mset(flat), done),
    del: (keys, done) => settle(cluster.del(keys), done),
    batch: (commands, done) => settle(collect(cluster, commands).exec(), done),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
function collect(cluster: any, commands: readonly BatchCommand[]): any {
  const batch = cluster.batch();
  for (const [name, key, value] of commands) {
    if (name === 'set') {
      batch.set(key, value);
    } else {
      batch[name](key);
    }
  }
  return batch;
}

export const CLUSTERWISE: readonly Subject[] = Object.entries(LIBRARIES).flatMap(([library, { ownForm, factory }]) =>
  [true, false].map((coalesce): Subject => {
    const otherForm: Form = ownForm === 'callback' ? 'promise' : 'callback';
    return {
      name: `clusterwise/${library}${coalesce ? '' : '/uncoalesced'}`,
      title: `clusterwise over ${library}${coalesce ? '' : ', coalesce: false'}`,
      group: 'clusterwise',
      packages: [library],
      forms: [ownForm, otherForm],
      open: async (servers, form) => open(servers, form, library, factory, coalesce),
    };
  }),
);
