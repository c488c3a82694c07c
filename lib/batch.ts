import { parseCall } from './command/arguments.js';
import { refusalInBatchOf } from './command/refused.js';
import { atMaster, isForServerToTell, learnSpec, type Spec } from './command/table.js';
import type { Argument, Callback } from './command/types.js';
import { CommandPromise } from './command-promise.js';
import {
  type CrossSlotError,
  decorate,
  describe,
  InvalidArgumentError,
  TransactionRefusedError,
  UnsupportedCommandError,
} from './errors.js';
import { answer } from './router/answer.js';
import { COMMANDS, observedAll } from './router/command-channel.js';
import type { Dispatcher } from './router/dispatcher.js';
import type { WatchedExec, Watches } from './router/watches.js';

/** What a batch needs of its cluster. */
export interface BatchContext {
  /** Who is told as the sender of messages. */
  readonly cluster: unknown;
  readonly dispatcher: Dispatcher;
  readonly watches: Watches;
  /** Whether strings of a reply are wanted as Buffers, for a call that has Buffers among its arguments or not. */
  wantsBuffers(call: { buffers: boolean }): boolean;
  /** The error to answer with instead of sending, once the cluster is closed. */
  refusal(): Error | undefined;
  /** An error that nobody listens for. */
  unheard(error: Error): void;
}

interface Entry {
  spec: Spec;
  readonly args: Argument[];
  readonly buffers: boolean;
  readonly callback: Callback | undefined;
  /** It could not be taken as it was called. */
  error: Error | undefined;
}

/** What one `exec` is about. */
interface Run {
  readonly queue: readonly Entry[];
  readonly done: Callback<unknown[] | null>;
  /** The cluster was closed before. What is executed already is not stopped by that. */
  readonly isClosed: boolean;
  /** The caller watches keys: what he reads must not be older than that. */
  readonly atMaster: boolean;
  /** The watch of the caller, where this is to end it. */
  readonly watched: WatchedExec | undefined;
}

type Positioned = Error & { position?: number };

/** How `exec` goes about it: each command by itself, or all as one transaction where that can be. */
export type BatchKind = 'batch' | 'multi' | 'atomic';

/**
 * Commands that are collected and executed together, as node_redis's `Multi`.
 * Chaining methods, one per command, are added by `commands.ts`.
 */
export class Batch {
  #queue: Entry[] = [];

  constructor(
    private readonly context: BatchContext,
    private readonly kind: BatchKind,
  ) {}

  /** How many commands are collected. */
  get length(): number {
    return this.#queue.length;
  }

  /**
   * Adds a command by its name, arguments and callback following; also one that
   * has no method, a module's for instance.
   */
  call(name: string, ...input: unknown[]): this {
    if (typeof name !== 'string' || name === '') {
      throw new InvalidArgumentError(`The name of a command must be a string, got ${describe(name)}`);
    }
    return this.add(name.toLowerCase(), input);
  }

