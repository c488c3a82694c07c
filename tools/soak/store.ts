/** A command as a client calls it, in lower case. */
export interface Command {
  readonly name: string;
  readonly args: readonly string[];
}

/** What is stored under one key. Fields, members and scores are in the order in which they are compared. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'hash'; readonly items: readonly (readonly [field: string, value: string])[] }
  | { readonly kind: 'set'; readonly items: readonly string[] }
  | { readonly kind: 'scores'; readonly items: readonly (readonly [member: string, score: number])[] };

type Kind = Value['kind'];

/** All keys that have a value; a value is never changed. */
export type Store = Readonly<Record<string, Value>>;

/** As node_redis 3 gives it; an error by its `code`. */
export type Reply = unknown;

type Rule = (value: Value | undefined, args: readonly string[], key: string) => [Value | undefined, Reply];

/** A reply that is an error. */
export class Refusal {
  constructor(readonly code: string) {}
}

const INTEGER = /^-?\d{1,15}$/;

const RULES: Readonly<Record<string, Rule>> = {
  del: (value) => [undefined, value === undefined ? 0 : 1],
  exists: (value) => [value, value === undefined ? 0 : 1],
  set: (_value, [given = '']) => [text(given), 'OK'],
  get: onText((stored) => [stored, stored ?? null]),
  getset: onText((stored, [given = '']) => [given, stored ?? null]),
  strlen: onText((stored) => [stored, stored?.length ?? 0]),
  append: onText((stored = '', [more = '']) => [stored + more, stored.length + more.length]),
  incr: onText((stored = '0') => {
    const next = Number(stored) + 1;
    return INTEGER.test(stored) ? [String(next), next] : [stored, new Refusal('ERR')];
  }),
  rpush: onItems('list', (items, values) => [[...items, ...values], items.length + values.length]),
  lpop: onItems('list', (items) => [items.slice(1), items[0] ?? null]),
  blpop: onItems('list', (items, _args, key) => [items.slice(1), items.length === 0 ? null : [key, items[0]]]),
  lrange: onItems('list', (items) => [items, items]),
  hset: onItems('hash', (items, [field = '', value = '']) => {
    const others = items.filter(([name]) => name !== field);
    return [byName([...others, [field, value]]), others.length === items.length ? 1 : 0];
  }),
  hincrby: onItems('hash', (items, [field = '', by]) => {
    const sum = Number(items.find(([name]) => name === field)?.[1] ?? 0) + Number(by);
    return [byName([...items.filter(([name]) => name !== field), [field, String(sum)]]), sum];
  }),
  hdel: onItems('hash', (items, [field]) => {
    const others = items.filter(([name]) => name !== field);
    return [others, items.length - others.length];
  }),
  hget: onItems('hash', (items, [field]) => [items, items.find(([name]) => name === field)?.[1] ?? null]),
  hgetall: onItems('hash', (items) => [items, items.length === 0 ? null : Object.fromEntries(items)]),
  sadd: onItems('set', (items, [member = '']) =>
    items.includes(member) ? [items, 0] : [[...items, member].sort(), 1],
  ),
  srem: onItems('set', (items, [member = '']) => [
    items.filter((item) => item !== member),
    items.includes(member) ? 1 : 0,
  ]),
  smembers: onItems('set', (items) => [items, items]),
  zincrby: onItems('scores', (items, [by, member = '']) => {
    const sum = (items.find(([name]) => name === member)?.[1] ?? 0) + Number(by);
    return [byScore([...items.filter(([name]) => name !== member), [member, sum]]), String(sum)];
  }),
  zrem: onItems('scores', (items, [member]) => {
    const others = items.filter(([name]) => name !== member);
    return [others, items.length - others.length];
  }),
  zrange: onItems('scores', (items) => [items, items.flatMap(([member, score]) => [member, String(score)])]),
};

