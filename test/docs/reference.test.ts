import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkOptions } from '../../lib/options.js';

const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

// Their defaults are functions.
const IN_WORDS = new Set(['servers', 'createClient', 'nodeAddressMap', 'retryStrategy']);

/** Of the rows of a table under a heading, the code in the first column and what is in the second. */
function rowsUnder(heading: string): [name: string, content: string][] {
  const section = README.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].map(([, name = '', content = '']) => [name, content]);
}

describe('the reference in the README', () => {
  it('has every option, with its default', () => {
    const checked: Record<string, unknown> = { ...checkOptions({ servers: ['a:1'] }) };
    const rows = rowsUnder('Options');
    const known = rows.map(([name]) => name);
    expect(Object.keys(checked).filter((name) => !known.includes(name))).to.deep.equal([]);
    const byDefault = rows.filter(([name]) => !IN_WORDS.has(name));
    expect(byDefault).to.have.length.above(10);
    for (const [name, words] of byDefault) {
      const value = checked[name];
      const expected = typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
      expect(`${name}: ${words}`).to.equal(`${name}: \`${expected}\``);
    }
  });
});
