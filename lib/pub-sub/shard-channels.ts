import { slotOf } from '../command/slot.js';
import type { Node } from '../node/node.js';
import type { Nodes } from '../node/nodes.js';
import { type Change, Feed, type FeedOptions, type FeedOwner } from './feed.js';
import { ShardSlot, type ShardSlotOwner } from './shard-slot.js';
import { bySlot } from './subscriptions.js';

/**
 * Subscriptions to shard channels: each is at the master of its slot. Channels of
 * one master share a connection.
 * @see https://redis.io/docs/latest/develop/pubsub/#sharded-pubsub
 */
export class ShardChannels implements ShardSlotOwner {
  readonly #slots = new Map<number, ShardSlot>();
  readonly #feeds = new Map<Node, Feed>();
  #unref = false;

  constructor(
    private readonly nodes: Nodes,
    private readonly options: FeedOptions,
    private readonly owner: Omit<FeedOwner, 'place' | 'dropped'>,
    readonly refresh: () => void,
  ) {}

  get retryTimeout(): number {
    return this.options.retryTimeout;
  }

  /** Begins or ends subscriptions, to channels of any slots; done when all of them are. */
  change(change: Change): void {
    const groups = bySlot(change.names);
    let left = groups.length;
    let failure: Error | null = null;
    for (const names of groups) {
      this.#slot(slotOf(names[0] as Buffer)).change({
        ...change,
        names,
        done: (error) => {
          failure ??= error;
          left -= 1;
          if (left === 0) {
            change.done(failure);
          }
        },
      });
    }
  }

  /** Slots may have moved. */
  follow(): void {
    for (const [number, slot] of this.#slots) {
      if (slot.isEmpty) {
        this.#slots.delete(number);
      } else {
        slot.run();
      }
    }
    const slots = [...this.#slots.values()];
    for (const [node, feed] of this.#feeds) {
      if (!slots.some((slot) => slot.uses(feed))) {
        feed.close(() => new Error('not used'));
        this.#feeds.delete(node);
      } else {
        feed.sit();
      }
    }
  }

  nodeLost(node: Node): void {
    this.#feeds.get(node)?.move();
  }

  unref(): void {
    this.#unref = true;
    for (const feed of this.#feeds.values()) {
      feed.unref();
    }
  }

  close(errorFor: () => Error): void {
    for (const slot of this.#slots.values()) {
      slot.close(errorFor);
    }
    for (const feed of this.#feeds.values()) {
      feed.close(errorFor);
    }
  }

  feedOf(slot: number): Feed | undefined {
    const node = this.nodes.ownerOf(slot);
    return node === undefined ? undefined : (this.#feeds.get(node) ?? this.#make(node));
  }

  refused(name: Buffer, error: Error): void {
    this.owner.refused('shard', name, error);
  }

  timer(run: () => void, milliseconds: number): NodeJS.Timeout {
    const timer = setTimeout(run, milliseconds);
    return this.#unref ? timer.unref() : timer;
  }

  #slot(number: number): ShardSlot {
    const slot = this.#slots.get(number) ?? new ShardSlot(number, this);
    this.#slots.set(number, slot);
    return slot;
  }

  #make(node: Node): Feed {
    let isDropped = false;
    const feed = new Feed(this.options, {
      ...this.owner,
      place: () => (node.ready ? node : undefined),
      // Whoever is not there any more may be at another master.
      refused: (_kind, name) => this.#slot(slotOf(name)).lost(name),
      dropped: () => {
        if (!isDropped) {
          isDropped = true;
          this.refresh();
          // Not at once: the server tells of each channel, and libraries take what
          // it tells for the answer to a command.
          setImmediate(() => {
            isDropped = false;
            feed.renew();
          });
        }
      },
    });
    if (this.#unref) {
      feed.unref();
    }
    this.#feeds.set(node, feed);
    return feed;
  }
}
