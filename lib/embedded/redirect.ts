/** What a node knows when it decides whether a command is for it. */
export interface Situation {
  /** The slots of the keys, each key once. */
  readonly slots: readonly number[];
  /** For each key, whether it is in this shard. */
  readonly exists: readonly boolean[];
  /** `host:port` of the master that owns the slot; undefined where nobody does. */
  readonly owner: string | undefined;
  /** Whether this node is that master. */
  readonly isOwner: boolean;
  /** Whether this node is a replica of that master. */
  readonly isReplicaOfOwner: boolean;
  /** `host:port` of the node that the slot is on its way to, if this node is the owner. */
  readonly migratingTo: string | undefined;
  /** Whether the slot is on its way to this node. */
  readonly isImporting: boolean;
  /** Whether the connection has said `ASKING`. */
  readonly asking: boolean;
  /** Whether the connection has said `READONLY`. */
  readonly readonly: boolean;
  /** Whether the command may change data. */
  readonly isWrite: boolean;
  /** Whether the keys are shard channels: replicas serve them, and they are never on their way. */
  readonly isShardChannel: boolean;
  /** Whether the cluster is up. */
  readonly isUp: boolean;
}

/**
 * The error that sends a command elsewhere, or undefined where this node may
 * execute it: Redis's `getNodeByQuery`, rule by rule and in its order.
 * @see https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#redirection-and-resharding
 */
export function redirectionOf(situation: Situation): string | undefined {
  const [slot] = situation.slots;
  if (slot === undefined) {
    return undefined;
  }
  if (situation.slots.some((other) => other !== slot)) {
    return "CROSSSLOT Keys in request don't hash to the same slot";
  }
  if (situation.owner === undefined) {
    return 'CLUSTERDOWN Hash slot not served';
  }
  if (!situation.isUp) {
    return 'CLUSTERDOWN The cluster is down';
  }
  const missing = !situation.isShardChannel && situation.exists.some((exists) => !exists);
  if (situation.migratingTo !== undefined && missing) {
    return situation.exists.includes(true)
      ? 'TRYAGAIN Multiple keys request during rehashing of slot'
      : `ASK ${slot} ${situation.migratingTo}`;
  }
  if (situation.isImporting && situation.asking) {
    return situation.slots.length > 1 && missing
      ? 'TRYAGAIN Multiple keys request during rehashing of slot'
      : undefined;
  }
  const isServed = (situation.readonly || situation.isShardChannel) && !situation.isWrite;
  return situation.isOwner || (situation.isReplicaOfOwner && isServed) ? undefined : `MOVED ${slot} ${situation.owner}`;
}
