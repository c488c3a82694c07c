import { describe, InvalidClientError } from '../errors.js';
import type { Connection } from './connection.js';
import { IoredisConnection } from './ioredis.js';
import { IoredisMockConnection } from './ioredis-mock.js';
import { IoredisMockSubscriber } from './ioredis-mock-subscriber.js';
import { IoredisSubscriber } from './ioredis-subscriber.js';
import { NodeRedisConnection } from './node-redis-callbacks.js';
import { NodeRedisSubscriber } from './node-redis-callbacks-subscriber.js';
import { RedisConnection } from './node-redis-promises.js';
import { RedisSubscriber } from './node-redis-promises-subscriber.js';
import type { Subscriber, SubscriberListener } from './subscriber.js';

const FAMILIES = [IoredisConnection, RedisConnection, NodeRedisConnection, IoredisMockConnection];
const SUBSCRIBERS = [IoredisSubscriber, RedisSubscriber, NodeRedisSubscriber, IoredisMockSubscriber];

interface Family<Adapter, Rest extends unknown[]> {
  new (client: object, ...rest: Rest): Adapter;
  recognises(client: object): boolean;
}

/**
 * The connection for a client, recognised by what the object can do.
 * @throws InvalidClientError for a client of no family, or with a key prefix of its own, which is closed
 */
export function adapt(client: unknown): Connection {
  return adaptAs<Connection, []>(FAMILIES, client);
}

/**
 * The subscriber for a client, as `adapt`.
 * @param listener gets every message
 */
export function adaptSubscriber(client: unknown, listener: SubscriberListener): Subscriber {
  return adaptAs<Subscriber, [SubscriberListener]>(SUBSCRIBERS, client, listener);
}

function adaptAs<Adapter extends { destroy(): void }, Rest extends unknown[]>(
  families: readonly Family<Adapter, Rest>[],
  client: unknown,
  ...rest: Rest
): Adapter {
  if (typeof client !== 'object' || client === null) {
    throw unknownClient(client);
  }
  if ('isCluster' in client && client.isCluster === true) {
    throw new InvalidClientError(
      'createClient must return a client of one server, got a cluster client: clusterwise is the cluster',
    );
  }
  const Family = families.find((family) => family.recognises(client));
  if (Family === undefined) {
    throw unknownClient(client);
  }
  const connection = new Family(client, ...rest);
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
  if (options.stringNumbers === true) {
    throw new InvalidClientError('createClient returned a connected client with stringNumbers: true; expected numbers');
  }
}

function unknownClient(got: unknown): InvalidClientError {
  return new InvalidClientError(
    'createClient(port, host, options) must return a client of node_redis 2 or 3, redis 4, 5 or 6, ioredis 4, 5 or 6, ' +
      `iovalkey or ioredis-mock, or a promise of one; got ${describe(got)}`,
  );
}
