import { blocks, WAITS } from '../command/blocking.js';
import { argumentsOf, splitBySlot } from '../command/merge.js';
import { gatheringOf } from '../command/policy.js';
import { slotOf } from '../command/slot.js';
import { isForServerToTell, Keys, keyIndexes, type Spec, specFor } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { CrossSlotError, decorate, PartialFailureError } from '../errors.js';
import { readCursor } from '../scan/cursor.js';
import { isWait } from './acknowledgement.js';
import { answer, callbackOf, type Receiver } from './answer.js';
import { BlockingUnit } from './blocking-unit.js';
import { COMMANDS, observed } from './command-channel.js';
import { CommandUnit } from './command-unit.js';
import { Lexicon } from './lexicon.js';
import { FunctionUnit, Libraries } from './libraries.js';
import { Postponed } from './postponed.js';
import type { Router } from './router.js';
import { ScanCall } from './scan-call.js';
import { LoadUnit, ScriptUnit } from './script-unit.js';
import { Scripts, SPELT_OUT } from './scripts.js';
import { SplitReply } from './split-reply.js';
import { type Item, TransactionUnit } from './transaction-unit.js';
import { WholeCluster } from './whole-cluster.js';
import { WitnessUnit } from './witness-unit.js';

/** Where a call goes: one slot (-1: any master), or keys of several. */
type Slots = { slot: number } | { crossing: CrossSlotError };

/** Where the reply goes, and what stands for the server that gave it. */
export type TellingCallback = (error: Error | null, reply: unknown, by: unknown) => void;

/**
 * Turns commands into units: one for a command of one slot, one per slot for a
 * command that is split, one per master for a command that is for all of them.
 */
export class Dispatcher {
  readonly lexicon: Lexicon;
  readonly scripts = new Scripts();
  readonly whole: WholeCluster;
  readonly #libraries = new Libraries();

  constructor(
    private readonly router: Router,
    private readonly prefix: string,
    /** Who is told as the sender of messages. */
    private readonly cluster?: unknown,
  ) {
    this.whole = new WholeCluster(router, (...command) => this.#send(...command));
    const command = specFor('command') as Spec;
    this.lexicon = new Lexicon(
      (args, buffers, callback) => this.#send(command, args, -1, buffers, callback),
      prefix !== '',
    );
  }

  /** Executes a command; answers exactly once. */
  execute(spec: Spec, args: Argument[], buffers: boolean, receiver: Receiver, index = 0): void {
    if (COMMANDS.hasSubscribers) {
      this.#execute(spec, args, buffers, observed(this.cluster, { spec, args }, callbackOf(receiver, index)), 0);
    } else {
      this.#execute(spec, args, buffers, receiver, index);
    }
  }

  #execute(spec: Spec, args: Argument[], buffers: boolean, receiver: Receiver, index: number): void {
    if (spec.keys === Keys.First && this.prefix === '' && args.length > 0) {
      const slot = slotOf(args[0] as Argument);
      this.router.route(new CommandUnit(spec, args, slot, buffers, receiver, this.router, index));
    } else {
      this.#executeOther(spec, args, buffers, callbackOf(receiver, index));
    }
  }

