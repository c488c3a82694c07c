/**
 * `npm run check:package`: the package as its users get it, packed, and installed
 * from npm's registry, or its cache, in folders of its own.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { publint } from 'publint';
import { Consumer, npm, type Outcome, run } from './consumer.js';
import { COMMONJS, COMPILED, MODULE, TWO_CLIENTS } from './programs.js';

const ROOT = join(__dirname, '../..');
const TYPESCRIPT = 'node_modules/typescript/bin/tsc';
// The oldest compiler that is promised to read the types, beside our own.
const OLDER_TYPESCRIPT = 'typescript@~5.9.3';
const STRICT = ['--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--noEmit'];
const NODENEXT = { name: 'nodenext', options: ['--module', 'nodenext'], files: ['use.mts', 'use.cts'] } as const;
const NODE16 = { name: 'node16', options: ['--module', 'node16'], files: ['embedded.mts'] } as const;
const BUNDLER = {
  name: 'bundler',
  options: ['--module', 'esnext', '--moduleResolution', 'bundler'],
  files: ['use.ts'],
} as const;
const COMPILERS = [
  { version: 'the TypeScript that made them', path: join(ROOT, TYPESCRIPT), resolutions: [NODENEXT, NODE16, BUNDLER] },
  { version: 'TypeScript 5', path: TYPESCRIPT, resolutions: [NODENEXT, BUNDLER] },
];

describe('the package', function () {
  // With an empty cache all comes from the registry.
  this.timeout(300_000);
  let folder: string;
  let tarball: string;
  let files: string[];
  let alone: Consumer;
  let beside: Consumer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clusterwise-package-'));
    await mkdir(join(ROOT, 'dist'), { recursive: true });
    await writeFile(join(ROOT, 'dist/stale.js'), '');
    await npm(ROOT, 'run', 'prepack');
    const [packed] = JSON.parse(
      await npm(ROOT, 'pack', '--ignore-scripts', '--json', '--loglevel', 'error', '--pack-destination', folder),
    );
    tarball = join(folder, packed.filename);
    files = packed.files.map(({ path }: { path: string }) => path);
    await Promise.all([
      Consumer.make(tarball, OLDER_TYPESCRIPT, '@types/node@20').then((made) => {
        alone = made;
      }),
      Consumer.make(tarball, 'ioredis-mock@8', 'ioredis@5').then((made) => {
        beside = made;
      }),
    ]);
  });

  after(async () => {
    await Promise.all([alone?.remove(), beside?.remove(), rm(folder, { recursive: true, force: true })]);
  });

  it('has what was compiled from lib and what users read, and nothing else', async () => {
    const sources = (await readdir(join(ROOT, 'lib'), { recursive: true })).filter((file) => file.endsWith('.ts'));
    const compiled = sources.flatMap((file) =>
      ['.js', '.js.map', '.d.ts'].map((ending) => `dist/${file.slice(0, -'.ts'.length)}${ending}`),
    );
    expect(sources).to.include('index.ts').and.include(join('embedded', 'index.ts'));
    const docs = (await readdir(join(ROOT, 'docs'))).map((file) => `docs/${file}`);
    const pages = ['README.md', 'MIGRATING.md', 'CHANGELOG.md', ...docs];
    expect(pages).to.include('docs/types.md');
    expect(files).to.have.members(['package.json', 'LICENSE', ...pages, ...compiled]);
  });

  it('has a CHANGELOG whose first entry is its version', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const changelog = await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8');
    expect(/^## \[(.+)\] - \d{4}-\d\d-\d\d$/m.exec(changelog)?.[1]).to.equal(version);
  });

  it('satisfies Are the Types Wrong?', async () => {
    const attw = join(ROOT, 'node_modules/.bin/attw');
    // Without the profile it complains of a resolution that knows no `exports`, and that TypeScript 7 has no more.
    const { code, stdout } = await run(folder, attw, [tarball, '--profile', 'node16', '--no-definitely-typed']);
    expect(code, stdout).to.equal(0);
    expect(stdout).to.include('clusterwise/embedded');
  });

  describe('alone', () => {
    it('satisfies publint', async () => {
      const pkgDir = join(alone.folder, 'node_modules/clusterwise');
      expect((await publint({ pkgDir, pack: false, strict: true })).messages).to.deep.equal([]);
    });

    it('brings no install script, and no package that it does not need', async () => {
      const { packages } = await alone.installed<{ packages: Record<string, { hasInstallScript?: true }> }>(
        '.package-lock.json',
      );
      const names = Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ''));
      expect(names.filter((name) => !name.startsWith('@redis/'))).to.have.members([
        ...['clusterwise', '@ioredis/commands', 'cluster-key-slot', 'redis', 'redis-errors', 'redis-parser'],
        ...['p-map', 'aggregate-error', 'clean-stack', 'indent-string'],
        ...['typescript', '@types/node', 'undici-types'],
      ]);
      expect(Object.values(packages).filter(({ hasInstallScript }) => hasInstallScript)).to.deep.equal([]);
    });

    it('is required, also where ES modules cannot be', async () => {
      await alone.write('use.cjs', COMMONJS);
      const outcome = await alone.node('--no-experimental-require-module', 'use.cjs');
      expect(outcome).to.deep.equal({ code: 0, stdout: 'done\n', stderr: '' });
    });

    it('is required where some globals of Node are missing, as under Jest with jsdom', async () => {
      const program = "delete globalThis.setImmediate; require('clusterwise'); console.log('done')";
      expect(await alone.node('-e', program)).to.deep.equal({ code: 0, stdout: 'done\n', stderr: '' });
    });

    it('is loaded without redis, which takes longer than all of it, until an object is made that needs it', async () => {
      const program = `const { RedisCluster } = require('clusterwise');
        const isLoaded = () => require.resolve('redis') in require.cache;
        console.log(isLoaded());
        const cluster = new RedisCluster({ servers: [{ host: '127.0.0.1', port: 1 }] });
        console.log(isLoaded());
        cluster.end(false);`;
      expect(await alone.node('-e', program)).to.deep.equal({ code: 0, stdout: 'false\ntrue\n', stderr: '' });
    });

    it('is imported, and is then the same as when it is required', async () => {
      await alone.write('use.mjs', MODULE);
      expect(await alone.node('use.mjs')).to.deep.equal({ code: 0, stdout: 'done\n', stderr: '' });
    });

    it('has source maps: a stack trace names the line of TypeScript, and Node shows it', async () => {
      const wrong = "new (require('clusterwise').RedisCluster)({ servers: 5 })";
      const { stderr } = await alone.node('--enable-source-maps', '-e', wrong);
      const [, file, line, shown] = /^.*\/clusterwise\/(lib\/.*\.ts):(\d+)\n(.+)\n +\^/.exec(stderr) ?? [];
      expect(file, stderr).to.be.a('string');
      const source = (await readFile(join(ROOT, file as string), 'utf8')).split('\n');
      expect(shown).to.equal(source[Number(line) - 1]);
      expect(stderr).to.match(/ at .*\/clusterwise\/lib\/redis-cluster\.ts:\d+:\d+/);
    });

    describe('has types', () => {
      const compilations = new Map<string, Promise<Outcome>>();

      // All at once: they are what takes longest.
      before(async () => {
        await Promise.all(Object.entries(COMPILED).map(([file, text]) => alone.write(file, text)));
        for (const { version, path, resolutions } of COMPILERS) {
          for (const { name, options, files: uses } of resolutions) {
            compilations.set(`${version} ${name}`, alone.node(path, ...STRICT, ...options, ...uses));
          }
        }
      });

      for (const { version, resolutions } of COMPILERS) {
        for (const { name } of resolutions) {
          it(`for ${version} with ${name}, and all of them are right`, async () => {
            const { code, stdout } = (await compilations.get(`${version} ${name}`)) as Outcome;
            expect(code, stdout).to.equal(0);
          });
        }
      }

      it('that ask for @types/node where it is missing', async () => {
        await Promise.all(compilations.values());
        await rm(join(alone.folder, 'node_modules/@types'), { recursive: true });
        const { code, stdout } = await alone.node(join(ROOT, TYPESCRIPT), ...STRICT, '--module', 'nodenext', 'use.mts');
        expect(code).to.not.equal(0);
        expect(stdout).to.include('npm i --save-dev @types/node');
      });
    });

    for (const packages of [['ioredis@4', 'iovalkey@0.4'], ['ioredis@6']]) {
      it(`goes with ${packages.join(' and ')} in the eyes of npm`, async () => {
        await alone.install(...packages);
      });
    }
  });

  describe('beside another redis, which its user asked for', () => {
    for (const version of ['2.8.0', '3.1.2', '4.7.1', '5.12.1']) {
      it(`works over redis ${version}, and over its own`, async () => {
        await beside.install(`redis@${version}`);
        const theirs = await beside.installed<{ version: string }>('redis/package.json');
        const ours = await beside.installed<{ version: string }>('clusterwise/node_modules/redis/package.json');
        expect(theirs.version).to.equal(version);
        expect(ours.version).to.match(/^6\./);
        await beside.write('use.cjs', TWO_CLIENTS);
        expect(await beside.node('use.cjs')).to.deep.equal({ code: 0, stdout: 'done\n', stderr: '' });
      });
    }
  });
});
