import { createDefaultClient } from './default-client.js';
import { InvalidOptionError } from './errors.js';
import type { PickReader, ReplicaUse } from './node/readers.js';
import { type NodeAddressMap, readNodeAddressMap, type Translate } from './node-address-map.js';
import { readServers, type ServerInput } from './servers.js';
import type { Address } from './topology/address.js';

/** A script that is a command: what `defineCommand` and the option `scripts` take. */
export interface ScriptDefinition {
  /** Its text. */
  lua: string;
  /** How many keys a call begins with. Without it, the first argument of each call says so. */
  numberOfKeys?: number;
  /** It writes nothing, and a server is to make sure of it (Redis 7). Default: false. */
  readOnly?: boolean;
}

/** Options of `new RedisCluster()`. */
export interface RedisClusterOptions<Client = unknown> {
  /**
   * Servers to ask for the map of the cluster: one that answers is enough. As
   * `{ host, port }`, `'host:port'`, or URLs `redis://user:password@host:port`;
   * what URLs say of credentials and TLS are defaults of `redisOptions`.
   */
  servers: readonly ServerInput[];
  /**
   * Where to reach servers that announce an address which does not lead there from
   * here (NAT, Docker, tunnels): `{ 'host:port': 'host:port' }`, or a function of
   * host and port. Not applied to `servers`. Default: none.
   */
  nodeAddressMap?: NodeAddressMap;
  /**
   * Makes the client for a server; called once per connection: one for each server, and more for what blocks, watches or subscribes. May return a promise.
   * Default: `redis` 6.
   */
  createClient?: (port: number, host: string, options: Record<string, unknown>) => Client | PromiseLike<Client>;
  /** Given to `createClient` as its third argument, over `username`, `password` and `tls` of URLs in `servers`. Default: `{}`. */
  redisOptions?: Record<string, unknown>;
  /** Put before every key. Default: none. */
  prefix?: string;
  /** Strings of replies come as Buffers. Default: false. */
  return_buffers?: boolean;
  /** They do for calls that have a Buffer among their arguments. Default: false. */
  detect_buffers?: boolean;
  /** What `multi()` does whose keys lie in several slots: each command by itself, or a `CROSSSLOT` error. Default: `'batch'`. */
  multi?: 'batch' | 'atomic';
  /** How many `MOVED` and `ASK` a command follows. Default: 16. */
  maxRedirections?: number;
  /** How long a command may wait for a server that can take it, in milliseconds. Default: 30,000. */
  retryTimeout?: number;
  /**
   * Sends writes again whose reply was lost with the connection: they are then
   * executed at least once, possibly twice, which is wrong for `INCR`, `LPUSH` and
   * the like. Default: false.
   */
  retryWrites?: boolean;
  /** redis-clustr's name for `retryTimeout`. */
  wait?: number;
  /** How many commands may wait for a server; one more is an error. Default: 100,000. */
  maxQueueLength?: number;
  /** The error is that of the oldest who waits, and the new one takes its place. Default: false. */
  queueShift?: boolean;
  /** How many connections a server gets for commands that block, as `BLPOP`: each takes one. Default: 1,000. */
  maxBlockingConnections?: number;
  /** How long a connection may take, in milliseconds. Default: 5,000. */
  connectTimeout?: number;
  /**
   * A server that owes replies and sends none for so long is given up, in
   * milliseconds, and sooner when a replica has taken its place. It must be longer
   * than the slowest command or script takes. Default: 10,000.
   */
  silenceTimeout?: number;
  /**
   * Who answers commands that only read: masters (`'never'`), masters and replicas
   * (`'share'`), replicas while there are any (`'always'`), or whomever a function
   * picks of those who can, the master and its replicas. A replica may be behind its
   * master. Default: `'never'`.
   */
  replicas?: ReplicaUse;
  /** redis-clustr's name for `replicas`. */
  slaves?: ReplicaUse;
  /** Scripts that are methods, by their names, as by `defineCommand`. Default: none. */
  scripts?: Readonly<Record<string, ScriptDefinition>>;
  /** The map is asked for this often even when all is well, in milliseconds; 0: never. Default: 60,000. */
  refreshInterval?: number;
  /** redis-clustr's name for `refreshInterval`. */
  slotInterval?: number;
  /** Connects to a server when a command is for it, and not as soon as it is known. Default: false. */
  minimizeConnections?: boolean;
  /** Commands of one tick leave in one write; while a server is busy, those of one turn of the event loop. Default: true. */
  coalesce?: boolean;
  /**
   * When no server answers: milliseconds until the next attempt, or null to give
   * up, or an error that says why. Attempts are counted from one. Default: 50 doubling up to 2,000, for ever.
   */
  retryStrategy?: (attempt: number) => number | Error | null;
}

