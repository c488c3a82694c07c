/// <reference types="node" preserve="true" />
/**
 * A Redis Cluster within this process, for trying out, and for tests.
 * @module
 */
export { slotOf } from '../command/slot.js';
export { EmbeddedCluster, type EmbeddedClusterOptions, startEmbeddedCluster } from './cluster.js';
export type { EmbeddedNode, Received } from './node.js';
export type { FaultRule } from './rules.js';
