import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { Lane } from '../support/lane.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';
import { useManyKeys, useTransaction } from '../support/many-keys.js';
import { moveSlowly } from '../support/real-faults.js';
import { Repeated } from '../support/repeated.js';
import { type Contender, closeAll, openAll } from '../support/side-by-side.js';

const MOVING = ['{one}', '{two}', '{three}'];
const RESTING = '{four}';
const REST = 60;
const KEYS = [0, 1, 2];

/** A family that uses keys of slots that move, in every way there is. */
class MovingLane extends Lane {
  readonly manyKeys: Repeated;
  readonly transactions: Repeated;

  constructor(contender: Contender) {
    const { family, cluster } = contender;
    super(contender, {
      counters: MOVING.flatMap((tag) => KEYS.map((index) => `${tag}:${family}:${index}`)),
      sequences: MOVING,
      rest: REST,
    });
    const keys = [...MOVING, RESTING].flatMap((tag) => KEYS.map((index) => `${tag}:${family}:many:${index}`));
    this.manyKeys = new Repeated((turn) => useManyKeys(cluster, keys, turn), REST);
    const pair = ['a', 'b'].map((name) => `${MOVING[0]}:${family}:${name}`) as [string, string];
    this.transactions = new Repeated((turn) => useTransaction(cluster, pair, turn), REST);
  }

  override async stop(): Promise<void> {
    await Promise.all([super.stop(), this.manyKeys.stop(), this.transactions.stop()]);
  }
}

describe('slots move to and fro under single-key, multi-key and batch load', () => {
  let local: LocalCluster;
  let contenders: Contender[] = [];
  let lanes: MovingLane[] = [];

  before(async function () {
    // Ten seconds where two cores have nothing else to do.
    this.timeout(180_000);
    local = await startLocalCluster({ masters: 3 });
    contenders = await openAll(local.servers);
    lanes = contenders.map((contender) => new MovingLane(contender));
    for (const slot of MOVING.map(slotOf)) {
      const home = await local.ownerOf(slot);
      for (const to of [...(await local.masters()).filter((node) => node !== home), home]) {
        await moveSlowly(local, slot, to, { keys: 8, pause: 5 });
      }
    }
    await Promise.all(lanes.map((lane) => lane.stop()));
  });

  after(async () => {
    await Promise.all(lanes.map((lane) => lane.stop()));
    await closeAll(contenders);
    await local?.stop();
  });

  it('meets ASK, MOVED and TRYAGAIN', async () => {
    const stats = (await Promise.all(local.nodes.map((node) => node.command('INFO', 'errorstats')))).join();
    for (const error of ['ASK', 'MOVED', 'TRYAGAIN']) {
      expect(stats).to.match(new RegExp(`errorstat_${error}:count=[1-9]`));
    }
  });

  it('no error, and no wrong reply, for single keys', () => {
    for (const { family, journal, checker } of lanes) {
      expect(journal.failed, family).to.deep.equal([]);
      expect(checker.figures.unacknowledged, family).to.equal(0);
    }
  });

  it('no lost and no double increment', async () => {
    for (const lane of lanes) {
      await lane.readServers(local);
      const { lost, double, writes } = lane.checker.figures;
      expect({ lost, double }, lane.family).to.deep.equal({ lost: 0, double: 0 });
      expect(writes, lane.family).to.be.above(0);
    }
  });

  it('no error, and no wrong reply, for MSET, MGET, EXISTS and DEL of many slots', () => {
    for (const { family, manyKeys } of lanes) {
      expect(manyKeys.failure, family).to.equal(undefined);
      expect(manyKeys.turns, family).to.be.above(0);
    }
  });

  it('no error, and no wrong reply, for transactions of one slot', () => {
    for (const { family, transactions } of lanes) {
      expect(transactions.failure, family).to.equal(undefined);
      expect(transactions.turns, family).to.be.above(0);
    }
  });

  it('writes of one slot stay in order, in batches and by themselves', async () => {
    for (const sequence of lanes.flatMap(({ sequences }) => sequences)) {
      await sequence.check(local);
    }
  });
});