/** Options with every default in place. */
export interface CheckedOptions {
  readonly servers: readonly Address[];
  readonly nodeAddressMap: Translate;
  readonly createClient: (port: number, host: string, options: Record<string, unknown>) => unknown;
  readonly redisOptions: Record<string, unknown>;
  readonly prefix: string;
  readonly return_buffers: boolean;
  readonly detect_buffers: boolean;
  readonly multi: 'batch' | 'atomic';
  readonly maxRedirections: number;
  readonly retryTimeout: number;
  readonly retryWrites: boolean;
  readonly maxQueueLength: number;
  readonly queueShift: boolean;
  readonly maxBlockingConnections: number;
  readonly connectTimeout: number;
  readonly silenceTimeout: number;
  readonly replicas: ReplicaUse;
  readonly scripts: Readonly<Record<string, ScriptDefinition>>;
  readonly refreshInterval: number;
  readonly minimizeConnections: boolean;
  readonly coalesce: boolean;
  readonly retryStrategy: (attempt: number) => number | Error | null;
}

const REPLICA_USES: readonly string[] = ['never', 'share', 'always'];

type Check<T> = (name: string, value: unknown) => T;

// What a timer of Node can hold; above that it would fire at once.
const LONGEST = 2 ** 31 - 1;

const CHECKS: { readonly [K in keyof CheckedOptions]: [Check<CheckedOptions[K]>, CheckedOptions[K] | undefined] } = {
  servers: [(name, value) => readServers(name, value).addresses, undefined],
  nodeAddressMap: [readNodeAddressMap, undefined],
  createClient: [callable, createDefaultClient],
  redisOptions: [object, {}],
  prefix: [text, ''],
  return_buffers: [flag, false],
  detect_buffers: [flag, false],
  multi: [oneOf('batch', 'atomic'), 'batch'],
  maxRedirections: [count, 16],
  retryTimeout: [milliseconds(0), 30_000],
  retryWrites: [flag, false],
  maxQueueLength: [count, 100_000],
  queueShift: [flag, false],
  maxBlockingConnections: [count, 1000],
  connectTimeout: [milliseconds(1), 5000],
  silenceTimeout: [milliseconds(1000), 10_000],
  replicas: [replicaUse, 'never'],
  scripts: [scripts, {}],
  refreshInterval: [milliseconds(0), 60_000],
  minimizeConnections: [flag, false],
  coalesce: [flag, true],
  retryStrategy: [callable, (attempt) => Math.min(50 * 2 ** (attempt - 1), 2000)],
};

// redis-clustr's names, and ours.
const ALIASES: ReadonlyMap<string, keyof CheckedOptions> = new Map([
  ['slaves', 'replicas'],
  ['slotInterval', 'refreshInterval'],
  ['wait', 'retryTimeout'],
]);

/**
 * Checks options and puts defaults in place.
 * @throws InvalidOptionError that names the option, what was expected, what came
 */
export function checkOptions(options: unknown): CheckedOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InvalidOptionError('options', 'an object with `servers`', options);
  }
  const given = options as Record<string, unknown>;
  const names = namesOf(given);
  const entries = Object.entries(CHECKS).map(([option, [check, byDefault]]) => {
    const name = names.get(option) ?? option;
    const value = given[name];
    return [option, value === undefined && byDefault !== undefined ? byDefault : check(name, value)];
  });
  const checked = Object.fromEntries(entries) as CheckedOptions;
  const { options: urlOptions } = readServers('servers', given.servers);
  return Object.keys(urlOptions).length === 0
    ? checked
    : { ...checked, redisOptions: { ...urlOptions, ...checked.redisOptions } };
}

