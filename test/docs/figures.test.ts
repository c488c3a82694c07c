import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { figuresOf, readmeFigures, withFigures } from '../../bench/report/readme.js';
import { Results } from '../../bench/results.js';

const ROOT = join(__dirname, '../..');

describe('the figures of the README', () => {
  it('are those that the benchmark has printed', async () => {
    const { samples, machine, rounds, seconds } = JSON.parse(
      await readFile(join(ROOT, 'bench/results/latest.json'), 'utf8'),
    );
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    expect(figuresOf(readme)).to.equal(readmeFigures(new Results(samples), machine, rounds, seconds));
  });

  it('take the place of those of another run, and need one', () => {
    const readme = 'before\n<!-- figures -->\nold\n<!-- /figures -->\nafter';
    expect(withFigures(readme, '<!-- figures -->new<!-- /figures -->')).to.equal(
      'before\n<!-- figures -->new<!-- /figures -->\nafter',
    );
    expect(() => withFigures('no place', 'new')).to.throw('Expected <!-- figures --> and <!-- /figures -->');
  });
});
