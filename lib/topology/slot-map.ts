import { SLOTS } from '../command/slot.js';
import { describe } from '../errors.js';
import { type Address, format } from './address.js';

/** A master and the replicas that follow it. */
export interface Shard {
  readonly master: Address;
  /** The master's node id, where it is known. */
  readonly id?: string | undefined;
  readonly replicas: readonly Address[];
}

/**
 * Who owns which slot: a value that does not change. It is made from a reply of
 * `CLUSTER SLOTS`, or from another map by giving one slot a new owner.
 */
export class SlotMap {
  static readonly empty = new SlotMap([], new Uint16Array(SLOTS), 0);

  private constructor(
    /** Masters in the order of their first slot. */
    readonly shards: readonly Shard[],
    // For each slot, the index of its shard plus one; zero where nobody owns it.
    private readonly owners: Uint16Array,
    /** The `cluster_current_epoch` of the server that told it; 0 where that is not known. */
    readonly epoch: number,
  ) {}

  /** The master that owns a slot. */
  ownerOf(slot: number): Address | undefined {
    return this.shardOf(slot)?.master;
  }

  /** The master and replicas of a slot. */
  shardOf(slot: number): Shard | undefined {
    const index = this.owners[slot];
    return index === undefined || index === 0 ? undefined : this.shards[index - 1];
  }

  /** For each master the first of its slots. */
  get firstSlots(): number[] {
    return this.shards.map((_shard, index) => this.owners.indexOf(index + 1)).filter((slot) => slot !== -1);
  }

  /** Every server, masters first. */
  get servers(): Address[] {
    return [...this.shards.map((shard) => shard.master), ...this.shards.flatMap((shard) => shard.replicas)];
  }

  /** Whether it says the same: replicas too, in any order, as servers tell of them in different ones. */
  equals(other: SlotMap): boolean {
    const names = ({ master, replicas }: Shard) => [format(master), ...replicas.map(format).sort()].join();
    const own = this.shards.map(names);
    const others = other.shards.map(names);
    return (
      own.length === others.length &&
      own.every((name, index) => name === others[index]) &&
      this.owners.every((index, slot) => index === other.owners[slot])
    );
  }

  /** The map in which one slot belongs to another master. */
  withOwner(slot: number, master: Address): SlotMap {
    return this.withOwners([[slot, master]]);
  }

  /** The map in which some slots belong to other masters. */
  withOwners(changes: Iterable<readonly [slot: number, master: Address]>): SlotMap {
    const shards = [...this.shards];
    const owners = this.owners.slice();
    for (const [slot, master] of changes) {
      const name = format(master);
      const index = shards.findIndex((shard) => format(shard.master) === name);
      owners[slot] = index === -1 ? shards.push({ master, replicas: [] }) : index + 1;
    }
    return new SlotMap(shards, owners, this.epoch);
  }

  /**
   * Whether it was told by a server that has not heard of what another map
   * knows. Of different clusters neither is older: one may have been built anew
   * at the same addresses.
   */
  isOlderThan(other: SlotMap): boolean {
    const ids = new Set(other.shards.map(({ id }) => id));
    return this.epoch > 0 && this.epoch < other.epoch && this.shards.some(({ id }) => id !== undefined && ids.has(id));
  }

  /** The first slot that nobody owns here, and somebody does in another map. */
  orphanOf(other: SlotMap): number | undefined {
    const slot = this.owners.findIndex((owner, index) => owner === 0 && other.owners[index] !== 0);
    return slot === -1 ? undefined : slot;
  }

  /**
   * Reads a reply of `CLUSTER SLOTS`. A server without a host is at the host
   * that was asked; one whose host is `?`, or whose port is 0, is not known yet
   * and left out.
   * @param epoch the `cluster_current_epoch` of the server that was asked, if it told
   * @param translate says where servers are reached that announce an address
   * @throws Error that says what is wrong with the reply
   * @see https://redis.io/docs/latest/commands/cluster-slots/
   */
  static parse(
    reply: unknown,
    askedHost: string,
    epoch = 0,
    translate: (announced: Address) => Address = (announced) => announced,
  ): SlotMap {
    if (!Array.isArray(reply) || reply.length === 0) {
      throw malformed('at least one range of slots', reply);
    }
    const ranges = reply.map(checkRange);
    if (ranges.some(([first], i) => i > 0 && first < (ranges[i - 1] as RawRange)[0])) {
      ranges.sort(([a], [b]) => a - b);
    }
    const read = (server: RawServer) => {
      const announced = readServer(server, askedHost);
      return announced && translate(announced);
    };
    const shards: Shard[] = [];
    const indexes = new Map<string, number>();
    const indexOf = ([, , server, ...others]: RawRange) => {
      const master = read(server);
      if (master === undefined) {
        return NOBODY;
      }
      const name = format(master);
      let index = indexes.get(name);
      if (index === undefined) {
        const [, , id] = server;
        const replicas = others.map(read).filter((address) => address !== undefined);
        index = shards.push({ master, id: typeof id === 'string' ? id : undefined, replicas });
        indexes.set(name, index);
      }
      return index;
    };
    // A master may have thousands of ranges, and is read once.
    const known = new Map<unknown, Map<number, number>>();
    const owners = new Uint16Array(SLOTS);
    for (const range of ranges) {
      const [first, last, [host, port]] = range;
      const byPort = known.get(host) ?? new Map<number, number>();
      known.set(host, byPort);
      const index = byPort.get(port) ?? indexOf(range);
      byPort.set(port, index);
      if (index !== NOBODY) {
        owners.fill(index, first, last + 1);
      }
    }
    if (shards.length === 0) {
      throw malformed('at least one master whose address is known', reply);
    }
    return new SlotMap(shards, owners, epoch);
  }
}

// The index of who owns a slot that nobody owns.
const NOBODY = 0;

/** A host, a port, and often the id of the node; what follows is not read. */
type RawServer = readonly [host: unknown, port: number, id?: unknown];
type RawRange = readonly [first: number, last: number, master: RawServer, ...replicas: RawServer[]];

function checkRange(range: unknown): RawRange {
  if (!Array.isArray(range) || range.length < 3) {
    throw malformed('ranges of a first slot, a last slot and servers', range);
  }
  const [first, last] = range;
  if (!isSlot(first) || !isSlot(last) || first > last) {
    throw malformed('slots from 0 to 16383', range);
  }
  for (let i = 2; i < range.length; i += 1) {
    checkServer(range[i]);
  }
  return range as unknown as RawRange;
}

function checkServer(server: unknown): void {
  if (!Array.isArray(server) || server.length < 2) {
    throw malformed('servers of a host and a port', server);
  }
  const [host, port] = server;
  if ((host !== null && typeof host !== 'string') || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw malformed('a server with a host and a port from 0 to 65535', server);
  }
}

function readServer([named, port]: RawServer, askedHost: string): Address | undefined {
  const host = named === null || named === '' ? askedHost : (named as string);
  return host === '?' || port === 0 ? undefined : { host, port };
}

function isSlot(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < SLOTS;
}

function malformed(expected: string, got: unknown): Error {
  return new Error(`CLUSTER SLOTS: expected ${expected}, got ${describe(got)}`);
}
