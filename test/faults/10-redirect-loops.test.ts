import { expect } from 'chai';
import sinon from 'sinon';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster, type TooManyRedirectionsError } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/index.js';

const STYLES = ['node_redis-3', 'redis-6', 'ioredis-6'];
const HOPS = 16;

describe('Redirections in circles', () => {
  const slot = slotOf('key');
  let embedded: EmbeddedCluster;
  let a: EmbeddedNode;
  let b: EmbeddedNode;
  let neighbours: string[];

  beforeEach(async () => {
    embedded = await startEmbeddedCluster();
    a = embedded.ownerOf(slot) as EmbeddedNode;
    b = embedded.masters.find((master) => master !== a) as EmbeddedNode;
    neighbours = Array.from({ length: 30 }, (_, i) => `neighbour${i}`);
  });

  afterEach(() => embedded?.stop());

  for (const family of FAMILIES.filter(({ name }) => STYLES.includes(name))) {
    describe(`over ${family.name}`, () => {
      let cluster: RedisCluster;
      // The ports that clients were made for.
      let made: number[];

      const connect = async (maxRedirections?: number) => {
        cluster = new RedisCluster({
          servers: embedded.servers,
          createClient: (port, host) => {
            made.push(port);
            return family.createClient(port, host);
          },
          ...(maxRedirections === undefined ? {} : { maxRedirections }),
        });
        await cluster.mset(['key', ...neighbours].flatMap((key) => [key, key]));
        made = [];
      };

      const failure = () =>
        cluster.get('key').then(
          () => expect.fail('expected an error'),
          (error: TooManyRedirectionsError) => error,
        );

      const requests = () =>
        [a, b].flatMap((node) => node.received).filter(({ command, args }) => command === 'get' && args[0] === 'key');

      beforeEach(() => {
        made = [];
      });

      afterEach(async () => {
        sinon.restore();
        await cluster?.quit();
      });

      for (const kind of ['MOVED', 'ASK']) {
        it(`${kind} from A to B to A: ${HOPS} hops, then an error that names slot and hops`, async () => {
          await connect();
          a.reply({
            command: 'get',
            key: 'key',
            times: Number.POSITIVE_INFINITY,
            error: `${kind} ${slot} ${b.address}`,
          });
          b.reply({
            command: 'get',
            key: 'key',
            times: Number.POSITIVE_INFINITY,
            error: `${kind} ${slot} ${a.address}`,
          });
          const [error, ...others] = await Promise.all([failure(), ...neighbours.map((key) => cluster.get(key))]);
          expect(error).to.include({ code: 'TOO_MANY_REDIRECTIONS', command: 'GET' });
          expect(error.message).to.include(`${HOPS} redirections of slot ${slot}`);
          expect(requests()).to.have.length(1 + HOPS);
          expect(others).to.deep.equal(neighbours);
          // The slot is of use again as soon as the servers agree.
          await Promise.all([a.revive(), b.revive()]);
          expect(await cluster.get('key')).to.equal('key');
          expect(made).to.deep.equal([]);
        });
      }

      it('MOVED to the node itself: one replaced connection for all who are told so, and no error', async () => {
        await connect();
        const before = a.connections;
        a.reply({ command: 'get', key: 'key', times: 50, error: `MOVED ${slot} ${a.address}` });
        const keys = Array.from({ length: 50 }, (_, i) => ['key', neighbours[i % neighbours.length] as string]).flat();
        expect(await Promise.all(keys.map((key) => cluster.get(key)))).to.deep.equal(keys);
        expect(made).to.deep.equal([a.port]);
        await waitUntil('the former connection to be closed', async () => a.connections === before);
      });

      it('MOVED to the node itself once more, later: one more replaced connection', async () => {
        await connect();
        const now = Date.now;
        for (const [i, later] of [0, 1000, 20_000].entries()) {
          sinon.restore();
          sinon.replace(Date, 'now', () => now() + later);
          a.reply({ command: 'get', key: 'key', error: `MOVED ${slot} ${a.address}` });
          expect(await cluster.get('key')).to.equal('key');
          // The one that has just been replaced is not stale.
          expect(made).to.have.length(i < 2 ? 1 : 2);
        }
      });

      it('MOVED to the node itself for good: one replaced connection, then an error that names slot and hops', async () => {
        await connect(4);
        a.reply({ command: 'get', key: 'key', times: Number.POSITIVE_INFINITY, error: `MOVED ${slot} ${a.address}` });
        const error = await failure();
        expect(error.code).to.equal('TOO_MANY_REDIRECTIONS');
        expect(error.message).to.include(`4 redirections of slot ${slot}`);
        expect(requests()).to.have.length(1 + 4);
        expect(made).to.deep.equal([a.port]);
        expect(await Promise.all(neighbours.map((key) => cluster.get(key)))).to.deep.equal(neighbours);
      });
    });
  }
});
