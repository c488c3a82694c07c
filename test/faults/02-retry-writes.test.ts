import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';

const SLOT = slotOf('t');
const A = '{t}a';
const B = '{t}b';

const codeOf = (reply: Promise<unknown>) => reply.catch((error: { code?: string }) => error.code);

describe('2: the reply is lost after the server ran the command, with retryWrites and without', () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;

  before(async () => {
    embedded = await startEmbeddedCluster();
  });

  after(() => embedded?.stop());

  afterEach(() => cluster.quit());

  const owner = () => embedded.ownerOf(SLOT) as EmbeddedNode;

  const open = async (createClient: (port: number, host: string) => unknown, retryWrites: boolean) => {
    cluster = new RedisCluster({ servers: embedded.servers, createClient, retryWrites });
    await cluster.mset(A, 0, B, 0);
    owner().forget();
  };

  for (const { name, createClient } of FAMILIES) {
    describe(`over ${name}`, () => {
      it('without retryWrites: exactly one UNCERTAIN_STATE, executed once', async () => {
        await open(createClient, false);
        owner().reply({ command: 'incr', drop: 'after' });
        expect(await codeOf(cluster.incr(A))).to.equal('UNCERTAIN_STATE');
        expect(await cluster.get(A)).to.equal('1');
        expect(embedded.executed('incr')).to.equal(1);
      });

      it('with retryWrites: no error, and executed at least once: here, twice', async () => {
        await open(createClient, true);
        owner().reply({ command: 'incr', drop: 'after' });
        expect(await cluster.incr(A)).to.equal(2);
        expect(embedded.executed('incr')).to.equal(2);
      });

      it('with retryWrites: once where the connection was lost before it was executed', async () => {
        await open(createClient, true);
        owner().reply({ command: 'incr', drop: 'before' });
        expect(await cluster.incr(A)).to.equal(1);
        expect(embedded.executed('incr')).to.equal(1);
      });

      it('with retryWrites: a transaction goes again, too, as a whole', async () => {
        await open(createClient, true);
        owner().reply({ command: 'exec', drop: 'after' });
        expect(await cluster.multi().incr(A).incr(B).exec()).to.deep.equal([2, 2]);
        expect(embedded.executed('exec')).to.equal(2);
      });
    });
  }
});
