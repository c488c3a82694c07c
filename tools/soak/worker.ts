import { setTimeout as sleep } from 'node:timers/promises';
import { slotOf } from '../../lib/command/slot.js';
import { PartialFailureError, type RedisCluster } from '../../lib/index.js';
import type { Answer, Callback, Caller } from './caller.js';
import { Chooser, type Part, type Task } from './commands.js';
import { ANY, type Group, inWords, Violation } from './model.js';
import type { Random } from './random.js';
import type { Report } from './report.js';
import { type Command, fingerprint, isRead, keysOf, Refusal, type Reply } from './store.js';
import type { Weather } from './weather.js';

export interface WorkerOptions {
  readonly name: string;
  /** The client library, for the report. */
  readonly family: string;
  readonly cluster: RedisCluster;
  /** Nobody else writes their keys. */
  readonly groups: readonly Group[];
  readonly random: Random;
  readonly weather: Weather;
  readonly report: Report;
  readonly caller: Caller;
}

// Between two calls, at most, in milliseconds: faults are to be many, not commands.
const LONGEST_REST = 15;
const LONGEST_HANDOVER = 40;
// A server may count seconds from a tick before.
const TICK = 200;

/** How servers answer a command that makes no sense for what is stored. */
const REPLIES = new Set(['WRONGTYPE', 'ERR']);

