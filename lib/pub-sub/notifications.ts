/**
 * Keyspace notifications are told by the server that has the key, and by no
 * other; a cluster has database 0 only.
 * @see https://redis.io/docs/latest/develop/use/keyspace-notifications/
 */
const PREFIXES = [Buffer.from('__keyspace@0__:'), Buffer.from('__keyevent@0__:')];

const [ANY, ONE, CLASS, CLASS_END, NOT, RANGE, ESCAPE] = [...'*?[]^-\\'].map((char) => char.charCodeAt(0));

/** Whether a channel is one of notifications. */
export function isNotification(channel: Buffer): boolean {
  // Most channels are not, and the first two bytes say so.
  return (
    channel[0] === PREFIXES[0]?.[0] &&
    channel[1] === PREFIXES[0]?.[1] &&
    PREFIXES.some((prefix) => prefix.equals(channel.subarray(0, prefix.length)))
  );
}

/**
 * What may come for a name: notifications, which every master has to be asked
 * for, and messages that are published, which any server has.
 */
export function comesFor(kind: 'channel' | 'pattern', name: Buffer): { notifications: boolean; published: boolean } {
  // A pattern with one of the prefixes, letter by letter, matches nothing else.
  const isOnlyThat = isNotification(name);
  const isAlsoThat = kind === 'pattern' && PREFIXES.some((prefix) => canBegin(name, prefix));
  return { notifications: isOnlyThat || isAlsoThat, published: !isOnlyThat };
}

/** Whether a pattern of Redis's matches anything that begins like this. */
function canBegin(pattern: Buffer, prefix: Buffer): boolean {
  let at = 0;
  for (const byte of prefix) {
    const token = pattern[at];
    if (token === ANY) {
      return true;
    }
    let matches: boolean;
    if (token === CLASS) {
      [matches, at] = matchClass(pattern, at, byte);
    } else {
      at += token === ESCAPE && at + 1 < pattern.length ? 1 : 0;
      matches = token === ONE || pattern[at] === byte;
    }
    if (!matches) {
      return false;
    }
    at += 1;
  }
  return true;
}

/** Whether a class of bytes has this one, and where the class ends: as Redis's `stringmatchlen` reads it. */
function matchClass(pattern: Buffer, begin: number, byte: number): [matches: boolean, end: number] {
  const isNegated = pattern[begin + 1] === NOT;
  let at = begin + (isNegated ? 2 : 1);
  let matches = false;
  for (; at < pattern.length && pattern[at] !== CLASS_END; at += 1) {
    const first = pattern[at] as number;
    const third = pattern[at + 2];
    if (first === ESCAPE && at + 1 < pattern.length) {
      at += 1;
      matches ||= pattern[at] === byte;
    } else if (pattern[at + 1] === RANGE && third !== undefined) {
      matches ||= byte >= Math.min(first, third) && byte <= Math.max(first, third);
      at += 2;
    } else {
      matches ||= first === byte;
    }
  }
  return [matches !== isNegated, at];
}
