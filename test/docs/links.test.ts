import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(__dirname, '../..');

const DOCUMENTS = [
  'ARCHITECTURE.md',
  'MIGRATING.md',
  'README.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
];

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** The anchors of a file's headings, as GitHub and npm make them. */
const anchorsOf = (file: string) =>
  [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );

describe('links between the documents', () => {
  for (const file of DOCUMENTS) {
    it(`of ${file} lead somewhere`, () => {
      const links = [...read(file).matchAll(/\]\(([^):]*)\)/g)].map(([, link = '']) => link);
      const broken = links.filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? file : join(dirname(file), path);
        const isKnown = DOCUMENTS.includes(target);
        return path.endsWith('.md') && target.startsWith('docs/')
          ? !isKnown || (anchor !== undefined && !anchorsOf(target).includes(anchor))
          : isKnown && anchor !== undefined && !anchorsOf(target).includes(anchor);
      });
      expect(broken).to.deep.equal([]);
    });
  }
});
