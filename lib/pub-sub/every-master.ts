import type { Node } from '../node/node.js';
import type { Nodes } from '../node/nodes.js';
import { SlotMap } from '../topology/slot-map.js';
import { type Change, Feed, type FeedOptions, type FeedOwner } from './feed.js';
import { Subscriptions } from './subscriptions.js';

/** A feed of one shard: it goes where one of the shard's slots goes. */
interface ShardFeed {
  readonly feed: Feed;
  slot: number;
  master: Node | undefined;
}

/** A change, until it holds at every master. */
interface Pending {
  readonly change: Change;
  /** Whose it is to take still. */
  readonly left: Set<Feed>;
  error: Error | null;
}

/**
 * Subscriptions that hold at every master, as notifications of a key come from
 * its master alone. Masters come and go: a shard's feed moves to whoever is its
 * master now, new shards get feeds with all that is held, and those of shards
 * that are gone are closed.
 */
export class EveryMaster {
  #held = new Subscriptions();
  #pending: Pending[] = [];
  #shards: ShardFeed[] = [];
  // As it was fetched: what a MOVED says of one slot says nothing of who follows whom.
  #map = SlotMap.empty;
  #unref = false;

  constructor(
    private readonly nodes: Nodes,
    private readonly options: FeedOptions,
    private readonly owner: Omit<FeedOwner, 'place'>,
  ) {}

  /** Whether anything is to hold at every master. */
  get isUsed(): boolean {
    return this.#held.size > 0 || this.#pending.length > 0;
  }

  change(change: Change): void {
    const pending: Pending = { change, left: new Set(), error: null };
    this.#pending.push(pending);
    this.follow();
    for (const { feed } of this.#shards) {
      this.#give(pending, feed);
    }
  }

  /** Takes over who the masters are. */
  follow(map = this.#map): void {
    this.#map = map;
    if (!this.isUsed) {
      return;
    }
    const slots = new Map<Node | undefined, number>(map.firstSlots.map((slot) => [this.#ownerOf(slot), slot]));
    if (slots.size === 0) {
      // Nothing is known yet: one feed waits for whoever it will be.
      slots.set(undefined, 0);
    }
    for (const shard of [...this.#shards]) {
      this.#followShard(shard, slots);
    }
    const masters = new Set(this.#shards.map(({ master }) => master));
    for (const [master, slot] of slots) {
      if (!masters.has(master)) {
        this.#add(master, slot);
      }
    }
    for (const { feed } of this.#shards) {
      feed.sit();
    }
  }

  nodeLost(node: Node): void {
    for (const { feed } of this.#shards) {
      if (feed.node === node) {
        feed.move();
      }
    }
  }

  unref(): void {
    this.#unref = true;
    for (const { feed } of this.#shards) {
      feed.unref();
    }
  }

  close(errorFor: () => Error): void {
    for (const { feed } of this.#shards) {
      feed.close(errorFor);
    }
  }

  #followShard(shard: ShardFeed, slots: ReadonlyMap<Node | undefined, number>): void {
    const own = slots.get(shard.master);
    if (own !== undefined) {
      shard.slot = own;
      return;
    }
    const heir = this.#ownerOf(shard.slot);
    if (heir !== undefined && this.#shards.some(({ master }) => master === heir)) {
      this.#remove(shard);
    } else if (heir !== shard.master) {
      shard.master = heir;
      shard.feed.move();
    }
  }

  #ownerOf(slot: number): Node | undefined {
    const address = this.#map.ownerOf(slot);
    return address === undefined ? undefined : this.nodes.at(address);
  }

  #add(master: Node | undefined, slot: number): void {
    const shard: ShardFeed = {
      slot,
      master,
      feed: new Feed(this.options, {
        ...this.owner,
        place: () => (shard.master?.ready ? shard.master : undefined),
      }),
    };
    if (this.#unref) {
      shard.feed.unref();
    }
    this.#shards.push(shard);
    for (const kind of this.#held.kinds) {
      shard.feed.hold(kind, this.#held.of(kind));
    }
    for (const pending of this.#pending) {
      this.#give(pending, shard.feed);
    }
  }

  #remove(shard: ShardFeed): void {
    this.#shards = this.#shards.filter((other) => other !== shard);
    for (const pending of [...this.#pending]) {
      this.#took(pending, shard.feed, null);
    }
    shard.feed.close(() => new Error('the master has left'));
  }

  #give(pending: Pending, feed: Feed): void {
    if (pending.left.has(feed)) {
      return;
    }
    pending.left.add(feed);
    feed.change({ ...pending.change, done: (error) => this.#took(pending, feed, error) });
  }

  #took(pending: Pending, feed: Feed, error: Error | null): void {
    if (!pending.left.delete(feed)) {
      return;
    }
    pending.error ??= error;
    if (pending.left.size > 0) {
      return;
    }
    this.#pending = this.#pending.filter((other) => other !== pending);
    if (pending.error === null) {
      this.#held.change(pending.change, pending.change.names);
    }
    pending.change.done(pending.error);
    if (!this.isUsed) {
      for (const { feed: unused } of this.#shards.splice(0)) {
        unused.close(() => new Error('not used'));
      }
    }
  }
}
