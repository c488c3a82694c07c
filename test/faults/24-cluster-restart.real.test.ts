import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { codeOf, Journal } from '../support/journal.js';
import { BurstLane, names } from '../support/lane.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { serving, settled } from '../support/real-faults.js';
import { type Contender, closeAll, openAll } from '../support/side-by-side.js';

// The row's figure is 3 s.
const BACK = 9000;
const IMPATIENCE = 1000;
// Some libraries take long to make a client, and all of them make many at once here.
const LATEST = 5 * IMPATIENCE;
const BURST = 20;

describe('a whole-cluster restart under load', () => {
  let local: LocalCluster;
  let patient: Contender[] = [];
  let impatient: Contender[] = [];
  let lanes: BurstLane[] = [];
  let late: { family: string; journal: Journal }[] = [];
  let upAt: number;

  before(async () => {
    // Counters that are acknowledged survive a kill -9: what is written is written before it is answered. With
    // `everysec`, a server whose disk is slow answers up to two seconds before it writes.
    const config = ['--appendonly', 'yes', '--appendfsync', 'no'];
    local = await startLocalCluster({ masters: 3, replicas: 1, config });
    patient = await openAll(local.servers);
    impatient = await openAll(local.servers, { retryTimeout: IMPATIENCE });
    await settled(local);
    lanes = patient.map(
      (contender) =>
        new BurstLane(contender, {
          counters: names(12, (index) => `${contender.family}:${index}`),
          burst: names(BURST, (index) => `${contender.family}:burst:${index}`),
          rest: 20,
        }),
    );
    await sleep(500);

    // Stopped for a moment, so that what is outstanding when they are killed is known exactly.
    for (const node of local.nodes) {
      node.pause();
    }
    await Promise.all(lanes.map((lane) => lane.getStuck(() => true)));
    const [masters, replicas] = [local.nodes.slice(0, 3), local.nodes.slice(3)];
    await Promise.all(local.nodes.map((node) => node.kill()));

    await waitUntil('every client to notice', async () =>
      [...patient, ...impatient].every(({ cluster }) => !cluster.connected),
    );
    const issuedMeanwhile = lanes.map((lane) =>
      lane.increment(names(BURST, (index) => `${lane.family}:meanwhile:${index}`)),
    );
    late = impatient.map(({ family, cluster }) => ({ family, journal: new Journal(cluster) }));
    await Promise.allSettled(late.flatMap(({ journal }) => [journal.get('a'), journal.incr('a'), journal.incr('b')]));

    // A replica that starts before its master might take its place, with less than it had.
    await Promise.all(masters.map((node) => node.restart()));
    await Promise.all(replicas.map((node) => node.restart()));
    upAt = await serving(local);
    await Promise.all(issuedMeanwhile);
    await waitUntil('every counter to be answered again', async () =>
      lanes.every(({ counters, journal }) => counters.every((key) => journal.answeredSince(upAt, key) !== undefined)),
    );
    await Promise.all(lanes.map((lane) => lane.stop()));
  });

  after(async () => {
    await Promise.all(lanes.map((lane) => lane.stop()));
    await closeAll([...patient, ...impatient]);
    await local?.stop();
  });

  it('everything waits, but writes whose reply was outstanding, which get UNCERTAIN_STATE', () => {
    for (const { family, journal, outstanding } of lanes) {
      const expected = outstanding.filter(({ command }) => command === 'incr');
      expect(journal.failed, family).to.have.members(expected).and.to.have.length.of.at.least(BURST);
      expect(new Set(journal.failed.map(codeOf)), family).to.deep.equal(new Set(['UNCERTAIN_STATE']));
    }
  });

  it('or fails by its deadline, with an error that says for how long it waited', () => {
    for (const { family, journal } of late) {
      for (const call of journal.calls) {
        expect(codeOf(call), family).to.equal('CLUSTER_UNAVAILABLE');
        expect(call.error?.message, family).to.match(/^Waited \d+ ms for .*127\.0\.0\.1:\d+/);
        expect((call.settledAt as number) - call.issuedAt, family).to.be.within(IMPATIENCE - 1, LATEST);
      }
    }
  });

  it('back within 3 s', async () => {
    for (const { family, counters, journal } of lanes) {
      const times = counters.map((key) => (journal.answeredSince(upAt, key) as number) - upAt);
      expect(Math.max(...times), family).to.be.below(BACK);
    }
    // Those whose commands had failed are back as well.
    for (const { family, cluster } of impatient) {
      expect(await cluster.get('a'), family).to.equal(null);
    }
  });

  it('no increment is lost, and none is executed twice', async () => {
    for (const lane of lanes) {
      await lane.readServers(local);
      const { lost, double } = lane.checker.figures;
      expect({ lost, double }, lane.family).to.deep.equal({ lost: 0, double: 0 });
    }
  });
});
