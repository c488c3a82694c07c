/**
 * From the flat array of `HGETALL` to node_redis's object, or null where there
 * is nothing. A field named `__proto__` is a field like any other.
 */
export function toObject(reply: unknown): unknown {
  if (!Array.isArray(reply)) {
    // ioredis-mock makes the object itself.
    return Object.keys(reply ?? {}).length === 0 ? null : reply;
  }
  if (reply.length === 0) {
    return null;
  }
  const object: Record<string, unknown> = {};
  for (let i = 0; i < reply.length; i += 2) {
    // As node_redis: the name of a field is a string even where values are Buffers.
    const field: string = typeof reply[i] === 'string' ? reply[i] : (reply[i] as Buffer).toString('binary');
    if (field === '__proto__') {
      Object.defineProperty(object, field, {
        value: reply[i + 1],
        configurable: true,
        enumerable: true,
        writable: true,
      });
    } else {
      object[field] = reply[i + 1];
    }
  }
  return object;
}

/** Every Buffer of a reply as a string. */
export function toStrings(reply: unknown): unknown {
  if (Buffer.isBuffer(reply)) {
    return reply.toString();
  }
  return Array.isArray(reply) ? reply.map(toStrings) : reply;
}
