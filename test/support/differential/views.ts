import type { Wire } from './resp-reader.js';

/** Views of replies that differ between clusters, or between two calls. */

/** Whether it is a number, a string, an error… */
export function kind(reply: Wire): string {
  return typeof reply === 'string' ? `a string after ${reply[0]}` : Array.isArray(reply) ? 'an array' : typeof reply;
}

/** @see https://redis.io/docs/latest/commands/cluster-slots/ */
export function slots(reply: Wire): unknown {
  return (reply as [number, number, ...[Wire, number, ...Wire[]][]][]).map(([first, last, ...nodes]) => [
    first,
    last,
    ...nodes.map(([host, port, ...rest]) => [host, `port ${port}`, ...rest]),
  ]);
}

/** Without the times of pings, and without the epoch. @see https://redis.io/docs/latest/commands/cluster-nodes/ */
export function nodes(reply: Wire): unknown {
  const lines = String(reply).slice(1).trimEnd().split('\n');
  return lines.map((line) => line.split(' ').filter((_field, i) => i < 4 || i > 6));
}

/** @see https://redis.io/docs/latest/commands/cluster-info/ */
export function clusterInfo(reply: Wire): unknown {
  return String(reply)
    .slice(1)
    .split('\r\n')
    .filter((line) => /^cluster_(enabled|state|slots_.*|known_nodes|size):/.test(line))
    .sort();
}

/** @see https://redis.io/docs/latest/commands/cluster-shards/ */
export function shards(reply: Wire): unknown {
  return (reply as Wire[][]).map((shard) => {
    const { $slots: ranges, $nodes: members } = fields(shard);
    const nodes = (members as Wire[][]).map((member) => {
      const { '$replication-offset': offset, $port: port, ...rest } = fields(member);
      return { ...rest, port: `port ${port}`, offset: typeof offset };
    });
    return { ranges, nodes };
  });
}

function fields(flat: readonly Wire[]): Record<string, Wire> {
  return Object.fromEntries(flat.flatMap((name, i) => (i % 2 === 0 ? [[name as string, flat[i + 1] as Wire]] : [])));
}

/** `HELLO`, without the version and the id of the connection. */
export function hello(reply: Wire): unknown {
  const flat = Array.isArray(reply)
    ? reply
    : typeof reply === 'object' && 'map' in reply
      ? reply.map.flat()
      : undefined;
  if (flat === undefined) {
    return reply;
  }
  const { $version: _version, $id: id, ...rest } = fields(flat);
  return { ...rest, id: typeof id };
}
