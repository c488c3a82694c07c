import { load } from './packages.js';
import type { BatchCommand, Calls, Done, Subject } from './subject.js';

/** What is used of a client of node_redis, and of its batches. */
interface NodeRedis {
  get(key: string, done?: Done): void;
  set(key: string, value: string, done?: Done): void;
  incr(key: string): void;
  mget(keys: string[], done: Done): void;
  mset(flat: string[], done: Done): void;
  del(keys: string[], done: Done): void;
  batch(): NodeRedis & { exec(done?: Done): void };
}

/** Calls of node_redis, and of whatever has its face. */
export function callsOf(client: NodeRedis): Calls {
  return {
    get: (key, done) => client.get(key, done),
    set: (key, value, done) => client.set(key, value, done),
    mget: (keys, done) => client.mget(keys, done),
    mset: ({ flat }, done) => client.mset(flat, done),
    del: (keys, done) => client.del(keys, done),
    batch: (commands, done) => collect(client, commands).exec(done),
  };
}

function collect(client: NodeRedis, commands: readonly BatchCommand[]) {
  const batch = client.batch();
  for (const [name, key, value] of commands) {
    if (name === 'set') {
      batch.set(key, value);
    } else {
      batch[name](key);
    }
  }
  return batch;
}

/**
 * Its own pipelining, `batch()`: what is called in one tick goes as one batch.
 * It writes commands one by one otherwise.
 */
class TickBatch {
  #batch: ReturnType<NodeRedis['batch']> | undefined;

  constructor(readonly client: NodeRedis) {}

  get(key: string, done: Done): void {
    this.#open().get(key, done);
  }

  set(key: string, value: string, done: Done): void {
    this.#open().set(key, value, done);
  }

  #open(): ReturnType<NodeRedis['batch']> {
    if (this.#batch === undefined) {
      this.#batch = this.client.batch();
      process.nextTick(flush, this);
    }
    return this.#batch;
  }

  flush(): void {
    const batch = this.#batch;
    this.#batch = undefined;
    batch?.exec();
  }
}

function flush(batch: TickBatch): void {
  batch.flush();
}

function pipelined(client: NodeRedis): Calls {
  const batch = new TickBatch(client);
  return {
    ...callsOf(client),
    get: (key, done) => batch.get(key, done),
    set: (key, value, done) => batch.set(key, value, done),
  };
}

const bare = { group: 'bare', packages: ['node_redis-3'], forms: ['callback'] } as const;

export const NODE_REDIS: readonly Subject[] = [
  {
    ...bare,
    name: 'node_redis-3',
    title: 'node_redis 3, one server',
    open: async ([server]) => callsOf(load('node_redis-3').createClient(server)),
  },
  {
    ...bare,
    name: 'node_redis-3/batch',
    title: 'node_redis 3, one server, a batch per tick',
    open: async ([server]) => pipelined(load('node_redis-3').createClient(server)),
  },
];
