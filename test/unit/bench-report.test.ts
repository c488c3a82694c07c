import { expect } from 'chai';
import { barChart, format } from '../../bench/report/chart.js';
import { evaluate, GOALS, type Goal, goalsTable } from '../../bench/report/goals.js';
import { markdownTable, workloadTable } from '../../bench/report/tables.js';
import { Results } from '../../bench/results.js';
import { SUBJECTS } from '../../bench/subjects/index.js';
import { ALONE, WORKLOADS, type Workload } from '../../bench/workloads.js';

const sample = (subject: string, rate: number, cpu = 2) => ({ workload: 'get', subject, figures: { rate, cpu } });

const get: Workload = {
  name: 'get',
  title: 'GET',
  measure: { kind: 'start-up' },
  metrics: [
    { name: 'rate', unit: 'calls/s', better: 'more' },
    { name: 'cpu', unit: 'µs', better: 'less' },
  ],
};

describe('the report of the benchmark', () => {
  it('has tables in Markdown', () => {
    expect(
      markdownTable([
        ['who', 'calls/s'],
        ['a|b', '1'],
      ]),
    ).to.equal('| who | calls/s |\n| --- | ---: |\n| a\\|b | 1 |');
  });

  it('gives medians, ratios to a subject, and the range', () => {
    const results = new Results([sample('a', 3000), sample('b', 1000), sample('a', 1000), sample('b', 1000)]);
    expect(workloadTable(results, get, 'b', (name) => name.toUpperCase())).to.equal(
      [
        '| subject | calls/s | µs | × B | least – most |',
        '| --- | ---: | ---: | ---: | ---: |',
        '| A | 2,000 | 2 | 2.00 | 1,000 – 3,000 |',
        '| B | 1,000 | 2 | 1.00 | 1,000 – 1,000 |',
      ].join('\n'),
    );
  });

  it('compares with the first subject where the reference was not measured, and one alone with nobody', () => {
    const both = new Results([sample('a', 10), sample('b', 20)]);
    expect(workloadTable(both, get, 'c', (name) => name))
      .to.contain('| × a |')
      .and.to.contain('| b | 20 | 2 | 2.00 |');
    expect(workloadTable(new Results([sample('a', 10)]), get, 'a', (name) => name)).not.to.contain('×');
  });

  it('writes numbers with three digits that count', () => {
    expect([1234567, 999.6, 100, 99.94, 1.2345, 0.01234, 0].map(format)).to.deep.equal([
      '1,234,567',
      '1,000',
      '100',
      '99.9',
      '1.23',
      '0.0123',
      '0',
    ]);
  });

  it('draws bars as long as their values, the longest first', () => {
    const svg = barChart('GET & SET', 'calls/s', [
      { label: 'a <b>', value: 50, group: 'peer' },
      { label: 'c', value: 200, group: 'clusterwise' },
    ]);
    const widths = [...svg.matchAll(/width="([\d.]+)" height="17" fill="(#\w+)"/g)].map(([, width]) => Number(width));
    expect(widths).to.have.length(2);
    expect(widths[0]).to.equal(4 * (widths[1] as number));
    expect(svg.indexOf('>c<')).to.be.lessThan(svg.indexOf('>a &lt;b&gt;<'));
    expect(svg)
      .to.match(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
      .and.to.contain('GET &amp; SET: calls/s');
    expect(svg).to.contain('>200</text>').and.to.contain('>50</text>');
  });
});

describe('the goals of the benchmark', () => {
  const factor = (over: string | string[], times: number): Goal => ({
    workload: 'get',
    metric: 'rate',
    subject: 'a',
    kind: 'at least',
    factor: times,
    over,
  });
  const results = new Results([sample('a', 300, 9), sample('b', 100, 4), sample('c', 150, 1)]);

  it('are measured against another one, or the best of several', () => {
    const [one, best, missing] = [factor('b', 3), factor(['b', 'c'], 3), factor('nobody', 1)];
    expect(evaluate([one, best, missing], results)).to.deep.equal([
      { goal: one, measured: 3, isMet: true },
      { goal: best, measured: 2, isMet: false },
    ]);
  });

  it('are measured against a bound, by themselves or beyond another one', () => {
    const atMost = { workload: 'get', metric: 'cpu', subject: 'a', kind: 'at most' } as const;
    const [alone, beyond, missing]: Goal[] = [
      { ...atMost, bound: 8 },
      { ...atMost, bound: 5, beyond: 'b' },
      { ...atMost, bound: 5, beyond: 'nobody' },
    ];
    const measured = evaluate([alone, beyond, missing] as Goal[], results);
    expect(measured).to.deep.equal([
      { goal: alone, measured: 9, isMet: false },
      { goal: beyond, measured: 5, isMet: true },
    ]);
    expect(goalsTable(measured)).to.contain('| get, cpu | a | b | ≤ 5 | 5 | yes |');
  });

  it('are about workloads, figures and subjects that there are', () => {
    const subjects = [...SUBJECTS.map(({ name }) => name), ALONE];
    for (const goal of GOALS) {
      const workload = WORKLOADS.find(({ name }) => name === goal.workload);
      expect(
        workload?.metrics.map(({ name }) => name),
        goal.workload,
      ).to.include(goal.metric);
      const others = goal.kind === 'at least' ? [goal.over].flat() : [goal.beyond ?? ALONE];
      expect(subjects).to.include.members([goal.subject, ...others]);
    }
  });
});
