import { createHash } from 'node:crypto';
import type { Connection } from '../client/connection.js';
import type { Argument, Request } from '../command/types.js';
import type { Node } from '../node/node.js';

// How many texts are remembered, those of defined commands apart: the longest unused is forgotten first.
const MOST = 1000;

/** The command that says the same with the text of the script. */
export const SPELT_OUT: ReadonlyMap<string, string> = new Map([
  ['evalsha', 'eval'],
  ['evalsha_ro', 'eval_ro'],
]);

/** The name under which servers keep a script. */
export function shaOf(text: Argument): string {
  return createHash('sha1').update(text).digest('hex');
}

/**
 * The texts of scripts that were loaded or evaluated here, so that a server that
 * has not seen one can be given it; and which server has which.
 * @see https://redis.io/docs/latest/develop/programmability/eval-intro/#script-cache
 */
export class Scripts {
  readonly #texts = new Map<string, Argument>();
  readonly #defined = new Map<string, Argument>();
  // Of the remembered: those that every master is to have.
  readonly #forAll = new Set<string>();
  // What was loaded over a connection. Whoever is behind another one may have been restarted.
  #loaded = new WeakMap<Connection, Set<string>>();

  /** Learns from a call what scripts there are. */
  note(name: string, args: readonly Argument[]): void {
    const [first, second] = args;
    if ((name === 'eval' || name === 'eval_ro') && first !== undefined) {
      this.#remember(first);
    } else if (name === 'script') {
      const subcommand = first?.toString().toLowerCase();
      if (subcommand === 'load' && second !== undefined) {
        this.#forAll.add(this.#remember(second));
      } else if (subcommand === 'flush') {
        this.#forget();
      }
    }
  }

  /** What to send for an `EVALSHA` in a transaction, where nothing can go again: it says its script in full. */
  speltOut(name: string, args: readonly Argument[]): Pick<Request, 'name' | 'args'> | undefined {
    const inFull = SPELT_OUT.get(name);
    const text = inFull === undefined || args[0] === undefined ? undefined : this.textOf(args[0]);
    return inFull === undefined || text === undefined ? undefined : { name: inFull, args: args.with(0, text) };
  }

  #remember(text: Argument): string {
    const sha = shaOf(text);
    this.#texts.delete(sha);
    this.#texts.set(sha, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MOST && oldest !== undefined) {
      this.#texts.delete(oldest);
      this.#forAll.delete(oldest);
    }
    return sha;
  }

  /** Keeps the text of a defined command for good. */
  define(text: string): string {
    const sha = shaOf(text);
    this.#defined.set(sha, text);
    return sha;
  }

  /** Scripts were flushed: as on one server, what was loaded is not there any more. */
  #forget(): void {
    this.#texts.clear();
    this.#forAll.clear();
    this.#loaded = new WeakMap();
  }

  /** The text of a script, where it is known. */
  textOf(sha: Argument): Argument | undefined {
    const name = sha.toString().toLowerCase();
    const text = this.#texts.get(name);
    if (text === undefined) {
      return this.#defined.get(name);
    }
    this.#texts.delete(name);
    this.#texts.set(name, text);
    return text;
  }

  /** Gives a server a script, unless it has got it over this connection. */
  ensure(sha: Argument, text: Argument, connection: Connection, node: Node): void {
    const name = sha.toString().toLowerCase();
    if (this.#loaded.get(connection)?.has(name)) {
      return;
    }
    this.loading(name, connection);
    const settle: Request['settle'] = (error) => {
      if (error !== null) {
        this.missing(name, connection);
      }
      node.answered();
    };
    node.sent += 1;
    connection.send({ name: 'script', args: ['LOAD', text], buffers: false, settle });
  }

  /** Gives a server that is ready all scripts that every master is to have. */
  ensureAll(node: Node): void {
    if (this.#forAll.size > 0 && node.ready) {
      node.send({
        write: (connection) => {
          for (const sha of this.#forAll) {
            this.ensure(sha, this.#texts.get(sha) as Argument, connection, node);
          }
        },
      });
    }
  }

  /** A script is on its way over a connection. */
  loading(sha: string, connection: Connection): void {
    const loaded = this.#loaded.get(connection);
    if (loaded === undefined) {
      this.#loaded.set(connection, new Set([sha]));
    } else {
      loaded.add(sha);
    }
  }

  /** A server does not have a script. */
  missing(sha: Argument, connection: Connection): void {
    this.#loaded.get(connection)?.delete(sha.toString().toLowerCase());
  }
}
