import { UnsupportedCommandError } from '../errors.js';
import { blocks, WAITS } from './blocking.js';
import { subscribingOf } from './subscribing.js';
import type { Argument } from './types.js';

const TRANSACTION = 'a connection is shared by all callers; use multi(), which sends MULTI and EXEC as one';
const SUBSCRIBING = 'as part of a batch or a transaction, since subscriptions have a connection of their own';
const BLOCKING = 'it would hold up all other commands for that server; call it by itself';
const WATCHING = 'as part of a batch or a transaction; call it before, on the cluster itself';
const CONNECTION = 'it would change the state of a connection that all callers share';
const ONE_SERVER = 'it is for one server; use a client of your own on that server';

// Why a command cannot be sent over connections that many callers share, to servers that the caller does not choose.
const REASONS: ReadonlyMap<string, string> = new Map([
  ...['multi', 'exec', 'discard'].map((name) => [name, TRANSACTION] as const),
  ...['watch', 'unwatch'].map((name) => [name, WATCHING] as const),
  ...['asking', 'auth', 'hello', 'readonly', 'readwrite', 'reset'].map((name) => [name, CONNECTION] as const),
  ...['failover', 'monitor', 'psync', 'replconf', 'replicaof', 'shutdown', 'slaveof', 'sync'].map(
    (name) => [name, ONE_SERVER] as const,
  ),
  ['quit', 'a connection is shared by all callers; use quit() of the cluster'],
  ...['swapdb', 'move'].map((name) => [name, 'a cluster has only database 0'] as const),
]);

const OF_CONNECTION: ReadonlyMap<string, readonly string[]> = new Map([
  ['client', ['caching', 'no-evict', 'no-touch', 'reply', 'tracking']],
  ['script', ['debug']],
]);

/** Whether there are calls of a command that must not be sent. */
export function mayBeRefused(name: string): boolean {
  return REASONS.has(name) || OF_CONNECTION.has(name) || name === 'select';
}

/** The error for a command that must not be sent, or undefined. */
export function refusalOf(name: string, args: readonly Argument[]): UnsupportedCommandError | undefined {
  const reason = REASONS.get(name) ?? reasonByArguments(name, args);
  return reason === undefined ? undefined : new UnsupportedCommandError(name.toUpperCase(), reason);
}

/** The same for one that is part of a batch. */
export function refusalInBatchOf(name: string, args: readonly Argument[]): UnsupportedCommandError | undefined {
  return subscribingOf(name) === undefined
    ? refusalOf(name, args)
    : new UnsupportedCommandError(name.toUpperCase(), SUBSCRIBING);
}

/**
 * The same for one that each of several servers shall execute.
 * @param mayBlock whether there are calls of it that wait on the server for others
 */
export function refusalForEachOf(
  name: string,
  mayBlock: boolean,
  args: readonly Argument[],
): UnsupportedCommandError | undefined {
  return WAITS.has(name) || (mayBlock && blocks(name, args))
    ? new UnsupportedCommandError(name.toUpperCase(), BLOCKING)
    : refusalInBatchOf(name, args);
}

function reasonByArguments(name: string, args: readonly Argument[]): string | undefined {
  if (name === 'select' && args[0]?.toString() !== '0') {
    return 'a cluster has only database 0';
  }
  return OF_CONNECTION.get(name)?.includes(args[0]?.toString().toLowerCase() ?? '') ? CONNECTION : undefined;
}
