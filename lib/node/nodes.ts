import pMap from 'p-map';
import { SLOTS } from '../command/slot.js';
import type { InvalidOptionError } from '../errors.js';
import { type Address, format } from '../topology/address.js';
import type { Shard, SlotMap } from '../topology/slot-map.js';
import { Node, type NodeListener, type NodeOptions } from './node.js';
import { Readers, type ReplicaUse } from './readers.js';

// A node that left the cluster is given this long to answer what it owes.
const RETIREMENT = 4000;
// One that owns no slot yet is in no map. When a server has named it, it is kept for so long at least.
const NAMED = 10_000;
const CONCURRENCY = 64;

export interface NodesOptions extends NodeOptions {
  replicas: ReplicaUse;
  /** Whether a server is connected only when somebody needs it. */
  minimizeConnections: boolean;
  /** The user's function picked nobody to answer a read. */
  badPick: (error: InvalidOptionError) => void;
  /** Says where a server is reached that announces an address; it throws where the user's mapping fails. */
  translate: (host: string, port: number) => Address;
}

/** Every node with a client, and who of them owns which slot. */
export class Nodes {
  readonly #byName = new Map<string, Node>();
  #bySlot: (Node | undefined)[] = new Array<Node | undefined>(SLOTS);
  #masters: Node[] = [];
  #replicas: Address[] = [];
  // Who answers reads for a master's slots; empty where only masters do.
  readonly #readers = new Map<Node, Readers>();
  #next = 0;
  #closed = false;
  readonly #options: NodesOptions;
  readonly #listener: NodeListener;
  // Nodes that left, until they are closed.
  readonly #retired = new Set<Node>();
  // How many requests were sent to those that are closed.
  #formerlySent = 0;

