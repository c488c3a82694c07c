import type { Kind, PubSub, Subscriber } from './pub-sub.js';
import { Messages } from './resp.js';

const COMMANDS: Record<string, [kind: Kind, begins: boolean]> = {
  subscribe: ['channel', true],
  psubscribe: ['pattern', true],
  ssubscribe: ['shard', true],
  unsubscribe: ['channel', false],
  punsubscribe: ['pattern', false],
  sunsubscribe: ['shard', false],
};

/** The commands that begin and end subscriptions. */
export const SUBSCRIBING: ReadonlySet<string> = new Set(Object.keys(COMMANDS));

/** What one connection has subscribed to. */
export class Subscriptions {
  readonly #names: Record<Kind, Set<string>> = { channel: new Set(), pattern: new Set(), shard: new Set() };
  #subscriber: Subscriber | undefined;

  constructor(private readonly pubSub: PubSub) {}

  get count(): number {
    return this.#names.channel.size + this.#names.pattern.size + this.#names.shard.size;
  }

  /** Answers with one message per name. */
  run(command: string, names: readonly string[], subscriber: Subscriber): Messages {
    this.#subscriber = subscriber;
    const [kind, begins] = COMMANDS[command] as [Kind, boolean];
    const all = begins || names.length > 0 ? names : [...this.#names[kind]];
    const messages = all.map((name) => {
      if (begins) {
        this.#names[kind].add(name);
        this.pubSub.subscribe(kind, name, subscriber);
      } else {
        this.#names[kind].delete(name);
        this.pubSub.unsubscribe(kind, name, subscriber);
      }
      return [command, name, this.#countFor(kind)];
    });
    return new Messages(messages.length === 0 ? [[command, null, this.#countFor(kind)]] : messages);
  }

  /** Ends one to a shard channel whose slot has gone; returns the message that says so. */
  evict(shardChannel: string, subscriber: Subscriber): (string | number)[] {
    this.#names.shard.delete(shardChannel);
    this.pubSub.unsubscribe('shard', shardChannel, subscriber);
    return ['sunsubscribe', shardChannel, this.#names.shard.size];
  }

  /** Ends all of them. */
  clear(): void {
    for (const [kind, names] of Object.entries(this.#names) as [Kind, Set<string>][]) {
      for (const name of names) {
        if (this.#subscriber !== undefined) {
          this.pubSub.unsubscribe(kind, name, this.#subscriber);
        }
      }
      names.clear();
    }
  }

  // Shard channels are counted apart.
  #countFor(kind: Kind): number {
    return kind === 'shard' ? this.#names.shard.size : this.#names.channel.size + this.#names.pattern.size;
  }
}
