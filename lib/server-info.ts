/** The fields of `INFO`, as node_redis reads them; `versions` is the version as numbers. */
export interface ServerInfo {
  [field: string]: string | number[] | Record<string, number> | undefined;
  versions?: number[];
}

/**
 * Reads the text of `INFO`: `field:value` lines; those of `db0` and the like
 * are `field=number,…` within.
 * @see https://redis.io/docs/latest/commands/info/
 */
export function parseInfo(text: string): ServerInfo {
  const info: ServerInfo = Object.create(null);
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon === -1 || line.startsWith('#')) {
      continue;
    }
    const field = line.slice(0, colon);
    const value = line.slice(colon + 1);
    info[field] = /^db\d+$/.test(field) ? counts(value) : value;
  }
  if (typeof info.redis_version === 'string') {
    info.versions = info.redis_version.split('.').map(Number);
  }
  return info;
}

function counts(text: string): Record<string, number> {
  const pairs = text.split(',').map((pair) => pair.split('=', 2) as [string, string]);
  return Object.fromEntries(pairs.map(([name, count]) => [name, Number(count)]));
}
