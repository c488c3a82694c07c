import { asBatch, asTransaction, type BatchContext, type Entry, lookUp, type Run } from './batch-run.js';
import { type Call, callbackOf, parseCall } from './command/arguments.js';
import { refusalInBatchOf } from './command/refused.js';
import { learnSpec, type Spec } from './command/table.js';
import type { Callback } from './command/types.js';
import { CommandPromise } from './command-promise.js';
import { decorate, describe, InvalidArgumentError } from './errors.js';
import { answer } from './router/answer.js';

/** What a caller may say that the replies are: `exec<[number, string]>()`. */
type Replies = readonly unknown[] | null;

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
    let call: Call;
    let error: Error | undefined;
    try {
      call = parseCall(spec.name, spec.arity, input);
      error = spec.mayBeRefused || spec.subscribing !== undefined ? refusalInBatchOf(spec.name, call.args) : undefined;
    } catch (thrown) {
      call = { args: [], callback: callbackOf(input), buffers: false };
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
   * `multi()` whose keys share a slot is a transaction; one whose keys do not, or
   * that has a command for all masters (`KEYS`, `DBSIZE`, …), is sent as a batch or,
   * with the option `multi: 'atomic'`, refused.
   *
   * Replies come in the order of the commands, errors in their places with
   * `position`. After `watch()`, a `multi()` is a transaction or refused; null when
   * a watched key changed, or that cannot be told any more: nothing was executed.
   * @throws (to the callback, or as a rejection) `EXECABORT`, `CROSSSLOT`, and
   * for transactions all that a command can meet
   * @see https://redis.io/docs/latest/commands/exec/
   */
  exec<T extends Replies = unknown[] | null>(callback: Callback<T>): boolean;
  exec<T extends Replies = unknown[] | null>(): Promise<T>;
  exec<T extends Replies = unknown[] | null>(callback: Callback<T> | undefined): boolean | Promise<T>;
  exec(callback?: Callback): unknown {
    return this.kind === 'batch' ? this.exec_batch(callback) : this.exec_transaction(callback);
  }

  /** Executes each command by itself, whatever this is. */
  exec_batch<T extends Replies = unknown[] | null>(callback: Callback<T>): boolean;
  exec_batch<T extends Replies = unknown[] | null>(): Promise<T>;
  exec_batch<T extends Replies = unknown[] | null>(callback: Callback<T> | undefined): boolean | Promise<T>;
  exec_batch(callback?: Callback): unknown {
    return this.#run(callback, asBatch);
  }

  /** As `exec` of a `multi()`. */
  exec_transaction<T extends Replies = unknown[] | null>(callback: Callback<T>): boolean;
  exec_transaction<T extends Replies = unknown[] | null>(): Promise<T>;
  exec_transaction<T extends Replies = unknown[] | null>(callback: Callback<T> | undefined): boolean | Promise<T>;
  exec_transaction(callback?: Callback): unknown {
    return this.#run(callback, (run) => asTransaction(run, this.kind === 'atomic'), true);
  }

  /** Executes all or nothing: a transaction, or an error. */
  exec_atomic<T extends Replies = unknown[] | null>(callback: Callback<T>): boolean;
  exec_atomic<T extends Replies = unknown[] | null>(): Promise<T>;
  exec_atomic<T extends Replies = unknown[] | null>(callback: Callback<T> | undefined): boolean | Promise<T>;
  exec_atomic(callback?: Callback): unknown {
    return this.#run(callback, (run) => asTransaction(run, true), true);
  }

  /** Drops what was collected, and ends the watch of the caller, as `unwatch()`. */
  discard(callback: Callback<'OK'>): boolean;
  discard(): Promise<'OK'>;
  discard(callback: Callback<'OK'> | undefined): boolean | Promise<'OK'>;
  discard(callback?: Callback): unknown {
    this.#take();
    return this.#answer(callback, (done) => this.context.watches.unwatch(done));
  }

  #run(callback: Callback | undefined, start: (run: Run) => void, isTransaction = false): unknown {
    const { context } = this;
    const { watches } = context;
    const queue = this.#take();
    return this.#answer(callback, (done, promise) => {
      const isClosed = context.refusal() !== undefined;
      const watcher = watches.active === 0 ? undefined : watches.watcher;
      if (watcher === undefined) {
        begin({ context, queue, done, promise, isClosed, atMaster: false, watched: undefined }, start);
        return;
      }
      const bound = queue.map((entry) => ({
        ...entry,
        callback: entry.callback && watcher.bind(entry.callback),
      }));
      const watched = isTransaction && queue.length > 0 ? watcher.claim() : undefined;
      const run = { context, queue: bound, done: watcher.bind(done), promise, isClosed, atMaster: true, watched };
      if (watched !== undefined) {
        watches.outside(() => begin(run, start));
      } else {
        watcher.start(
          () => begin(run, start),
          (error) => answer(run.done, decorate(error, 'EXEC', [])),
        );
      }
    });
  }

  #answer(
    callback: Callback | undefined,
    execute: (done: Callback, promise?: CommandPromise<unknown>) => void,
  ): unknown {
    if (typeof callback === 'function') {
      execute(callback);
      return true;
    }
    const { promise, callback: done } = CommandPromise.open<unknown>(this.context.unheard);
    execute(done, promise);
    return promise;
  }

  #take(): Entry[] {
    const queue = this.#queue;
    this.#queue = [];
    return queue;
  }
}

function begin(run: Run, start: (run: Run) => void): void {
  lookUp(run, () => start(run));
}
