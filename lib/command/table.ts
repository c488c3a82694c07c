import { getKeyIndexes } from '@ioredis/commands';
import metadata from '@ioredis/commands/built/commands.json';
import { mayBlock } from './blocking.js';
import { type FindKeys, findKeysOf, infoFor, tipsOf } from './key-specs.js';
import { MERGES, type Merge } from './merge.js';
import { mayBeRefused } from './refused.js';
import { toObject } from './replies.js';
import { type Subscribing, subscribingOf } from './subscribing.js';
import type { Argument } from './types.js';

/** How the keys of a command are found. */
export enum Keys {
  /** It has none. */
  None,
  /** The first argument is its only key. */
  First,
  /** They must be looked for. */
  Many,
}

/** What is known of a command before it is called. */
export interface Spec {
  /** Lower case. */
  readonly name: string;
  readonly upper: string;
  /** As in `COMMAND INFO`: the name counts, negative means "at least". */
  readonly arity: number;
  readonly keys: Keys;
  /** How the replies of its parts become one, where it may be split over slots. */
  readonly merge: Merge | undefined;
  /** From RESP2 to the shape that node_redis gives. */
  readonly shape: ((reply: unknown) => unknown) | undefined;
  /** Sent twice, it does what it does once. Undefined: its subcommand decides. */
  readonly repeatable: boolean | undefined;
  /** Whether a call may wait on the server for others, and hold up what comes behind it. */
  readonly mayBlock: boolean;
  /** Whether there are calls of it that must not be sent. */
  readonly mayBeRefused: boolean;
  /** What it does with subscriptions, which have connections of their own. */
  readonly subscribing?: Subscribing | undefined;
  /** What a server says of it, where the table does not have it. */
  readonly learned?: Learned;
  /** Replicas may not answer it, also where it only reads. */
  readonly atMaster?: boolean;
}

/** What a server says of a command. */
export interface Learned {
  /** The indexes of the keys of a call; undefined where the server must be asked for each. */
  keysOf(args: readonly Argument[]): number[] | undefined;
  policyOf(args: readonly Argument[]): Policy | undefined;
}

/** The servers that a call without keys is for, and how their replies become one. */
export interface Policy {
  readonly request: string;
  readonly response: string;
}

interface Entry {
  arity: number;
  flags: string[];
  keyStart: number;
  keyStop: number;
  step: number;
  requestPolicy?: string;
  responsePolicy?: string;
  subcommands?: Record<string, Entry>;
}

const ENTRIES = new Map(Object.entries(metadata as Record<string, Entry>));

// They change nothing, and Redis has no flag that says so.
const HARMLESS = new Set(['echo', 'info', 'lastsave', 'ping', 'role', 'time']);

// They change nothing either; `*` stands for all.
const HARMLESS_SUBCOMMANDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['acl', ['cat', 'getuser', 'list', 'users', 'whoami']],
  ['client', ['getname', 'id', 'info', 'list']],
  ['cluster', ['countkeysinslot', 'getkeysinslot', 'info', 'keyslot', 'links', 'myid', 'nodes', 'shards', 'slots']],
  ['command', ['*']],
  ['config', ['get']],
  ['function', ['dump', 'list', 'stats']],
  ['latency', ['doctor', 'graph', 'histogram', 'history', 'latest']],
  ['memory', ['doctor', 'malloc-stats', 'stats']],
  ['module', ['list']],
  ['pubsub', ['*']],
  ['script', ['exists']],
  ['slowlog', ['get', 'len']],
]);

// Options of commands whose keys stand behind a word, and how many arguments
// follow each: among those no other word is looked for.
const SORT_OPTIONS: ReadonlyMap<string, number> = new Map([
  ['limit', 2],
  ['by', 1],
  ['get', 1],
]);
const MIGRATE_OPTIONS: ReadonlyMap<string, number> = new Map([
  ['auth', 1],
  ['auth2', 2],
]);

// Where the number of keys stands, for commands that have one.
const NUMKEYS: ReadonlyMap<string, number> = new Map([
  ...['eval', 'evalsha', 'eval_ro', 'evalsha_ro', 'fcall', 'fcall_ro', 'blmpop', 'bzmpop'].map((n) => [n, 1] as const),
  ...['zunionstore', 'zinterstore', 'zdiffstore'].map((n) => [n, 1] as const),
  ...[
    'sintercard',
    'sdiffcard',
    'sunioncard',
    'lmpop',
    'zmpop',
    'zunion',
    'zinter',
    'zintercard',
    'zdiff',
    'msetex',
  ].map((n) => [n, 0] as const),
]);

const table = new Map<string, Spec>();
for (const [name, entry] of ENTRIES) {
  table.set(name, specOf(name, entry));
}

/** Every command that `@ioredis/commands` knows. */
export function allSpecs(): Iterable<Spec> {
  return table.values();
}

/** The command of a name in lower case, if the table has it. */
export function specFor(name: string): Spec | undefined {
  return table.get(name);
}

/**
 * What a server says of a command that the table does not have, a module's for
 * instance. One that the server does not know either has no keys.
 * @param info its entry in the reply of `COMMAND INFO`
 * @see https://redis.io/docs/latest/commands/command-info/
 */
export function learnSpec(name: string, info: unknown): Spec {
  const whole: readonly unknown[] = Array.isArray(info) ? info : [];
  const [, arity, flags] = whole;
  const finders = new Map<readonly unknown[], FindKeys | undefined>();
  const keysOf = (args: readonly Argument[]) => {
    const own = infoFor(whole, args);
    if (!finders.has(own)) {
      finders.set(own, findKeysOf(own));
    }
    return finders.get(own)?.(args);
  };
  return {
    name,
    upper: name.toUpperCase(),
    arity: Number(arity ?? -1),
    keys: Keys.Many,
    merge: undefined,
    shape: undefined,
    repeatable: Array.isArray(flags) && flags.includes('readonly'),
    mayBlock: Array.isArray(flags) && mayBlock(name, flags),
    mayBeRefused: mayBeRefused(name),
    learned: { keysOf, policyOf: (args) => tipsOf(infoFor(whole, args)) },
  };
}

