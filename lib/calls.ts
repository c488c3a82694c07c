import type { BatchContext } from './batch-run.js';
import { type Call, callbackOf, parseCall } from './command/arguments.js';
import { refusalForEachOf, refusalOf } from './command/refused.js';
import { atMaster, type Spec, specFor } from './command/table.js';
import type { Argument, Callback } from './command/types.js';
import { CommandPromise } from './command-promise.js';
import { ClosedError, decorate } from './errors.js';
import type { ServerReply } from './inspection.js';
import type { SendAndTell } from './iterators.js';
import type { CheckedOptions } from './options.js';
import type { PubSub } from './pub-sub/pub-sub.js';
import { answer } from './router/answer.js';
import type { Dispatcher } from './router/dispatcher.js';
import type { Watcher, Watches } from './router/watches.js';
import type { Answer, Servers } from './router/whole-cluster.js';

/** What calls need of the cluster object that they are of. */
export interface CallOwner {
  readonly options: Pick<CheckedOptions, 'return_buffers' | 'detect_buffers'>;
  /** Whether it takes no calls any more. */
  readonly closing: boolean;
  readonly should_buffer: boolean;
}

/**
 * What all methods have in common: a call is taken apart, refused where it makes
 * no sense, executed, and answered by its callback or by a promise.
 */
export class Calls implements BatchContext {
  constructor(
    readonly cluster: CallOwner,
    readonly dispatcher: Dispatcher,
    readonly watches: Watches,
    private readonly pubSub: PubSub,
    readonly unheard: (error: Error) => void,
  ) {}

  wantsBuffers(call: { buffers: boolean }): boolean {
    const { options } = this.cluster;
    return options.return_buffers || (options.detect_buffers && call.buffers);
  }

  refusal(): Error | undefined {
    return this.cluster.closing
      ? new ClosedError('The command was not sent: the connection is already closed.')
      : undefined;
  }

