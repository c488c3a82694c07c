import { createRequire } from 'node:module';
import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';
import { SELF_SIGNED } from '../support/self-signed.js';
import { run, type Snippet, snippetWith } from '../support/snippets.js';
import { Translated } from '../support/translated.js';

const require = createRequire(__filename);

type Options = { user?: string; username?: string; password?: string; tls?: object };
type Make = (port: number, host: string, options: Options) => unknown;

/** What the documents give to `new RedisCluster()` for a library. */
async function shownFor(library: string, isForUrls: boolean): Promise<{ redisOptions: Options; createClient: Make }> {
  const shown: { redisOptions: Options; createClient: Make }[] = [];
  const modules = library.startsWith('io')
    ? { ioredis: { Redis: require(library).Redis ?? require(library) } }
    : { redis: require(library) };
  const RedisCluster = class {
    constructor(options: { redisOptions: Options; createClient: Make }) {
      shown.push(options);
    }
  };
  await run(snippetFor(library, isForUrls), {
    modules: { ...modules, clusterwise: { RedisCluster } },
    variables: { RedisCluster },
  });
  return shown[0] as (typeof shown)[0];
}

function snippetFor(library: string, isForUrls: boolean): Snippet {
  if (library.startsWith('io')) {
    return snippetWith(isForUrls ? 'docs/connections.md' : 'README.md', "require('ioredis')");
  }
  if (library.startsWith('redis-')) {
    return snippetWith('README.md', 'redis.createClient({ ...options, socket');
  }
  return isForUrls && library === 'node_redis-3'
    ? snippetWith('docs/connections.md', 'user: options.username')
    : snippetWith('README.md', "{ user: 'app'");
}

describe('servers as URLs', () => {
  let local: LocalCluster;
  let translated: Translated;
  const open: RedisCluster[] = [];

  const connect = async (login: string, library?: string, scheme = 'redis', redisOptions = {}) => {
    const isSecure = scheme === 'rediss';
    const cluster = new RedisCluster({
      servers: isSecure
        ? translated.ports.map((port) => `rediss://${login}localhost:${port}`)
        : local.nodes.map(({ port }) => `redis://${login}127.0.0.1:${port}`),
      nodeAddressMap: (_host, port) =>
        isSecure ? translated.table[`redis-${port}.invalid:${port}`] : { host: '127.0.0.1', port },
      redisOptions,
      ...(library === undefined ? {} : { createClient: (await shownFor(library, true)).createClient }),
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
      await node.command('ACL', 'SETUSER', 'app', 'on', '>p@ss', '>s3cret', '~*', '&*', '+@all');
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
        expect(await whoAmI(await connect(':s%2Fcret@', library))).to.equal('default');
      });

      if (library !== 'node_redis-2') {
        it('log in as a user', async () => {
          expect(await whoAmI(await connect('app:p%40ss@', library))).to.equal('app');
        });
      }

      it('speak TLS', async () => {
        const login = library === 'node_redis-2' ? ':s%2Fcret@' : 'app:p%40ss@';
        const name = library === 'node_redis-2' ? 'default' : 'app';
        const trusting = { tls: { ca: SELF_SIGNED.cert } };
        expect(await whoAmI(await connect(login, library, 'rediss', trusting))).to.equal(name);
      });

      if (library !== undefined) {
        it('do both without a URL, as the README shows', async () => {
          const { redisOptions, createClient } = await shownFor(library, false);
          const isOld = library === 'node_redis-2';
          const login = isOld ? { ...redisOptions, user: undefined, password: 's/cret' } : redisOptions;
          expect(redisOptions).to.have.property('tls').that.deep.equals({});
          const cluster = new RedisCluster({
            servers: translated.ports.map((port) => `localhost:${port}`),
            nodeAddressMap: (_host, port) => translated.table[`redis-${port}.invalid:${port}`],
            redisOptions: { ...login, tls: { ca: SELF_SIGNED.cert } },
            createClient: (port, host, options) => createClient(port, host, options),
          });
          open.push(cluster);
          expect(await whoAmI(cluster)).to.equal(isOld ? 'default' : 'app');
        });
      }
    });
  }
});
