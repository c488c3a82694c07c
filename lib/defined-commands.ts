import { promisify } from 'node:util';
import { Batch, type BatchKind } from './batch.js';
import type { Calls } from './calls.js';
import { type Spec, specFor } from './command/table.js';
import { describe, InvalidArgumentError } from './errors.js';
import { checkScript, type ScriptDefinition } from './options.js';

/** A call in terms of commands that are there: what to execute, and with what input. */
type Translate = (input: unknown[]) => { command: Spec | string; input: unknown[] };

/** Methods that one cluster object has and others have not: scripts as commands, and a module's commands. */
export class DefinedCommands {
  readonly #scripts = new Map<string, ScriptDefinition>();
  readonly #added = new Set<string>();
  readonly #translations = new Map<string, Translate>();
  // The batches of this cluster object have the methods, too.
  readonly #Batch = class extends Batch {};

  constructor(
    private readonly target: object,
    private readonly calls: Calls,
  ) {}

  /** Gives a script a method. */
  defineScript(name: string, definition: ScriptDefinition): void {
    const { lua, numberOfKeys, readOnly } = checkScript(`defineCommand(${describe(name)})`, definition);
    this.#checkName('defineCommand', name);
    const sha = this.calls.dispatcher.scripts.define(lua);
    const command = specFor(readOnly === true ? 'evalsha_ro' : 'evalsha') as Spec;
    const first = numberOfKeys === undefined ? [sha] : [sha, numberOfKeys];
    this.#scripts.set(name, definition);
    this.#addMethod(name, (input) => ({ command, input: [...first, ...input] }));
  }

  /** Gives a command that no table has a method, under the names that node_redis would give it. */
  addCommand(name: string): void {
    this.#checkType('addCommand', name);
    const lower = name.toLowerCase();
    if (specFor(lower) !== undefined) {
      return;
    }
    const plain = lower.replace(/[^a-z0-9_$]/g, '_');
    this.#checkName('addCommand', lower);
    if (!this.#added.has(lower)) {
      this.#added.add(lower);
      this.calls.lookUp(lower);
    }
    for (const alias of new Set([lower, plain, lower.toUpperCase(), plain.toUpperCase()])) {
      if (alias === lower || this.#isFree(alias)) {
        this.#addMethod(alias, (input) => ({ command: lower, input }));
      }
    }
  }

  /** What a call by this name means, if it was defined. */
  translate(name: string, input: unknown[]): ReturnType<Translate> | undefined {
    return this.#translations.get(name)?.(input);
  }

  newBatch(kind: BatchKind): Batch {
    return new this.#Batch(this.calls, kind);
  }

  /** Defines for another cluster object what that does not have yet. */
  copyTo(other: DefinedCommands): void {
    for (const [name, definition] of this.#scripts) {
      if (!other.#translations.has(name)) {
        other.defineScript(name, definition);
      }
    }
    for (const name of this.#added) {
      other.addCommand(name);
    }
  }

  #addMethod(name: string, translate: Translate): void {
    const { calls } = this;
    this.#translations.set(name, translate);
    const method = (...given: unknown[]) => {
      const { command, input } = translate(given);
      return calls.callAny(command, input);
    };
    Object.defineProperty(method, 'name', { value: name });
    // Without a callback it returns a promise already.
    Object.defineProperty(method, promisify.custom, { value: method, configurable: true });
    const chained = function (this: Batch, ...given: unknown[]) {
      const { command, input } = translate(given);
      return this.add(command, input);
    };
    const ofBatch = this.#Batch.prototype;
    for (const [place, value] of [[this.target, method] as const, [ofBatch, chained] as const]) {
      Object.defineProperty(place, name, { value, configurable: true, enumerable: true, writable: true });
    }
  }

  #checkType(caller: string, name: string): void {
    if (typeof name !== 'string' || name === '') {
      throw new InvalidArgumentError(`${caller} takes the name of a command, got ${describe(name)}`);
    }
  }

  #checkName(caller: string, name: string): void {
    this.#checkType(caller, name);
    if (!this.#isFree(name)) {
      throw new InvalidArgumentError(`${caller} cannot take the name ${describe(name)}: there is one already`);
    }
  }

  /** What was defined may be defined anew; what was there before would be missed. */
  #isFree(name: string): boolean {
    return this.#translations.has(name) || !(name in this.target || name in Batch.prototype);
  }
}