/** Calls a client, one call after the other, and checks every reply. */
export class Worker {
  readonly #chooser: Chooser;
  readonly #options: WorkerOptions;
  readonly #groups: Set<Group>;
  #isStopped = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#chooser = new Chooser(options.name, options.random, ({ tag }) =>
      options.weather.isMoving(slotOf(`{${tag}}`)),
    );
    this.#groups = new Set(options.groups);
  }

  /** Works until it is stopped; in the end it looks at all that it has written. */
  async run(): Promise<void> {
    const { random } = this.#options;
    while (!this.#isStopped && this.#groups.size > 0) {
      await this.#do(this.#chooser.next([...this.#groups]));
      await sleep(random.between(0, LONGEST_REST));
    }
    for (const group of [...this.#groups]) {
      await this.#do(this.#chooser.lookAt(group));
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #do(task: Task): Promise<void> {
    const parts = partsOf(task);
    const groups = new Set(parts.map(({ group }) => group));
    for (const group of groups) {
      group.begin(parts.filter((part) => part.group === group).map(({ command }) => command));
    }
    this.#options.report.did(this.#options.family, parts.length);
    await this.#send(task);
    for (const group of groups) {
      group.end();
    }
  }

  async #send(task: Task): Promise<void> {
    switch (task.kind) {
      case 'command':
        this.#settle(task.part.group, [task.part.command], alone(await this.#call(task.part.command)));
        break;
      case 'transaction':
        await this.#transact(task.group, task.commands);
        break;
      case 'batch':
      case 'multi':
        await this.#batch(task.kind, task.parts);
        break;
      case 'burst':
        await this.#burst(task.parts);
        break;
      case 'spread':
        this.#settleSpread(task.command, task.parts, await this.#call(task.command));
        break;
      case 'handover':
        await this.#handOver(task);
        break;
    }
  }

  #call(command: Command): Promise<Answer> {
    const { cluster, caller, random } = this.#options;
    const { name, args } = command;
    const method = name as 'del';
    return caller.answer(inWords([command]), (callback) => {
      if (random.chance(0.5)) {
        cluster[method](...args, callback);
      } else {
        cluster[method](...args).then((reply) => callback(null, reply), callback);
      }
    });
  }

  async #transact(group: Group, commands: readonly Command[]): Promise<void> {
    const { cluster, caller } = this.#options;
    const multi = cluster.multi(commands.map(({ name, args }) => [name, ...args]));
    const answer = await caller.answer(`multi: ${inWords(commands)}`, (callback) => {
      multi.exec(callback as Callback);
    });
    this.#settle(group, commands, answer);
  }

  /** Each command is settled when it is answered: the rest may take as long as a failover does. */
  async #batch(kind: 'batch' | 'multi', parts: readonly Part[]): Promise<void> {
    const { cluster, caller } = this.#options;
    const batch = kind === 'batch' ? cluster.batch() : cluster.multi();
    const issuedAt = performance.now();
    const answered: Reply[] = [];
    parts.forEach(({ group, command }, position) => {
      const callback: Callback = (error, reply) => {
        if (position in answered) {
          this.#violated(group, group.violation(`${inWords([command])} in a ${kind} was answered twice`));
        }
        answered[position] = error ?? reply;
        this.#settle(group, [command], alone({ error, reply, issuedAt, took: 0 }));
      };
      batch[command.name as 'del'](...command.args, callback);
    });
    const what = `${kind}: ${inWords(parts.map(({ command }) => command))}`;
    const { error, reply } = await caller.answer(what, (callback) => {
      batch.exec(callback as Callback);
    });
    const replies = reply as Reply[];
    if (error !== null || replies.length !== parts.length || replies.some((one, index) => one !== answered[index])) {
      this.#options.report.violated(new Violation(`${what} replied ${error ?? fingerprint(reply)}`));
    }
  }

  async #burst(parts: readonly Part[]): Promise<void> {
    const { cluster, caller, random } = this.#options;
    const answers: Promise<Answer>[] = [];
    for (const { group, command } of parts) {
      const { name, args } = command;
      const issuedAt = performance.now();
      answers.push(
        caller.answer(inWords([command]), (callback) => {
          cluster[name as 'del'](...args, (error: Error | null, reply: unknown) => {
            // At once: the next answer may come in the same turn.
            this.#settle(group, [command], alone({ error, reply, issuedAt, took: 0 }));
            callback(error, reply);
          });
        }),
      );
      if (random.chance(0.3)) {
        await sleep(random.between(0, 2));
      }
    }
    await Promise.all(answers);
  }

  async #handOver({ group, push, pop }: Extract<Task, { kind: 'handover' }>): Promise<void> {
    const popped = this.#call(pop);
    await sleep(this.#options.random.between(0, LONGEST_HANDOVER));
    this.#settle(group, [push], alone(await this.#call(push)));
    const answer = await popped;
    if (answer.error === null && answer.reply === null) {
      // It came and went before there was an item.
      if (answer.took < Number(pop.args[1]) * 1000 - TICK) {
        this.#violated(group, group.violation(`${inWords([pop])} gave up after ${answer.took} ms`));
      }
    } else {
      this.#settle(group, [pop], alone(answer));
    }
  }

  /** Commands of one group, that were executed together or not at all; the reply is a list. */
  #settle(group: Group, commands: readonly Command[], { error, reply, issuedAt }: Answer): void {
    this.#checked(group, () => {
      if (error !== null) {
        this.#failed(group, commands, error, issuedAt);
      } else if (!Array.isArray(reply)) {
        throw group.violation(`${inWords(commands)} replied ${fingerprint(reply)}, which is no list`);
      } else {
        group.replied(commands, reply.map(asReply));
      }
    });
  }

  #settleSpread(command: Command, parts: readonly Part[], answer: Answer): void {
    const { error, reply } = answer;
    if (error !== null) {
      this.#settlePartly(command, parts, error, answer.issuedAt);
      return;
    }
    const replies = Array.isArray(reply) ? [...reply] : undefined;
    if (replies === undefined && command.name !== 'mset') {
      this.#checkSum(command, parts, Number(reply));
    }
    for (const { group, command: own } of parts) {
      const ofPart = replies?.splice(0, keysOf(own).length) ?? (command.name === 'mset' ? reply : ANY);
      this.#checked(group, () => group.repliedInPart([own], [ofPart]));
    }
  }

  /** What a sum leaves open for one group depends on the others; each is asked again soon. */
  #checkSum(command: Command, parts: readonly Part[], sum: number): void {
    let sums = new Set([0]);
    for (const { group, command: own } of parts) {
      const replies = group.possibleReplies(own).map(Number);
      sums = new Set([...sums].flatMap((one) => replies.map((other) => one + other)));
    }
    if (!sums.has(sum)) {
      const { group } = parts[0] as Part;
      const histories = parts.flatMap((part) => part.group.history);
      const message = `${inWords([command])} replied ${sum}, and not ${[...sums].join(' or ')}`;
      this.#violated(group, new Violation(message, histories));
    }
  }

  /** Some parts failed: the error says of each key what became of it. */
  #settlePartly(command: Command, parts: readonly Part[], error: Error, issuedAt: number): void {
    const keys = keysOf(command);
    if (!(error instanceof PartialFailureError) || isRead(command)) {
      this.#options.report.violated(
        new Violation(`${inWords([command])} failed with ${codeOf(error)}: ${error.message}`),
      );
    }
    const reports = (error as Partial<PartialFailureError>).keys ?? [];
    if (reports.length !== keys.length || reports.some(({ key }, index) => key !== keys[index])) {
      this.#options.report.violated(
        new Violation(`${inWords([command])} reports of ${reports.map(({ key }) => key).join(' ')}`),
      );
      return;
    }
    let position = 0;
    for (const { group, command: own } of parts) {
      const step = own.args.length / keysOf(own).length;
      for (const [index] of keysOf(own).entries()) {
        const one = { name: own.name, args: own.args.slice(index * step, index * step + step) };
        const { outcome, error: cause } = reports[position] as (typeof reports)[number];
        position += 1;
        this.#checked(group, () => {
          if (outcome === 'applied') {
            group.repliedInPart([one], [ANY]);
          } else {
            this.#failed(group, [one], cause ?? error, issuedAt);
          }
        });
      }
    }
  }

  /** A write may fail whose connection broke. Nothing else may. */
  #failed(group: Group, commands: readonly Command[], error: Error, issuedAt: number): void {
    const { report, weather } = this.#options;
    const code = codeOf(error);
    const isUncertain = code === 'UNCERTAIN_STATE';
    report.failed(code);
    if (isUncertain) {
      group.uncertain(commands, connectionOf(error));
    } else {
      group.refused(commands, code);
    }
    const what = `${inWords(commands)} failed with ${code}: ${error.message}`;
    if (commands.every(isRead)) {
      report.violated(group.violation(`A read, ${what}`));
    } else if (!isUncertain) {
      report.violated(group.violation(what));
    } else if (!weather.brokeSince(issuedAt)) {
      report.violated(group.violation(`No connection was broken, and ${what}`));
    }
  }

  #checked(group: Group, check: () => void): void {
    if (!this.#groups.has(group)) {
      return;
    }
    try {
      check();
    } catch (thrown) {
      if (!(thrown instanceof Violation)) {
        throw thrown;
      }
      this.#violated(group, thrown);
    }
  }

  /** What a group has is not known any more. */
  #violated(group: Group, violation: Violation): void {
    this.#options.report.violated(violation);
    this.#groups.delete(group);
  }
}

function partsOf(task: Task): readonly Part[] {
  switch (task.kind) {
    case 'command':
      return [task.part];
    case 'transaction':
      return task.commands.map((command) => ({ group: task.group, command }));
    case 'handover':
      return [task.push, task.pop].map((command) => ({ group: task.group, command }));
    default:
      return task.parts;
  }
}

/** The answer of a single command, as a transaction of it would be answered. */
function alone(answer: Answer): Answer {
  const { error, reply } = answer;
  if (error === null) {
    return { ...answer, reply: [reply] };
  }
  return REPLIES.has(codeOf(error)) ? { ...answer, error: null, reply: [error] } : answer;
}

function asReply(reply: unknown): Reply {
  return reply instanceof Error ? new Refusal(codeOf(reply)) : reply;
}

/** The address that an uncertain write was sent to. */
function connectionOf(error: Error): string {
  return /^The connection to (\S+)/.exec(error.message)?.[1] ?? error.message;
}

function codeOf(error: Error): string {
  return String((error as { code?: unknown }).code ?? error.name);
}