  constructor(options: NodesOptions, listener: NodeListener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** The node that owns a slot. */
  ownerOf(slot: number): Node | undefined {
    return this.#bySlot[slot];
  }

  /** Who answers a read of a slot: the option `replicas` says who of those who can; else the owner. */
  readerOf(slot: number): Node | undefined {
    const owner = this.#bySlot[slot];
    const readers = owner && this.#readers.get(owner);
    if (this.#options.minimizeConnections) {
      connectUnused(readers?.replicas ?? []);
    }
    return readers?.pick(slot) ?? owner;
  }

  /** Replicas that answer reads, and are connected. */
  *readingReplicas(): Iterable<Node> {
    for (const { replicas } of this.#readers.values()) {
      yield* replicas.filter(({ ready }) => ready);
    }
  }

  /** A master that is ready, each in its turn. */
  any(): Node | undefined {
    const node = firstReady(this.#masters, this.#next);
    this.#next += 1;
    return node;
  }

  /** The node at an address, made when it is met first. */
  at(address: Address): Node {
    const name = format(address);
    let node = this.#byName.get(name);
    if (node === undefined) {
      node = new Node(address, this.#options, this.#listener);
      this.#byName.set(name, node);
    }
    return node;
  }

  /** The node at an address that a server has named as the one to ask for a slot that is on its way there. */
  named(address: Address): Node {
    const node = this.at(address);
    node.namedAt = performance.now();
    return node;
  }

  /** The node at an address, if it has been met. */
  find(address: Address): Node | undefined {
    return this.#byName.get(format(address));
  }

  /**
   * Where a server is reached that announces an address.
   * @throws InvalidOptionError when the option `nodeAddressMap` fails for it
   */
  translate(announced: Address): Address {
    return this.#options.translate(announced.host, announced.port);
  }

  /** The masters of the map, in its order. */
  get masters(): readonly Node[] {
    return this.#masters;
  }

  /** The replicas of the map; those that nobody needed yet have no client. */
  get replicas(): Node[] {
    const masters = new Set(this.#masters);
    const nodes = this.#replicas.map((address) => this.at(address)).filter((node) => !masters.has(node));
    for (const node of nodes) {
      node.isReplica = true;
      node.isNeeded = this.#options.replicas !== 'never';
    }
    return nodes;
  }

  get all(): Iterable<Node> {
    return this.#byName.values();
  }

  /** Requests sent so far, over all nodes, and those that have left. */
  get sent(): number {
    const nodes = [...this.#byName.values(), ...this.#retired];
    return nodes.reduce((sum, { sent, sentBeside }) => sum + sent + sentBeside, this.#formerlySent);
  }

  /** Requests sent and not answered, over all nodes. */
  get outstanding(): number {
    let sum = 0;
    for (const node of this.#byName.values()) {
      sum += node.outstanding;
    }
    for (const node of this.#retired) {
      sum += node.outstanding;
    }
    return sum;
  }

  /** Takes over a map: connects to its masters, closes whoever has left. Nodes that stay keep their clients. */
  follow(map: SlotMap): void {
    const masters = new Map(map.shards.map((shard) => [shard, this.at(shard.master)]));
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const shard = map.shardOf(slot);
      this.#bySlot[slot] = shard === undefined ? undefined : masters.get(shard);
    }
    const former = new Set(this.#masters);
    this.#masters = [...masters.values()];
    this.#followReplicas(masters);
    this.#replicas = map.shards.flatMap(({ replicas }) => replicas);
    const isMaster = new Set(this.#masters);
    const known = new Set(map.servers.map(format));
    const strangers: Node[] = [];
    for (const [name, node] of this.#byName) {
      if (known.has(name)) {
        node.namedAt = undefined;
        node.isReplica = !isMaster.has(node);
        node.isNeeded ||= !node.isReplica;
      } else if (!this.#isExpected(node)) {
        strangers.push(node);
      }
    }
    for (const master of this.#needed()) {
      // One that is gone and still named tries again by itself: every map that comes meanwhile says the same.
      if (!former.has(master) || master.lastError === undefined) {
        master.connect();
      }
    }
    for (const node of strangers) {
      this.#byName.delete(node.name);
      this.#retire(node);
    }
  }

  /** Whether a node that is in no map is on its way into one: a slot is being moved to it, which may take long. */
  #isExpected({ namedAt, held }: Node): boolean {
    // Whoever connects to it may need the whole of the time for that.
    const patience = Math.max(NAMED, 2 * this.#options.connectTimeout);
    return namedAt !== undefined && (held || performance.now() - namedAt < patience);
  }

  /** The masters to connect to: all, or one, so that there is somebody to ask. */
  #needed(): readonly Node[] {
    const [first] = this.#masters;
    if (!this.#options.minimizeConnections || first === undefined) {
      return this.#masters;
    }
    return this.#masters.some(({ connected }) => connected) ? [] : [first];
  }

  #followReplicas(masters: ReadonlyMap<Shard, Node>): void {
    this.#readers.clear();
    const { replicas: use, minimizeConnections, badPick } = this.#options;
    if (use === 'never') {
      return;
    }
    for (const [shard, master] of masters) {
      const replicas = shard.replicas.map((address) => this.at(address));
      if (!minimizeConnections) {
        connectUnused(replicas);
      }
      this.#readers.set(master, new Readers(master, replicas, use, badPick));
    }
  }

  /** Gives one slot to another node, until a whole map comes. */
  assign(slot: number, node: Node): void {
    this.#bySlot[slot] = node;
    node.isReplica = false;
    node.isNeeded = true;
    if (!this.#masters.includes(node)) {
      this.#masters = [...this.#masters, node];
    }
  }

  unref(): void {
    this.#options.unref = true;
    for (const node of [...this.#byName.values(), ...this.#retired]) {
      node.unref();
    }
  }

  /** Whether they are closed, or closing: no new one is to be made. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Closes every node after its last reply, or when the time is up. */
  async close(milliseconds: number): Promise<void> {
    this.#closed = true;
    await pMap([...this.#byName.values(), ...this.#retired], (node) => node.close(milliseconds), {
      concurrency: CONCURRENCY,
    });
  }

  /** Closes every node now. */
  destroy(): void {
    this.#closed = true;
    for (const node of [...this.#byName.values(), ...this.#retired]) {
      node.destroy();
    }
  }

  #retire(node: Node): void {
    this.#retired.add(node);
    // One that hangs has nothing more to say. But what it owes is given back later: first
    // everybody must know who owns its slots now.
    node.close(node.suspended ? 0 : RETIREMENT).finally(() => {
      this.#retired.delete(node);
      this.#formerlySent += node.sent + node.sentBeside;
    });
  }
}

/** One that was lost tries again by itself. */
function connectUnused(nodes: readonly Node[]): void {
  for (const node of nodes) {
    if (node.lastError === undefined) {
      node.connect();
    }
  }
}

/** The first, counted from a place and around, that is ready. */
function firstReady(nodes: readonly Node[], from: number): Node | undefined {
  for (let i = 0; i < nodes.length; i += 1) {
    const node = nodes[(from + i) % nodes.length] as Node;
    if (node.ready) {
      return node;
    }
  }
  return undefined;
}
