import { createRequire } from 'node:module';
import { expect } from 'chai';
import { type EmbeddedCluster, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';

const require = createRequire(__filename);

// biome-ignore lint/suspicious/noExplicitAny: the clients of other libraries have other types.
type Client = any;

/** How a client is called, where they differ. */
interface Peer {
  connect(servers: readonly { host: string; port: number }[]): Promise<Client>;
  many(client: Client, command: 'mget' | 'exists', keys: readonly string[]): Promise<unknown>;
  pipeline(client: Client, keys: readonly string[]): Promise<unknown>;
  dbsize(client: Client): Promise<number>;
  close(client: Client): void;
}

const PROMISES = (library: string): Peer => ({
  async connect(servers) {
    const cluster = require(library).createCluster({
      rootNodes: servers.map(({ host, port }) => ({ socket: { host, port } })),
    });
    cluster.on('error', () => {});
    return cluster.connect();
  },
  many: (client, command, keys) => (command === 'mget' ? client.mGet(keys) : client.exists(keys)),
  pipeline: (client, keys) => keys.reduce((multi, key) => multi.get(key), client.multi()).execAsPipeline(),
  dbsize: (client) => client.dbSize(),
  close: (client) => client.destroy(),
});

const IOREDIS = (library: string): Peer => ({
  async connect(servers) {
    const cluster = new (require(library).Cluster)(servers);
    cluster.on('error', () => {});
    await new Promise((ready) => cluster.once('ready', ready));
    return cluster;
  },
  many: (client, command, keys) => client[command](...keys),
  pipeline: (client, keys) => keys.reduce((multi, key) => multi.get(key), client.pipeline()).exec(),
  dbsize: (client) => client.dbsize(),
  close: (client) => client.disconnect(),
});

const OURS: Peer = {
  async connect(servers) {
    const cluster = new RedisCluster({ servers });
    await cluster.waitFor('ready');
    return cluster;
  },
  many: (client, command, keys) => client[command](keys),
  pipeline: (client, keys) => keys.reduce((batch, key) => batch.get(key), client.batch()).exec(),
  dbsize: (client) => client.dbsize(),
  close: (client) => client.end(true),
};

/** What the table of README.md says; `error` where the caller gets one. */
interface Said {
  readonly split: 'split' | 'error';
  readonly multiAcross: 'done' | 'error';
  readonly pipelineAcross: 'done' | 'error';
  readonly tryAgain: 'waited out' | 'error';
  readonly loading: 'waited out' | 'error';
  /** How often a server executes an INCR whose first reply is lost, and what its caller gets. */
  readonly lostWrite: readonly [executed: number, outcome: 'done' | 'error'];
  readonly lostRead: 'done' | 'error';
  readonly dbsize: 'all masters' | 'one server';
}

const CREATE_CLUSTER: Said = {
  split: 'split',
  multiAcross: 'error',
  pipelineAcross: 'error',
  tryAgain: 'error',
  loading: 'error',
  lostWrite: [1, 'error'],
  lostRead: 'error',
  dbsize: 'all masters',
};
const IOREDIS_CLUSTER: Said = {
  split: 'error',
  multiAcross: 'error',
  pipelineAcross: 'error',
  tryAgain: 'waited out',
  loading: 'error',
  lostWrite: [2, 'done'],
  lostRead: 'done',
  dbsize: 'one server',
};

const TABLE: readonly (readonly [string, Peer, Said])[] = [
  [
    'clusterwise',
    OURS,
    {
      split: 'split',
      multiAcross: 'done',
      pipelineAcross: 'done',
      tryAgain: 'waited out',
      loading: 'waited out',
      lostWrite: [1, 'error'],
      lostRead: 'done',
      dbsize: 'all masters',
    },
  ],
  ['redis 5', PROMISES('redis-5'), { ...CREATE_CLUSTER, split: 'error', dbsize: 'one server' }],
  ['redis 6', PROMISES('redis-6'), CREATE_CLUSTER],
  ['ioredis 5', IOREDIS('ioredis-5'), IOREDIS_CLUSTER],
  ['ioredis 6', IOREDIS('ioredis-6'), IOREDIS_CLUSTER],
];

// Keys of three slots, on the three masters.
const KEYS = ['a', 'b', 'c'];

describe('what README.md says of other clients', () => {
  for (const [name, peer, said] of TABLE) {
    describe(name, () => {
      let embedded: EmbeddedCluster;
      let client: Client;

      beforeEach(async () => {
        embedded = await startEmbeddedCluster({ masters: 3 });
        client = await peer.connect(embedded.servers);
        for (const key of KEYS) {
          await client.set(key, '1');
        }
      });

      afterEach(async () => {
        peer.close(client);
        await embedded.stop();
      });

      const outcomeOf = (promise: Promise<unknown>) =>
        promise.then(
          () => 'done' as const,
          () => 'error' as const,
        );
      const master = () => embedded.ownerOf(slotOf('a')) as NonNullable<ReturnType<EmbeddedCluster['ownerOf']>>;

      it('keys of many slots', async () => {
        expect(new Set(KEYS.map((key) => embedded.ownerOf(slotOf(key))))).to.have.property('size', 3);
        const mget = await outcomeOf(peer.many(client, 'mget', KEYS));
        const isSplit = said.split === 'split';
        expect(mget).to.equal(isSplit ? 'done' : 'error');
        const exists = await peer.many(client, 'exists', KEYS).catch(() => 'error');
        // redis 5 sends EXISTS to the server of the first key, too.
        expect(exists === 3).to.equal(isSplit);
      });

      it('multi() and pipelines across slots', async () => {
        const multi = KEYS.reduce((all, key) => all.get(key), client.multi());
        expect(await outcomeOf(multi.exec())).to.equal(said.multiAcross);
        expect(await outcomeOf(peer.pipeline(client, KEYS))).to.equal(said.pipelineAcross);
      });

      it('servers that say wait', async () => {
        for (const error of [
          'TRYAGAIN Multiple keys request during rehashing of slot',
          'CLUSTERDOWN The cluster is down',
        ]) {
          master().reply({ command: 'get', error });
          expect(await outcomeOf(client.get('a')), error).to.equal(said.tryAgain === 'error' ? 'error' : 'done');
        }
        for (const error of ['LOADING Redis is loading', "READONLY You can't write against a read only replica."]) {
          master().reply({ command: 'get', error });
          expect(await outcomeOf(client.get('a')), error).to.equal(said.loading === 'error' ? 'error' : 'done');
        }
      });

      it('a lost reply', async () => {
        const [executed, outcome] = said.lostWrite;
        master().reply({ command: 'incr', drop: 'after' });
        expect(await outcomeOf(client.incr('a'))).to.equal(outcome);
        expect(embedded.executed('incr')).to.equal(executed);
      });

      it('a lost reply of a read', async () => {
        master().reply({ command: 'get', drop: 'after' });
        expect(await outcomeOf(client.get('a'))).to.equal(said.lostRead);
      });

      it('DBSIZE', async () => {
        expect(await peer.dbsize(client)).to.equal(said.dbsize === 'all masters' ? 3 : 1);
      });
    });
  }
});
