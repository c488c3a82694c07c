import type { Input } from './commands.js';
import { describe, InvalidArgumentError } from './errors.js';

/** Options of `HSCAN`, `SSCAN` and `ZSCAN`. */
export interface ElementScanOptions {
  /** Only what matches this pattern. */
  readonly match?: string | Buffer;
  /** About how many elements a server looks at for one reply; it says 10. */
  readonly count?: number;
}

/** Options of `SCAN`. */
export interface ScanOptions extends ElementScanOptions {
  /** Only keys of this type: `string`, `hash`, … */
  readonly type?: string;
}

type Cursor = string | Buffer;
type Page<T> = readonly [cursor: Cursor, elements: readonly T[]];

/** Sends a command, and promises its reply. */
export type Send = (name: string, args: readonly Input[]) => Promise<unknown>;

/** A reply, and what stands for the server that gave it: the same only where the same process has answered. */
export interface Told {
  readonly reply: unknown;
  readonly by: unknown;
}

/** Sends a command with one key, and promises its reply. */
export type SendAndTell = (name: 'hscan' | 'sscan' | 'zscan', args: readonly Input[]) => Promise<Told>;

/** Every key of all masters. Options are checked at once, everything else when the first key is asked for. */
export function scanKeys<T>(send: Send, options: ScanOptions | undefined): AsyncGenerator<T, void, undefined> {
  return elements(keyPages(send, optionsOf('scanIterator', options, ['match', 'count', 'type'])));
}

/** Every member of a set. */
export function scanMembers<T>(
  send: SendAndTell,
  key: Input,
  options: ElementScanOptions | undefined,
): AsyncGenerator<T, void, undefined> {
  return elements(pages(send, 'sscan', key, optionsOf('sscanIterator', options, ['match', 'count'])));
}

/** Every field of a hash with its value, or every member of a sorted set with its score. */
export function scanPairs<T>(
  send: SendAndTell,
  name: 'hscan' | 'zscan',
  key: Input,
  options: ElementScanOptions | undefined,
): AsyncGenerator<[T, T], void, undefined> {
  return pairs(pages(send, name, key, optionsOf(`${name}Iterator`, options, ['match', 'count'])));
}

/** @see https://redis.io/docs/latest/commands/scan/ */
async function* keyPages<T>(send: Send, options: readonly Input[]): AsyncGenerator<readonly T[], void, undefined> {
  let cursor: Cursor = '0';
  do {
    const page = (await send('scan', [cursor, ...options])) as Page<T>;
    cursor = page[0];
    yield page[1];
  } while (cursor.toString() !== '0');
}

/**
 * The cursor of one server means nothing to another: when the key has moved, or
 * its master was replaced or restarted, it begins again.
 */
async function* pages<T>(
  send: SendAndTell,
  name: 'hscan' | 'sscan' | 'zscan',
  key: Input,
  options: readonly Input[],
): AsyncGenerator<readonly T[], void, undefined> {
  let cursor: Cursor = '0';
  let server: unknown;
  let isFirst = true;
  do {
    const { reply, by } = await send(name, [key, cursor, ...options]);
    if (isFirst || by === server) {
      const page = reply as Page<T>;
      server = by;
      cursor = page[0];
      isFirst = false;
      yield page[1];
    } else {
      cursor = '0';
      isFirst = true;
    }
  } while (isFirst || cursor.toString() !== '0');
}

async function* elements<T>(all: AsyncIterable<readonly T[]>): AsyncGenerator<T, void, undefined> {
  for await (const page of all) {
    yield* page;
  }
}

async function* pairs<T>(all: AsyncIterable<readonly T[]>): AsyncGenerator<[T, T], void, undefined> {
  for await (const page of all) {
    for (let i = 0; i + 1 < page.length; i += 2) {
      yield [page[i] as T, page[i + 1] as T];
    }
  }
}

/** Options as arguments of the command. */
function optionsOf(method: string, options: unknown = {}, known: readonly string[]): Input[] {
  if (typeof options !== 'object' || options === null || Array.isArray(options) || Buffer.isBuffer(options)) {
    throw new InvalidArgumentError(`${method} takes its options as an object, got ${describe(options)}`);
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (!known.includes(name)) {
      throw new InvalidArgumentError(
        `${method} takes the options ${known.join(', ')}, got ${name}: ${describe(value)}`,
      );
    }
    if (
      name === 'count' ? !Number.isInteger(value) || value < 1 : typeof value !== 'string' && !Buffer.isBuffer(value)
    ) {
      const expected = name === 'count' ? 'a whole number from 1 up' : 'a string';
      throw new InvalidArgumentError(`The option ${name} of ${method} is ${expected}, got ${describe(value)}`);
    }
  }
  return given.flatMap(([name, value]) => [name.toUpperCase(), value as Input]);
}
