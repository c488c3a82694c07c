import { promisify } from 'node:util';
import { Batch } from './batch.js';
import type { OwnSignatures, Signatures } from './command/signatures.js';
import { allSpecs, type Spec } from './command/table.js';
import type { Callback } from './command/types.js';

/**
 * What may stand where Redis takes an argument: also arrays of it within arrays,
 * as node_redis allows, and objects or Maps for `hset`, `hmset` and `mset`.
 */
export type Input =
  | string
  | number
  | bigint
  | boolean
  | Buffer
  | Date
  | undefined
  | readonly Input[]
  | ReadonlyMap<string, Input>
  | { readonly [field: string]: Input };

/** Every command, by its name in lower case. */
export type CommandName = keyof Signatures<unknown> | keyof OwnSignatures<unknown>;

/**
 * A command that nobody knows the form of, as one that you define: answers the
 * callback, or returns a promise where there is none.
 */
export interface CommandMethod {
  // biome-ignore lint/suspicious/noExplicitAny: what a command replies depends on the command.
  <T = any>(...args: [...args: Input[], callback: Callback<T>]): boolean;
  // biome-ignore lint/suspicious/noExplicitAny: what a command replies depends on the command.
  <T = any>(...args: Input[]): Promise<T>;
  // biome-ignore lint/suspicious/noExplicitAny: what a command replies depends on the command.
  readonly [promisify.custom]: <T = any>(...args: Input[]) => Promise<T>;
}

/** The same within a batch: takes the call, and returns the batch. */
export type ChainMethod<Chain> = (...args: (Input | Callback)[]) => Chain;

/** Methods that mean something of their own, and are written out in their class. */
export type OwnNames = 'discard' | 'multi' | 'quit' | 'select' | 'unwatch' | 'watch';

type InUpperCase<Methods> = { [Name in keyof Methods & string as Uppercase<Name>]: Methods[Name] };

/** Every command as a method, in lower and in upper case. */
export interface CommandMethods
  extends Signatures<never>,
    InUpperCase<Signatures<never>>,
    Omit<OwnSignatures<never>, OwnNames>,
    InUpperCase<Omit<OwnSignatures<never>, OwnNames>> {}

/** Every command as a method of a batch, in lower and in upper case. */
export interface ChainMethods<Chain>
  extends Signatures<Chain>,
    InUpperCase<Signatures<Chain>>,
    Omit<OwnSignatures<Chain>, 'discard' | 'exec'>,
    InUpperCase<Omit<OwnSignatures<Chain>, 'discard' | 'exec'>> {}

/** The other names of a batch's own methods. */
export interface BatchAliases {
  EXEC: Batch['exec'];
  DISCARD: Batch['discard'];
  EXEC_BATCH: Batch['exec_batch'];
  execBatch: Batch['exec_batch'];
  EXEC_TRANSACTION: Batch['exec_transaction'];
  execTransaction: Batch['exec_transaction'];
  EXEC_ATOMIC: Batch['exec_atomic'];
  execAtomic: Batch['exec_atomic'];
}

/**
 * Gives a prototype one method per command, under its name in lower and in upper
 * case; a method that is there already gets its upper case name only. Names with
 * a `-` are there with a `_` too.
 */
export function addCommands(prototype: object, methodFor: (spec: Spec) => (...input: unknown[]) => unknown): void {
  const methods = prototype as Record<string, unknown>;
  for (const spec of allSpecs()) {
    const plain = spec.name.replace(/[^a-z0-9_$]/g, '_');
    const method = methods[plain] ?? Object.defineProperty(methodFor(spec), 'name', { value: plain });
    addAliases(prototype, method, [spec.name, spec.upper, plain, plain.toUpperCase()]);
  }
}

/** Gives a method of a prototype further names. */
export function addAliases(prototype: object, method: unknown, names: readonly string[]): void {
  for (const name of names) {
    Object.defineProperty(prototype, name, { value: method, configurable: true, enumerable: true, writable: true });
  }
}

addCommands(
  Batch.prototype,
  (spec) =>
    function (this: Batch, ...input: unknown[]) {
      return this.add(spec, input);
    },
);
addAliases(Batch.prototype, Batch.prototype.exec, ['EXEC']);
addAliases(Batch.prototype, Batch.prototype.exec_batch, ['EXEC_BATCH', 'execBatch']);
addAliases(Batch.prototype, Batch.prototype.exec_transaction, ['EXEC_TRANSACTION', 'execTransaction']);
addAliases(Batch.prototype, Batch.prototype.exec_atomic, ['EXEC_ATOMIC', 'execAtomic']);
