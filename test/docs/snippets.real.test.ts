import { createRequire } from 'node:module';
import { expect } from 'chai';
import { DocumentCluster } from '../support/document-cluster.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { type SingleServer, startSingleServer } from '../support/single-server.js';
import { announcedBy, run, type Snippet, sideOf, snippetsOf, snippetWith } from '../support/snippets.js';

const require = createRequire(__filename);

const FILES = [
  'README.md',
  'MIGRATING.md',
  'docs/commands.md',
  'docs/connections.md',
  'docs/embedded.md',
  'docs/inspection.md',
  'docs/pub-sub.md',
  'docs/scripts.md',
  'docs/types.md',
  'docs/watch.md',
];

/** Commands for a shell, pictures, and types, which the compiler checks. */
const NOT_RUN = ['sh', 'mermaid', 'ts'];

// It registers tests of its own: cart.test.ts.
const CART = snippetWith('README.md', 'cart.test.mjs');

/** Programs before and after, which print the same. */
const DIFFS: readonly Snippet[] = [
  snippetWith('README.md', '+const client = new RedisCluster'),
  snippetWith('MIGRATING.md', "'shop:'"),
];

/** What a snippet requires, and the libraries that it is for. */
interface For {
  readonly module: string;
  readonly libraries: readonly string[];
}
const NODE_REDIS: For = { module: 'redis', libraries: ['node_redis-2', 'node_redis-3'] };
const REDIS: For = { module: 'redis', libraries: ['redis-4', 'redis-5', 'redis-6'] };
const IOREDIS: For = { module: 'ioredis', libraries: ['ioredis-5', 'ioredis-6', 'iovalkey'] };
const NONE: For = { module: 'none', libraries: ['redis-6'] };

/** The snippets that make a client in a way of their own. */
const CLIENTS: readonly (readonly [Snippet, For])[] = [
  [snippetWith('README.md', "{ user: 'app'"), NODE_REDIS],
  [snippetWith('README.md', 'redis.createClient({ ...options, socket'), REDIS],
  [snippetWith('README.md', "require('ioredis')"), IOREDIS],
  [snippetWith('README.md', 'tls: {} },\n});'), NONE],
  [snippetWith('README.md', 'nodeAddressMap'), NONE],
  [snippetWith('README.md', 'replicas: (readers)'), NONE],
  [snippetWith('docs/connections.md', "require('ioredis')"), IOREDIS],
  [snippetWith('docs/connections.md', 'user: options.username'), NODE_REDIS],
  [snippetWith('docs/connections.md', 'template.duplicate'), REDIS],
  [snippetWith('docs/connections.md', "'10.0.0.1:7000':"), NONE],
  [snippetWith('docs/connections.md', 'tunnel.example.com'), NONE],
  [replacement('MIGRATING.md', "require('clusterwise').RedisCluster"), NODE_REDIS],
  [replacement('MIGRATING.md', "scaleReads: 'slave'"), IOREDIS],
  [replacement('MIGRATING.md', 'rootNodes'), REDIS],
];

/** The snippets that use a client which is there already, and what those print that do not say it themselves. */
const CALLS: readonly (readonly [Snippet, (string | RegExp)[]?])[] = [
  [snippetWith('README.md', 'const [apple, banana]')],
  [snippetWith('README.md', "client.on('message'")],
  [snippetWith('README.md', 'defineCommand')],
  [snippetWith('README.md', 'client.watch(key)')],
  [snippetWith('README.md', 'scanIterator'), ['user:7 name Ann', 'user:7 age 42', 'user:8 name Bob']],
  [snippetWith('docs/inspection.md', 'client.nodes()')],
  [snippetWith('docs/commands.md', 'callEach'), Array(3).fill(/^127\.0\.0\.1 \d+ master # Memory\s+used_memory:/)],
];

/** What a block `diff` ends with. */
function replacement(file: string, text: string): Snippet {
  return sideOf(snippetWith(file, text), '+');
}

const nameOf = ({ file, line }: Snippet) => `${file}:${line}`;

describe('the code in the documents', () => {
  let local: LocalCluster;
  let single: SingleServer;
  let document: DocumentCluster;

  before(async () => {
    local = await startLocalCluster({ masters: 3 });
    single = await startSingleServer();
    document = new DocumentCluster(local.servers);
  });

  afterEach(async () => {
    await document.close();
    await Promise.all(local.nodes.map((node) => node.command('FLUSHALL')));
  });

  after(async () => {
    await single?.stop();
    await local?.stop();
  });

  const surroundings = ({ code }: Snippet, module: string, library: string) => ({
    modules: { [module]: require(library), clusterwise: document },
    variables: code.includes("require('clusterwise')") ? {} : { RedisCluster: document.RedisCluster },
  });

  it('is all run', () => {
    const blocks = FILES.flatMap((file) => snippetsOf(file)).filter(({ language }) => !NOT_RUN.includes(language));
    const known = [CART, ...DIFFS, ...[...CLIENTS, ...CALLS].map(([snippet]) => snippet)];
    expect(blocks.map(nameOf)).to.have.members(known.map(nameOf));
  });

  for (const diff of DIFFS) {
    for (const library of NODE_REDIS.libraries) {
      it(`${nameOf(diff)} prints the same on one Redis and on a cluster, over ${library}`, async () => {
        const client = require(library).createClient(single.port, '127.0.0.1');
        try {
          await new Promise((done) => client.flushall(done));
          const shown = sideOf(diff, '+');
          const announced = announcedBy(shown);
          const before = await run(sideOf(diff, '-'), { modules: { redis: { createClient: () => client } } });
          const after = await run(shown, {
            modules: { redis: require(library), clusterwise: { RedisCluster: document.RedisCluster } },
          });
          expect(announced).to.not.have.lengthOf(0);
          const isPrinted = (lines: string[]) => lines.length >= announced.length;
          await waitUntil('both to print', async () => isPrinted(before) && isPrinted(after));
          expect(before).to.have.members(announced);
          expect(after).to.have.members(announced);
        } finally {
          client.end(true);
        }
      });
    }
  }

  for (const [snippet, { module, libraries }] of CLIENTS) {
    for (const library of libraries) {
      it(`${nameOf(snippet)} makes a client that works, over ${library}`, async () => {
        await run(snippet, surroundings(snippet, module, library));
        const [client] = document.clients;
        await client?.mset('apple', 1, 'banana', 2);
        expect(await client?.mget('banana', 'apple', 'cherry')).to.deep.equal(['2', '1', null]);
      });
    }
  }

  for (const [snippet, prints = announcedBy(snippet)] of CALLS) {
    it(`${nameOf(snippet)} does what it says`, async () => {
      const client = new document.RedisCluster({ servers: local.servers });
      const errors: Error[] = [];
      client.on('error', (error) => errors.push(error));
      await client.waitFor('ready');
      await client.hset('user:7', 'name', 'Ann', 'age', 42);
      await client.hset('user:8', 'name', 'Bob');
      await client.set('user:9', 'no hash');
      const printed = await run(snippet, { modules: {}, variables: { client } });
      await waitUntil('it to print', async () => printed.length >= prints.length);
      await client.quit();
      expect(printed).to.have.lengthOf(prints.length);
      for (const line of prints) {
        expect(printed.some((text) => (typeof line === 'string' ? text === line : line.test(text)))).to.equal(
          true,
          `${line} in ${printed}`,
        );
      }
      expect(errors).to.deep.equal([]);
    });
  }
});
