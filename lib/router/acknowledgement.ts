import type { Argument } from '../command/types.js';
import { ClusterUnavailableError, ConnectionLostError, UncertainStateError } from '../errors.js';
import type { Node } from '../node/node.js';

// How long the server itself may wait, so that nobody waits behind it for longer; in milliseconds, as text.
const MOMENT = '1';
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 50;
// A server that is busy is given so long for its reply, beyond the time that was asked for.
const LEAST_TIME = 2000;

/** Whether a call is one that a server takes for what it is: otherwise its error is the answer. */
export function isWait(name: string, args: readonly Argument[]): boolean {
  return args.length === (name === 'wait' ? 2 : 3) && args.every((arg) => /^\d{1,15}$/.test(arg.toString()));
}

/**
 * `WAIT` and `WAITAOF` are about what was written over the same connection, which
 * others use, too: so the server is asked again and again, and waits for a moment only.
 * @param args how many replicas, or how many disks and replicas; how long, in milliseconds, 0: for ever
 * @returns how many there are when there are enough, or the time is up
 * @throws UncertainStateError when the connection is lost; ClusterUnavailableError when
 * the server hangs and the time is up; an error of the server
 * @see https://redis.io/docs/latest/commands/wait/
 * @see https://redis.io/docs/latest/commands/waitaof/
 */
export async function untilAcknowledged(node: Node, name: string, args: readonly Argument[]): Promise<unknown> {
  const needed = args.slice(0, -1).map(Number);
  const timeout = Number(args.at(-1));
  const deadline = timeout === 0 ? Number.POSITIVE_INFINITY : Date.now() + timeout;
  const { client } = node;
  const moment = args.with(-1, MOMENT);
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    // What was written over another connection, this one knows nothing of.
    if (node.client !== client) {
      throw new UncertainStateError(node.name, new ConnectionLostError('connection lost', false));
    }
    const isLast = Date.now() >= deadline;
    if (node.ready) {
      const reply = await ask(node, name, moment, deadline);
      const counts = [reply].flat();
      if (isLast || needed.every((count, i) => Number(counts[i]) >= count)) {
        return reply;
      }
    }
    if (isLast) {
      throw unavailable(node, timeout);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, Math.min(pause, Math.max(0, deadline - Date.now()))).unref();
    });
  }
}

function ask(node: Node, name: string, args: readonly Argument[], deadline: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const begun = Date.now();
    const time = Math.max(deadline - begun, LEAST_TIME);
    const timer = Number.isFinite(time)
      ? setTimeout(() => reject(unavailable(node, Date.now() - begun)), time).unref()
      : undefined;
    node.ask(name, args, (error, reply) => {
      clearTimeout(timer);
      if (error === null) {
        resolve(reply);
      } else {
        reject(error instanceof ConnectionLostError ? new UncertainStateError(node.name, error) : error);
      }
    });
  });
}

/** It hangs, and the time is up. */
function unavailable(node: Node, waited: number): Error {
  return new ClusterUnavailableError(node.name, waited, node.lastError === undefined ? [] : [node.lastError]);
}
