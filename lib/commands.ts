import { Batch } from './batch.js';
import type { CommandName } from './command/names.js';
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

/** A command, called as in node_redis: answers the callback, or returns a promise where there is none. */
export interface CommandMethod {
  // biome-ignore lint/suspicious/noExplicitAny: what a command replies depends on the command.
  <T = any>(...args: [...args: Input[], callback: Callback<T>]): boolean;
  // biome-ignore lint/suspicious/noExplicitAny: what a command replies depends on the command.
  <T = any>(...args: Input[]): Promise<T>;
}

/** A command within a batch: takes the call, and returns the batch. */
export type ChainMethod<Chain> = (...args: (Input | Callback)[]) => Chain;

/** Methods that mean something of their own, and are written out in their class. */
export type OwnNames = 'multi' | 'quit' | 'select';

type Both<Name extends string> = Name | Uppercase<Name>;

/** Every command as a method, in lower and in upper case. */
export type CommandMethods = { [Name in Both<Exclude<CommandName, OwnNames>>]: CommandMethod };

/** Every command as a method of a batch, in lower and in upper case. */
export type ChainMethods<Chain> = { [Name in Both<Exclude<CommandName, 'exec'>>]: ChainMethod<Chain> };

/**
 * Gives a prototype one method per command, under its name in lower and in upper
 * case; what the prototype has already stays. Names with a `-` are there with a
 * `_` too.
 */
export function addCommands(prototype: object, methodFor: (spec: Spec) => (...input: unknown[]) => unknown): void {
  for (const spec of allSpecs()) {
    const method = methodFor(spec);
    const plain = spec.name.replace(/[^a-z0-9_$]/g, '_');
    Object.defineProperty(method, 'name', { value: plain });
    for (const name of new Set([spec.name, spec.upper, plain, plain.toUpperCase()])) {
      if (!(name in prototype)) {
        Object.defineProperty(prototype, name, { value: method, configurable: true, enumerable: true, writable: true });
      }
    }
  }
}

addCommands(
  Batch.prototype,
  (spec) =>
    function (this: Batch, ...input: unknown[]) {
      return this.add(spec, input);
    },
);
