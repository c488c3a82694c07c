/// <reference types="node" preserve="true" />
/**
 * clusterwise: a Redis Cluster behind the face of one node_redis client.
 * @module
 */
export { Batch } from './batch.js';
export type { Fields, Item, Key, StreamEntry, Value } from './command/call.js';
export type { Callback } from './command/types.js';
export type { ChainMethod, CommandMethod, CommandName, Input } from './commands.js';
export {
  ClosedError,
  ClusterUnavailableError,
  ClusterwiseError,
  CrossSlotError,
  InvalidArgumentError,
  InvalidClientError,
  InvalidOptionError,
  type KeyReport,
  PartialFailureError,
  QueueFullError,
  TooManyRedirectionsError,
  TransactionBrokenError,
  TransactionRefusedError,
  UncertainStateError,
  UnsupportedCommandError,
} from './errors.js';
export type {
  ClusterNode,
  ClusterStats,
  NodeStats,
  RedirectionMessage,
  RetryMessage,
  ServerReply,
  SlotRange,
  TopologyMessage,
} from './inspection.js';
export type { ElementScanOptions, ScanOptions } from './iterators.js';
export type { AddressInput, NodeAddressMap } from './node-address-map.js';
export type { RedisClusterOptions, ScriptDefinition } from './options.js';
export { type Multi, RedisCluster } from './redis-cluster.js';
export type { CommandMessage } from './router/command-channel.js';
export type { Servers } from './router/whole-cluster.js';
export type { ServerInput } from './servers.js';
export type { MapChanges, MovedSlots, Server } from './topology/map-changes.js';
