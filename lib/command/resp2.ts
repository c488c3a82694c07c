/** Pairs are answered flat. */
function flat(reply: unknown[]): unknown[] {
  return Array.isArray(reply[0]) ? reply.flat() : reply;
}

/** Maps are answered as pairs. */
function paired(reply: unknown[]): unknown[] {
  if (Array.isArray(reply[0])) {
    return reply;
  }
  const pairs: unknown[] = [];
  for (let i = 0; i < reply.length; i += 2) {
    pairs.push([reply[i], reply[i + 1]]);
  }
  return pairs;
}

// Replies whose form differs between RESP3 and RESP2 beyond the type of a value.
const FORMS = new Map<string, (reply: unknown[]) => unknown[]>([
  ...[
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
  ].map((name) => [name, flat] as const),
  ...['xread', 'xreadgroup'].map((name) => [name, paired] as const),
]);

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
  return FORMS.get(name)?.(reply) ?? reply;
}
