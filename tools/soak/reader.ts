import { setTimeout as sleep } from 'node:timers/promises';
import { slotOf } from '../../lib/command/slot.js';
import type { RedisCluster } from '../../lib/index.js';
import type { Callback, Caller } from './caller.js';
import { type Group, inWords } from './model.js';
import type { Random } from './random.js';
import type { Report } from './report.js';
import { type Command, fingerprint, type Reply } from './store.js';
import type { Weather } from './weather.js';

export interface ReaderOptions {
  readonly cluster: RedisCluster;
  readonly groups: readonly Group[];
  readonly random: Random;
  readonly weather: Weather;
  readonly report: Report;
  readonly caller: Caller;
}

const LONGEST_REST = 6;
const READS: readonly (readonly [name: string, key: string, ...args: string[]])[] = [
  ['get', 'count'],
  ['get', 'text'],
  ['strlen', 'text'],
  ['lrange', 'list', '0', '-1'],
  ['hgetall', 'hash'],
  ['smembers', 'set'],
  ['zrange', 'scores', '0', '-1', 'WITHSCORES'],
];

/** Reads what others write, from masters and replicas: old is fine, but it must have been there. */
export class Reader {
  #isStopped = false;

  constructor(private readonly options: ReaderOptions) {}

  async run(): Promise<void> {
    const { random, groups } = this.options;
    while (!this.#isStopped) {
      if (random.chance(0.8)) {
        const [name, key, ...args] = random.pick(READS);
        const group = random.pick(groups);
        const command = { name, args: [group.key(key), ...args] };
        await this.#read(command, (reply) => [{ group, command, reply }]);
      } else {
        const parts = random.sample(groups, 3).map((group) => ({
          group,
          command: { name: 'get', args: [group.key(random.pick(['count', 'text']))] },
        }));
        const command = { name: 'mget', args: parts.flatMap(({ command: { args } }) => args) };
        await this.#read(command, (reply) =>
          parts.map((part, index) => ({ ...part, reply: (reply as Reply[])[index] })),
        );
      }
      await sleep(random.between(0, LONGEST_REST));
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #read(
    command: Command,
    split: (reply: Reply) => { group: Group; command: Command; reply: Reply }[],
  ): Promise<void> {
    const { cluster, report, weather, caller } = this.options;
    const { error, reply, issuedAt } = await caller.answer(`replicas: ${inWords([command])}`, (callback: Callback) => {
      cluster[command.name as 'del'](...command.args, callback);
    });
    report.reads += 1;
    const [first] = this.options.groups;
    if (error !== null) {
      report.failed(String((error as { code?: unknown }).code));
      report.violated((first as Group).violation(`A read from replicas, ${inWords([command])} failed: ${error}`));
      return;
    }
    for (const part of split(reply)) {
      if (!part.group.mayReply(part.command, part.reply) && !this.#mayBeAbsent(part, issuedAt)) {
        const what = `A replica was asked ${inWords([part.command])} and replied ${fingerprint(part.reply)}`;
        report.violated(part.group.violation(`${what}, which was never there (last fault: ${weather.last})`));
      }
    }
  }

  /** A replica of a master that gives away a slot does not say where a key has gone. */
  #mayBeAbsent({ group, reply }: { group: Group; reply: Reply }, issuedAt: number): boolean {
    const isAbsent = reply === null || reply === 0 || (Array.isArray(reply) && reply.length === 0);
    return isAbsent && this.options.weather.movedLately(slotOf(`{${group.tag}}`), issuedAt);
  }
}
