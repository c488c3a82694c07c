import { createHash } from 'node:crypto';
import { integer, NOT_AN_INTEGER } from './metadata.js';
import type { Reply } from './resp.js';
import type { Session } from './session.js';

// More than a store of a test has.
const ALL = '1000000000';

/**
 * Keys in the order of a hash of their own, which is another one for each run of
 * a server, so that the cursor holds while others come and go: ioredis-mock counts.
 * @see https://redis.io/docs/latest/commands/scan/
 */
export async function scan({ store, node }: Session, [cursor = '', ...options]: readonly string[]): Promise<Reply> {
  const at = options.findIndex((option, i) => i % 2 === 0 && option.toLowerCase() === 'count');
  const count = at === -1 ? 10 : integer(options[at + 1]);
  if (!/^\d{1,20}$/.test(cursor)) {
    return new Error('ERR invalid cursor');
  }
  if (count === undefined || count < 1) {
    return new Error(count === undefined ? NOT_AN_INTEGER : 'ERR syntax error');
  }
  const others = at === -1 ? options : options.toSpliced(at, 2);
  const reply = await store.execute('scan', ['0', ...others, 'COUNT', ALL]);
  if (!Array.isArray(reply)) {
    return reply;
  }
  const chosen = new Set(reply[1] as string[]);
  const ordered = store
    .keys()
    .map((key) => ({ key, place: placeOf(key, node.runId) }))
    .filter(({ place }) => place >= Number(cursor))
    .sort((a, b) => a.place - b.place);
  const last = ordered[count - 1];
  const keys = ordered.slice(0, count).flatMap(({ key }) => (chosen.has(key) ? [key] : []));
  return [last === undefined || ordered.length === count ? '0' : String(last.place + 1), keys];
}

function placeOf(key: string, seed: string): number {
  return createHash('sha1').update(seed).update(key, 'latin1').digest().readUIntBE(0, 6) + 1;
}
