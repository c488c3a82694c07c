import { atMaster, isForServerToTell, type Spec } from './command/table.js';
import type { Argument, Callback } from './command/types.js';
import type { CommandPromise } from './command-promise.js';
import { type CrossSlotError, decorate, TransactionRefusedError, UnsupportedCommandError } from './errors.js';
import { answer, callbackOf, type Gatherer } from './router/answer.js';
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

/** A command that was collected. */
export interface Entry {
  spec: Spec;
  readonly args: Argument[];
  readonly buffers: boolean;
  readonly callback: Callback | undefined;
  /** It could not be taken as it was called. */
  error: Error | undefined;
}

/** What one `exec` is about. */
export interface Run {
  readonly context: BatchContext;
  readonly queue: readonly Entry[];
  readonly done: Callback<unknown[] | null>;
  /** What the caller was given, where he has no callback. */
  readonly promise: CommandPromise<unknown> | undefined;
  /** The cluster was closed before. What is executed already is not stopped by that. */
  readonly isClosed: boolean;
  /** The caller watches keys: what he reads must not be older than that. */
  readonly atMaster: boolean;
  /** The watch of the caller, where this is to end it. */
  readonly watched: WatchedExec | undefined;
}

type Positioned = Error & { position?: number };

/** Has a server asked about commands that no table has, where there are such. */
export function lookUp({ context, queue, isClosed }: Run, found: () => void): void {
  const { lexicon } = context.dispatcher;
  const unknown = queue.filter(({ spec, args }) => lexicon.known(spec.name) !== spec || isForServerToTell(spec, args));
  let left = unknown.length;
  if (left === 0 || isClosed) {
    found();
    return;
  }
  for (const entry of unknown) {
    lexicon.resolveCall(entry.spec.name, entry.args, (error, spec) => {
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

/** Executes each command by itself. */
export function asBatch(run: Run): void {
  const { queue, done } = run;
  if (queue.length === 0) {
    process.nextTick(answer, done, null, []);
    return;
  }
  const replies = new BatchReplies(run);
  for (let index = 0; index < queue.length; index += 1) {
    execute(queue[index] as Entry, run, replies, index);
  }
}

/** Gathers replies and errors in the order of their commands. */
class BatchReplies implements Gatherer {
  readonly #replies: unknown[];
  #left: number;
  // Those that no callback of a command was told.
  #untold: Error[] | undefined;

  constructor(private readonly run: Run) {
    this.#left = run.queue.length;
    this.#replies = new Array<unknown>(run.queue.length);
  }

  answered(index: number, error: Error | null, reply?: unknown): void {
    if (error !== null) {
      (error as Positioned).position = index;
    }
    this.#replies[index] = error ?? reply;
    const { callback } = this.run.queue[index] as Entry;
    if (callback !== undefined) {
      answer(callback, error, reply);
    } else if (error !== null) {
      this.#untold ??= [];
      this.#untold.push(error);
    }
    this.#left -= 1;
    if (this.#left === 0) {
      answer(this.run.done, null, this.#replies);
      this.#tellUnheard();
    }
  }

  /** Whoever does not look at the replies hears of errors as if he had sent the commands one by one. */
  #tellUnheard(): void {
    const { promise, context } = this.run;
    if (promise !== undefined && this.#untold !== undefined) {
      const errors = this.#untold;
      promise.ifUnheard(() => errors.forEach(context.unheard));
    }
  }
}

/** Executes all as one transaction; where that cannot be, each by itself, unless it must be `atomic`. */
export function asTransaction(run: Run, atomic: boolean): void {
  const { queue, done, watched } = run;
  const { dispatcher } = run.context;
  if (watched !== undefined) {
    asWatched(run, watched);
    return;
  }
  const slots = dispatcher.slotOfAll(queue);
  const forAll = queue.some((entry) => dispatcher.isForAll(entry));
  if (!atomic && (!('slot' in slots) || forAll)) {
    asBatch(run);
    return;
  }
  if (queue.length === 0) {
    process.nextTick(answer, done, null, []);
    return;
  }
  const refusal = refusalOf(run, 'slot' in slots ? undefined : slots.crossing);
  if (refusal === undefined && 'slot' in slots) {
    dispatcher.executeTransaction(queue, slots.slot, observed(run));
  } else {
    process.nextTick(answerAll(run), refusal as Error);
  }
}

function execute(entry: Entry, run: Run, replies: Gatherer, index: number): void {
  const error = entry.error ?? (run.isClosed ? closedError(run, entry) : undefined);
  if (error === undefined) {
    const spec = run.atMaster ? atMaster(entry.spec) : entry.spec;
    run.context.dispatcher.execute(spec, entry.args, entry.buffers, replies, index);
  } else {
    process.nextTick(callbackOf(replies, index), error);
  }
}

function closedError({ context }: Run, { spec, args }: Entry): Error | undefined {
  const closed = context.refusal();
  return closed === undefined ? undefined : decorate(closed, spec.upper, args);
}

function asWatched(run: Run, watched: WatchedExec): void {
  const refusal = refusalOf(run, watched.crossing(run.queue));
  if (refusal === undefined) {
    watched.execute(run.queue, observed(run));
  } else {
    watched.abandon();
    process.nextTick(answerAll(run), refusal);
  }
}

function observed(run: Run): Callback<unknown[] | null> {
  const answered = answerAll(run);
  return COMMANDS.hasSubscribers ? observedAll(run.context.cluster, run.queue, answered) : answered;
}

/** Why a transaction is not even sent. */
function refusalOf({ context, queue, isClosed }: Run, crossing: CrossSlotError | undefined): Error | undefined {
  const closed = isClosed ? context.refusal() : undefined;
  if (closed !== undefined) {
    return decorate(closed, 'EXEC', []);
  }
  const errors: Error[] = [];
  queue.forEach(({ error, spec, args }, position) => {
    const own = error ?? (context.dispatcher.isForAll({ spec, args, buffers: false }) ? forAllError(spec) : undefined);
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
