import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';

const ROOT = join(__dirname, '../..');
const LIB = join(ROOT, 'lib');

const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');

const folders = text.slice(text.indexOf('## The folders'), text.indexOf('## The rules'));

/** The folders of lib/ as the table has them, the lowest first; '' stands for the files of lib/ themselves. */
const layers = [...folders.matchAll(/^\| (?:files of )?`([\w./-]+?)\/?` \|/gm)].map(([, name = '']) =>
  name === 'lib' ? '' : name,
);

const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** errors.ts has a row of its own. */
const layerOf = (file: string) => (file === 'errors.ts' ? file : dirname(file).replace(/^\.$/, ''));

describe('ARCHITECTURE.md', () => {
  it('has a row for every folder', () => {
    expect(layers).to.have.members([...new Set(files.map(layerOf))]);
  });

  it('is right that imports point up the table of folders', () => {
    const wrong = files.flatMap((file) => {
      const imported = [...readFileSync(join(LIB, file), 'utf8').matchAll(/ from '(\.[^']+)\.js';/g)];
      const targets = imported.map(([, path = '']) => relative(LIB, resolve(LIB, dirname(file), `${path}.ts`)));
      return targets
        .filter((target) => !mayImport(layerOf(file), layerOf(target)))
        .map((target) => `${file} → ${target}`);
    });
    expect(wrong).to.deep.equal([]);
  });

  it('names files that are there', () => {
    const named = [...text.matchAll(/[`"]((?:[\w-]+\/)*[\w-]+(?:\.real|\.test)*\.(?:ts|json|md))\b/g)].map(
      ([, path = '']) => path,
    );
    const places = [
      ROOT,
      LIB,
      ...layers.map((layer) => join(LIB, layer)),
      join(ROOT, 'test/real'),
      join(ROOT, 'tools/signatures'),
    ];
    expect(named).to.have.length.above(30);
    expect(named.filter((path) => !places.some((place) => existsSync(join(place, path))))).to.deep.equal([]);
  });
});

function mayImport(from: string, to: string): boolean {
  if (from === 'embedded') {
    return ['embedded', 'command', 'topology', 'errors.ts'].includes(to);
  }
  return layers.indexOf(to) <= layers.indexOf(from);
}
