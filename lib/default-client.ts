import { createClient } from 'redis';

/**
 * The client that is used when no `createClient` is given: redis 6, with its
 * timer per command turned off.
 * @param options options of redis 6, given to every node; and `tls`, as URLs of servers say it
 */
export function createDefaultClient(port: number, host: string, options: Record<string, unknown> = {}): unknown {
  const { tls, ...others } = options;
  const socket = typeof others.socket === 'object' ? others.socket : {};
  const secure = tls ? { ...(tls as object), tls: true as const } : {};
  const timerOff: object = { timeout: undefined };
  return createClient({
    commandOptions: timerOff,
    ...others,
    socket: { ...secure, ...socket, host, port },
  });
}
