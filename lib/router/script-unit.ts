import type { Connection } from '../client/connection.js';
import type { Spec } from '../command/table.js';
import type { Argument, Callback, Request } from '../command/types.js';
import type { Node } from '../node/node.js';
import { CommandUnit } from './command-unit.js';
import { type Scripts, SPELT_OUT, shaOf } from './scripts.js';
import type { UnitOwner } from './unit.js';

/**
 * `EVALSHA` of a script, which the server is given first where it may not have
 * it, in the same write: so it is executed in its place among others.
 */
export class ScriptUnit extends CommandUnit {
  #text: Argument | undefined;
  #connection: Connection | undefined;
  #isSpeltOut = false;

  constructor(
    spec: Spec,
    args: readonly Argument[],
    slot: number,
    buffers: boolean,
    callback: Callback,
    router: UnitOwner,
    private readonly scripts: Scripts,
  ) {
    super(spec, args, slot, buffers, callback, router);
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
    spec: Spec,
    args: readonly Argument[],
    slot: number,
    buffers: boolean,
    callback: Callback,
    router: UnitOwner,
    private readonly scripts: Scripts,
  ) {
    super(spec, args, slot, buffers, callback, router);
    this.#sha = shaOf(args[1] as Argument);
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