/** Commands of several keys: what they do to each, and how the replies become one. */
const SEVERAL: Readonly<Record<string, { single: string; step: 1 | 2; merge: (replies: Reply[]) => Reply }>> = {
  mget: {
    single: 'get',
    step: 1,
    merge: (replies) => replies.map((reply) => (reply instanceof Refusal ? null : reply)),
  },
  mset: { single: 'set', step: 2, merge: () => 'OK' },
  del: { single: 'del', step: 1, merge: sum },
  exists: { single: 'exists', step: 1, merge: sum },
};

/** Commands that change nothing. */
const READS = new Set(['get', 'mget', 'strlen', 'exists', 'lrange', 'hget', 'hgetall', 'smembers', 'zrange']);

export function isRead({ name }: Command): boolean {
  return READS.has(name);
}

/** The keys of a command. */
export function keysOf({ name, args }: Command): string[] {
  const step = SEVERAL[name]?.step;
  return step === undefined ? args.slice(0, 1) : args.filter((_arg, index) => index % step === 0);
}

/** Executes a command as Redis does: gives what is stored then, and the reply. */
export function execute(store: Store, { name, args }: Command): { store: Store; reply: Reply } {
  const several = SEVERAL[name];
  if (several === undefined) {
    return executeOne(store, name, args);
  }
  let now = store;
  const replies: Reply[] = [];
  for (let index = 0; index < args.length; index += several.step) {
    const one = executeOne(now, several.single, args.slice(index, index + several.step));
    now = one.store;
    replies.push(one.reply);
  }
  return { store: now, reply: several.merge(replies) };
}

/** Whether a reply is what was expected; sets and hashes have no order. */
export function isSame(name: string, expected: Reply, got: Reply): boolean {
  return fingerprint(normal(name, expected)) === fingerprint(normal(name, got));
}

/** The same for equal stores, and for equal replies. */
export function fingerprint(value: unknown): string {
  return value instanceof Refusal ? `-${value.code}` : JSON.stringify(sorted(value));
}

function executeOne(
  store: Store,
  name: string,
  [key = '', ...rest]: readonly string[],
): { store: Store; reply: Reply } {
  const rule = RULES[name];
  if (rule === undefined) {
    throw new Error(`The model has no ${name}`);
  }
  const before = store[key];
  const [after, reply] = rule(before, rest, key);
  if (after === before) {
    return { store, reply };
  }
  const { [key]: _former, ...others } = store;
  return { store: after === undefined ? others : { ...others, [key]: after }, reply };
}

function text(given: string): Value {
  return { kind: 'text', text: given };
}

function onText(change: (stored: string | undefined, args: readonly string[]) => [string | undefined, Reply]): Rule {
  return (value, args) => {
    if (value !== undefined && value.kind !== 'text') {
      return [value, new Refusal('WRONGTYPE')];
    }
    const [after, reply] = change(value?.text, args);
    return [after === value?.text ? value : text(after as string), reply];
  };
}

type ItemsOf<K extends Kind> = Extract<Value, { kind: K; items: unknown }>['items'];

/** Redis has no empty list, hash or set: the key is gone with the last item. */
function onItems<K extends Exclude<Kind, 'text'>>(
  kind: K,
  change: (items: ItemsOf<K>, args: readonly string[], key: string) => [ItemsOf<K>, Reply],
): Rule {
  return (value, args, key) => {
    if (value !== undefined && value.kind !== kind) {
      return [value, new Refusal('WRONGTYPE')];
    }
    const before = (value === undefined ? [] : value.items) as ItemsOf<K>;
    const [after, reply] = change(before, args, key);
    if (after === before) {
      return [value, reply];
    }
    return [after.length === 0 ? undefined : ({ kind, items: after } as unknown as Value), reply];
  };
}

function byName(items: (readonly [string, string])[]): (readonly [string, string])[] {
  return items.sort(([a], [b]) => (a < b ? -1 : 1));
}

function byScore(items: (readonly [string, number])[]): (readonly [string, number])[] {
  return items.sort(([a, one], [b, other]) => one - other || (a < b ? -1 : 1));
}

function sum(replies: Reply[]): Reply {
  return replies.reduce((total: number, reply) => total + Number(reply), 0);
}

function normal(name: string, reply: Reply): Reply {
  return name === 'smembers' && Array.isArray(reply) ? [...reply].sort() : reply;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
