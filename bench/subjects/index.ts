import { byHand } from './by-hand.js';
import { CLUSTERWISE } from './clusterwise.js';
import { IOREDIS } from './ioredis.js';
import { NODE_REDIS } from './node-redis.js';
import { REDIS } from './redis.js';
import { REDIS_CLUSTR } from './redis-clustr.js';
import type { Subject } from './subject.js';
import { VALKEY_GLIDE } from './valkey-glide.js';

const BARE = [...NODE_REDIS, ...REDIS, ...IOREDIS].filter(({ group }) => group === 'bare');

// Those that clusterwise is to be as fast as, one command at a time.
const BY_HAND = new Set(['node_redis-3', 'redis-6/untimed', 'ioredis-6']);

/** All that take part. */
export const SUBJECTS: readonly Subject[] = [
  ...CLUSTERWISE,
  ...BARE,
  ...BARE.filter(({ name }) => BY_HAND.has(name)).map(byHand),
  ...REDIS_CLUSTR,
  ...REDIS.filter(({ group }) => group === 'peer'),
  ...IOREDIS.filter(({ group }) => group === 'peer'),
  ...VALKEY_GLIDE,
];