  #executeOther(spec: Spec, args: Argument[], buffers: boolean, callback: Callback): void {
    this.scripts.note(spec.name, args);
    if (spec.keys === Keys.None) {
      if (spec.name === 'function') {
        this.#executeKeyed(spec, args, [], buffers, this.#libraries.listen(args, callback));
        return;
      }
      if (spec.name === 'scan') {
        this.#scan(spec, args, buffers, callback);
        return;
      }
      this.#executeKeyless(spec, args, buffers, callback);
      return;
    }
    if (isForServerToTell(spec, args)) {
      this.lexicon.locate(spec, args, (error, located) => {
        if (located === undefined) {
          answer(callback, decorate(error as Error, spec.upper, args));
        } else {
          this.#execute(located, args, buffers, callback, 0);
        }
      });
      return;
    }
    if (spec.merge !== undefined && this.prefix === '') {
      this.#split(spec, args, buffers, callback);
      return;
    }
    const indexes = keyIndexes(spec, args);
    if (this.prefix === '') {
      this.#executeKeyed(spec, args, indexes, buffers, callback);
    } else {
      this.#executeKeyed(
        spec,
        this.#withPrefix(spec, args, indexes),
        indexes,
        buffers,
        asCalled(args, indexes, callback),
      );
    }
  }

  #executeKeyed(spec: Spec, args: Argument[], indexes: readonly number[], buffers: boolean, callback: Callback): void {
    if (spec.merge !== undefined) {
      this.#split(spec, args, buffers, callback);
      return;
    }
    const slots = slotsOf(spec, args, indexes);
    if ('slot' in slots) {
      if (slots.slot === -1) {
        // Subcommands without keys, as SCRIPT's, have policies too.
        this.#executeKeyless(spec, args, buffers, callback);
      } else {
        this.#send(spec, args, slots.slot, buffers, callback);
      }
    } else {
      this.#refuse(spec, args, slots.crossing, callback);
    }
  }

  #executeKeyless(spec: Spec, args: Argument[], buffers: boolean, callback: Callback): void {
    const gathering = gatheringOf(spec, args);
    if (gathering === undefined) {
      this.#send(spec, args, -1, buffers, callback);
    } else if (WAITS.has(spec.name) && isWait(spec.name, args)) {
      this.whole.wait(spec, args, gathering, callback);
    } else {
      this.whole.gather(spec, args, buffers, gathering, callback);
    }
  }

  /** Executes a command whose first argument is its only key; tells, too, over which connection it was answered. */
  executeAndTell(spec: Spec, args: Argument[], buffers: boolean, callback: TellingCallback): void {
    const sent = this.prefix === '' ? args : this.#withPrefix(spec, args, [0]);
    const done = asCalled(args, [0], (error, reply) => callback(error, reply, unit.by));
    const unit = new WitnessUnit(spec, sent, slotOf(sent[0] as Argument), buffers, done, this.router);
    this.router.route(unit);
  }

  /** Answers with an error of our own. As all answers, it does not come within the call. */
  #refuse(spec: Spec, args: readonly Argument[], error: Error, callback: Callback): void {
    process.nextTick(answer, callback, decorate(error, spec.upper, args));
  }

  /** The slot of a key, the prefix before it. */
  slotOfKey(key: Argument): number {
    return slotOf(typeof key === 'string' ? this.prefix + key : Buffer.concat([Buffer.from(this.prefix), key]));
  }

  /**
   * The one slot of a transaction, or why there is none. Its commands are as they were called, without prefix.
   * @param watched a key that is watched for it, with its prefix
   */
  slotOfAll(items: readonly Item[], watched?: Argument, subject = 'A transaction'): Slots {
    let first = watched === undefined ? undefined : { slot: slotOf(watched), key: watched };
    for (const { spec, args } of items) {
      const indexes = keyIndexes(spec, args);
      for (const index of indexes) {
        const key = this.#prefixed(spec, args[index] as Argument);
        const slot = slotOf(key);
        if (first === undefined) {
          first = { slot, key };
        } else if (slot !== first.slot) {
          return { crossing: crossing(subject, [first.key, key], [first.slot, slot]) };
        }
      }
    }
    return { slot: first?.slot ?? -1 };
  }

  /** Whether a command of a transaction is for all masters, so that one server cannot do it. */
  isForAll({ spec, args }: Item): boolean {
    return spec.name === 'scan' || gatheringOf(spec, args) !== undefined;
  }

  /** Executes commands of one slot as a transaction; answers exactly once. */
  executeTransaction(items: readonly Item[], slot: number, callback: Callback<unknown[] | null>): void {
    this.router.route(new TransactionUnit(this.prepare(items), slot, callback, this.router));
  }

  /** The commands of a transaction as servers get them. */
  prepare(items: readonly Item[]): Item[] {
    return items.map((item) => {
      const { spec, args } = item;
      const own = this.prefix === '' ? args : this.#withPrefix(spec, args, keyIndexes(spec, args));
      this.scripts.note(spec.name, own);
      return { ...item, args: own, sent: this.scripts.speltOut(spec.name, own) };
    });
  }

  #send(spec: Spec, args: Argument[], slot: number, buffers: boolean, callback: Callback): void {
    const { router, scripts } = this;
    if (spec.mayBlock && blocks(spec.name, args)) {
      router.route(new BlockingUnit(router.lanes, spec, args, slot, buffers, callback, router));
    } else if (SPELT_OUT.has(spec.name) && args.length > 0) {
      router.route(new ScriptUnit(scripts, spec, args, slot, buffers, callback, router));
    } else if (spec.name === 'fcall' || spec.name === 'fcall_ro') {
      router.route(new FunctionUnit(this.#libraries, spec, args, slot, buffers, callback, router));
    } else if (isLoad(spec, args)) {
      router.route(new LoadUnit(scripts, spec, args, slot, buffers, callback, router));
    } else {
      router.route(new CommandUnit(spec, args, slot, buffers, callback, router));
    }
  }

  #split(spec: Spec, args: Argument[], buffers: boolean, callback: Callback): void {
    const merge = spec.merge as NonNullable<Spec['merge']>;
    if (args.length % merge.step !== 0) {
      this.#refuse(spec, args, new Error(`ERR wrong number of arguments for '${spec.name}' command`), callback);
      return;
    }
    const split = splitBySlot(args, merge.step, slotOf);
    const { firsts, slots } = split;
    if (firsts.length < 2) {
      this.#send(spec, args, slots[0] ?? -1, buffers, callback);
      return;
    }
    const { router } = this;
    const whole = new SplitReply(spec, merge, split, args, callback);
    for (let i = 0; i < firsts.length; i += 1) {
      const first = firsts[i] as number;
      const own = argumentsOf(args, merge.step, split, first);
      router.route(new CommandUnit(spec, own, slots[i] as number, buffers, whole, router, first));
    }
  }

  /** One call of a scan of all masters, behind one opaque cursor. */
  #scan(spec: Spec, args: Argument[], buffers: boolean, callback: Callback): void {
    if (args.length === 0) {
      // The server has the right words for this.
      this.#send(spec, args, -1, buffers, callback);
      return;
    }
    if (this.router.nodes.masters.length === 0) {
      this.router.route(new Postponed(() => this.#scan(spec, args, buffers, callback), callback));
      return;
    }
    const progress = readCursor((args[0] as Argument).toString());
    if (progress === undefined) {
      this.#refuse(spec, args, new Error('ERR invalid cursor'), callback);
      return;
    }
    new ScanCall(this.router, spec, args, buffers, progress, callback).start();
  }

  #withPrefix(spec: Spec, args: readonly Argument[], indexes: readonly number[]): Argument[] {
    const prefixed = [...args];
    for (const index of indexes) {
      prefixed[index] = this.#prefixed(spec, args[index] as Argument);
    }
    return prefixed;
  }

  /** A shard channel has a slot as a key has, and is none. */
  #prefixed(spec: Spec, key: Argument): Argument {
    if (spec.name === 'spublish') {
      return key;
    }
    return typeof key === 'string' ? this.prefix + key : Buffer.concat([Buffer.from(this.prefix), key]);
  }
}

