import { isForServerToTell, learnSpec, type Spec, specFor, withKeys } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { ClusterwiseError, UnsupportedCommandError } from '../errors.js';

/** Gets a command that was looked up, or why it could not be. */
export type Resolved = (error: Error | null, spec?: Spec) => void;

/** Has a server answer a `COMMAND` with these arguments. */
type Ask = (args: Argument[], buffers: boolean, callback: Callback) => void;

/** Commands by their names: those of the table, and others, which a server is asked about. */
export class Lexicon {
  readonly #learned = new Map<string, Spec>();
  // Commands that a server is being asked about, and who waits for that.
  readonly #asked = new Map<string, Resolved[]>();

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
   * asked of a server, once.
   */
  resolve(name: string, resolved: Resolved): void {
    const known = specFor(name) ?? this.#learned.get(name);
    if (known !== undefined) {
      resolved(null, known);
      return;
    }
    const others = this.#asked.get(name);
    if (others !== undefined) {
      others.push(resolved);
      return;
    }
    this.#asked.set(name, [resolved]);
    this.ask(['INFO', name], false, (error, reply) => {
      const spec = error === null ? learnSpec(name, reply?.[0]) : undefined;
      // A server that does not know it may have learned it by the next time.
      if (spec !== undefined && reply?.[0] != null) {
        this.#learned.set(name, spec);
      }
      const waiting = this.#asked.get(name) ?? [];
      this.#asked.delete(name);
      for (const tell of waiting) {
        tell(error, spec);
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
