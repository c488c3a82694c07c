import { type Spec, specFor } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { type CrossSlotError, decorate, InvalidArgumentError, QueueFullError } from '../errors.js';
import { answer } from './answer.js';
import { CallerContext } from './caller-context.js';
import type { Dispatcher } from './dispatcher.js';
import type { Router } from './router.js';
import type { Item } from './transaction-unit.js';
import { type Replies, WatchSession } from './watch-session.js';

const WATCH = specFor('watch') as Spec;

/** What a caller has who watches keys. */
interface Token {
  readonly session: WatchSession;
  /** Its `WATCH` was answered, and there is a session that another one can join. */
  isAnswered: boolean;
  /** Its caller has ended it. Where only the session is over, somebody else has, or it has failed. */
  isSpent: boolean;
  /** Its caller went on by himself: by a callback, behind an `await`, or at once with other commands. */
  isContinued: () => boolean;
  /** The one in whose context it was made, and that was not answered then. */
  readonly former: Token | undefined;
}

/** A transaction that relies on a watch, which it ends. */
export interface WatchedExec {
  /** Why there is no one slot for it, if so. */
  crossing(items: readonly Item[]): CrossSlotError | undefined;
  /** Executes it, or answers null. Nothing of it crosses slots. */
  execute(items: readonly Item[], callback: Replies): void;
  /** Ends the watch without it. */
  abandon(): void;
}

/** A caller who watches keys, or did and has no answer yet to what ended it. */
export interface Watcher {
  /** Begins what must not overtake a `WATCH` or `EXEC` that is under way, in no caller's context. */
  start(begin: () => void, refused: (error: Error) => void): void;
  /** A callback that is called in the caller's context. */
  bind(callback: Callback): Callback;
  /** Ends his watch by a transaction; undefined where he watches nothing. */
  claim(): WatchedExec | undefined;
}

/**
 * Who watches keys, and where. One object serves many callers, so that each is
 * told by his asynchronous context, in which `watch` leaves a token.
 */
export class Watches {
  /** While this is 0, nobody need be asked for. */
  active = 0;
  /** How many commands wait for a `WATCH` or an `EXEC` of their caller. */
  waiting = 0;
  #context: CallerContext<Token> | undefined;
  // Who forgets his watch must not keep its connection.
  readonly #registry = new FinalizationRegistry<WatchSession>((session) => this.#left(session));

  constructor(
    private readonly router: Router,
    private readonly dispatcher: Dispatcher,
    private readonly maxQueueLength: number,
    /** Nobody can end a watch of this key any more, and nobody has. */
    private readonly forgotten: (key: Argument) => void,
  ) {}

  /** The caller, if he is such a one. */
  get watcher(): Watcher | undefined {
    const token = this.#token;
    if (token === undefined || (token.isSpent && !token.session.gate.isShut)) {
      return undefined;
    }
    token.isContinued = yes;
    return this.#watcherOf(token);
  }

