/** Programs of users, as files of theirs: they say `clusterwise`, and this project's own types have no part in them. */

/** Prints `done`. */
export const COMMONJS = `
const assert = require('node:assert');
const clusterwise = require('clusterwise');
const embedded = require('clusterwise/embedded');

const cluster = new clusterwise.RedisCluster({ servers: [{ port: 1 }] });
cluster.end(true);
assert.equal(typeof embedded.slotOf('a'), 'number');
assert.equal(require('clusterwise/package.json').name, 'clusterwise');
assert.throws(() => require('clusterwise/dist/errors.js'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
assert.rejects(embedded.startEmbeddedCluster(), /npm install --save-dev ioredis-mock ioredis@5/).then(() => {
  console.log('done');
});
`;

/** Prints `done`. */
export const MODULE = `
import assert from 'node:assert';
import { createRequire } from 'node:module';
import { ClusterwiseError, RedisCluster } from 'clusterwise';
import { slotOf, startEmbeddedCluster } from 'clusterwise/embedded';

const required = createRequire(import.meta.url)('clusterwise');
assert.equal(RedisCluster, required.RedisCluster);
assert.throws(() => new RedisCluster({ servers: 5 }), ClusterwiseError);
assert.equal(typeof slotOf('a'), 'number');
assert.equal(typeof startEmbeddedCluster, 'function');
console.log('done');
`;

/** Uses the client that is given, and the one of its own. Prints `done`. */
export const TWO_CLIENTS = `
const assert = require('node:assert');
const redis = require('redis');
const { RedisCluster } = require('clusterwise');
const { startEmbeddedCluster } = require('clusterwise/embedded');

const takesPort = /^[23]/.test(require('redis/package.json').version);
const given = (port, host) => (takesPort ? redis.createClient(port, host) : redis.createClient({ socket: { port, host } }));

async function use(servers, createClient) {
  let clients = 0;
  const counted = createClient && ((...args) => (clients++, createClient(...args)));
  const cluster = new RedisCluster({ servers, ...(counted && { createClient: counted }) });
  await cluster.mset('a', 1, 'b', 2);
  assert.deepEqual(await cluster.mget('b', 'a', 'c'), ['2', '1', null]);
  await cluster.quit();
  return clients;
}

(async () => {
  const embedded = await startEmbeddedCluster();
  assert(await use(embedded.servers, given) > 0);
  await use(embedded.servers);
  await embedded.stop();
  console.log('done');
})();
`;

const TYPED_MODULE = `

import { RedisCluster, type RedisClusterOptions } from 'clusterwise';
import { type EmbeddedCluster, startEmbeddedCluster } from 'clusterwise/embedded';

const embedded: EmbeddedCluster = await startEmbeddedCluster({ masters: 3 });
const options: RedisClusterOptions = { servers: embedded.servers };
const cluster = new RedisCluster(options);
cluster.on('ready', () => {});
const values: (string | null)[] = await cluster.mget('a', 'b');
cluster.get('a', (error, reply) => {
  const text: string | null | undefined = reply;
  void [error?.message, text, values];
});
// @ts-expect-error: it may be null
const wrong: string = await cluster.get('a');
// @ts-expect-error: no such option
new RedisCluster({ servers: embedded.servers, replica: true });
export { wrong };
`;

const TYPED_COMMONJS = `
import clusterwise = require('clusterwise');
import embedded = require('clusterwise/embedded');

const cluster = new clusterwise.RedisCluster({ servers: [{ host: '127.0.0.1', port: 1 }] });
const values: Promise<(string | null)[]> = cluster.mget('a', 'b');
const slot: number = embedded.slotOf('a');
// @ts-expect-error: it may be null
const wrong: Promise<string> = cluster.get('a');
export = { values, slot, wrong };
`;

const TYPED_ENTRY = `
import { RedisCluster, type RedisClusterOptions } from 'clusterwise';

const options: RedisClusterOptions = { servers: [{ host: '127.0.0.1', port: 1 }] };
new RedisCluster(options).on('ready', () => {}).end(true);
`;

const TYPED_EMBEDDED = `
import { type EmbeddedCluster, slotOf, startEmbeddedCluster } from 'clusterwise/embedded';

const embedded: EmbeddedCluster = await startEmbeddedCluster();
embedded.ownerOf(slotOf(Buffer.from('a')));
`;

/** Files of TypeScript without errors. One that has a single entry point shows that this one is enough. */
export const COMPILED = {
  'use.mts': TYPED_MODULE,
  'use.cts': TYPED_COMMONJS,
  'use.ts': TYPED_ENTRY,
  'embedded.mts': TYPED_EMBEDDED,
} as const;