function isLoad({ name }: Spec, args: readonly Argument[]): boolean {
  return name === 'script' && args.length === 2 && args[0]?.toString().toLowerCase() === 'load';
}

/** Gives errors the arguments and keys that the caller knows, without the prefix. */
function asCalled(args: readonly Argument[], indexes: readonly number[], callback: Callback): Callback {
  return (error, reply) => {
    if (error !== null) {
      (error as { args?: unknown[] }).args = [...args];
      if (error instanceof PartialFailureError) {
        error.renameKeys(indexes.map((index) => args[index] as Argument));
      }
    }
    callback(error, reply);
  };
}

function slotsOf(spec: Spec, args: readonly Argument[], indexes: readonly number[]): Slots {
  if (indexes.length === 0) {
    return { slot: -1 };
  }
  const firstKey = args[indexes[0] as number] as Argument;
  const first = slotOf(firstKey);
  for (let i = 1; i < indexes.length; i += 1) {
    const key = args[indexes[i] as number] as Argument;
    const slot = slotOf(key);
    if (slot !== first) {
      return { crossing: crossing(spec.upper, [firstKey, key], [first, slot]) };
    }
  }
  return { slot: first };
}

function crossing(
  subject: string,
  [a, b]: readonly [Argument, Argument],
  slots: readonly [number, number],
): CrossSlotError {
  return new CrossSlotError(subject, [a.toString(), b.toString()], slots);
}