/** Options under our names for them. */
export function withoutAliases<Options extends object>(options: Options): Options {
  const renamed = Object.entries(options).map(([name, value]) => [ALIASES.get(name) ?? name, value] as const);
  return Object.fromEntries(renamed.filter(([, value]) => value !== undefined)) as Options;
}

/** Checked options, of which another cluster object can be made when their owner has changed his. */
export function kept<Client>(options: RedisClusterOptions<Client>): RedisClusterOptions<Client> {
  const servers = options.servers.map((server) => (typeof server === 'string' ? server : { ...server }));
  return { ...withoutAliases(options), servers };
}

/** By which name each option was given. */
function namesOf(given: Record<string, unknown>): Map<string, string> {
  const names = new Map<string, string>();
  for (const name of Object.keys(given)) {
    const option = ALIASES.get(name) ?? name;
    if (!Object.hasOwn(CHECKS, option)) {
      throw new InvalidOptionError(name, `one of the options ${Object.keys(CHECKS).join(', ')}`, given[name]);
    }
    const other = names.get(option);
    if (other !== undefined && given[other] !== undefined && given[name] !== undefined) {
      throw new InvalidOptionError(name, `no value beside ${other}, which is the same option`, given[name]);
    }
    if (other === undefined || given[name] !== undefined) {
      names.set(option, name);
    }
  }
  return names;
}

function replicaUse(name: string, value: unknown): ReplicaUse {
  if (typeof value === 'function') {
    return value as PickReader;
  }
  if (!REPLICA_USES.includes(value as string)) {
    throw new InvalidOptionError(name, `${listOf(REPLICA_USES)} or a function`, value);
  }
  return value as ReplicaUse;
}

function scripts(name: string, value: unknown): Readonly<Record<string, ScriptDefinition>> {
  const given = object(name, value);
  for (const [command, definition] of Object.entries(given)) {
    checkScript(`${name}.${command}`, definition);
  }
  return given as Record<string, ScriptDefinition>;
}

/**
 * Checks a script that is to be a command.
 * @param name what it is called where it was given
 * @throws InvalidOptionError
 */
export function checkScript(name: string, value: unknown): ScriptDefinition {
  const { lua, numberOfKeys, readOnly, ...others } = object(name, value, 'an object { lua, numberOfKeys }');
  for (const [field, content] of Object.entries(others)) {
    throw new InvalidOptionError(`${name}.${field}`, 'only lua, numberOfKeys and readOnly', content);
  }
  if (typeof lua !== 'string' || lua === '') {
    throw new InvalidOptionError(`${name}.lua`, 'the text of a script', lua);
  }
  return {
    lua,
    ...(numberOfKeys === undefined ? {} : { numberOfKeys: count(`${name}.numberOfKeys`, numberOfKeys) }),
    ...(readOnly === undefined ? {} : { readOnly: flag(`${name}.readOnly`, readOnly) }),
  };
}

function callable<T>(name: string, value: unknown): T {
  if (typeof value !== 'function') {
    throw new InvalidOptionError(name, 'a function', value);
  }
  return value as T;
}

function object(name: string, value: unknown, expected = 'an object'): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidOptionError(name, expected, value);
  }
  return value as Record<string, unknown>;
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string') {
    throw new InvalidOptionError(name, 'a string', value);
  }
  return value;
}

function flag(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') {
    throw new InvalidOptionError(name, 'true or false', value);
  }
  return value;
}

function oneOf<Word extends string>(...words: readonly Word[]): Check<Word> {
  return (name, value) => {
    if (!words.includes(value as Word)) {
      throw new InvalidOptionError(name, listOf(words), value);
    }
    return value as Word;
  };
}

function listOf(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' or ');
}

function count(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new InvalidOptionError(name, 'a whole number, zero or more', value);
  }
  return value;
}

function milliseconds(least: number): Check<number> {
  return (name, value) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > LONGEST) {
      throw new InvalidOptionError(name, `a whole number of milliseconds, from ${least} to ${LONGEST}`, value);
    }
    return value;
  };
}
