/** Options that must compile, and some that must not; and the clients that come back: `npm run types` is the test. */
import Redis from 'ioredis';
import { createClient } from 'redis';
import { RedisCluster } from '../../lib/index.js';
import { exactly } from './exactly.js';

const servers = ['h:7000'];

// As @types/redis has node_redis 2 and 3, which have no types of their own.
declare class NodeRedisClient {
  readonly connected: boolean;
}
declare const nodeRedis: { createClient(port: number, host: string, options?: object): NodeRedisClient };

export function clients(): void {
  const viaRedis = (port: number, host: string) => createClient({ socket: { port, host } });
  const overRedis = new RedisCluster({ servers, createClient: viaRedis });
  exactly<ReturnType<typeof viaRedis> | undefined>()(overRedis.nodes()[0]?.client);
  overRedis
    .nodes()[0]
    ?.client?.hGetAll('h')
    .then((hash) => exactly<{ [field: string]: string }>()(hash));
  const overIoredis = new RedisCluster({ servers, createClient: (port, host) => new Redis(port, host) });
  exactly<Redis | undefined>()(overIoredis.nodes()[0]?.client);
  exactly<Redis | undefined>()(overIoredis.nodeFor('k')?.client);
  exactly<Redis | undefined>()(overIoredis.duplicate().getSlotMaster(0)?.client);
  const overNodeRedis = new RedisCluster({ servers, createClient: nodeRedis.createClient });
  exactly<NodeRedisClient | undefined>()(overNodeRedis.nodes('masters')[0]?.client);
  const promised = new RedisCluster({ servers, createClient: async (port, host) => new Redis(port, host) });
  exactly<Redis | undefined>()(promised.nodes()[0]?.client);
  exactly<unknown>()(new RedisCluster({ servers }).nodes()[0]?.client);
}

export function options(): void {
  new RedisCluster({
    servers: [{ host: 'h', port: 7000 }, 'h:7001', 'rediss://user:password@h:7002'],
    prefix: 'p:',
    return_buffers: true,
    detect_buffers: false,
    multi: 'atomic',
    maxRedirections: 5,
    retryTimeout: 1000,
    retryWrites: true,
    maxQueueLength: 10,
    maxBlockingConnections: 10,
    silenceTimeout: 1000,
    replicas: 'share',
    scripts: { increase: { lua: 'return 1', numberOfKeys: 1, readOnly: true } },
    connectTimeout: 1000,
    refreshInterval: 0,
    coalesce: false,
    retryStrategy: (attempt) => (attempt > 5 ? null : attempt * 100),
  });
  new RedisCluster({ servers, replicas: (readers) => readers.find(({ host }) => host === 'near') ?? readers[0] });
  // @ts-expect-error where are the servers?
  new RedisCluster();
  // @ts-expect-error a list of them
  new RedisCluster({ servers: 'h:7000' });
  // @ts-expect-error a port is a number
  new RedisCluster({ servers: [{ host: 'h', port: '7000' }] });
  // @ts-expect-error no such option
  new RedisCluster({ servers, maxRedirection: 5 });
  // @ts-expect-error a function
  new RedisCluster({ servers, createClient: createClient() });
  // @ts-expect-error a string
  new RedisCluster({ servers, prefix: 1 });
  // @ts-expect-error true or false
  new RedisCluster({ servers, return_buffers: 'yes' });
  // @ts-expect-error 'batch' or 'atomic'
  new RedisCluster({ servers, multi: 'transaction' });
  // @ts-expect-error a number
  new RedisCluster({ servers, retryTimeout: '1s' });
  // @ts-expect-error 'never', 'share' or 'always'
  new RedisCluster({ servers, replicas: 'sometimes' });
  // @ts-expect-error perhaps nobody
  new RedisCluster({ servers, replicas: (readers) => readers.find(({ role }) => role === 'replica') });
  // @ts-expect-error a script needs a text
  new RedisCluster({ servers, scripts: { increase: { numberOfKeys: 1 } } });
  // @ts-expect-error a number of ms, or null
  new RedisCluster({ servers, retryStrategy: () => 'later' });
}
