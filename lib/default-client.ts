const TIMER_OFF: object = { timeout: undefined };

// Options that are a connection's own. All others may be a matter of the class,
// or something else that duplicates would not have right.
const OF_CONNECTION = new Set(['username', 'password', 'socket', 'name', 'commandOptions', 'pingInterval']);

/** What is used of redis, and of a client that is never connected. */
interface Loaded {
  createClient(options: object): unknown;
  readonly template: { duplicate(options: object): unknown };
}

let loaded: Loaded | undefined;

/**
 * Loads what the default client needs, which takes longer than loading all of
 * clusterwise: only where it is used, and before any connection has so and so
 * much time to be made.
 */
export function loadDefaultClient(): Loaded {
  if (loaded === undefined) {
    const { createClient }: typeof import('redis') = require('redis');
    const template = createClient({ commandOptions: TIMER_OFF });
    // It counts as a client of this process until then.
    template.destroy();
    loaded = { createClient, template };
  }
  return loaded;
}

/**
 * The client that is used when no `createClient` is given: redis 6, with its
 * timer per command turned off.
 *
 * `createClient` of redis builds a class with hundreds of methods for each server,
 * as host and port differ; duplicates of one client share its class.
 * @param options options of redis 6, given to every node; and `tls`, as URLs of servers say it
 */
export function createDefaultClient(port: number, host: string, options: Record<string, unknown> = {}): unknown {
  const { tls, ...others } = options;
  const socket = typeof others.socket === 'object' ? others.socket : {};
  const secure = tls ? { ...(tls as object), tls: true as const } : {};
  const all = { commandOptions: TIMER_OFF, ...others, socket: { ...secure, ...socket, host, port } };
  const { createClient, template } = loadDefaultClient();
  if (Object.keys(all).every((name) => OF_CONNECTION.has(name))) {
    // With a registry of its own, as it has otherwise.
    return template.duplicate({ ...all, himportRegistry: undefined });
  }
  return createClient(all);
}