  /** @internal Adds a call of a command; one that is named in lower case is looked up when it is executed. */
  add(command: Spec | string, input: unknown[]): this {
    const spec =
      typeof command === 'string'
        ? (this.context.dispatcher.lexicon.known(command) ?? learnSpec(command, null))
        : command;
    let call: { args: Argument[]; callback: Callback | undefined; buffers: boolean };
    let error: Error | undefined;
    try {
      call = parseCall(spec.name, spec.arity, input);
      error = spec.mayBeRefused || spec.subscribing !== undefined ? refusalInBatchOf(spec.name, call.args) : undefined;
    } catch (thrown) {
      const last = input[input.length - 1];
      call = { args: [], callback: typeof last === 'function' ? (last as Callback) : undefined, buffers: false };
      error = thrown as Error;
    }
    this.#queue.push({
      spec,
      args: call.args,
      callback: call.callback,
      buffers: this.context.wantsBuffers(call),
      error: error === undefined ? undefined : decorate(error, spec.upper, call.args),
    });
    return this;
  }

  /**
   * Executes what was collected. A `batch()` sends each command by itself. A
   * `multi()` whose keys share a slot is a transaction; one whose keys do not is
   * sent as a batch or, with the option `multi: 'atomic'`, refused.
   *
   * Replies come in the order of the commands, errors in their places with
   * `position`. After `watch()`, a `multi()` is a transaction or refused; null when
   * a watched key changed, or that cannot be told any more: nothing was executed.
   * @throws (to the callback, or as a rejection) `EXECABORT`, `CROSSSLOT`, and
   * for transactions all that a command can meet
   * @see https://redis.io/docs/latest/commands/exec/
   */
  exec(callback: Callback<unknown[] | null>): boolean;
  exec(): Promise<unknown[] | null>;
  exec(callback?: Callback<unknown[] | null>): unknown {
    return this.kind === 'batch' ? this.exec_batch(callback as Callback) : this.exec_transaction(callback as Callback);
  }

  /** Executes each command by itself, whatever this is. */
  exec_batch(callback: Callback<unknown[] | null>): boolean;
  exec_batch(): Promise<unknown[] | null>;
  exec_batch(callback?: Callback<unknown[] | null>): unknown {
    return this.#run(callback, (run) => this.#asBatch(run));
  }

  /** As `exec` of a `multi()`. */
  exec_transaction(callback: Callback<unknown[] | null>): boolean;
  exec_transaction(): Promise<unknown[] | null>;
  exec_transaction(callback?: Callback<unknown[] | null>): unknown {
    return this.#run(callback, (run) => this.#asTransaction(run), true);
  }

  /** Executes all or nothing: a transaction, or an error. */
  exec_atomic(callback: Callback<unknown[] | null>): boolean;
  exec_atomic(): Promise<unknown[] | null>;
  exec_atomic(callback?: Callback<unknown[] | null>): unknown {
    return this.#run(callback, (run) => this.#asTransaction(run, true), true);
  }

  /** Drops what was collected, and ends the watch of the caller, as `unwatch()`. */
  discard(callback: Callback<'OK'>): boolean;
  discard(): Promise<'OK'>;
  discard(callback?: Callback<'OK'>): unknown {
    this.#take();
    return this.#answer(callback as Callback, (done) => this.context.watches.unwatch(done));
  }

  #run(callback: Callback<unknown[] | null> | undefined, start: (run: Run) => void, isTransaction = false): unknown {
    const { watches } = this.context;
    const queue = this.#take();
    return this.#answer(callback as Callback, (done) => {
      const isClosed = this.context.refusal() !== undefined;
      const watcher = watches.active === 0 ? undefined : watches.watcher;
      if (watcher === undefined) {
        this.#begin({ queue, done, isClosed, atMaster: false, watched: undefined }, start);
        return;
      }
      const bound = queue.map((entry) => ({
        ...entry,
        callback: entry.callback && watcher.bind(entry.callback),
      }));
      const watched = isTransaction && queue.length > 0 ? watcher.claim() : undefined;
      const run = { queue: bound, done: watcher.bind(done), isClosed, atMaster: true, watched };
      if (watched !== undefined) {
        watches.outside(() => this.#begin(run, start));
      } else {
        watcher.start(
          () => this.#begin(run, start),
          (error) => answer(run.done, decorate(error, 'EXEC', [])),
        );
      }
    });
  }

  #answer(callback: Callback | undefined, begin: (done: Callback) => void): unknown {
    if (typeof callback === 'function') {
      begin(callback);
      return true;
    }
    return CommandPromise.of(begin, (error) => this.context.unheard(error));
  }

  #begin(run: Run, start: (run: Run) => void): void {
    this.#lookUp(run, () => start(run));
  }

  /** Has a server asked about commands that no table has, where there are such. */
  #lookUp({ queue, isClosed }: Run, found: () => void): void {
    const { dispatcher } = this.context;
    const unknown = queue.filter(
      ({ spec, args }) => dispatcher.lexicon.known(spec.name) !== spec || isForServerToTell(spec, args),
    );
    let left = unknown.length;
    if (left === 0 || isClosed) {
      found();
      return;
    }
    for (const entry of unknown) {
      dispatcher.lexicon.resolveCall(entry.spec.name, entry.args, (error, spec) => {
        if (spec !== undefined) {
          entry.spec = spec;
        } else {
          entry.error ??= decorate(error as Error, entry.spec.upper, entry.args);
        }
        left -= 1;
        if (left === 0) {
          found();
        }
      });
    }
  }

  #asBatch(run: Run): void {
    const { queue, done } = run;
    const replies = new Array<unknown>(queue.length);
    let left = queue.length;
    if (left === 0) {
      process.nextTick(answer, done, null, replies);
      return;
    }
    queue.forEach((entry, position) => {
      this.#execute(entry, run, (error, reply) => {
        if (error !== null) {
          (error as Positioned).position = position;
        }
        replies[position] = error ?? reply;
        if (entry.callback !== undefined) {
          answer(entry.callback, error, reply);
        }
        left -= 1;
        if (left === 0) {
          answer(done, null, replies);
        }
      });
    });
  }

  #execute(entry: Entry, run: Run, callback: Callback): void {
    const error = entry.error ?? (run.isClosed ? this.#closedError(entry) : undefined);
    if (error === undefined) {
      const spec = run.atMaster ? atMaster(entry.spec) : entry.spec;
      this.context.dispatcher.execute(spec, entry.args, entry.buffers, callback);
    } else {
      process.nextTick(callback, error, undefined);
    }
  }

  #asTransaction(run: Run, atomic = this.kind === 'atomic'): void {
    const { queue, done, watched } = run;
    const { dispatcher } = this.context;
    if (watched !== undefined) {
      this.#asWatched(run, watched);
      return;
    }
    const slots = dispatcher.slotOfAll(queue);
    const forAll = queue.some((entry) => dispatcher.isForAll(entry));
    if (!atomic && (!('slot' in slots) || forAll)) {
      this.#asBatch(run);
      return;
    }
    if (queue.length === 0) {
      process.nextTick(answer, done, null, []);
      return;
    }
    const refusal = this.#refusalOf(run, 'slot' in slots ? undefined : slots.crossing);
    if (refusal === undefined && 'slot' in slots) {
      dispatcher.executeTransaction(queue, slots.slot, this.#observed(run));
    } else {
      process.nextTick(answerAll(run), refusal as Error);
    }
  }

  #asWatched(run: Run, watched: WatchedExec): void {
    const refusal = this.#refusalOf(run, watched.crossing(run.queue));
    if (refusal === undefined) {
      watched.execute(run.queue, this.#observed(run));
    } else {
      watched.abandon();
      process.nextTick(answerAll(run), refusal);
    }
  }

  #observed(run: Run): Callback<unknown[] | null> {
    const answered = answerAll(run);
    return COMMANDS.hasSubscribers ? observedAll(this.context.cluster, run.queue, answered) : answered;
  }

  /** Why a transaction is not even sent. */
  #refusalOf({ queue, isClosed }: Run, crossing: CrossSlotError | undefined): Error | undefined {
    const closed = isClosed ? this.context.refusal() : undefined;
    if (closed !== undefined) {
      return decorate(closed, 'EXEC', []);
    }
    const errors: Error[] = [];
    queue.forEach(({ error, spec, args }, position) => {
      const own =
        error ?? (this.context.dispatcher.isForAll({ spec, args, buffers: false }) ? forAllError(spec) : undefined);
      if (own !== undefined) {
        const positioned: Positioned = decorate(own, spec.upper, args);
        positioned.position = position;
        errors.push(positioned);
      }
    });
    if (errors.length > 0) {
      return decorate(new TransactionRefusedError(errors), 'EXEC', []);
    }
    return crossing === undefined ? undefined : decorate(crossing, 'EXEC', []);
  }

  #closedError({ spec, args }: Entry): Error | undefined {
    const closed = this.context.refusal();
    return closed === undefined ? undefined : decorate(closed, spec.upper, args);
  }

  #take(): Entry[] {
    const queue = this.#queue;
    this.#queue = [];
    return queue;
  }
}

/** Answers a transaction: those of its commands that have a callback, and then the whole. */
function answerAll({ queue, done }: Run): Callback<unknown[] | null> {
  return (error, replies) => {
    if (error !== null) {
      tellAll(queue, error);
    }
    replies?.forEach((reply, position) => {
      const { callback } = queue[position] as Entry;
      const failure = reply instanceof Error ? (reply as Positioned) : null;
      if (failure !== null) {
        failure.position = position;
      }
      if (callback !== undefined) {
        answer(callback, failure, reply);
      }
    });
    answer(done, error, replies);
  };
}

/** The callbacks of the commands of a transaction that failed: each gets its own error, or that of the whole. */
function tellAll(queue: readonly Entry[], error: Error): void {
  const own = (error as { errors?: readonly Positioned[] }).errors ?? [];
  queue.forEach(({ callback }, position) => {
    if (callback !== undefined) {
      answer(callback, own.find((one) => one.position === position) ?? error);
    }
  });
}

function forAllError(spec: Spec): Error {
  return new UnsupportedCommandError(
    spec.upper,
    'in a transaction, since it is for all masters and a transaction is on one',
  );
}
