import { slotOf } from '../command/slot.js';
import type { Kind, Subscribing } from '../command/subscribing.js';

const KINDS: readonly Kind[] = ['channel', 'pattern', 'shard'];

/** A set of names that are subscribed to, in the order in which they came. Names are bytes. */
export class Subscriptions {
  readonly #names: Record<Kind, Map<string, Buffer>> = { channel: new Map(), pattern: new Map(), shard: new Map() };

  change({ kind, begins }: Subscribing, names: readonly Buffer[]): void {
    for (const name of names) {
      const key = name.toString('latin1');
      if (!begins) {
        this.#names[kind].delete(key);
      } else if (!this.#names[kind].has(key)) {
        this.#names[kind].set(key, name);
      }
    }
  }

  has(kind: Kind, name: Buffer): boolean {
    return this.#names[kind].has(name.toString('latin1'));
  }

  of(kind: Kind): Buffer[] {
    return [...this.#names[kind].values()];
  }

  /** The kinds that there are names of. */
  get kinds(): Kind[] {
    return KINDS.filter((kind) => this.#names[kind].size > 0);
  }

  /** What Redis counts with names of this kind: channels and patterns together, shard channels apart. */
  countWith(kind: Kind): number {
    const { channel, pattern, shard } = this.#names;
    return kind === 'shard' ? shard.size : channel.size + pattern.size;
  }

  get size(): number {
    return this.countWith('channel') + this.countWith('shard');
  }

  /** Another set of the same names. */
  copy(): Subscriptions {
    const copy = new Subscriptions();
    for (const kind of KINDS) {
      copy.change({ kind, begins: true }, this.of(kind));
    }
    return copy;
  }
}

/** Names in groups that share a slot. */
export function bySlot(names: readonly Buffer[]): Buffer[][] {
  const groups = new Map<number, Buffer[]>();
  for (const name of names) {
    const slot = slotOf(name);
    groups.set(slot, [...(groups.get(slot) ?? []), name]);
  }
  return [...groups.values()];
}
