import { isForServerToTell, learnSpec, type Spec, specFor, withKeys } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { ClusterwiseError, UnsupportedCommandError } from '../errors.js';

/** Gets a command that was looked up, or why it could not be. */
export type Resolved = (error: Error | null, spec?: Spec) => void;

interface Turn {
  readonly name: string;
  readonly resolved: Resolved;
  found: { error: Error | null; spec: Spec | undefined } | undefined;
}

/** Has a server answer a `COMMAND` with these arguments. */
type Ask = (args: Argument[], buffers: boolean, callback: Callback) => void;

/** Commands by their names: those of the table, and others, which a server is asked about. */
export class Lexicon {
  readonly #learned = new Map<string, Spec>();
  // Who waits for a command that a server is being asked about, or behind one who does.
  readonly #line: Turn[] = [];

  constructor(
    private readonly ask: Ask,
    private readonly hasPrefix: boolean,
  ) {}

  /** The command of a name in lower case, if it is known already. */
  known(name: string): Spec | undefined {
    return specFor(name) ?? this.#learned.get(name);
  }

  /**
   * The command of a name in lower case. One that the table does not have is
   * asked of a server, once. Answers in the order of the calls.
   */
  resolve(name: string, resolved: Resolved): void {
    const known = this.known(name);
    if (known !== undefined && this.#line.length === 0) {
      resolved(null, known);
      return;
    }
    const turn: Turn = { name, resolved, found: known && { error: null, spec: known } };
    const isAsked = this.#line.some((other) => other.name === name && other.found === undefined);
    this.#line.push(turn);
    if (known === undefined && !isAsked) {
      this.#ask(name);
    }
  }

  #ask(name: string): void {
    this.ask(['INFO', name], false, (error, reply) => {
      const spec = error === null ? learnSpec(name, reply?.[0]) : undefined;
      // A server that does not know it may have learned it by the next time.
      if (spec !== undefined && reply?.[0] != null) {
        this.#learned.set(name, spec);
      }
      for (const turn of this.#line) {
        if (turn.name === name) {
          turn.found ??= { error, spec };
        }
      }
      for (let first = this.#line[0]; first?.found !== undefined; first = this.#line[0]) {
        this.#line.shift();
        first.resolved(first.found.error, first.found.spec);
      }
    });
  }

  /** The command of a name in lower case, such that it is known where the keys of this call are. */
  resolveCall(name: string, args: readonly Argument[], resolved: Resolved): void {
    this.resolve(name, (error, spec) => {
      if (spec !== undefined && isForServerToTell(spec, args)) {
        this.locate(spec, args, resolved);
      } else {
        resolved(error, spec);
      }
    });
  }

  /**
   * A command with the keys of a call, of which only a server can tell where they are.
   * @see https://redis.io/docs/latest/commands/command-getkeys/
   */
  locate(spec: Spec, args: readonly Argument[], located: Resolved): void {
    this.ask(['GETKEYS', spec.name, ...args], true, (error, keys) => {
      if (error instanceof ClusterwiseError) {
        located(error);
        return;
      }
      // Where there are none, or the call is wrong, any server has the right words for it.
      const indexes = error === null ? positionsOf(keys as Buffer[], args) : [];
      if (this.hasPrefix && isAmbiguous(indexes, args)) {
        located(new UnsupportedCommandError(spec.upper, 'which of its arguments get the prefix cannot be told'));
      } else {
        located(null, withKeys(spec, indexes));
      }
    });
  }
}

/** Where the keys that a server named stand among the arguments. */
function positionsOf(keys: readonly Buffer[], args: readonly Argument[]): number[] {
  const indexes: number[] = [];
  for (const key of keys) {
    const index = args.findIndex((arg, i) => !indexes.includes(i) && Buffer.from(arg).equals(key));
    if (index !== -1) {
      indexes.push(index);
    }
  }
  return indexes;
}

/** Whether other arguments look as one of the keys does. */
function isAmbiguous(indexes: readonly number[], args: readonly Argument[]): boolean {
  const bytes = args.map((arg) => Buffer.from(arg));
  return bytes.some((arg, i) => !indexes.includes(i) && indexes.some((index) => bytes[index]?.equals(arg)));
}
