import { type Kind, SUBSCRIBING } from '../command/subscribing.js';
import { IoredisConnection } from './ioredis.js';
import type { Receive, Settle, Subscriber } from './subscriber.js';

/** ioredis 4, 5 and 6, and iovalkey as a subscriber. */
export class IoredisSubscriber extends IoredisConnection implements Subscriber {
  // A message comes with its pattern as a string, which is not what it was where it is no UTF-8.
  readonly #patterns = new Map<string, Buffer>();

  constructor(client: object, receive: Receive) {
    super(client);
    this.client.on('messageBuffer', (channel, message) => receive('channel', channel, message, undefined));
    this.client.on('smessageBuffer', (channel, message) => receive('shard', channel, message, undefined));
    this.client.on('pmessageBuffer', (pattern, channel, message) => {
      receive('pattern', channel, message, this.#patterns.get(pattern) ?? Buffer.from(pattern));
    });
  }

  subscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    if (kind === 'pattern') {
      for (const name of names) {
        this.#patterns.set(name.toString(), name);
      }
    }
    this.send({ name: SUBSCRIBING[kind].begin, args: names, buffers: true, settle });
  }

  unsubscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    this.send({ name: SUBSCRIBING[kind].end, args: names, buffers: true, settle });
  }
}