  /**
   * Watches keys of one slot for the caller, from here on.
   * @param isContinued whether what follows is in that callback, or behind a promise that calls it
   */
  watch(args: readonly Argument[], callback: Callback, isContinued: () => boolean): void {
    this.#context ??= new CallerContext();
    const context = this.#context;
    const former = this.#token;
    const joined = former?.isAnswered === true && !isEnded(former) ? former.session : undefined;
    const item: Item = { spec: WATCH, args, buffers: false };
    const slots = this.dispatcher.slotOfAll([item], joined?.key, 'WATCH');
    const [{ args: keys }] = this.dispatcher.prepare([item]) as [Item];
    const slot = 'slot' in slots ? slots.slot : -1;
    const session = joined ?? new WatchSession(this.router, slot, keys[0] as Argument);
    const token = this.#enter(
      context,
      session,
      isContinued,
      former === undefined || former.isAnswered || isEnded(former) ? undefined : former,
    );
    const bound = context.bind(token, callback as (...args: unknown[]) => void) as Callback;
    if ('crossing' in slots) {
      session.failure ??= slots.crossing;
      token.isAnswered = joined !== undefined;
      process.nextTick(answer, bound, decorate(slots.crossing, 'WATCH', args));
      return;
    }
    const answered: Callback = (error, reply) => {
      token.isAnswered = error === null || joined !== undefined;
      answer(bound, error && decorate(error, 'WATCH', args), reply);
    };
    context.outside(() => {
      if (former?.isSpent) {
        // On his way is what ended the last one.
        session.gate.hold((done) => former.session.gate.pass(done));
      }
      this.#busy(session, () => session.watch(keys, answered));
    });
  }

  /** Ends the caller's watch; answers also where there is none. */
  unwatch(callback: Callback): void {
    const { watcher } = this;
    const answered = () => answer(watcher?.bind(callback) ?? callback, null, 'OK');
    const token = this.#token;
    if (watcher === undefined || token === undefined) {
      process.nextTick(answered);
      return;
    }
    const { session } = token;
    const mayEnd = !isEnded(token);
    this.#spend(token);
    this.#context?.outside(() => {
      if (mayEnd) {
        this.#busy(session, () => session.end(session.gate.hold, answered));
      } else {
        session.gate.pass(() => process.nextTick(answered));
      }
    });
  }

  /** Does what must belong to no caller. */
  outside<T>(act: () => T): T {
    return this.#context === undefined ? act() : this.#context.outside(act);
  }

  get #token(): Token | undefined {
    return this.#context?.get();
  }

  #enter(
    context: CallerContext<Token>,
    session: WatchSession,
    isContinued: () => boolean,
    former: Token | undefined,
  ): Token {
    const token: Token = { session, isAnswered: false, isSpent: false, isContinued, former };
    session.members += 1;
    this.active += 1;
    this.#registry.register(token, session, token);
    context.enter(token);
    return token;
  }

  #spend(token: Token): void {
    token.isSpent = true;
    this.#registry.unregister(token);
    token.session.members -= 1;
    this.active -= 1;
  }

  /** Somebody's token is gone, and he with it. */
  #left(session: WatchSession): void {
    session.members -= 1;
    this.active -= 1;
    if (session.members === 0 && !session.isOver) {
      session.end(session.gate.hold);
      if (session.failure === undefined) {
        this.forgotten(session.key);
      }
    }
  }

  /** Counts an operation, until whoever waits behind it has passed. */
  #busy<T>(session: WatchSession, operate: () => T): T {
    this.active += 1;
    const begun = operate();
    session.gate.pass(() => {
      this.active -= 1;
    });
    return begun;
  }

  #watcherOf(token: Token): Watcher {
    const context = this.#context as CallerContext<Token>;
    const { session } = token;
    return {
      start: (begin, refused) => {
        if (!session.gate.isShut) {
          context.outside(begin);
        } else if (this.waiting >= this.maxQueueLength) {
          process.nextTick(refused, new QueueFullError(this.maxQueueLength));
        } else {
          this.waiting += 1;
          session.gate.pass(() => {
            this.waiting -= 1;
            context.outside(begin);
          });
        }
      },
      bind: (callback) => context.bind(token, callback as (...args: unknown[]) => void) as Callback,
      claim: () => (token.isSpent ? undefined : this.#claim(token)),
    };
  }

  #claim(token: Token): WatchedExec {
    const { session } = token;
    const { dispatcher } = this;
    const context = this.#context as CallerContext<Token>;
    const isEndedByOthers = isEnded(token);
    const besides = besidesOf(token);
    if (besides !== undefined) {
      session.failure ??=
        besides.session.failure ??
        new InvalidArgumentError(
          `A transaction relies on one WATCH, but that of '${session.key}' was called when that of ` +
            `'${besides.session.key}' was not answered yet. Give all keys to one call of watch(), or wait for its reply.`,
        );
    }
    this.#spend(token);
    session.isOver = true;
    // It may have to look up commands first, which nobody may use to overtake it.
    const hold = this.#busy(session, () => session.gate.reserve());
    const end = (operate: () => void) => context.outside(operate);
    return {
      crossing: (items) => {
        const slots = dispatcher.slotOfAll(items, isEndedByOthers ? undefined : session.key);
        return 'crossing' in slots ? slots.crossing : undefined;
      },
      execute: (items, callback) => {
        end(() =>
          isEndedByOthers ? session.refuse(hold, callback) : session.execute(hold, dispatcher.prepare(items), callback),
        );
      },
      abandon: () => {
        end(() => (isEndedByOthers ? hold((done) => done()) : session.end(hold)));
      },
    };
  }
}

/** Another watch that the same caller had no answer to when he called this one; others went on by themselves. */
function besidesOf(token: Token): Token | undefined {
  for (let { former } = token; former !== undefined; former = former.former) {
    if (!former.isContinued()) {
      return former;
    }
  }
  return undefined;
}

function yes(): boolean {
  return true;
}

function isEnded({ session, isSpent }: Token): boolean {
  return isSpent || session.isOver;
}
