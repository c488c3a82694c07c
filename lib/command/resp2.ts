/**
 * Replies whose form differs between RESP3 and RESP2 beyond the type of a value:
 * pairs that RESP2 answers flat, and maps that RESP2 answers as pairs.
 */
const FLAT_IN_RESP2 = new Set([
  'hrandfield',
  'zdiff',
  'zinter',
  'zpopmax',
  'zpopmin',
  'zrandmember',
  'zrange',
  'zrangebyscore',
  'zrevrange',
  'zrevrangebyscore',
  'zunion',
]);

const PAIRED_IN_RESP2 = new Set(['xread', 'xreadgroup']);

/**
 * A reply in the shape of RESP2, from a client that was told to read maps and
 * sets as arrays, and doubles and big numbers as strings. A reply that came by
 * RESP2 stays as it is.
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/#resp-versions
 */
export function toResp2(name: string, reply: unknown): unknown {
  if (typeof reply === 'boolean') {
    return reply ? 1 : 0;
  }
  if (!Array.isArray(reply) || reply.length === 0) {
    return reply;
  }
  if (FLAT_IN_RESP2.has(name)) {
    return Array.isArray(reply[0]) ? reply.flat() : reply;
  }
  if (PAIRED_IN_RESP2.has(name) && !Array.isArray(reply[0])) {
    const pairs: unknown[] = [];
    for (let i = 0; i < reply.length; i += 2) {
      pairs.push([reply[i], reply[i + 1]]);
    }
    return pairs;
  }
  return reply;
}
