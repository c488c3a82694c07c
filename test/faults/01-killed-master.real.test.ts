import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { Checker } from '../../tools/consistency/checker.js';
import { Load } from '../../tools/consistency/load.js';
import { type Call, Journal } from '../support/journal.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { frozenCounters, promoted, replicaOf, settled } from '../support/real-faults.js';
import { type Contender, closeAll, openAll } from '../support/side-by-side.js';

// The row's figure is 100 ms.
const BACK = 500;
const LAST_DOOMED_SLOT = 5460;
const COUNTERS = 12;
const BURST = 20;
// Long enough for every reply that a stopped server has sent to be read.
const LAST_REPLIES = 100;

const isDoomed = (key: string) => slotOf(key) <= LAST_DOOMED_SLOT;

/** One family under load, and what it was doing when the master was killed. */
class Lane {
  readonly family: string;
  readonly journal: Journal;
  readonly checker = new Checker();
  readonly counters: readonly string[];
  readonly burst: readonly string[];
  readonly load: Load;
  /** What had no answer from the master when it was killed. */
  outstanding: readonly Call[] = [];

  constructor({ family, cluster }: Contender) {
    this.family = family;
    this.journal = new Journal(cluster);
    this.counters = names(COUNTERS, (index) => `${family}:${index}`);
    this.burst = names(BURST, (index) => `${family}:burst:${index}`, isDoomed);
    const load = { keys: this.counters, inFlight: COUNTERS, pause: 10 };
    this.load = new Load(this.journal, this.checker, load);
  }

  get keys(): readonly string[] {
    return [...this.counters, ...this.burst];
  }

  /** Reads and writes, all at once, that a stopped master does not answer. */
  startBurst(): void {
    for (const key of this.burst) {
      this.journal.get(key).catch(() => {});
      this.journal.incr(key).then(
        (answer) => this.checker.incremented(key, answer),
        (error) => this.checker.writeFailed(key, error.code),
      );
    }
  }
}

function names(count: number, nameOf: (index: number) => string, suits: (name: string) => boolean = () => true) {
  const suitable: string[] = [];
  for (let index = 0; suitable.length < count; index += 1) {
    if (suits(nameOf(index))) {
      suitable.push(nameOf(index));
    }
  }
  return suitable;
}

describe('a master is killed (kill -9) under load, a replica takes over', () => {
  let local: LocalCluster;
  let contenders: Contender[] = [];
  let lanes: Lane[] = [];
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
    lanes = contenders.map((contender) => new Lane(contender));
    await sleep(500);

    // Stopped for a moment, so that what is outstanding when it is killed is known exactly.
    doomed.pause();
    await sleep(LAST_REPLIES);
    for (const lane of lanes) {
      lane.startBurst();
    }
    await waitUntil('every worker of the doomed master to be stuck', async () =>
      lanes.every(({ counters, journal }) => {
        const stuck = new Set(journal.underWay.map(({ key }) => key));
        return counters.every((key) => !isDoomed(key) || stuck.has(key));
      }),
    );
    for (const lane of lanes) {
      lane.outstanding = lane.journal.underWay.filter(({ key }) => isDoomed(key));
    }
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
      lanes.every((lane) => lane.counters.every((key) => answeredSince(lane, key) !== undefined)),
    );
    await doomed.restart();
    await settled(local);
    await Promise.all(lanes.map(({ load }) => load.stop()));
    for (const { keys, checker } of lanes) {
      for (const key of keys) {
        checker.serverHas(key, Number(await (await local.ownerOf(slotOf(key))).command('GET', key)));
      }
    }
  });

  after(async () => {
    await Promise.all(lanes.map(({ load }) => load.stop()));
    await closeAll(contenders);
    await local?.stop();
  });

  const answeredSince = ({ journal }: Lane, key: string) =>
    journal.calls.find(
      (call) =>
        call.key === key && call.error === undefined && call.settledAt !== undefined && call.settledAt > promotedAt,
    );

  it('reads: no error', () => {
    for (const { family, journal } of lanes) {
      const failed = journal.calls.filter(({ command, error }) => command === 'get' && error !== undefined);
      expect(failed, family).to.deep.equal([]);
    }
  });

  it('writes: UNCERTAIN_STATE for each whose reply was outstanding on that master, and for no other', () => {
    for (const { family, journal, outstanding } of lanes) {
      const failed = journal.calls.filter(({ command, error }) => command === 'incr' && error !== undefined);
      const expected = outstanding.filter(({ command }) => command === 'incr');
      expect(failed, family).to.have.members(expected).and.to.have.length.of.at.least(BURST);
      expect(new Set(failed.map(({ error }) => (error as { code?: string }).code)), family).to.deep.equal(
        new Set(['UNCERTAIN_STATE']),
      );
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
      const times = lane.counters.map((key) => (answeredSince(lane, key)?.settledAt as number) - promotedAt);
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
