import { type Command, execute, fingerprint, isRead, isSame, type Reply, type Store } from './store.js';

/** Something that no fault of a cluster can explain. */
export class Violation extends Error {
  override readonly name = 'Violation';

  constructor(
    message: string,
    /** What is known of the keys concerned, the latest last. */
    readonly history: readonly string[] = [],
  ) {
    super(message);
  }
}

/** What may be stored now. */
interface Candidate {
  readonly store: Store;
  /** It lacks what a killed master acknowledged. */
  readonly isLost: boolean;
}

/** All that may have been stored from a time on, until the next. */
interface Epoch {
  readonly since: number;
  readonly stores: readonly Store[];
}

/** Commands that were lost with one connection. A server executes them in their order, until it is cut off. */
interface Loss {
  readonly connection: string;
  readonly at: number;
  /** What is stored when it has executed all of them. */
  readonly all: readonly Candidate[];
}

/** A reply that is known only in sum with those of other groups. */
export const ANY = Symbol('any reply');

// A connection that is lost takes longer than that to be made again.
const SAME_LOSS = 40;
// How far back a replica may be, in milliseconds. Older stores are forgotten.
const MEMORY = 60_000;
const LOG_LENGTH = 40;
// More would mean that nobody looks what is stored.
const MOST_CANDIDATES = 2 ** 14;

/**
 * The keys of one hash tag, which one worker alone writes, one call after the
 * other: they share a slot, so that a transaction over them is all or nothing,
 * and a killed master loses the last of what happened to all of them.
 *
 * It holds every store that is possible. A reply is checked against each: those
 * that cannot have given it are out, and when none is left the reply is wrong.
 */
export class Group {
  #candidates: Candidate[] = [{ store: {}, isLost: false }];
  #epochs: Epoch[];
  // The uncertain commands that were lost together last.
  #loss: Loss | undefined;
  #pending: readonly Command[] = [];
  // A master was killed while they were under way.
  #isShaken = false;
  // A former master answers that does not know yet that it is none any more.
  #isDivided = false;
  // What may have been stored when such a one may first have executed what is under way.
  #before: readonly Candidate[] = [];
  readonly #log: string[] = [];
  /** How often a store was found to lack what a killed master acknowledged. */
  timesLost = 0;

  constructor(
    readonly tag: string,
    /** Milliseconds, as of any time. */
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.#epochs = [{ since: clock(), stores: [{}] }];
  }

  /** Whether there is no doubt what is stored. */
  get isCertain(): boolean {
    return this.#candidates.length === 1;
  }

  /** One of the stores that are possible. */
  get store(): Store {
    return (this.#candidates[0] as Candidate).store;
  }

  get history(): readonly string[] {
    return this.#log;
  }

  key(name: string): string {
    return `{${this.tag}}${name}`;
  }

  /** These commands are about to be sent, in this order. */
  begin(commands: readonly Command[]): void {
    this.#pending = commands;
    this.#isShaken = false;
    this.#before = this.#isDivided ? this.#candidates : [];
  }

  /** Whatever was sent has its answer. */
  end(): void {
    this.#pending = [];
    this.#before = [];
  }

  /**
   * Commands were executed, all or none, and replied this.
   * @throws Violation when no store that is possible gives these replies
   */
  replied(commands: readonly Command[], replies: readonly Reply[]): void {
    const before = this.#candidates;
    this.#settled(commands);
    const passed: Candidate[] = [];
    for (const { store, isLost } of this.#candidates) {
      const outcome = run(store, commands);
      if (commands.every(({ name }, index) => fits(name, outcome.replies[index], replies[index]))) {
        passed.push({ store: outcome.store, isLost });
      }
    }
    this.#note(`${inWords(commands)} → ${replies.map(replyInWords).join(', ')}`);
    if (passed.length === 0) {
      const expected = this.#candidates.map(({ store }) => run(store, commands).replies.map(replyInWords).join(', '));
      throw this.violation(
        `${inWords(commands)} replied ${replies.map(replyInWords).join(', ')}, and not ${unique(expected).join(' or ')}`,
      );
    }
    if (passed.every(({ isLost }) => isLost)) {
      this.timesLost += 1;
      this.#note('acknowledged writes are lost with a killed master');
      this.#become([...passed.map(({ store }) => ({ store, isLost: false })), ...this.#without()]);
      return;
    }
    if (passed.length < before.length || !commands.every(isRead)) {
      this.#become([...passed, ...this.#without()]);
    }
  }

  /**
   * The same for a part of a call, of which nobody knows when it was executed:
   * where a master was killed meanwhile, that may have been before, and be lost.
   * @throws Violation as `replied`
   */
  repliedInPart(commands: readonly Command[], replies: readonly Reply[]): void {
    const before = this.#candidates;
    this.replied(commands, replies);
    if (this.#isShaken) {
      this.#become([...this.#candidates, ...before.map(({ store }) => ({ store, isLost: true }))]);
    }
  }

  /**
   * Nobody knows whether commands were executed: all of them were, once, or none.
   * @param connection with which they were lost. Of those that are lost with the
   * same one at the same time, a later one was not executed without the earlier
   */
  uncertain(commands: readonly Command[], connection: string): void {
    this.#note(`${inWords(commands)} → may have been executed`);
    this.#settled(commands);
    const now = this.clock();
    const isSameLoss = this.#loss?.connection === connection && now - this.#loss.at <= SAME_LOSS;
    const loss = isSameLoss ? (this.#loss as Loss) : { connection, at: now, all: this.#candidates };
    const all = loss.all.map(({ store, isLost }) => ({ store: run(store, commands).store, isLost }));
    this.#become([...this.#candidates, ...all]);
    this.#loss = { ...loss, all };
  }

  /** Commands were certainly not executed. */
  refused(commands: readonly Command[], code: string): void {
    this.#note(`${inWords(commands)} → ${code}, not executed`);
    this.#settled(commands);
  }

  /** The master was killed: what was acknowledged since a time may be lost, the latest first. */
  mayHaveLost(since: number): void {
    const now = this.#candidates.map(({ store }) => store);
    const earlier = this.#epochsSince(since).flatMap(({ stores }) => stores);
    this.#note(`its master was killed: one of ${earlier.length} stores`);
    this.#isShaken = true;
    this.#become([
      ...now.map((store) => ({ store, isLost: false })),
      ...earlier.map((store) => ({ store, isLost: true })),
    ]);
  }

