import { SLOTS } from '../command/slot.js';
import type { EmbeddedNode } from './node.js';
import type { PubSub } from './pub-sub.js';
import type { Store } from './store.js';

/** A master, the replicas that follow it, and the keys they have. */
export interface Shard {
  readonly store: Store;
  master: EmbeddedNode;
  replicas: EmbeddedNode[];
  /** The `config-epoch`: the epoch in which it has taken slots or become what it is. */
  epoch: number;
}

/** A slot on its way. */
export interface Migration {
  readonly from: Shard;
  readonly to: Shard;
}

/** What all nodes of a cluster know, and know alike. */
export class ClusterState {
  readonly shards: Shard[] = [];
  readonly nodes: EmbeddedNode[] = [];
  /** Who owns which slot. */
  readonly owners: (Shard | undefined)[] = new Array<Shard | undefined>(SLOTS).fill(undefined);
  readonly migrations = new Map<number, Migration>();
  /** False: every node answers `CLUSTERDOWN` to commands with keys. */
  isUp = true;
  /** Counts changes of who owns what. */
  epoch = 1;

  constructor(
    readonly password: string | undefined,
    readonly pubSub: PubSub,
  ) {}

  shardOf(node: EmbeddedNode): Shard {
    const shard = this.shards.find(({ master, replicas }) => master === node || replicas.includes(node));
    if (shard === undefined) {
      throw new Error(`${node.address} is no node of this cluster`);
    }
    return shard;
  }

  /** The ranges of slots that a shard owns. */
  rangesOf(shard: Shard): [first: number, last: number][] {
    const ranges: [number, number][] = [];
    for (let slot = 0; slot < SLOTS; slot += 1) {
      if (this.owners[slot] !== shard) {
        continue;
      }
      const last = ranges.at(-1);
      if (last !== undefined && last[1] === slot - 1) {
        last[1] = slot;
      } else {
        ranges.push([slot, slot]);
      }
    }
    return ranges;
  }
}
