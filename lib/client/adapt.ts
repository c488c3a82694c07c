import { describe, InvalidClientError } from '../errors.js';
import type { Connection } from './connection.js';
import { IoredisConnection } from './ioredis.js';
import { IoredisMockConnection } from './ioredis-mock.js';
import { NodeRedisConnection } from './node-redis-callbacks.js';
import { RedisConnection } from './node-redis-promises.js';

const FAMILIES = [IoredisConnection, RedisConnection, NodeRedisConnection, IoredisMockConnection];

/**
 * The connection for a client, recognised by what the object can do.
 * @throws InvalidClientError for a client of no family, or with a key prefix of its own, which is closed
 */
export function adapt(client: unknown): Connection {
  if (typeof client !== 'object' || client === null) {
    throw unknownClient(client);
  }
  if ('isCluster' in client && client.isCluster === true) {
    throw new InvalidClientError(
      'createClient must return a client of one server, got a cluster client: clusterwise is the cluster',
    );
  }
  const Family = FAMILIES.find((family) => family.recognises(client));
  if (Family === undefined) {
    throw unknownClient(client);
  }
  const connection = new Family(client);
  try {
    checkClient(client);
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return connection;
}

function checkClient(client: object): void {
  const options = (client as { options?: Record<string, unknown> }).options ?? {};
  for (const name of ['prefix', 'keyPrefix', 'key_prefix']) {
    const value = options[name];
    if (value !== undefined && value !== null && value !== '') {
      throw new InvalidClientError(
        `createClient returned a client with a key prefix of its own (${name}: ${describe(value)}). A prefix changes ` +
          'the slot of a key, so it belongs to the cluster: new RedisCluster({ prefix })',
      );
    }
  }
  if (options.replyMapping === 'resp3') {
    throw new InvalidClientError("createClient returned a client with replyMapping: 'resp3'; expected 'legacy'");
  }
}

function unknownClient(got: unknown): InvalidClientError {
  return new InvalidClientError(
    'createClient(port, host, options) must return a client of node_redis 2 or 3, redis 4, 5 or 6, ioredis 4, 5 or 6, ' +
      `iovalkey or ioredis-mock, or a promise of one; got ${describe(got)}`,
  );
}
