import { expect } from 'chai';
import { Results } from '../../bench/results.js';
import { inTurn, ofSlices, passesOf } from '../../bench/slices.js';
import { median, percentile } from '../../bench/statistics.js';

describe('figures of the benchmark', () => {
  it('have a median, whatever order they come in', () => {
    expect(median([10, 9, 100])).to.equal(10);
    expect(median([4, 1, 3, 100])).to.equal(3.5);
    expect(median([7])).to.equal(7);
    expect(() => median([])).to.throw(RangeError);
  });

  it('have percentiles by the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(percentile(hundred, 0.5)).to.equal(50);
    expect(percentile(hundred, 0.99)).to.equal(99);
    expect(percentile(hundred, 1)).to.equal(100);
    expect(percentile([5], 0.01)).to.equal(5);
    expect(() => percentile([], 0.5)).to.throw(RangeError);
  });

  it('come of slices of equal length, and are medians of them', () => {
    const warmUp = { milliseconds: 500, counts: false };
    const slice = (milliseconds: number) => ({ milliseconds, counts: true });
    expect(passesOf(true, 0.3)).to.deep.equal([warmUp, slice(100), slice(100), slice(100)]);
    expect(passesOf(true, 0.25)).to.deep.equal([warmUp, slice(250 / 3), slice(250 / 3), slice(250 / 3)]);
    expect(passesOf(true, 0.01)).to.deep.equal([warmUp, slice(10)]);
    expect(passesOf(false, 0.5)).to.deep.equal([slice(500)]);
    const slices = [
      { rate: 5, cpu: 1 },
      { rate: 1, cpu: 9 },
      { rate: 4, cpu: 2 },
    ];
    expect(ofSlices(slices)).to.deep.equal({ rate: 4, cpu: 2 });
  });

  it('come of slices that all have in turn, each time beginning with another one', () => {
    const passes = [0, 1, 2, 3].map((pass) => inTurn(['a', 'b', 'c'], pass).join(''));
    expect(passes).to.deep.equal(['abc', 'bca', 'cab', 'abc']);
    expect(inTurn([], 1)).to.deep.equal([]);
  });

  it('are summed up over rounds, and compared by their medians', () => {
    const sample = (subject: string, rate: number) => ({ workload: 'get', subject, figures: { rate } });
    const results = new Results([
      sample('a', 100),
      sample('b', 40),
      sample('b', 60),
      sample('a', 900),
      sample('a', 150),
      { workload: 'set', subject: 'a', figures: { rate: 1 } },
    ]);
    expect(results.summary('get', 'a', 'rate')).to.deep.equal({ median: 150, least: 100, most: 900, rounds: 3 });
    expect(results.ratio('get', 'rate', 'a', 'b')).to.equal(3);
    expect(results.summary('get', 'c', 'rate')).to.equal(undefined);
    expect(results.summary('get', 'a', 'cpu')).to.equal(undefined);
    expect(results.ratio('set', 'rate', 'a', 'b')).to.equal(undefined);
    expect(results.subjectsOf('get')).to.deep.equal(['a', 'b']);
    expect(results.workloads).to.deep.equal(['get', 'set']);
  });
});
