import { createHash } from 'node:crypto';
import { SLOTS } from '../command/slot.js';
import { describe } from '../errors.js';
import { EmbeddedNode } from './node.js';
import { PubSub } from './pub-sub.js';
import { ClusterState, type Shard } from './state.js';
import { loadMock, Store } from './store.js';

/** Options of `startEmbeddedCluster`. */
export interface EmbeddedClusterOptions {
  /** How many masters share the slots. Default: 3. */
  masters?: number;
  /** How many replicas each of them has. Default: 0. */
  replicas?: number;
  /** What clients must give to `AUTH`. Default: none. */
  password?: string;
  /** Ports, for masters first and then replicas. Default: any that are free. */
  ports?: readonly number[];
}

const OPTIONS = new Set(['masters', 'replicas', 'password', 'ports']);

/**
 * Starts a Redis Cluster within this process, on ports of 127.0.0.1. Its data is
 * in ioredis-mock, an optional peer dependency; slots, redirections, failovers
 * and faults are its own.
 * @throws TypeError for bad options; Error when a port is in use, or when ioredis-mock is missing
 */
export async function startEmbeddedCluster(options: EmbeddedClusterOptions = {}): Promise<EmbeddedCluster> {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.has(name)) {
      throw new TypeError(`Expected the options ${[...OPTIONS].join(', ')}, got \`${name}\``);
    }
  }
  const { masters = 3, replicas = 0, password, ports } = options;
  checkCount('masters', masters, 1);
  checkCount('replicas', replicas, 0);
  const size = masters * (1 + replicas);
  if (ports !== undefined && ports.length !== size) {
    throw new TypeError(`Expected \`ports\` for ${size} nodes, got ${describe(ports)}`);
  }
  const Mock = loadMock();
  const state = new ClusterState(password, new PubSub());
  for (let i = 0; i < size; i += 1) {
    state.nodes.push(new EmbeddedNode(state, createHash('sha1').update(`clusterwise ${i}`).digest('hex')));
  }
  state.nodes.slice(0, masters).forEach((master, i) => {
    const followers = state.nodes.slice(masters).filter((_node, j) => j % masters === i);
    const shard: Shard = { store: new Store(Mock), master, replicas: followers, epoch: state.epoch };
    state.shards.push(shard);
    state.owners.fill(shard, Math.floor((i * SLOTS) / masters), Math.floor(((i + 1) * SLOTS) / masters));
  });
  const cluster = new EmbeddedCluster(state);
  try {
    await Promise.all(state.nodes.map((node, i) => node.listen(ports?.[i] ?? 0)));
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

/** A Redis Cluster within this process. `startEmbeddedCluster` makes one. */
export class EmbeddedCluster {
  readonly #state: ClusterState;
  #isStopped = false;

  /** @internal */
  constructor(state: ClusterState) {
    this.#state = state;
  }

  /** Every node; the masters of the start come first. */
  get nodes(): readonly EmbeddedNode[] {
    return this.#state.nodes;
  }

  /** Who is a master now, in the order of their shards. */
  get masters(): readonly EmbeddedNode[] {
    return this.#state.shards.map(({ master }) => master);
  }

  /** Who is a replica now, in the order of their shards. */
  get replicas(): readonly EmbeddedNode[] {
    return this.#state.shards.flatMap(({ replicas }) => replicas);
  }

  /** For the option `servers` of RedisCluster. */
  get servers(): { host: string; port: number }[] {
    return this.nodes.map(({ host, port }) => ({ host, port }));
  }

  /** The master that owns a slot. */
  ownerOf(slot: number): EmbeddedNode | undefined {
    return this.#state.owners[checkSlot(slot)]?.master;
  }

  /**
   * Moves a slot with its keys to another master. With `pauseHalfway`, half of
   * the keys have moved when it resolves: the former owner answers `ASK` for
   * those, and a second call without it moves the rest.
   * @throws TypeError for a slot out of range, or a node that is no master of this cluster
   */
  async moveSlot(slot: number, to: EmbeddedNode, options: { pauseHalfway?: boolean } = {}): Promise<void> {
    const target = this.#masterShard(to);
    const from = this.#state.owners[checkSlot(slot)];
    if (from === target) {
      throw new TypeError(`Expected another node than ${to.address}, which owns slot ${slot} already`);
    }
    if (from === undefined) {
      this.#give(slot, target);
      return;
    }
    this.startMigration(slot, to);
    const count = options.pauseHalfway ? Math.ceil(from.store.keysInSlot(slot).length / 2) : undefined;
    this.moveKeys(slot, count);
    if (!options.pauseHalfway) {
      this.finishMigration(slot);
    }
  }

  /** Opens a slot: its owner answers `ASK` for keys it does not have, the target serves whoever says `ASKING`. */
  startMigration(slot: number, to: EmbeddedNode): void {
    const target = this.#masterShard(to);
    const from = this.#state.owners[checkSlot(slot)];
    const open = this.#state.migrations.get(slot);
    if (open !== undefined && open.to !== target) {
      throw new Error(`Slot ${slot} is on its way to ${open.to.master.address} already`);
    }
    if (from === undefined || from === target) {
      throw new TypeError(`Expected another node than ${to.address} to own slot ${slot}`);
    }
    this.#state.migrations.set(slot, { from, to: target });
  }

  /** Moves so many keys of an open slot, or those that are named, or all; returns how many. */
  moveKeys(slot: number, which: number | readonly string[] = Number.POSITIVE_INFINITY): number {
    const { from, to } = this.#migrationOf(slot);
    const all = from.store.keysInSlot(slot);
    const keys = typeof which === 'number' ? all.slice(0, which) : all.filter((key) => which.includes(key));
    for (const key of keys) {
      from.store.move(key, to.store);
      from.master.exports += 1;
      to.master.imports += 1;
    }
    return keys.length;
  }

  /** Gives an open slot to its target, with the keys that are left: the former owner answers `MOVED`. */
  finishMigration(slot: number): void {
    const { to } = this.#migrationOf(slot);
    this.moveKeys(slot);
    this.#give(slot, to);
  }

  /** Takes a slot from everybody: commands for it get `CLUSTERDOWN Hash slot not served`. */
  unassign(slot: number): void {
    this.#state.owners[checkSlot(slot)] = undefined;
    this.#state.migrations.delete(slot);
    this.#state.epoch += 1;
  }

  /**
   * Makes a replica the master of its shard, with all keys; the former master, dead or not, is its replica.
   * @throws TypeError when it is no replica
   */
  promote(replica: EmbeddedNode): void {
    const shard = this.#shardOf(replica);
    if (shard.master === replica) {
      throw new TypeError(`Expected a replica, got the master ${replica.address}`);
    }
    shard.replicas = [...shard.replicas.filter((node) => node !== replica), shard.master];
    shard.master = replica;
    this.#state.epoch += 1;
    shard.epoch = this.#state.epoch;
  }

  /**
   * Kills a master, and promotes its first replica that lives.
   * @returns the new master
   * @throws Error when it has none
   */
  failover(master: EmbeddedNode): EmbeddedNode {
    const shard = this.#masterShard(master);
    const replica = shard.replicas.find((node) => node.isAlive);
    if (replica === undefined) {
      throw new Error(`${master.address} has no replica that could take over: start the cluster with \`replicas\``);
    }
    master.kill();
    this.promote(replica);
    return replica;
  }

  /** Whether commands with keys are answered, or get `CLUSTERDOWN The cluster is down`. */
  set isUp(isUp: boolean) {
    this.#state.isUp = isUp;
  }

  get isUp(): boolean {
    return this.#state.isUp;
  }

  /** How many times a command was executed, over all nodes: `embedded.executed('incr')`. */
  executed(command: string): number {
    const name = command.toLowerCase();
    return this.nodes
      .flatMap((node) => node.received)
      .filter((received) => received.command === name && received.executed).length;
  }

  /** Stops every node, and removes all keys. May be called again. */
  async stop(): Promise<void> {
    if (this.#isStopped) {
      return;
    }
    this.#isStopped = true;
    for (const node of this.nodes) {
      node.kill();
    }
    for (const { store } of this.#state.shards) {
      store.close();
    }
    await Promise.all(this.nodes.map((node) => node.closed));
  }

  #give(slot: number, to: Shard): void {
    const from = this.#state.owners[slot];
    this.#state.owners[slot] = to;
    this.#state.migrations.delete(slot);
    this.#state.epoch += 1;
    to.epoch = this.#state.epoch;
    this.#state.pubSub.evict(slot);
    // Whoever waits for data of the slot must hear that it has gone.
    from?.store.written();
  }

  #migrationOf(slot: number) {
    const migration = this.#state.migrations.get(checkSlot(slot));
    if (migration === undefined) {
      throw new Error(`Slot ${slot} is not on its way: call startMigration first`);
    }
    return migration;
  }

  #shardOf(node: EmbeddedNode): Shard {
    if (!this.nodes.includes(node)) {
      throw new TypeError(`Expected a node of this cluster, got ${describe(node)}`);
    }
    return this.#state.shardOf(node);
  }

  #masterShard(node: EmbeddedNode): Shard {
    const shard = this.#shardOf(node);
    if (shard.master !== node) {
      throw new TypeError(`Expected a master, got ${node.address}, a replica of ${shard.master.address}`);
    }
    return shard;
  }
}

function checkSlot(slot: number): number {
  if (!Number.isInteger(slot) || slot < 0 || slot >= SLOTS) {
    throw new TypeError(`Expected a slot from 0 to ${SLOTS - 1}, got ${describe(slot)}`);
  }
  return slot;
}

function checkCount(name: string, value: unknown, least: number): void {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least) {
    throw new TypeError(`Expected \`${name}\` to be a whole number from ${least} up, got ${describe(value)}`);
  }
}
