import { type Kind, SUBSCRIBING } from '../command/subscribing.js';
import { IoredisConnection } from './ioredis.js';
import type { Settle, Subscriber, SubscriberListener } from './subscriber.js';

/** ioredis 4, 5 and 6, and iovalkey as a subscriber. */
export class IoredisSubscriber extends IoredisConnection implements Subscriber {
  // A message comes with its pattern as a string, which is not what it was where it is no UTF-8.
  readonly #patterns = new Map<string, Buffer>();
  // Subscriptions to shard channels that are under way.
  readonly #shardCalls = new Set<Settle>();

  constructor(client: object, { message: receive, dropped }: SubscriberListener) {
    super(client);
    this.client.on('messageBuffer', (channel, message) => receive('channel', channel, message, undefined));
    this.client.on('smessageBuffer', (channel, message) => receive('shard', channel, message, undefined));
    this.client.on('pmessageBuffer', (pattern, channel, message) => {
      receive('pattern', channel, message, this.#patterns.get(pattern) ?? Buffer.from(pattern));
    });
    // ioredis has no command in its queue that an end of the server's own would
    // answer, and ioredis 6 says it in this way.
    this.client.on('error', (error: Error) => {
      if (error.message.startsWith('Command queue state error')) {
        dropped();
      }
    });
    this.client.on('moved', () => {
      const [call] = this.#shardCalls;
      if (call === undefined) {
        dropped();
      } else {
        // ioredis 4 and 5 never answer a command that was refused with MOVED.
        setImmediate(() => call(new Error('MOVED')));
      }
    });
  }

  subscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    if (kind === 'pattern') {
      for (const name of names) {
        this.#patterns.set(name.toString(), name);
      }
    }
    const once = kind === 'shard' ? this.#shardCall(settle) : settle;
    this.send({ name: SUBSCRIBING[kind].begin, args: names, buffers: true, settle: once });
  }

  #shardCall(settle: Settle): Settle {
    const once: Settle = (error) => {
      if (this.#shardCalls.delete(once)) {
        settle(error);
      }
    };
    this.#shardCalls.add(once);
    return once;
  }

  unsubscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    this.send({ name: SUBSCRIBING[kind].end, args: names, buffers: true, settle });
  }
}
