export { findProgram, findRedisServer } from './find-redis-server.js';
export type { LocalCluster } from './local-cluster.js';
export type { LocalNode } from './local-node.js';
export { type LocalClusterOptions, startLocalCluster } from './start.js';
export { waitUntil } from './wait.js';
