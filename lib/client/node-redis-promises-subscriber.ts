import { isUtf8 } from 'node:buffer';
import { type Kind, SUBSCRIBING } from '../command/subscribing.js';
import { UnsupportedCommandError } from '../errors.js';
import { RedisConnection } from './node-redis-promises.js';
import type { Receive, Settle, Subscriber, SubscriberListener } from './subscriber.js';

type Name = string | Buffer;
type Listener = (message: Buffer, channel: Buffer) => void;
type Subscribe = (names: readonly Name[], listener: Listener, buffers: true) => Promise<void>;

interface SubscribingClient {
  readonly options?: { legacyMode?: boolean };
  readonly v4?: Partial<SubscribingClient>;
  subscribe: Subscribe;
  pSubscribe: Subscribe;
  sSubscribe: Subscribe;
  unsubscribe: Subscribe;
  pUnsubscribe: Subscribe;
  sUnsubscribe: Subscribe;
  getPubSubListeners(type: string): Map<Name, unknown>;
}

const METHODS = {
  channel: { begin: 'subscribe', end: 'unsubscribe', type: 'CHANNELS' },
  pattern: { begin: 'pSubscribe', end: 'pUnsubscribe', type: 'PATTERNS' },
  shard: { begin: 'sSubscribe', end: 'sUnsubscribe', type: 'SHARDED' },
} as const;

interface Change {
  /** The subscriptions that it begins. */
  readonly keys: readonly string[];
  readonly settle: Settle;
  isOver: boolean;
  error: Error | null;
}

interface Message {
  readonly key: string;
  readonly deliver: () => void;
}

/** redis 4, 5 and 6 as a subscriber. */
export class RedisSubscriber extends RedisConnection implements Subscriber {
  readonly #subscribing: SubscribingClient;
  readonly #receive: Receive;
  readonly #names = new Map<string, Name>();
  readonly #patternListeners = new Map<string, Listener>();
  // What is under way. Its promises are settled some turns after the server's
  // word, not always in order, and messages of the same packet come before: those
  // are kept.
  readonly #changes: Change[] = [];
  readonly #unsettled = new Map<string, number>();
  readonly #kept: Message[] = [];
  #taking = false;

  constructor(client: object, { message, dropped }: SubscriberListener) {
    super(client);
    this.#subscribing = client as SubscribingClient;
    this.#receive = message;
    this.client.on('sharded-channel-moved', dropped);
  }

  subscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    if (kind === 'shard' && this.client.destroy === undefined) {
      const reason = 'over redis 4, which may throw when a slot leaves a server; use redis 5 or 6, or another library';
      queueMicrotask(() => settle(new UnsupportedCommandError(SUBSCRIBING.shard.begin.toUpperCase(), reason)));
      return;
    }
    const keys = names.map((name) => keyOf(kind, name));
    for (const key of keys) {
      this.#unsettled.set(key, (this.#unsettled.get(key) ?? 0) + 1);
    }
    this.#settleWith(this.#begin(kind, names), keys, settle);
  }

  unsubscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    this.#settleWith(this.#end(kind, names), [], settle);
  }

  async #begin(kind: Kind, names: readonly Buffer[]): Promise<void> {
    const outcomes = await Promise.allSettled(this.#send('begin', kind, names));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure !== undefined) {
      if (kind === 'pattern') {
        await this.#end(
          kind,
          names.filter((_, i) => outcomes[i]?.status === 'fulfilled'),
        ).catch(() => {});
      }
      throw failure.reason;
    }
  }

  async #end(kind: Kind, names: readonly Buffer[]): Promise<void> {
    // With its listener: without one the library takes a name to be there until the
    // server has answered, and a subscription that begins meanwhile would not be sent.
    await Promise.all(this.#send('end', kind, names));
  }

  /** A listener is not told the pattern, so that each has one of its own. */
  #send(end: 'begin' | 'end', kind: Kind, names: readonly Buffer[]): Promise<void>[] {
    const call = this.#method(kind, end);
    if (kind === 'pattern') {
      return names.map((name) => call(this.#namesOf(kind, [name]), this.#patternListener(name), true));
    }
    const listener = kind === 'channel' ? this.#onMessage : this.#onShardMessage;
    return names.length === 0 ? [] : [call(this.#namesOf(kind, names), listener, true)];
  }

  #method(kind: Kind, end: 'begin' | 'end'): Subscribe {
    const client = this.#subscribing;
    const name = METHODS[kind][end];
    const legacy = client.options?.legacyMode === true ? client.v4?.[name] : undefined;
    return legacy ?? client[name].bind(client);
  }

  readonly #onMessage: Listener = (message, channel) => {
    this.#take(keyOf('channel', channel), () => this.#receive('channel', channel, message, undefined));
  };

  readonly #onShardMessage: Listener = (message, channel) => {
    this.#take(keyOf('shard', channel), () => this.#receive('shard', channel, message, undefined));
  };

  #patternListener(pattern: Buffer): Listener {
    const key = keyOf('pattern', pattern);
    const listener: Listener =
      this.#patternListeners.get(key) ??
      ((message, channel) => this.#take(key, () => this.#receive('pattern', channel, message, pattern)));
    this.#patternListeners.set(key, listener);
    return listener;
  }

  /** While it is decoding, the library would begin anew with what came. */
  override destroy(): void {
    if (this.#taking) {
      queueMicrotask(() => super.destroy());
    } else {
      super.destroy();
    }
  }

  #take(key: string, deliver: () => void): void {
    this.#taking = true;
    try {
      if (this.#unsettled.size === 0 && this.#kept.length === 0) {
        deliver();
      } else {
        this.#kept.push({ key, deliver });
        this.#deliver();
      }
    } finally {
      this.#taking = false;
    }
  }

  #settleWith(promise: Promise<void>, keys: readonly string[], settle: Settle): void {
    const change: Change = { keys, settle, isOver: false, error: null };
    this.#changes.push(change);
    const over = (error: Error | null) => {
      change.isOver = true;
      change.error = error;
      this.#settleInOrder();
    };
    promise.then(
      () => over(null),
      (error: Error) => over(error),
    );
  }

  #settleInOrder(): void {
    while (this.#changes[0]?.isOver) {
      const { keys, settle, error } = this.#changes.shift() as Change;
      for (const key of keys) {
        const left = (this.#unsettled.get(key) as number) - 1;
        if (left === 0) {
          this.#unsettled.delete(key);
        } else {
          this.#unsettled.set(key, left);
        }
      }
      settle(error);
      this.#deliver();
    }
  }

  /** Delivers what was kept, in order, up to a message whose subscription is not settled. */
  #deliver(): void {
    for (;;) {
      const message = this.#kept[0];
      if (message === undefined || this.#unsettled.has(message.key)) {
        return;
      }
      this.#kept.shift();
      message.deliver();
    }
  }

  /** Names as the library takes them: it finds listeners by a string, and knows no other names. */
  #namesOf(kind: Kind, names: readonly Buffer[]): Name[] {
    return names.map((name) => {
      if (isUtf8(name)) {
        return name.toString();
      }
      const key = keyOf(kind, name);
      // The same object each time, by which the library finds it again.
      const same = this.#names.get(key) ?? name;
      this.#names.set(key, same);
      this.#findByBytes(kind);
      return same;
    });
  }

  /** Lets the library find listeners of names that are no UTF-8, by the string that it makes of them. */
  #findByBytes(kind: Kind): void {
    const listeners = this.#subscribing.getPubSubListeners(METHODS[kind].type);
    if (!Object.hasOwn(listeners, 'get')) {
      listeners.get = (wanted) =>
        Map.prototype.get.call(listeners, wanted) ??
        (typeof wanted === 'string'
          ? [...listeners].find(([name]) => typeof name !== 'string' && name.toString() === wanted)?.[1]
          : undefined);
    }
  }
}

function keyOf(kind: Kind, name: Buffer): string {
  return `${kind} ${name.toString('latin1')}`;
}
