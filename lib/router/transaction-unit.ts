import type { Connection } from '../client/connection.js';
import { toStrings } from '../command/replies.js';
import { toResp2 } from '../command/resp2.js';
import { readServerError } from '../command/server-error.js';
import { isRepeatable, type Spec } from '../command/table.js';
import type { Argument, Callback, Request } from '../command/types.js';
import { ConnectionLostError, decorate, TransactionBrokenError } from '../errors.js';
import type { Node } from '../node/node.js';
import { answer } from './answer.js';
import { type Journey, NEW, type Unit, type UnitOwner } from './unit.js';

/** A command within a transaction. */
export interface Item {
  readonly spec: Spec;
  readonly args: readonly Argument[];
  /** Whether its strings are wanted as Buffers. */
  readonly buffers: boolean;
  /** What is sent in its place. */
  readonly sent?: Pick<Request, 'name' | 'args'> | undefined;
}

const NO_ARGS: readonly Argument[] = [];

/**
 * `MULTI`, the commands and `EXEC` on one node, as one unit: while nothing of it
 * was executed the whole goes again, after `EXEC` it never does.
 * @see https://redis.io/docs/latest/develop/using-commands/transactions/
 */
export class TransactionUnit implements Unit {
  readonly isRead = false;
  readonly mayBeOvertaken = false;
  readonly mayTryAgain: boolean = true;
  order = NEW;
  journey: Journey | undefined = undefined;
  // The first error while queueing that the router knows what to do with.
  #detour: Error | undefined;
  // Errors while queueing that are for the user.
  #errors: Error[] = [];
  // MULTI was refused: what follows it is executed at once, each by itself.
  #refusal: Error | undefined;
  #executedAlone = 0;
  #buffers = false;

  constructor(
    private readonly items: readonly Item[],
    readonly slot: number,
    /** Gets one reply for each command, errors in place; null when a watched key changed. */
    private readonly callback: Callback<unknown[] | null>,
    private readonly router: UnitOwner,
  ) {}

  get repeatable(): boolean {
    return this.items.every((item) => isRepeatable(item.spec, item.args));
  }

  sendTo(node: Node): void {
    node.send(this);
  }

  write(connection: Connection, node: Node): void {
    this.#detour = undefined;
    this.#errors = [];
    this.#refusal = undefined;
    this.#executedAlone = 0;
    this.#buffers = this.items.some((item) => item.buffers);
    if (this.journey?.asking) {
      // Redis keeps the flag from MULTI until EXEC.
      this.#send(connection, node, 'asking', NO_ARGS, false, () => {});
    }
    this.#send(connection, node, 'multi', NO_ARGS, false, (error) => {
      if (error !== null && !(error instanceof ConnectionLostError)) {
        this.#refusal = error;
      }
    });
    this.items.forEach((item, position) => {
      const { name, args } = item.sent ?? { name: item.spec.name, args: item.args };
      this.#send(connection, node, name, args, false, (error) => {
        if (error !== null) {
          this.#notQueued(error, item, position);
        } else if (this.#refusal !== undefined) {
          this.#executedAlone += 1;
        }
      });
    });
    this.#send(connection, node, 'exec', NO_ARGS, this.#buffers, (error, reply) => this.#executed(node, error, reply));
  }

  fail(error: Error): void {
    answer(this.callback, decorate(error, 'EXEC', NO_ARGS));
  }

  scatter(): boolean {
    return false;
  }

  /** Nothing of it was executed, or nobody knows. */
  protected refused(node: Node, error: Error): void {
    this.router.refused(this, node, error);
  }

  #send(
    connection: Connection,
    node: Node,
    name: string,
    args: readonly Argument[],
    buffers: boolean,
    settled: Request['settle'],
  ): void {
    node.sent += 1;
    const settle: Request['settle'] = (error, reply) => {
      settled(error, reply);
      node.answered();
    };
    connection.send({ name, args, buffers, settle });
  }

  #notQueued(error: Error, item: Item, position: number): void {
    if (error instanceof ConnectionLostError) {
      // So is EXEC, which follows.
      return;
    }
    if (readServerError(error.message).kind !== 'other') {
      this.#detour ??= error;
    } else {
      const decorated = decorate(error, item.spec.upper, item.args) as Error & { position?: number };
      decorated.position = position;
      this.#errors.push(decorated);
    }
  }

  #executed(node: Node, error: Error | null, reply: unknown): void {
    if (this.#refusal !== undefined && this.#executedAlone > 0) {
      this.fail(new TransactionBrokenError(this.#executedAlone, this.items.length, this.#refusal));
    } else if (this.#refusal !== undefined) {
      // Where replies are lost, nobody knows what was executed by itself.
      this.refused(node, error instanceof ConnectionLostError ? error : this.#refusal);
    } else if (error === null) {
      answer(this.callback, null, this.#replies(reply as unknown[] | null));
    } else if (this.#errors.length > 0 && !(error instanceof ConnectionLostError)) {
      (error as Error & { errors?: Error[] }).errors = this.#errors;
      this.fail(error);
    } else {
      // Where a command was refused EXEC would be, too, so that a lost reply leaves nothing in doubt.
      this.refused(node, this.#detour ?? error);
    }
  }

  #replies(replies: unknown[] | null): unknown[] | null {
    if (replies === null) {
      return null;
    }
    return replies.map((reply, position) => {
      const item = this.items[position] as Item;
      if (reply instanceof Error) {
        return decorate(reply, item.spec.upper, item.args);
      }
      const raw = this.#buffers && !item.buffers ? toStrings(reply) : reply;
      const { shape } = item.spec;
      const resp2 = toResp2(item.spec.name, raw);
      return shape === undefined ? resp2 : shape(resp2);
    });
  }
}
