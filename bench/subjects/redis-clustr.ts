import { callsOf } from './node-redis.js';
import { load } from './packages.js';
import type { Address, Calls, Subject } from './subject.js';

function open(servers: readonly Address[], createClient?: (port: number, host: string) => unknown): Calls {
  const RedisClustr = load('redis-clustr');
  // It splits MGET, MSET and DEL by itself, and sends a batch per node.
  const cluster = new RedisClustr({ servers, ...(createClient === undefined ? {} : { createClient }) });
  cluster.on('error', (error: Error) => {
    throw error;
  });
  return callsOf(cluster);
}

const peer = { group: 'peer', forms: ['callback'] } as const;

export const REDIS_CLUSTR: readonly Subject[] = [
  {
    ...peer,
    name: 'redis-clustr',
    title: 'redis-clustr, with its node_redis 2',
    packages: ['redis-clustr'],
    open: async (servers) => open(servers),
  },
  {
    ...peer,
    name: 'redis-clustr/node_redis-3',
    title: 'redis-clustr over node_redis 3',
    packages: ['redis-clustr', 'node_redis-3'],
    open: async (servers) => {
      const redis = load('node_redis-3');
      return open(servers, (port, host) => redis.createClient(port, host));
    },
  },
];
