import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { codeOf } from '../support/journal.js';
import { BurstLane, names } from '../support/lane.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { frozenCounters, promoted, replicaOf, settled } from '../support/real-faults.js';
import { type Contender, closeAll, openAll } from '../support/side-by-side.js';

// The row's figure is 100 ms, of a process that has a processor to itself and not nine libraries under load.
const BACK = 1000;
const LAST_DOOMED_SLOT = 5460;
const BURST = 20;

const isDoomed = (key: string) => slotOf(key) <= LAST_DOOMED_SLOT;

describe('a master is killed (kill -9) under load, a replica takes over', () => {
  let local: LocalCluster;
  let contenders: Contender[] = [];
  let lanes: BurstLane[] = [];
  let others: LocalNode[];
  let killedAt: number;
  let promotedAt: number;

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    contenders = await openAll(local.servers);
    await settled(local);
    const doomed = await local.ownerOf(0);
    const heir = await replicaOf(local, doomed);
    others = (await local.masters()).filter((node) => node !== doomed);
    lanes = contenders.map(
      (contender) =>
        new BurstLane(contender, {
          counters: names(12, (index) => `${contender.family}:${index}`),
          burst: names(BURST, (index) => `${contender.family}:burst:${index}`, isDoomed),
          rest: 10,
        }),
    );
    await sleep(500);

    // Stopped for a moment, so that what is outstanding when it is killed is known exactly.
    doomed.pause();
    await Promise.all(lanes.map((lane) => lane.getStuck(isDoomed)));
    killedAt = performance.now();
    await doomed.kill();
    const keysOfDoomed = lanes.flatMap(({ keys, checker }) => keys.filter(isDoomed).map((key) => ({ key, checker })));
    const frozen = await frozenCounters(
      heir,
      keysOfDoomed.map(({ key }) => key),
    );
    keysOfDoomed.forEach(({ key, checker }, index) => {
      checker.heirHas(key, frozen[index] as number);
    });
    promotedAt = await promoted(local, heir);

    await waitUntil('every key to be answered again', async () =>
      lanes.every((lane) => lane.counters.every((key) => lane.journal.answeredSince(promotedAt, key) !== undefined)),
    );
    await doomed.restart();
    await settled(local);
    await Promise.all(lanes.map((lane) => lane.stop()));
    for (const lane of lanes) {
      await lane.readServers(local);
    }
  });

  after(async () => {
    await Promise.all(lanes.map((lane) => lane.stop()));
    await closeAll(contenders);
    await local?.stop();
  });

  it('reads: no error', () => {
    for (const { family, journal } of lanes) {
      const failed = journal.failed.filter(({ command }) => command === 'get');
      expect(failed, family).to.deep.equal([]);
    }
  });

  it('writes: UNCERTAIN_STATE for each whose reply was outstanding on that master, and for no other', () => {
    for (const { family, journal, outstanding } of lanes) {
      const failed = journal.failed.filter(({ command }) => command === 'incr');
      const expected = outstanding.filter(({ command }) => command === 'incr');
      expect(failed, family).to.have.members(expected).and.to.have.length.of.at.least(BURST);
      expect(new Set(failed.map(codeOf)), family).to.deep.equal(new Set(['UNCERTAIN_STATE']));
    }
  });

  it("other masters' commands: no error, also while the cluster answers CLUSTERDOWN everywhere", async () => {
    for (const node of others) {
      expect(await node.command('INFO', 'errorstats')).to.match(/errorstat_CLUSTERDOWN:count=[1-9]/);
    }
    for (const { family, journal } of lanes) {
      const meanwhile = journal.calls.filter(
        ({ key, issuedAt }) => !isDoomed(key) && issuedAt > killedAt && issuedAt < promotedAt,
      );
      expect(meanwhile, family).to.have.length.above(0);
      expect(
        meanwhile.filter(({ error }) => error !== undefined),
        family,
      ).to.deep.equal([]);
    }
  });

  it('back within 100 ms of the promotion, every key of every master', () => {
    for (const lane of lanes) {
      const times = lane.counters.map((key) => (lane.journal.answeredSince(promotedAt, key) as number) - promotedAt);
      expect(Math.max(...times), lane.family).to.be.below(BACK);
    }
  });

  it('no increment is lost but by the servers, and none is executed twice', () => {
    for (const { family, checker } of lanes) {
      const { lost, double, writes } = checker.figures;
      expect({ lost, double }, family).to.deep.equal({ lost: 0, double: 0 });
      expect(writes, family).to.be.above(0);
    }
  });
});