  /**
   * A replica has taken over, and the former master goes on without knowing it:
   * what it executes and acknowledges now, of what is under way or begins before
   * `united`, is lost.
   */
  divided(): void {
    this.#isDivided = true;
    this.#before = this.#candidates;
  }

  /** The former master knows of the other. */
  united(): void {
    this.#isDivided = false;
  }

  /** What single commands may reply in sum: their possible replies, each once. */
  possibleReplies(command: Command): Reply[] {
    const replies = this.#candidates.map(({ store }) => execute(store, command).reply);
    return [...new Map(replies.map((reply) => [fingerprint(reply), reply])).values()];
  }

  /**
   * Whether a read by somebody else may reply this: what is stored, or was
   * stored earlier, or is about to be.
   */
  mayReply(command: Command, reply: Reply): boolean {
    const says = (store: Store) => isSame(command.name, execute(store, command).reply, reply);
    if (this.#epochs.some(({ stores }) => stores.some(says))) {
      return true;
    }
    return this.#candidates.some(({ store }) => {
      let next = store;
      return this.#pending.some((pending) => {
        next = execute(next, pending).store;
        return says(next);
      });
    });
  }

  violation(message: string): Violation {
    return new Violation(message, [...this.#log]);
  }

  #settled(commands: readonly Command[]): void {
    this.#pending = this.#pending.filter((command) => !commands.includes(command));
  }

  /** What is stored if the former master alone executed what is under way. */
  #without(): Candidate[] {
    return this.#before.map(({ store }) => ({ store, isLost: true }));
  }

  #become(candidates: readonly Candidate[]): void {
    this.#loss = undefined;
    const different = new Map<string, Candidate>();
    for (const candidate of candidates) {
      const id = fingerprint(candidate.store);
      // Where it may have come about without a loss, nothing is lost.
      if (different.get(id)?.isLost !== false) {
        different.set(id, candidate);
      }
    }
    if (different.size > MOST_CANDIDATES) {
      throw this.violation(`${different.size} stores are possible`);
    }
    this.#candidates = [...different.values()];
    this.#remember();
  }

  #remember(): void {
    const now = this.clock();
    this.#epochs.push({ since: now, stores: this.#candidates.map(({ store }) => store) });
    const old = this.#epochs.findIndex(({ since }) => since > now - MEMORY) - 1;
    // Now and then is enough.
    if (old > 100) {
      this.#epochs.splice(0, old);
    }
  }

  /** Those that held at some time since; the one that held then is among them. */
  #epochsSince(time: number): Epoch[] {
    const next = this.#epochs.findIndex(({ since }) => since > time);
    return next === -1 ? this.#epochs.slice(-1) : this.#epochs.slice(Math.max(0, next - 1));
  }

  #note(event: string): void {
    this.#log.push(`${(this.clock() / 1000).toFixed(3)} s  ${event}`);
    if (this.#log.length > LOG_LENGTH) {
      this.#log.shift();
    }
  }
}

export function inWords(commands: readonly Command[]): string {
  return commands.map(({ name, args }) => [name, ...args].join(' ')).join('; ');
}

function run(store: Store, commands: readonly Command[]): { store: Store; replies: Reply[] } {
  let now = store;
  const replies = commands.map((command) => {
    const done = execute(now, command);
    now = done.store;
    return done.reply;
  });
  return { store: now, replies };
}

function fits(name: string, expected: Reply, got: Reply): boolean {
  return got === ANY || isSame(name, expected, got);
}

function replyInWords(reply: Reply): string {
  return reply === ANY ? 'some' : fingerprint(reply);
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
