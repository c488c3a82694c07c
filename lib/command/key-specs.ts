import type { Argument } from './types.js';

/** The indexes of the keys among the arguments of a call. */
export type FindKeys = (args: readonly Argument[]) => number[];

/** Where keys begin in a call, the name counted, for each number of words in it; undefined: there are none. */
type Begin = (words: readonly Argument[]) => number | undefined;
/** Which words are keys, of those from the first one on. */
type Find = (words: readonly Argument[], first: number) => number[];

const ONLY_SERVER_KNOWS = Symbol('only the server knows');

/**
 * How the keys of a command are found, as `COMMAND INFO` tells; undefined where
 * only the server can tell, for each call anew.
 * @param info the entry of the command, or of its subcommand
 * @see https://redis.io/docs/latest/develop/reference/key-specs/
 */
export function findKeysOf(info: readonly unknown[]): FindKeys | undefined {
  const flags = listOf(info[2]).map(String);
  const specs = listOf(info[8]).map(readSpec);
  const isMovable = flags.includes('movablekeys');
  if (isMovable && !specs.some((spec) => spec !== ONLY_SERVER_KNOWS && spec.moves)) {
    return undefined;
  }
  if (specs.includes(ONLY_SERVER_KNOWS)) {
    return isMovable ? undefined : byRange(info);
  }
  if (specs.length === 0) {
    // Redis before 7 tells no more.
    return byRange(info);
  }
  return (args) => {
    // All positions count from the name, which is no argument.
    const words = ['', ...args];
    return (specs as KeySpec[]).flatMap((spec) => spec.find(words)).map((position) => position - 1);
  };
}

interface KeySpec {
  /** Whether the positions depend on the arguments. */
  readonly moves: boolean;
  find(words: readonly Argument[]): number[];
}

function readSpec(reply: unknown): KeySpec | typeof ONLY_SERVER_KNOWS {
  const fields = mapOf(reply);
  const begin = mapOf(fields.get('begin_search'));
  const find = mapOf(fields.get('find_keys'));
  const first = beginOf(String(begin.get('type')), mapOf(begin.get('spec')));
  const keys = findOf(String(find.get('type')), mapOf(find.get('spec')));
  if (first === undefined || keys === undefined || listOf(fields.get('flags')).map(String).includes('incomplete')) {
    return ONLY_SERVER_KNOWS;
  }
  return {
    moves: begin.get('type') === 'keyword' || find.get('type') === 'keynum',
    find: (words) => {
      const at = first(words);
      return at === undefined || at >= words.length
        ? []
        : keys(words, at).filter((position) => position < words.length);
    },
  };
}

function beginOf(type: string, spec: ReadonlyMap<string, unknown>): Begin | undefined {
  if (type === 'index') {
    const index = Number(spec.get('index'));
    return () => index;
  }
  if (type !== 'keyword') {
    return undefined;
  }
  const keyword = String(spec.get('keyword')).toLowerCase();
  const from = Number(spec.get('startfrom'));
  // A negative one is looked for backwards, from that far before the end.
  const step = from < 0 ? -1 : 1;
  return (words) => {
    for (let i = from < 0 ? words.length + from : from; i > 0 && i < words.length; i += step) {
      if ((words[i] as Argument).toString().toLowerCase() === keyword) {
        return i + 1;
      }
    }
    return undefined;
  };
}

function findOf(type: string, spec: ReadonlyMap<string, unknown>): Find | undefined {
  const number = (field: string) => Number(spec.get(field) ?? 0);
  const step = Math.max(1, number('keystep'));
  if (type === 'range') {
    const [lastKey, limit] = [number('lastkey'), number('limit')];
    return (words, first) => {
      if (lastKey >= 0) {
        return range(first, first + lastKey, step);
      }
      // With a limit of two, keys are the first half of what is left.
      const last = limit > 1 ? first + Math.floor((words.length - first) / limit) + lastKey : words.length + lastKey;
      return range(first, last, step);
    };
  }
  if (type === 'keynum') {
    const [at, firstKey] = [number('keynumidx'), number('firstkey')];
    return (words, first) => {
      const count = words[first + at]?.toString() ?? '';
      const begin = first + firstKey;
      const last = begin + (Number(count) - 1) * step;
      // The server has the right words for a count that is none.
      return /^\d{1,9}$/.test(count) && last < words.length ? range(begin, last, step) : [];
    };
  }
  return undefined;
}

function byRange([, , , first, last, step]: readonly unknown[]): FindKeys {
  const [from, to, by] = [Number(first ?? 0), Number(last ?? 0), Number(step ?? 0)];
  return ({ length }) =>
    from > 0 && by > 0
      ? range(from, to < 0 ? length + 1 + to : to, by).flatMap((i) => (i <= length ? [i - 1] : []))
      : [];
}

function range(first: number, last: number, step: number): number[] {
  const positions: number[] = [];
  for (let position = first; position <= last; position += step) {
    positions.push(position);
  }
  return positions;
}

function listOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}

/** A map, in the form that RESP2 gives it. */
function mapOf(reply: unknown): ReadonlyMap<string, unknown> {
  const flat = listOf(reply);
  return new Map(flat.flatMap((name, i) => (i % 2 === 0 ? [[String(name), flat[i + 1]] as const] : [])));
}

/** The entry of the subcommand that a call names, where the command has any; else its own. */
export function infoFor(info: readonly unknown[], args: readonly Argument[]): readonly unknown[] {
  const subcommands = listOf(info[9]);
  const name = `${String(info[0])}|${args[0]?.toString() ?? ''}`.toLowerCase();
  const own = subcommands.find((subcommand) => String(listOf(subcommand)[0]).toLowerCase() === name);
  return own === undefined ? info : listOf(own);
}

/** The servers that a call without keys is for, and how its replies become one, as the tips of `COMMAND INFO` say. */
export function tipsOf(info: readonly unknown[]): { request: string; response: string } | undefined {
  const tips = listOf(info[7]).map(String);
  const tip = (name: string) => tips.find((one) => one.startsWith(`${name}:`))?.slice(name.length + 1);
  const request = tip('request_policy');
  return request === undefined ? undefined : { request, response: tip('response_policy') ?? '' };
}
