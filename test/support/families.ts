import { createRequire } from 'node:module';

const require = createRequire(__filename);

/** A client library under the name of its alias in devDependencies. */
export interface Family {
  readonly name: string;
  /** As its own README makes a client, without any option but the address. */
  readonly createClient: (port: number, host: string) => unknown;
}

const callbacks = (name: string): Family => ({
  name,
  createClient: (port, host) => require(name).createClient(port, host),
});

const promises = (name: string): Family => ({
  name,
  createClient: (port, host) => require(name).createClient({ socket: { port, host } }),
});

const classes = (name: string): Family => ({
  name,
  createClient: (port, host) => new (require(name).default ?? require(name))(port, host),
});

/** Every client library that is supported. */
export const FAMILIES: readonly Family[] = [
  callbacks('node_redis-2'),
  callbacks('node_redis-3'),
  promises('redis-4'),
  promises('redis-5'),
  promises('redis-6'),
  classes('ioredis-4'),
  classes('ioredis-5'),
  classes('ioredis-6'),
  classes('iovalkey'),
];
