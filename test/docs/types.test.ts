import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { snippetsOf } from '../support/snippets.js';

const run = promisify(execFile);
const ROOT = join(__dirname, '../..');

/** What the code in documents takes for granted. */
const BEFORE =
  "import { RedisCluster } from 'clusterwise';\ndeclare const client: RedisCluster;\ndeclare const keys: string[];\n";

describe('the TypeScript in the documents', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clusterwise-docs-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const compile = async (blocks: readonly string[]) => {
    await Promise.all(
      blocks.map((code, i) => writeFile(join(folder, `block${i}.mts`), `${BEFORE}${code}\nexport {};\n`)),
    );
    const compilerOptions = {
      noUnusedLocals: false,
      noUnusedParameters: false,
      typeRoots: [join(ROOT, 'node_modules/@types')],
      paths: { clusterwise: [join(ROOT, 'lib/index.ts')] },
    };
    const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*.mts'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    return run(tsc, ['-p', folder]).then(
      () => '',
      ({ stdout }) => stdout as string,
    );
  };

  it('compiles, and would not with a mistake in it', async () => {
    const blocks = ['docs/types.md', 'docs/scripts.md']
      .flatMap((file) => snippetsOf(file))
      .filter(({ language }) => language === 'ts')
      .map(({ code }) => code);
    expect(blocks).to.have.lengthOf(3);
    expect(await compile(blocks)).to.equal('');
    expect(await compile(['client.get({});'])).to.match(/block0\.mts.*error/);
  });
});
