import { createClient } from 'redis';

/**
 * The client that is used when no `createClient` is given: redis 6, with its
 * timer per command turned off.
 * @param options options of redis 6, given to every node
 */
export function createDefaultClient(port: number, host: string, options: Record<string, unknown> = {}): unknown {
  const socket = typeof options.socket === 'object' ? options.socket : {};
  const timerOff: object = { timeout: undefined };
  return createClient({
    commandOptions: timerOff,
    ...options,
    socket: { ...socket, host, port },
  });
}
