type Redis = typeof import('redis');

// createClient() makes a class, with a method for each command, each time it is
// called: megabytes of what is soon garbage. Clients of one class are duplicates.
let template: ReturnType<Redis['createClient']> | undefined;

const TIMER_OFF: object = { timeout: undefined };
// These make another class.
const OF_CLASS = ['modules', 'functions', 'scripts'];

/**
 * The client that is used when no `createClient` is given: redis 6, with its
 * timer per command turned off.
 * @param options options of redis 6, given to every node; and `tls`, as URLs of servers say it
 */
export function createDefaultClient(port: number, host: string, options: Record<string, unknown> = {}): unknown {
  const { tls, ...others } = options;
  const socket = typeof others.socket === 'object' ? others.socket : {};
  const secure = tls ? { ...(tls as object), tls: true as const } : {};
  const all = { commandOptions: TIMER_OFF, ...others, socket: { ...secure, ...socket, host, port } };
  // Loaded when it is needed: it takes ten times as long as all of clusterwise.
  const { createClient }: Redis = require('redis');
  if (OF_CLASS.some((name) => name in others)) {
    return createClient(all);
  }
  template ??= createClient({ commandOptions: TIMER_OFF });
  return template.duplicate(all);
}
