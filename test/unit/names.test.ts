import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { list } from '@ioredis/commands';
import { expect } from 'chai';
import { allSpecs, specFor } from '../../lib/command/table.js';

describe('names of commands', () => {
  it('are exactly those of @ioredis/commands, in order', () => {
    const source = readFileSync(join(__dirname, '../../lib/command/names.ts'), 'utf8');
    const [, type = ''] = source.split('export type CommandName =\n');
    const members = type.replace(/;\n$/, '').split('\n');
    expect(members).to.deep.equal([...list].sort().map((name) => `  | '${name}'`));
  });

  it('are those of the table', () => {
    expect([...allSpecs()].map(({ name }) => name)).to.have.members(list);
    for (const name of list) {
      expect(specFor(name)).to.include({ name, upper: name.toUpperCase() });
    }
    expect(specFor('GET')).to.equal(undefined);
    expect(specFor('__proto__')).to.equal(undefined);
  });
});
