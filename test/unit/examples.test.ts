import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { EXAMPLES } from '../support/examples.js';
import { RunningExample } from '../support/run-example.js';

describe('examples, on the embedded cluster', () => {
  for (const { file, args, prints, onEmbedded = [] } of EXAMPLES) {
    it(`${file} does what it says, and ends by itself`, async () => {
      const { stdout, stderr, code } = await new RunningExample(file, [], args).ended;
      expect(stderr).to.equal('');
      expect(code).to.equal(0);
      for (const pattern of [...prints, ...onEmbedded]) {
        expect(stdout).to.match(pattern);
      }
    });
  }

  it('are all in the table of their README, and are run by a test', () => {
    const folder = join(__dirname, '../../examples');
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    const listed = [...readme.matchAll(/^\| \[`.*?`\]\((.*?)\) \|/gm)].map(([, name]) => name);
    expect(listed).to.have.members([...files, 'docker', 'testing-your-app']);
    expect(files).to.have.members(['quickstart.ts', ...EXAMPLES.map(({ file }) => file)]);
  });

  it('fail when they cannot do it', async () => {
    const { stderr, code } = await new RunningExample('queue.ts', ['host:nowhere']).ended;
    expect(stderr).to.include('host:nowhere');
    expect(code).to.equal(1);
  });
});
