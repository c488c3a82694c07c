import { createRequire } from 'node:module';
import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';
import { SELF_SIGNED } from '../support/self-signed.js';
import { Translated } from '../support/translated.js';

const require = createRequire(__filename);

type Options = { username?: string; password?: string; tls?: object };
type Make = (library: string) => (port: number, host: string, options: Options) => unknown;

// The ways that the README shows.
const nodeRedis2: Make = (library) => (port, host, options) => require(library).createClient(port, host, options);
const nodeRedis3: Make = (library) => (port, host, options) =>
  require(library).createClient(port, host, { ...options, user: options.username });
const redis: Make =
  (library) =>
  (port, host, { tls, ...options }) =>
    require(library).createClient({ ...options, socket: { ...tls, tls: tls !== undefined, port, host } });
const ioredis: Make = (library) => (port, host, options) =>
  new (require(library).default ?? require(library))({ ...options, port, host });

function createClientFor(library: string) {
  if (library === 'node_redis-2') {
    return nodeRedis2(library);
  }
  if (library === 'node_redis-3') {
    return nodeRedis3(library);
  }
  return library.startsWith('redis-') ? redis(library) : ioredis(library);
}

describe('servers as URLs', () => {
  let local: LocalCluster;
  let translated: Translated;
  const open: RedisCluster[] = [];

  const connect = (login: string, library?: string, scheme = 'redis', redisOptions = {}) => {
    const isSecure = scheme === 'rediss';
    const cluster = new RedisCluster({
      servers: isSecure
        ? translated.ports.map((port) => `rediss://${login}localhost:${port}`)
        : local.nodes.map(({ port }) => `redis://${login}127.0.0.1:${port}`),
      nodeAddressMap: (_host, port) =>
        isSecure ? translated.table[`redis-${port}.invalid:${port}`] : { host: '127.0.0.1', port },
      redisOptions,
      ...(library === undefined ? {} : { createClient: createClientFor(library) }),
    });
    open.push(cluster);
    return cluster;
  };

  const whoAmI = async (cluster: RedisCluster) => {
    await cluster.mset('a', 1, 'b', 2, 'c', 3);
    return cluster.call('ACL', 'WHOAMI');
  };

  before(async () => {
    local = await startLocalCluster();
    translated = await Translated.inFrontOf(local, SELF_SIGNED);
    for (const node of local.nodes) {
      await node.command('ACL', 'SETUSER', 'app', 'on', '>p@ss', '~*', '&*', '+@all');
      await node.command('CONFIG', 'SET', 'requirepass', 's/cret');
    }
  });

  afterEach(() => {
    for (const cluster of open.splice(0)) {
      cluster.end(true);
    }
  });

  after(async () => {
    await translated?.close();
    await local?.stop();
  });

  for (const library of [undefined, ...FAMILIES.map(({ name }) => name)]) {
    describe(`over ${library ?? 'the default client'}`, () => {
      it('log in with a password', async () => {
        expect(await whoAmI(connect(':s%2Fcret@', library))).to.equal('default');
      });

      if (library !== 'node_redis-2') {
        it('log in as a user', async () => {
          expect(await whoAmI(connect('app:p%40ss@', library))).to.equal('app');
        });
      }

      it('speak TLS', async () => {
        const login = library === 'node_redis-2' ? ':s%2Fcret@' : 'app:p%40ss@';
        const name = library === 'node_redis-2' ? 'default' : 'app';
        const trusting = { tls: { ca: SELF_SIGNED.cert } };
        expect(await whoAmI(connect(login, library, 'rediss', trusting))).to.equal(name);
      });
    });
  }
});
