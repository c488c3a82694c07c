import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { turnsUntil } from '../support/turns.js';

const A = '{t}a';
const B = '{t}b';
const SLOT = slotOf('t');

type Failure = Error & { code?: string };

describe('14: MULTI meets MOVED or ASK while queueing, or at EXEC; the connection dies after EXEC', () => {
  let embedded: EmbeddedCluster;
  let from: EmbeddedNode;
  let to: EmbeddedNode;
  let cluster: RedisCluster;

  before(async () => {
    embedded = await startEmbeddedCluster();
  });

  after(() => embedded?.stop());

  afterEach(async () => {
    await cluster.quit();
    await Promise.all(embedded.nodes.map((node) => node.revive()));
  });

  const open = async (family: (typeof FAMILIES)[number]) => {
    cluster = new RedisCluster({ servers: embedded.servers, createClient: family.createClient });
    from = embedded.ownerOf(SLOT) as EmbeddedNode;
    to = embedded.masters.find((master) => master !== from) as EmbeddedNode;
    await cluster.mset(A, 0, B, 0);
    for (const node of embedded.nodes) {
      node.forget();
    }
  };

  const commandsOf = (node: EmbeddedNode, name: string) =>
    node.received.filter(({ command }) => command === name).length;

  const increments = (callback: (error: Error | null) => void = () => {}) =>
    cluster.multi().incr(A, callback).incr(B, callback).exec();

  /** Lets it begin, and does something when its commands are queued and EXEC is not there yet. */
  const beforeExec = async (action: () => unknown) => {
    from.slow(15);
    const replies = increments();
    await turnsUntil('both to be queued', () => commandsOf(from, 'incr') === 2);
    from.slow(0);
    await action();
    return replies;
  };

  /** Who executed it: all of it there, and once. */
  const expectOnce = async (node: EmbeddedNode) => {
    const executed = (on: readonly EmbeddedNode[]) =>
      on.flatMap(({ received }) => received).filter(({ command, executed }) => command === 'incr' && executed).length;
    expect([executed(embedded.nodes), executed([node])]).to.deep.equal([2, 2]);
    expect(await cluster.mget(A, B)).to.deep.equal(['1', '1']);
  };

  const failureOf = async (replies: Promise<unknown>): Promise<Failure> => {
    try {
      await replies;
    } catch (error) {
      return error as Failure;
    }
    throw new Error('Expected it to fail');
  };

  for (const family of FAMILIES) {
    describe(`over ${family.name}`, () => {
      beforeEach(() => open(family));

      it('MOVED while queueing: the whole goes to the new owner, and is executed once', async () => {
        await embedded.moveSlot(SLOT, to);
        expect(await increments()).to.deep.equal([1, 1]);
        await expectOnce(to);
      });

      it('ASK while queueing: the whole goes to the importing node behind one ASKING, and is executed once', async () => {
        embedded.startMigration(SLOT, to);
        embedded.moveKeys(SLOT);
        expect(await increments()).to.deep.equal([1, 1]);
        const whole = ['asking', 'multi', 'incr', 'incr', 'exec'];
        const received = to.received.map(({ command }) => command).filter((command) => whole.includes(command));
        expect(received).to.deep.equal(whole);
        embedded.finishMigration(SLOT);
        await expectOnce(to);
      });

      it('keys on both sides of a move: it waits, nothing is executed in part, and all of it once', async () => {
        embedded.startMigration(SLOT, to);
        embedded.moveKeys(SLOT, [A]);
        const replies = increments();
        await turnsUntil('a second attempt', () => commandsOf(to, 'exec') === 2);
        expect(embedded.executed('incr')).to.equal(0);
        embedded.finishMigration(SLOT);
        expect(await replies).to.deep.equal([1, 1]);
        await expectOnce(to);
      });

      it('MOVED at EXEC: nothing was executed, and the whole goes again', async () => {
        expect(await beforeExec(() => embedded.moveSlot(SLOT, to))).to.deep.equal([1, 1]);
        await expectOnce(to);
      });

      it('ASK at EXEC: nothing was executed, and the whole goes again', async () => {
        const replies = await beforeExec(() => {
          embedded.startMigration(SLOT, to);
          embedded.moveKeys(SLOT);
        });
        expect(replies).to.deep.equal([1, 1]);
        embedded.finishMigration(SLOT);
        await expectOnce(to);
      });

      it('EXEC discarded because of LOADING: nothing was executed, and the whole goes again', async () => {
        from.reply({ command: 'exec', error: 'EXECABORT Transaction discarded because of: LOADING Redis is loading' });
        expect(await increments()).to.deep.equal([1, 1]);
        await expectOnce(from);
      });

      it('the connection dies after EXEC: one UNCERTAIN_STATE, for each command too, and never again', async () => {
        from.reply({ command: 'exec', drop: 'after' });
        const told: unknown[] = [];
        const error = await failureOf(increments((failure) => told.push((failure as Failure | null)?.code)));
        expect([error.code, ...told]).to.deep.equal(Array(3).fill('UNCERTAIN_STATE'));
        await expectOnce(from);
        expect(told).to.have.length(2);
      });

      it('the connection dies before EXEC: nobody can know, so the same, and nothing was executed', async () => {
        from.reply({ command: 'exec', drop: 'before' });
        expect((await failureOf(increments())).code).to.equal('UNCERTAIN_STATE');
        expect(await cluster.mget(A, B)).to.deep.equal(['0', '0']);
        expect(embedded.executed('incr')).to.equal(0);
      });

      it('the connection dies after a MOVED while queueing: EXEC was in vain, and the whole goes again', async () => {
        await embedded.moveSlot(SLOT, to);
        from.reply({ command: 'exec', drop: 'after' });
        expect(await increments()).to.deep.equal([1, 1]);
        await expectOnce(to);
      });

      it('the connection dies after MULTI was refused: what followed may have been executed, and never goes again', async () => {
        from.reply({ command: 'multi', error: 'LOADING Redis is loading the dataset in memory' });
        from.reply({ command: 'incr', drop: 'after' });
        expect((await failureOf(increments())).code).to.equal('UNCERTAIN_STATE');
        expect(await cluster.get(A)).to.equal('1');
        expect(
          embedded.nodes.flatMap(({ received }) => received).filter(({ command }) => command === 'multi'),
        ).to.have.length(1);
      });

      it('the connection dies after the EXEC of reads: they go again', async () => {
        from.reply({ command: 'exec', drop: 'after' });
        expect(await cluster.multi().get(A).get(B).exec()).to.deep.equal(['0', '0']);
      });
    });
  }
});
