import { type Kind, SUBSCRIBING } from '../command/subscribing.js';
import { IoredisMockConnection } from './ioredis-mock.js';
import type { Settle, Subscriber, SubscriberListener } from './subscriber.js';

/** ioredis-mock as a subscriber. It emits a message as what it was published as, a string or a Buffer. */
export class IoredisMockSubscriber extends IoredisMockConnection implements Subscriber {
  constructor(client: object, { message: receive }: SubscriberListener) {
    super(client);
    for (const suffix of ['', 'Buffer']) {
      this.client.on(`message${suffix}`, (channel, message) => {
        receive('channel', Buffer.from(channel), Buffer.from(message), undefined);
      });
      this.client.on(`pmessage${suffix}`, (pattern, channel, message) => {
        receive('pattern', Buffer.from(channel), Buffer.from(message), Buffer.from(pattern));
      });
    }
  }

  subscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    this.send({ name: SUBSCRIBING[kind].begin, args: names, buffers: false, settle });
  }

  unsubscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    this.send({ name: SUBSCRIBING[kind].end, args: names, buffers: false, settle });
  }
}
