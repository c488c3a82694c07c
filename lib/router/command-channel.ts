import { channel } from 'node:diagnostics_channel';
import type { Argument, Callback } from '../command/types.js';

/** Published as `clusterwise:command` when a command has its answer; those of transactions when that has. */
export interface CommandMessage {
  readonly cluster: unknown;
  /** In upper case. */
  readonly command: string;
  readonly args: readonly Argument[];
  /** Milliseconds from the call to the answer. */
  readonly duration: number;
  readonly error: Error | null;
}

/** @see https://nodejs.org/api/diagnostics_channel.html */
export const COMMANDS = channel('clusterwise:command');

interface Called {
  readonly spec: { readonly upper: string };
  readonly args: readonly Argument[];
}

/** The callback of a command, before which its answer is told. */
export function observed(cluster: unknown, { spec, args }: Called, callback: Callback): Callback {
  const begun = performance.now();
  return (error, reply) => {
    const duration = performance.now() - begun;
    COMMANDS.publish({ cluster, command: spec.upper, args, duration, error } satisfies CommandMessage);
    callback(error, reply);
  };
}

/** The same for the commands of a transaction. */
export function observedAll(
  cluster: unknown,
  calls: readonly Called[],
  callback: Callback<unknown[] | null>,
): Callback<unknown[] | null> {
  const begun = performance.now();
  return (failure, replies) => {
    const duration = performance.now() - begun;
    calls.forEach(({ spec, args }, i) => {
      const reply = replies?.[i];
      const error = failure ?? (reply instanceof Error ? reply : null);
      COMMANDS.publish({ cluster, command: spec.upper, args, duration, error } satisfies CommandMessage);
    });
    callback(failure, replies);
  };
}
