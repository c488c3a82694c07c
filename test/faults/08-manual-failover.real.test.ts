import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { SLOTS } from '../../lib/command/slot.js';
import { slotOf } from '../../lib/embedded/index.js';
import { Lane, names } from '../support/lane.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';
import { failOver, replicaOf, settled } from '../support/real-faults.js';
import { type Contender, closeAll, openAll } from '../support/side-by-side.js';

// The row's figure is 500 ms.
const LONGEST = 2500;
const SHARDS = [0, 1, 2];

const shardOf = (key: string) => Math.floor((slotOf(key) * SHARDS.length) / SLOTS);

describe('CLUSTER FAILOVER under load', () => {
  let local: LocalCluster;
  let contenders: Contender[] = [];
  let lanes: Lane[] = [];

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    contenders = await openAll(local.servers);
    await settled(local);
    lanes = contenders.map(
      (contender) =>
        new Lane(contender, {
          counters: names(12, (index) => `${contender.family}:${index}`),
          sequences: SHARDS.flatMap((shard) =>
            names(
              1,
              (index) => `{${index}}`,
              (tag) => shardOf(tag) === shard,
            ),
          ),
          rest: 40,
        }),
    );
    for (const master of await local.masters()) {
      await sleep(200);
      await failOver(local, await replicaOf(local, master));
      await settled(local);
    }
    await sleep(200);
    await Promise.all(lanes.map((lane) => lane.stop()));
  });

  after(async () => {
    await Promise.all(lanes.map((lane) => lane.stop()));
    await closeAll(contenders);
    await local?.stop();
  });

  it('no error', () => {
    for (const { family, journal } of lanes) {
      expect(journal.failed, family).to.deep.equal([]);
    }
  });

  it('the longest command takes 500 ms at most', () => {
    for (const { family, checker } of lanes) {
      expect(checker.figures.longest, family).to.be.below(LONGEST);
    }
  });

  it('no increment is lost, and none is executed twice', async () => {
    for (const lane of lanes) {
      await lane.readServers(local);
      const { lost, double, unacknowledged } = lane.checker.figures;
      expect({ lost, double, unacknowledged }, lane.family).to.deep.equal({ lost: 0, double: 0, unacknowledged: 0 });
    }
  });

  it('writes of one slot stay in order, in batches and by themselves', async () => {
    for (const sequence of lanes.flatMap(({ sequences }) => sequences)) {
      await sequence.check(local);
    }
  });
});
