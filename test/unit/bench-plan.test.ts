import { expect } from 'chai';
import { stepsOf } from '../../bench/bench.js';
import { parseOptions } from '../../bench/options.js';
import { planRound } from '../../bench/plan.js';
import { progressLine } from '../../bench/progress.js';
import { SUBJECTS } from '../../bench/subjects/index.js';
import { ALONE, WORKLOADS } from '../../bench/workloads.js';

const subjects = SUBJECTS.map(({ name }) => name);
const heats = (round: number, who: readonly string[], workloads: readonly string[]) =>
  planRound(round, who, workloads).map((heat) =>
    heat.map(({ workload, subject, form, servers }) => [workload, subject, form, servers]),
  );

describe('the plan of the benchmark', () => {
  it('takes subjects side by side, and begins each round with another one', () => {
    const who = ['node_redis-3', 'redis-5-cluster'];
    const get = [
      ['get-1', 'node_redis-3', 'callback', 'single'],
      ['get-1', 'redis-5-cluster', 'promise', 'cluster'],
    ];
    const mget = [
      ['mget-100-keys', 'node_redis-3', 'callback', 'single'],
      ['mget-100-keys', 'redis-5-cluster', 'promise', 'cluster'],
    ];
    expect(heats(0, who, ['mget-100-keys', 'get-1'])).to.deep.equal([get, mget]);
    expect(heats(1, who, ['mget-100-keys', 'get-1'])).to.deep.equal([get.reverse(), mget.reverse()]);
  });

  it('has every subject start early and late over five rounds, and in the middle of them as a rule', () => {
    const orders = [0, 1, 2, 3, 4].map((round) => heats(round, subjects, ['get-1'])[0]?.map(([, name]) => name));
    for (const subject of subjects) {
      const places = orders.map((order) => (order as unknown[]).indexOf(subject)).sort((a, b) => a - b);
      const gaps = places.map((place, i) => (places[(i + 1) % 5] as number) + (i === 4 ? subjects.length : 0) - place);
      expect(Math.max(...gaps), subject).to.be.below(subjects.length / 3);
    }
  });

  it('gives each subject the servers for itself where it is not measured in slices', () => {
    const heap = [
      ['heap', 'node_redis-3', 'callback', 'single'],
      ['heap', 'redis-5-cluster', 'promise', 'cluster'],
    ];
    expect(heats(0, ['node_redis-3', 'redis-5-cluster'], ['heap'])).to.deep.equal(heap.map((cell) => [cell]));
  });

  it('compares forms where a subject has both', () => {
    const who = ['node_redis-3', 'ioredis-6', 'redis-5-cluster', 'clusterwise/redis-6'];
    expect(heats(0, who, ['get-100-callback'])).to.deep.equal([
      [
        ['get-100-callback', 'clusterwise/redis-6', 'callback', 'cluster'],
        ['get-100-callback', 'ioredis-6', 'callback', 'single'],
      ],
    ]);
    expect(heats(0, ['redis-5-cluster'], ['get-100-callback'])).to.deep.equal([]);
  });

  it('has what is sorted by hand where one command is under way at a time, over a client for each master', () => {
    const who = ['node_redis-3', 'node_redis-3/by-hand'];
    expect(heats(0, who, ['get-1'])).to.deep.equal([
      [
        ['get-1', 'node_redis-3', 'callback', 'single'],
        ['get-1', 'node_redis-3/by-hand', 'callback', 'cluster'],
      ],
    ]);
    expect(heats(0, ['node_redis-3/by-hand'], ['get-100', 'heap', 'start-up'])).to.deep.equal([]);
  });

  it("has clusterwise's own code once, without servers", () => {
    expect(heats(1, [...subjects, ALONE], ['map'])).to.deep.equal([[['map', ALONE, 'callback', 'none']]]);
    expect(heats(0, subjects, ['map'])).to.deep.equal([]);
  });

  it('has names that are there once', () => {
    expect(new Set(subjects).size).to.equal(subjects.length);
    expect(new Set(WORKLOADS.map(({ name }) => name)).size).to.equal(WORKLOADS.length);
  });
});

describe('the options of the benchmark', () => {
  it('are everything, five rounds, and the results in their folder', () => {
    expect(parseOptions([])).to.deep.equal({
      rounds: 5,
      seconds: 1,
      subjects: [...subjects, ALONE],
      workloads: WORKLOADS.map(({ name }) => name),
      reference: 'redis-5-cluster',
      out: 'bench/results',
    });
  });

  it('write nowhere what is quick or not the whole, unless told so', () => {
    expect(parseOptions(['--quick'])).to.include({ rounds: 1, seconds: 0.25, out: undefined });
    expect(parseOptions(['--only', 'redis-6']).out).to.equal(undefined);
    expect(parseOptions(['--workloads', 'get-1']).out).to.equal(undefined);
    expect(parseOptions(['--quick', '--rounds', '3', '--out', 'here'])).to.include({ rounds: 3, out: 'here' });
  });

  it('take names in any order', () => {
    expect(parseOptions(['--only', 'redis-6,node_redis-3']).subjects).to.deep.equal(['node_redis-3', 'redis-6']);
  });

  for (const [args, message] of [
    [['--rounds', '0'], 'Expected --rounds to be an integer from 1 up, got 0'],
    [['--rounds', '1.5'], 'Expected --rounds to be an integer from 1 up, got 1.5'],
    [['--seconds', 'long'], 'Expected --seconds to be a number up to 600, got long'],
    [['--only', 'redis-6,redis-7'], 'got redis-7'],
    [['--workloads', 'got'], 'got got'],
    [['--reference', 'redis-7'], 'got redis-7'],
    [['--fast'], '--fast'],
  ] as const) {
    it(`are refused: ${args.join(' ')}`, () => {
      expect(() => parseOptions(args)).to.throw(TypeError, message);
    });
  }
});

describe('the progress of the benchmark', () => {
  it('is told when somebody starts, warms up, and has a slice', () => {
    const heatsOf = (workload: string) => planRound(0, ['redis-6', 'redis-5-cluster'], [workload]);
    expect(stepsOf(heatsOf('get-1'), 0.3)).to.equal(2 * (1 + 1 + 3));
    expect(stepsOf(heatsOf('start-up'), 0.3)).to.equal(2 * (1 + 1));
  });

  it('tells what is done, how long the rest takes, and what is under way', () => {
    expect(progressLine(0, 4, 10, 'get')).to.equal(`[${' '.repeat(24)}] 0 of 4: get`);
    expect(progressLine(1, 4, 1000, 'get')).to.equal(`[######${' '.repeat(18)}] 1 of 4, 3 s left: get`);
    expect(progressLine(2, 4, 600_000, 'get')).to.equal(
      `[${'#'.repeat(12)}${' '.repeat(12)}] 2 of 4, 10 min left: get`,
    );
  });
});
