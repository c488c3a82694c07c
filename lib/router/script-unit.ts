import type { Connection } from '../client/connection.js';
import type { Argument, Request } from '../command/types.js';
import type { Node } from '../node/node.js';
import { CommandUnit } from './command-unit.js';
import { type Scripts, SPELT_OUT, shaOf } from './scripts.js';

/**
 * `EVALSHA` of a script, which the server is given first where it may not have
 * it, in the same write: so it is executed in its place among others.
 */
export class ScriptUnit extends CommandUnit {
  #text: Argument | undefined;
  #connection: Connection | undefined;
  #isSpeltOut = false;

  constructor(
    private readonly scripts: Scripts,
    ...command: ConstructorParameters<typeof CommandUnit>
  ) {
    super(...command);
    this.#text = scripts.textOf(this.#sha);
  }

  override write(connection: Connection, node: Node): void {
    this.#connection = connection;
    if (this.#text !== undefined && !this.#isSpeltOut) {
      this.scripts.ensure(this.#sha, this.#text, connection, node);
    }
    super.write(connection, node);
  }

  /** The server has lost the script, or refused it: `EVAL` needs none. */
  spellOut(): boolean {
    this.scripts.missing(this.#sha, this.#connection as Connection);
    this.#text ??= this.scripts.textOf(this.#sha);
    if (this.#text === undefined || this.#isSpeltOut) {
      return false;
    }
    this.#isSpeltOut = true;
    return true;
  }

  protected override transmit(connection: Connection): void {
    super.transmit(connection, this.#isSpeltOut ? this.#speltOut() : this);
  }

  #speltOut(): Request {
    return {
      name: SPELT_OUT.get(this.name) as string,
      args: this.args.with(0, this.#text as Argument),
      buffers: this.buffers,
      settle: (error, reply) => this.settle(error, reply),
    };
  }

  get #sha(): Argument {
    return this.args[0] as Argument;
  }
}

/** `SCRIPT LOAD` at one master. */
export class LoadUnit extends CommandUnit {
  readonly #sha: string;
  #connection: Connection | undefined;

  constructor(
    private readonly scripts: Scripts,
    ...command: ConstructorParameters<typeof CommandUnit>
  ) {
    super(...command);
    this.#sha = shaOf(this.args[1] as Argument);
  }

  override write(connection: Connection, node: Node): void {
    this.#connection = connection;
    this.scripts.loading(this.#sha, connection);
    super.write(connection, node);
  }

  override settle(error: Error | null, reply?: unknown): void {
    if (error !== null) {
      this.scripts.missing(this.#sha, this.#connection as Connection);
    }
    super.settle(error, reply);
  }
}
