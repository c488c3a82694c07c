import { slotOf } from '../command/slot.js';
import type { EmbeddedNode } from './node.js';
import type { Reply } from './resp.js';

/** Who can be sent messages. */
export interface Subscriber {
  /** The node that it is connected to. */
  readonly node: EmbeddedNode;
  push(message: readonly Reply[]): void;
  /** Takes a shard channel away from it, as its slot has gone. */
  evict(shardChannel: string): void;
}

export type Kind = 'channel' | 'pattern' | 'shard';

/**
 * Who has subscribed to what, over all nodes: a message reaches subscribers of
 * every node, one of a shard channel those of its shard. A node knows and counts
 * its own ones only.
 * @see https://redis.io/docs/latest/develop/interact/pubsub/
 */
export class PubSub {
  readonly #subscribers: Record<Kind, Map<string, Set<Subscriber>>> = {
    channel: new Map(),
    pattern: new Map(),
    shard: new Map(),
  };

  subscribe(kind: Kind, name: string, subscriber: Subscriber): void {
    const subscribers = this.#subscribers[kind].get(name) ?? new Set();
    subscribers.add(subscriber);
    this.#subscribers[kind].set(name, subscribers);
  }

  unsubscribe(kind: Kind, name: string, subscriber: Subscriber): void {
    const subscribers = this.#subscribers[kind].get(name);
    subscribers?.delete(subscriber);
    if (subscribers?.size === 0) {
      this.#subscribers[kind].delete(name);
    }
  }

  /** Sends a message to all who listen; returns how many of them are at the node that was asked. */
  publish(node: EmbeddedNode, channel: string, message: string): number {
    const exact = send(this.#subscribers.channel.get(channel), ['message', channel, message], node);
    const patterns = [...this.#subscribers.pattern].filter(([pattern]) => globToRegExp(pattern).test(channel));
    return patterns.reduce(
      (sum, [pattern, subscribers]) => sum + send(subscribers, ['pmessage', pattern, channel, message], node),
      exact,
    );
  }

  /** Sends a message to all who listen to a shard channel; returns how many of them are at the node that was asked. */
  publishToShard(node: EmbeddedNode, channel: string, message: string): number {
    return send(this.#subscribers.shard.get(channel), ['smessage', channel, message], node);
  }

  /** Ends the subscriptions to the shard channels of a slot that has gone. */
  evict(slot: number): void {
    for (const [channel, subscribers] of [...this.#subscribers.shard]) {
      if (slotOf(Buffer.from(channel, 'latin1')) === slot) {
        for (const subscriber of [...subscribers]) {
          subscriber.evict(channel);
        }
      }
    }
  }

  /** What there is at a node. */
  channels(node: EmbeddedNode, kind: Kind, pattern = '*'): string[] {
    const glob = globToRegExp(pattern);
    return [...this.#subscribers[kind].keys()].filter((name) => glob.test(name) && this.countOf(node, kind, name) > 0);
  }

  countOf(node: EmbeddedNode, kind: Kind, name: string): number {
    return [...(this.#subscribers[kind].get(name) ?? [])].filter((subscriber) => subscriber.node === node).length;
  }
}

function send(subscribers: Iterable<Subscriber> = [], message: readonly Reply[], node: EmbeddedNode): number {
  let here = 0;
  for (const subscriber of subscribers) {
    subscriber.push(message);
    here += subscriber.node === node ? 1 : 0;
  }
  return here;
}

function globToRegExp(glob: string): RegExp {
  const source = glob.replace(/\\.|[.+^${}()|]|\*|\?/g, (part) => {
    if (part === '*') {
      return '[\\s\\S]*';
    }
    if (part === '?') {
      return '[\\s\\S]';
    }
    return part.length === 2 ? part : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
