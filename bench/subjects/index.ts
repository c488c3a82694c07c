import { CLUSTERWISE } from './clusterwise.js';
import { IOREDIS } from './ioredis.js';
import { NODE_REDIS } from './node-redis.js';
import { REDIS } from './redis.js';
import { REDIS_CLUSTR } from './redis-clustr.js';
import type { Subject } from './subject.js';
import { VALKEY_GLIDE } from './valkey-glide.js';

/** All that take part. */
export const SUBJECTS: readonly Subject[] = [
  ...CLUSTERWISE,
  ...NODE_REDIS,
  ...REDIS.filter(({ group }) => group === 'bare'),
  ...IOREDIS.filter(({ group }) => group === 'bare'),
  ...REDIS_CLUSTR,
  ...REDIS.filter(({ group }) => group === 'peer'),
  ...IOREDIS.filter(({ group }) => group === 'peer'),
  ...VALKEY_GLIDE,
];