  /** A call of a command. */
  call(spec: Spec, input: unknown[]): unknown {
    let call: Call;
    try {
      call = parseCall(spec.name, spec.arity, input);
    } catch (error) {
      return this.answerLater(callbackOf(input), error as Error);
    }
    const { args, callback } = call;
    const refusal = (spec.mayBeRefused ? refusalOf(spec.name, args) : undefined) ?? this.refusal();
    if (refusal !== undefined) {
      return this.answerLater(callback, decorate(refusal, spec.upper, args));
    }
    const buffers = this.wantsBuffers(call);
    const { subscribing } = spec;
    const watcher = this.#watcher;
    if (watcher === undefined && subscribing === undefined) {
      // The common case makes no function but what settles a promise.
      if (callback === undefined) {
        const opened = CommandPromise.open(this.unheard);
        this.dispatcher.execute(spec, args, buffers, opened.callback);
        return opened.promise;
      }
      this.dispatcher.execute(spec, args, buffers, callback);
      return !this.cluster.should_buffer;
    }
    const own = watcher === undefined ? spec : atMaster(spec);
    return this.#start(
      watcher,
      callback,
      (done) =>
        subscribing === undefined
          ? this.dispatcher.execute(own, args, buffers, done)
          : this.pubSub.call(subscribing, args, buffers, done),
      spec.upper,
      args,
    );
  }

  /** A call of a command, which is named in lower case where it is in no table: its arguments need no spec, its keys do. */
  callAny(command: Spec | string, input: unknown[]): unknown {
    return typeof command === 'string' ? this.#callUnknown(command, input) : this.call(command, input);
  }

  /** A call of a method that means something of its own. */
  callOwn(name: string, arity: number, input: unknown[], execute: (args: Argument[], done: Callback) => void): unknown {
    return this.#read(name, arity, input, refuseNone, ({ args, callback }) =>
      this.#begin(callback, (done) => execute(args, done)),
    );
  }

  /** A call for several servers, each of which answers for itself. */
  callEach(
    which: Servers,
    name: string,
    input: unknown[],
    repliesOf: (answers: readonly Answer[]) => ServerReply[],
  ): unknown {
    const spec = specFor(name);
    const refuse = (args: Argument[]) => refusalForEachOf(name, spec?.mayBlock ?? false, args);
    return this.#read(name, spec?.arity ?? -1, input, refuse, (call) => {
      const { args, callback } = call;
      const buffers = this.wantsBuffers(call);
      const execute = (done: Callback) => {
        this.dispatcher.whole.each(which, name, args, buffers, (error, answers) => {
          answer(done, error, answers && repliesOf(answers));
        });
      };
      return this.#start(this.#watcher, callback, execute, name, args);
    });
  }

  readonly sendAndTell: SendAndTell = (name, input) =>
    new Promise((resolve, reject) => {
      const spec = specFor(name) as Spec;
      const call = parseCall(name, spec.arity, [...input]);
      const refusal = this.refusal();
      if (refusal !== undefined) {
        throw decorate(refusal, spec.upper, call.args);
      }
      const watcher = this.#watcher;
      const own = watcher === undefined ? spec : atMaster(spec);
      const execute = () =>
        this.dispatcher.executeAndTell(own, call.args, this.wantsBuffers(call), (error, reply, by) =>
          error === null ? resolve({ reply, by }) : reject(error),
        );
      if (watcher === undefined) {
        execute();
      } else {
        watcher.start(execute, (error) => reject(decorate(error, spec.upper, call.args)));
      }
    });

  /** Has a server asked about a command that no table has, ahead of its first call. */
  lookUp(name: string): void {
    if (!this.cluster.closing) {
      this.watches.outside(() => this.dispatcher.lexicon.resolve(name, () => {}));
    }
  }

  /** Answers what needs no server. As all answers, it does not come within the call. */
  answerLater(callback: Callback | undefined, error: Error | null, reply?: unknown): unknown {
    if (callback !== undefined) {
      process.nextTick(answer, callback, error, reply);
      return true;
    }
    return CommandPromise.of((done) => process.nextTick(done, error, reply), this.unheard);
  }

  #callUnknown(name: string, input: unknown[]): unknown {
    return this.#read(name, -1, input, refuseNone, (call) => {
      const { args, callback } = call;
      const buffers = this.wantsBuffers(call);
      const watcher = this.#watcher;
      const execute = (done: Callback) => {
        this.dispatcher.lexicon.resolve(name, (error, spec) => {
          if (spec === undefined) {
            answer(done, decorate(error as Error, name.toUpperCase(), args));
          } else {
            this.dispatcher.execute(watcher === undefined ? spec : atMaster(spec), args, buffers, done);
          }
        });
      };
      return this.#start(watcher, callback, execute, name, args);
    });
  }

  /** Takes a call apart, and goes on with it unless something speaks against it. */
  #read(
    name: string,
    arity: number,
    input: unknown[],
    refuse: (args: Argument[]) => Error | undefined,
    goOn: (call: Call) => unknown,
  ): unknown {
    let call: Call;
    try {
      call = parseCall(name, arity, input);
    } catch (error) {
      return this.answerLater(callbackOf(input), error as Error);
    }
    const refusal = refuse(call.args) ?? this.refusal();
    return refusal === undefined
      ? goOn(call)
      : this.answerLater(call.callback, decorate(refusal, name.toUpperCase(), call.args));
  }

  /** The caller, if he watches keys. */
  get #watcher(): Watcher | undefined {
    return this.watches.active === 0 ? undefined : this.watches.watcher;
  }

  /** @param watcher the caller, where he watches keys: one too many behind his `WATCH` is told so, with its name and arguments */
  #start(
    watcher: Watcher | undefined,
    callback: Callback | undefined,
    execute: (done: Callback) => void,
    name: string,
    args: readonly Argument[],
  ): unknown {
    return watcher === undefined
      ? this.#begin(callback, execute)
      : this.#begin(callback, (done) => {
          const bound = watcher.bind(done);
          watcher.start(
            () => execute(bound),
            (error) => answer(bound, decorate(error, name.toUpperCase(), args)),
          );
        });
  }

  #begin(callback: Callback | undefined, execute: (done: Callback) => void): unknown {
    if (callback === undefined) {
      return CommandPromise.of(execute, this.unheard);
    }
    execute(callback);
    return !this.cluster.should_buffer;
  }
}

function refuseNone(): undefined {
  return undefined;
}
