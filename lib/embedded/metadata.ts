import commands from '@ioredis/commands/built/commands.json';
import { keyIndexes, type Spec, specFor } from '../command/table.js';

/** What Redis says of a command in `COMMAND INFO`. */
export interface Entry {
  readonly arity: number;
  readonly flags: string[];
  readonly keyStart: number;
  readonly keyStop: number;
  readonly step: number;
  readonly subcommands?: Record<string, Entry>;
}

export const ENTRIES: ReadonlyMap<string, Entry> = new Map(Object.entries(commands as Record<string, Entry>));

/** The entry of a command, or of its subcommand, and its name in the words of errors: `cluster|slots`. */
export function entryOf(name: string, args: readonly string[]): { fullName: string; entry: Entry } | undefined {
  const entry = ENTRIES.get(name);
  const word = args[0]?.toLowerCase();
  if (entry?.subcommands === undefined || word === undefined) {
    return entry && { fullName: name, entry };
  }
  const subcommand = Object.hasOwn(entry.subcommands, word) ? entry.subcommands[word] : undefined;
  return subcommand && { fullName: `${name}|${word}`, entry: subcommand };
}

/** Whether a command may change data. */
export function isWrite(name: string, args: readonly string[]): boolean {
  return entryOf(name, args)?.entry.flags.includes('write') ?? false;
}

export function keysOf(name: string, args: readonly string[]): string[] {
  return keyIndexes(specFor(name) as Spec, args).map((index) => args[index] as string);
}

/** The error of a request that is none: no such command, or not so many arguments. */
export function mistakeIn(typed: string, args: readonly string[]): Error | undefined {
  const name = typed.toLowerCase();
  const found = entryOf(name, args);
  if (found === undefined) {
    const words = args.map((arg) => `'${arg}' `).join('');
    return new Error(
      ENTRIES.has(name)
        ? `ERR unknown subcommand '${args[0]}'. Try ${name.toUpperCase()} HELP.`
        : `ERR unknown command '${typed}', with args beginning with: ${words}`,
    );
  }
  const { fullName, entry } = found;
  const count = args.length + 1;
  return (entry.arity > 0 ? count === entry.arity : count >= -entry.arity) ? undefined : wrongNumber(fullName);
}

export function wrongNumber(fullName: string): Error {
  return new Error(`ERR wrong number of arguments for '${fullName}' command`);
}

export const NOT_AN_INTEGER = 'ERR value is not an integer or out of range';

/** The number that a text is in Redis's eyes, or undefined. */
export function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^(0|-?[1-9]\d{0,15})$/.test(text) ? Number(text) : undefined;
}