/** A command with the keys of one call, which a server has named. */
export function withKeys(spec: Spec, indexes: number[]): Spec {
  return { ...spec, learned: { keysOf: () => indexes, policyOf: () => undefined } };
}

const AT_MASTER = new WeakMap<Spec, Spec>();

/** The same command, such that no replica answers it. */
export function atMaster(spec: Spec): Spec {
  const own = AT_MASTER.get(spec) ?? { ...spec, atMaster: true };
  AT_MASTER.set(spec, own);
  return own;
}

/** Whether only a server can tell where the keys of a call are. */
export function isForServerToTell({ learned }: Spec, args: readonly Argument[]): boolean {
  return learned !== undefined && learned.keysOf(args) === undefined;
}

/** Whether a call may be sent once more when nobody knows if it was executed. */
export function isRepeatable(spec: Spec, args: readonly Argument[]): boolean {
  return spec.repeatable ?? (isRead(subcommandOf(spec.name, args)) || isHarmless(spec.name, args));
}

function isHarmless(name: string, args: readonly Argument[]): boolean {
  const harmless = HARMLESS_SUBCOMMANDS.get(name) ?? [];
  return harmless.includes('*') || harmless.includes(args[0]?.toString().toLowerCase() ?? '');
}

/** The servers that a call without keys is for, and how Redis says its replies become one. */
export function policyOf(spec: Spec, args: readonly Argument[]): Policy | undefined {
  if (spec.learned !== undefined) {
    return spec.learned.policyOf(args);
  }
  const entry = subcommandOf(spec.name, args);
  return entry?.requestPolicy === undefined
    ? undefined
    : { request: entry.requestPolicy, response: entry.responsePolicy ?? '' };
}

/** The indexes of the keys among the arguments, as Redis's `COMMAND GETKEYS` would name them. */
export function keyIndexes(spec: Spec, args: readonly Argument[]): number[] {
  if (spec.keys === Keys.None || args.length === 0) {
    return [];
  }
  if (spec.keys === Keys.First) {
    return [0];
  }
  if (spec.learned !== undefined) {
    return spec.learned.keysOf(args) ?? [];
  }
  const { name } = spec;
  const numkeys = NUMKEYS.get(name);
  if (numkeys !== undefined && !isCount(args[numkeys], args.length - numkeys - 1)) {
    // The server has the right words for this.
    return [];
  }
  // Words are looked for among the arguments, and must be found in Buffers too.
  const words = args.map((arg) => (typeof arg === 'string' ? arg : arg.toString('latin1')));
  switch (name) {
    case 'sort': {
      // @ioredis/commands counts the patterns of BY and GET as keys, Redis does not.
      const store = positionOf('store', words, 1, SORT_OPTIONS);
      return store === -1 || store === args.length - 1 ? [0] : [0, store + 1];
    }
    case 'sort_ro':
      return [0];
    case 'migrate': {
      const keys = words[2] === '' ? positionOf('keys', words, 5, MIGRATE_OPTIONS) : -1;
      return (keys === -1 ? [2] : [...words.keys()].slice(keys + 1)).filter((index) => index < args.length);
    }
  }
  return getKeyIndexes(name, words).filter(
    (index): index is number => typeof index === 'number' && index < args.length,
  );
}

/** Where a word stands, behind `from`, but not as the value of another option; the last place counts. */
function positionOf(
  word: string,
  words: readonly string[],
  from: number,
  options: ReadonlyMap<string, number>,
): number {
  let found = -1;
  for (let i = from; i < words.length; i += 1) {
    const option = words[i]?.toLowerCase() as string;
    if (option === word) {
      found = i;
      i += 1;
    } else {
      i += options.get(option) ?? 0;
    }
  }
  return found;
}

function isCount(arg: Argument | undefined, most: number): boolean {
  const text = arg === undefined ? '' : arg.toString();
  return /^\d{1,9}$/.test(text) && Number(text) <= most;
}

function specOf(name: string, entry: Entry): Spec {
  return {
    name,
    upper: name.toUpperCase(),
    arity: entry.arity,
    keys: keysOf(name, entry),
    merge: MERGES.get(name),
    shape: name === 'hgetall' ? toObject : undefined,
    subscribing: subscribingOf(name),
    repeatable: entry.subcommands === undefined ? HARMLESS.has(name) || isRead(entry) : undefined,
    mayBlock: mayBlock(name, entry.flags),
    mayBeRefused: mayBeRefused(name),
  };
}

function keysOf(name: string, entry: Entry): Keys {
  const subkeys = Object.values(entry.subcommands ?? {}).some((subcommand) => subcommand.step > 0);
  if (subkeys || NUMKEYS.has(name) || entry.flags.includes('movablekeys')) {
    return Keys.Many;
  }
  if (entry.step === 0) {
    return Keys.None;
  }
  return entry.keyStart === 1 && entry.keyStop === 1 ? Keys.First : Keys.Many;
}

function isRead(entry: Entry | undefined): boolean {
  return entry?.flags.includes('readonly') ?? false;
}

function subcommandOf(name: string, args: readonly Argument[]): Entry | undefined {
  const entry = ENTRIES.get(name);
  const subcommands = entry?.subcommands;
  if (subcommands === undefined) {
    return entry;
  }
  const word = args[0]?.toString().toLowerCase() ?? '';
  return Object.hasOwn(subcommands, word) ? subcommands[word] : entry;
}
