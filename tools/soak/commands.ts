import type { Group } from './model.js';
import type { Random } from './random.js';
import type { Command } from './store.js';

/** A command whose keys are of one group. */
export interface Part {
  readonly group: Group;
  readonly command: Command;
}

/** What a worker does in one call of a client. */
export type Task =
  | { readonly kind: 'command'; readonly part: Part }
  /** `multi()` in one slot: all or nothing. */
  | { readonly kind: 'transaction'; readonly group: Group; readonly commands: readonly Command[] }
  /** `batch()`, or `multi()` across slots: each by itself. */
  | { readonly kind: 'batch' | 'multi'; readonly parts: readonly Part[] }
  /** Calls within a short time that do not wait for each other. */
  | { readonly kind: 'burst'; readonly parts: readonly Part[] }
  /** One command over keys of several groups; the parts are what each group gets of it. */
  | { readonly kind: 'spread'; readonly command: Command; readonly parts: readonly Part[] }
  /** An empty list is waited at, and gets its item a moment later. */
  | { readonly kind: 'handover'; readonly group: Group; readonly push: Command; readonly pop: Command };

// Values stay small: it is their number that matters.
const LONGEST_TEXT = 200;
const LONGEST_LIST = 12;
const MOST = 4;
// Each of them may be uncertain, or not.
const MOST_OF_MANY = 12;
const LONGEST_BURST = 25;
const TO_THE_BUSY = 0.5;
const NAMES = ['a', 'b', 'c', 'd', 'e'];

const READ_ALL: readonly (readonly [key: string, name: string, ...args: string[]])[] = [
  ['count', 'get'],
  ['text', 'get'],
  ['list', 'lrange', '0', '-1'],
  ['hash', 'hgetall'],
  ['set', 'smembers'],
  ['scores', 'zrange', '0', '-1', 'WITHSCORES'],
];

/** Chooses what a worker does next. Whatever it writes is written once, so that a second time is seen. */
export class Chooser {
  #written = 0;

  constructor(
    private readonly name: string,
    private readonly random: Random,
    /** Where something happens now, so that commands had better go there. */
    private readonly isBusy: (group: Group) => boolean,
  ) {}

  next(all: readonly Group[]): Task {
    const busy = all.filter(this.isBusy);
    const groups = busy.length > 0 && this.random.chance(TO_THE_BUSY) ? busy : all;
    const doubtful = all.find(({ isCertain }) => !isCertain);
    if (doubtful !== undefined) {
      return this.lookAt(doubtful);
    }
    const group = this.random.pick(groups);
    const kind = this.random.next();
    if (kind < 0.55) {
      return { kind: 'command', part: { group, command: this.#command(group) } };
    }
    if (kind < 0.65) {
      return { kind: 'transaction', group, commands: this.#commands(group, MOST) };
    }
    if (kind < 0.7) {
      const commands = this.#commands(group, LONGEST_BURST);
      return { kind: 'burst', parts: commands.map((command) => ({ group, command })) };
    }
    if (kind < 0.8) {
      return this.#collect(this.random.sample(groups, this.random.between(2, 4)));
    }
    if (kind < 0.97) {
      return this.#spread(this.random.sample(groups, this.random.between(2, 6)));
    }
    return group.store[group.key('list')] === undefined
      ? this.#handover(group)
      : { kind: 'command', part: { group, command: { name: 'del', args: [group.key('list')] } } };
  }

  /** Reads every key of a group. */
  lookAt(group: Group): Task {
    const parts = READ_ALL.map(([key, name, ...args]) => ({
      group,
      command: { name, args: [group.key(key), ...args] },
    }));
    return { kind: 'batch', parts };
  }

  /** Commands of several groups, those of each in their order. */
  #collect(groups: readonly Group[]): Task {
    const { random } = this;
    const most = random.chance(0.1) ? MOST_OF_MANY : MOST;
    const parts = groups.flatMap((group) => this.#commands(group, most).map((command) => ({ group, command })));
    // A multi() of one slot would be a transaction.
    const kinds = groups.length > 1 ? (['batch', 'multi'] as const) : (['batch'] as const);
    return { kind: random.pick(kinds), parts };
  }

  #commands(group: Group, most: number): Command[] {
    return Array.from({ length: this.random.between(1, most) }, () => this.#command(group));
  }

  #command(group: Group): Command {
    const key = this.random.pick(READ_ALL)[0];
    const full = group.key(key);
    const [name = '', ...args] = this.#onKey(key, group);
    return { name, args: [full, ...args] };
  }

  #onKey(key: string, group: Group): string[] {
    const { random } = this;
    const name = random.pick(NAMES);
    const stored = group.store[group.key(key)];
    if (random.chance(0.04)) {
      return random.pick([['del'], ['exists']]);
    }
    switch (key) {
      case 'count':
        return random.pick([['incr'], ['incr'], ['incr'], ['get'], ['set', String(random.between(0, 99))]]);
      case 'text': {
        if (stored?.kind === 'text' && stored.text.length > LONGEST_TEXT) {
          return random.pick([['del'], ['set', this.#something()], ['getset', this.#something()]]);
        }
        const something = this.#something();
        return random.pick([
          ['append', something],
          ['append', something],
          ['getset', something],
          ['set', something],
          ['get'],
          ['strlen'],
        ]);
      }
      case 'list': {
        const isLong = stored?.kind === 'list' && stored.items.length > LONGEST_LIST;
        const push = ['rpush', this.#something(), this.#something()];
        return random.pick([isLong ? ['lpop'] : push, ['lpop'], ['lrange', '0', '-1']]);
      }
      case 'hash':
        return random.pick([
          ['hset', name, this.#something()],
          ['hincrby', `${name}#`, '3'],
          ['hdel', name],
          ['hget', name],
          ['hgetall'],
        ]);
      case 'set':
        return random.pick([['sadd', name], ['srem', name], ['smembers'], ['lpop']]);
      default:
        return random.pick([
          ['zincrby', '2', name],
          ['zincrby', '5', name],
          ['zrem', name],
          ['zrange', '0', '-1', 'WITHSCORES'],
        ]);
    }
  }

  #spread(groups: readonly Group[]): Task {
    const { random } = this;
    const name = random.pick(['mget', 'mget', 'mset', 'mset', 'del', 'exists']);
    const parts = groups.map((group) => {
      const keys = random.sample(
        name === 'mset' ? ['count', 'text'] : READ_ALL.map(([key]) => key),
        random.between(1, 3),
      );
      const args = keys.flatMap((key) => {
        const full = group.key(key);
        return name === 'mset' ? [full, key === 'count' ? String(random.between(0, 99)) : this.#something()] : [full];
      });
      return { group, command: { name, args } };
    });
    return { kind: 'spread', command: { name, args: parts.flatMap(({ command }) => command.args) }, parts };
  }

  #handover(group: Group): Task {
    const key = group.key('list');
    return {
      kind: 'handover',
      group,
      push: { name: 'rpush', args: [key, this.#something()] },
      pop: { name: 'blpop', args: [key, String(this.random.between(1, 3))] },
    };
  }

  #something(): string {
    this.#written += 1;
    return `${this.name}.${this.#written} `;
  }
}
