import { EventEmitter } from 'node:events';
import { NodeRedisConnection } from '../../lib/client/node-redis-callbacks.js';
import type { Request } from '../../lib/command/types.js';
import { RedisCluster } from '../../lib/index.js';
import type { Figures } from '../results.js';
import { Data } from './data.js';

const REPEATS = 7;
const PER_TURN = 100;
const GETS = 200_000;
const MGETS = 2000;
const WARM_UP = 0.3;
const MASTERS = 3;

/** Looks like a client of node_redis, as far as its adapter looks. */
class Stub extends EventEmitter {
  readonly ready = true;
  readonly options = {};
  readonly stream = { destroy() {} };
  readonly command_queue = [];
  readonly reply_parser = {};
  readonly internal_send_command = () => true;
  readonly create_stream = () => {};
  readonly cork = () => {};
  readonly uncork = () => {};
  readonly end = () => {};
  readonly quit = (done: () => void) => done();
}

const SLOTS = Array.from({ length: MASTERS }, (_, i) => [
  Math.floor((i * 16_384) / MASTERS),
  Math.floor(((i + 1) * 16_384) / MASTERS) - 1,
  ['127.0.0.1', 7000 + i, `id-${i}`],
]);
// Of each length, made once.
const VALUES = Array.from({ length: 101 }, (_, length) => new Array<string>(length).fill('value'));

function replyTo({ name, args }: Request): unknown {
  switch (name) {
    case 'get':
      return 'value';
    case 'mget':
      return VALUES[args.length];
    case 'cluster':
      return args[0] === 'SLOTS' ? SLOTS : 'cluster_current_epoch:1';
    default:
      return '';
  }
}

/**
 * What a command costs in clusterwise itself: the adapter answers at once, in
 * the same tick, and there is no server. The least user time of several runs, as
 * whatever else the machine does can only add to it.
 */
export async function measureOwnCost(): Promise<Figures> {
  NodeRedisConnection.prototype.send = (request: Request) => request.settle(null, replyTo(request));
  const cluster = new RedisCluster({
    servers: [{ host: '127.0.0.1', port: 7000 }],
    createClient: () => new Stub(),
  });
  await cluster.waitFor('ready');
  const keys = new Data(64).randomKeys();
  const lists = Array.from({ length: 64 }, (_, i) => keys.slice(i * 100, (i + 1) * 100));
  const key = (i: number) => keys[i & (keys.length - 1)] as string;
  const list = (i: number) => lists[i & (lists.length - 1)] as string[];
  const done = () => {};
  const figures = {
    'get-callback': await least(GETS, (i) => cluster.get(key(i), done)),
    'get-promise': await least(GETS, (i) => cluster.get(key(i)).then(done)),
    'mget-key': (await least(MGETS, (i) => cluster.mget(list(i), done))) / 100,
  };
  cluster.end(false);
  return figures;
}

/** Microseconds of user time per call. */
async function least(count: number, call: (i: number) => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < REPEATS; i += 1) {
    globalThis.gc?.();
    // A collection takes compiled code with it where no command is under way, as here and not in a program that is busy.
    await run(count * WARM_UP, call);
    const before = process.cpuUsage();
    await run(count, call);
    best = Math.min(best, process.cpuUsage(before).user / count);
  }
  return best;
}

/** Some in each turn of the event loop, as they come in a program. */
async function run(count: number, call: (i: number) => unknown): Promise<void> {
  for (let i = 0; i < count; i += PER_TURN) {
    for (let j = i; j < i + PER_TURN; j += 1) {
      call(j);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
