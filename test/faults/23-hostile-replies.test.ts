import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { MapReply } from '../../lib/embedded/resp.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/wait.js';

const ADDRESS = '127.0.0.1:1';
const REDIRECTIONS = [
  `MOVED __proto__ ${ADDRESS}`,
  `MOVED constructor ${ADDRESS}`,
  `MOVED -1 ${ADDRESS}`,
  `MOVED 16384 ${ADDRESS}`,
  `MOVED 99999 ${ADDRESS}`,
  'MOVED 1 __proto__',
  'MOVED 1 127.0.0.1:99999',
  'MOVED',
].flatMap((message) => [message, message.replace('MOVED', 'ASK')]);

const FIELDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'plain'];
const VALUES = FIELDS.map((field) => [field, `value of ${field}`] as const);

type Failure = Error & { code: string; command: string; args: unknown[] };

/** What every object has, by the names of its properties. */
const common = () => [Object.prototype, Array.prototype, Function.prototype, Error.prototype].map(Reflect.ownKeys);

describe('23: hostile replies', () => {
  const untouched = common();
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;

  before(async () => {
    embedded = await startEmbeddedCluster();
  });

  after(() => embedded?.stop());

  afterEach(async () => {
    await Promise.all(embedded.nodes.map((node) => node.revive()));
    await cluster.quit();
    expect(common(), 'prototypes').to.deep.equal(untouched);
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
  });

  const ownerOf = (key: string) => embedded.ownerOf(slotOf(key)) as EmbeddedNode;

  for (const { name, createClient } of FAMILIES) {
    describe(`over ${name}`, () => {
      beforeEach(async () => {
        cluster = new RedisCluster({ servers: embedded.servers, createClient, retryTimeout: 5000 });
        await cluster.dbsize();
      });

      it('a redirection to no slot or no address is an ordinary error, and the map stays as it was', async () => {
        for (const [i, error] of REDIRECTIONS.entries()) {
          const key = `hostile:${i}`;
          ownerOf(key).reply({ command: 'set', key, error });
          const failure = (await cluster.set(key, 1).catch((reason) => reason)) as Failure;
          expect(failure).to.include({ name: 'ReplyError', message: error, code: error.split(' ')[0], command: 'SET' });
          ownerOf(key).forget();
          expect(await cluster.set(key, 2)).to.equal('OK');
          expect(ownerOf(key).received.filter(({ command }) => command === 'set')).to.have.length(1);
        }
      });

      it('fields of a hash named as properties of objects are own properties like any other', async () => {
        const expectHash = (hash: unknown) => {
          expect(Object.getPrototypeOf(hash)).to.equal(Object.prototype);
          expect(Object.entries(hash as object).map(([field, value]) => [field, String(value)])).to.deep.equal(VALUES);
        };
        // Told to answer so: the embedded cluster keeps its hashes in objects, too.
        const reply = new MapReply(VALUES);
        const owner = ownerOf('hash');
        owner.reply({ command: 'hgetall', times: 2, reply });
        expectHash(await cluster.hgetall('hash'));
        owner.reply({ command: 'exec', reply: [reply] });
        expectHash((await cluster.multi().hgetall('hash').exec())?.[0]);
        await owner.revive();
        const buffers = new RedisCluster({ servers: embedded.servers, createClient, return_buffers: true });
        owner.reply({ command: 'hgetall', reply });
        try {
          expectHash(await buffers.hgetall('hash'));
        } finally {
          await buffers.quit();
        }
      });

      it('a map that names a server __proto__ costs the slots of that one, and no more', async () => {
        const good = ownerOf('good');
        const slot = slotOf('good');
        const slots = [
          [0, slot - 1, ['__proto__', 1, 'id']],
          [slot, slot, [good.host, good.port, good.id], ['constructor', 1, 'id']],
          [slot + 1, 16383, ['__proto__', 2, 'id']],
        ];
        const hostile = new RedisCluster({ servers: embedded.servers, createClient, retryTimeout: 300 });
        for (const node of embedded.nodes) {
          node.reply({ command: 'cluster slots', times: Number.POSITIVE_INFINITY, reply: slots });
        }
        try {
          await waitUntil('the server that is well to be connected', async () => {
            return (await hostile.set('good', name).catch(() => '')) === 'OK';
          });
          const failure = (await hostile.get('lost').catch((reason) => reason)) as Failure;
          expect(failure.code).to.equal('CLUSTER_UNAVAILABLE');
          expect(failure.message).to.include('__proto__:');
          expect(await hostile.get('good')).to.equal(name);
        } finally {
          await hostile.quit();
        }
      });
    });
  }
});
