import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { freePort } from '../support/local-cluster/free-ports.js';
import { waitUntil } from '../support/local-cluster/index.js';

const run = promisify(execFile);
const ROOT = join(__dirname, '../..');
const PROGRAM = join(ROOT, 'tools/cluster/main.ts');

/** The program, in a process and with a folder for temporary files of its own. */
class Tool {
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(
    private readonly folder: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    command: readonly [program: string, ...args: string[]] = [process.execPath, '--import', 'tsx', PROGRAM],
  ) {
    const [program, ...before] = command;
    this.#child = spawn(program, [...before, ...args], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own, to be ended as one
    });
    this.#child.stdout?.on('data', (chunk) => {
      this.stdout += chunk;
    });
    this.#child.stderr?.on('data', (chunk) => {
      this.stderr += chunk;
    });
    this.ended = once(this.#child, 'close').then(([code]) => code);
  }

  async told(what: string): Promise<this> {
    await waitUntil(what, async () => this.stdout.includes(what) || this.#child.exitCode !== null);
    expect(this.stdout, this.stderr).to.include(what);
    return this;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Whatever has become of it: what npm started, too. */
  async end(): Promise<void> {
    try {
      process.kill(-(this.#child.pid as number), 'SIGKILL');
    } catch {
      // Nobody is left.
    }
    await this.ended;
  }

  /** The process ids of its servers that answer; each works in a folder that has its port in the name. */
  async servers(): Promise<number[]> {
    const ports = (await this.files()).flatMap((file) => /(\d+)-\w+$/.exec(file)?.[1] ?? []);
    const answers = await Promise.allSettled(ports.map((port) => run('redis-cli', ['-p', port, 'INFO', 'server'])));
    return answers
      .flatMap((answer) =>
        answer.status === 'fulfilled' ? (/process_id:(\d+)/.exec(answer.value.stdout)?.[1] ?? []) : [],
      )
      .map(Number);
  }

  async files(): Promise<string[]> {
    return (await readdir(this.folder, { recursive: true })).filter((file) => file.startsWith('clusterwise-'));
  }
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('npm run cluster', () => {
  let folder: string;
  let tool: Tool;
  const start = (args: readonly string[], env?: NodeJS.ProcessEnv) => {
    tool = new Tool(folder, args, env);
    return tool;
  };
  const nothingIsLeftOf = async (pids: readonly number[]) => {
    await waitUntil('all servers to end', async () => !pids.some(isAlive));
    // Not what is within it: that goes while it is read.
    const left = async () => (await readdir(folder)).filter((file) => file.startsWith('clusterwise-'));
    await waitUntil('the folder to be removed', async () => (await left()).length === 0);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cluster-tool-'));
  });

  afterEach(async () => {
    await tool.end();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  it('says who holds which slots; each command that it prints works; Ctrl-C takes all down', async () => {
    await start(['--masters', '3', '--replicas', '1']).told('Ctrl-C');
    const pids = await tool.servers();
    expect(pids).to.have.lengthOf(6);
    const replica = ' {2}replica 127.0.0.1:\\d+';
    for (const slots of ['slots 0–5460 ', 'slots 5461–10921 ', 'slots 10922–16383']) {
      expect(tool.stdout).to.match(new RegExp(`127.0.0.1:\\d+  ${slots} *${replica}\n`));
    }
    const commands = tool.stdout.split('\n').filter((line) => line.includes('redis-cli '));
    expect(commands).to.have.lengthOf(8);
    for (const command of commands.filter((line) => !line.includes('DEBUG SLEEP'))) {
      const { stdout, stderr } = await run('sh', ['-c', command]);
      expect(stdout, command)
        .to.not.equal('')
        .and.not.match(/ERR|MOVED|Unknown|\*\*\*/);
      expect(stderr, command).to.not.include('rror');
    }
    expect(commands.at(-1)).to.match(/redis-cli -p \d+ DEBUG SLEEP 15$/);
    const [example] = tool.stdout.split('\n').filter((line) => line.includes('REDIS_CLUSTER='));
    const { stdout } = await run('sh', ['-c', `${example}`], { cwd: ROOT });
    expect(stdout).to.include('mset(five keys, callback)    OK');
    tool.kill('SIGINT');
    expect(await tool.ended).to.equal(0);
    expect(tool.stderr).to.equal('');
    await nothingIsLeftOf(pids);
  });

  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGKILL'] as const) {
    it(`leaves nothing behind after ${signal}`, async () => {
      await start(['--masters', '2']).told('Ctrl-C');
      const pids = await tool.servers();
      expect(pids).to.have.lengthOf(2);
      tool.kill(signal);
      expect(await tool.ended).to.equal(signal === 'SIGKILL' ? null : 0);
      await nothingIsLeftOf(pids);
    });
  }

  it('leaves nothing behind when npm is told to end', async () => {
    tool = new Tool(folder, ['--masters', '1'], {}, ['npm', 'run', 'cluster', '--']);
    await tool.told('Ctrl-C');
    const pids = await tool.servers();
    expect(pids).to.have.lengthOf(1);
    tool.kill('SIGTERM');
    await nothingIsLeftOf(pids);
  });

  it('leaves nothing behind after a signal amid its start', async () => {
    start(['--masters', '6']);
    await waitUntil('a server to run', async () => (await tool.servers()).length > 0);
    const pids = await tool.servers();
    tool.kill('SIGINT');
    expect(await tool.ended).to.equal(130);
    expect(tool.stdout).to.not.include('Ctrl-C');
    await nothingIsLeftOf(pids);
  });

  it('ends, and says why, when a server dies', async () => {
    await start(['--masters', '2', '--replicas', '1']).told('Ctrl-C');
    const pids = await tool.servers();
    process.kill(pids[3] as number, 'SIGKILL');
    expect(await tool.ended).to.equal(1);
    expect(tool.stderr).to.match(/^The redis-server on port \d+ has ended: the others are taken down\.\n$/);
    await nothingIsLeftOf(pids);
  });

  it('takes the ports that it is told, and says which one is taken', async () => {
    const port = await freePort();
    const stranger = createServer().listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    try {
      // Of four servers, the third finds its port taken.
      start(['--masters', '2', '--replicas', '1', '--port', String(port - 2)]);
      expect(await tool.ended).to.equal(1);
      expect(tool.stderr).to.include(`Port ${port} is taken`);
      await nothingIsLeftOf([]);
    } finally {
      stranger.close();
    }
    await start(['--masters', '3', '--port', String(port - 2)]).told('Ctrl-C');
    for (const own of [port - 2, port - 1, port]) {
      expect(tool.stdout).to.include(`127.0.0.1:${own}  slots`);
    }
    tool.kill('SIGINT');
    expect(await tool.ended).to.equal(0);
  });

  it('names what is missing, and how to get it', async () => {
    start([], { PATH: folder });
    expect(await tool.ended).to.equal(1);
    expect(tool.stderr).to.equal(
      'redis-server is not on the PATH: install it with `apt-get install redis-server` or `brew install redis`\n',
    );
  });

  it('without redis-cli it starts, and says how to get that', async () => {
    const { stdout } = await run('sh', ['-c', 'command -v redis-server']);
    await run('ln', ['-s', stdout.trim(), join(folder, 'redis-server')]);
    for (const program of ['cat', 'rm', 'sleep']) {
      await run('ln', ['-s', (await run('sh', ['-c', `command -v ${program}`])).stdout.trim(), join(folder, program)]);
    }
    await start(['--masters', '1'], { PATH: folder }).told('Ctrl-C');
    const pids = await tool.servers();
    await tool.told('redis-cli is not on the PATH: apt-get install redis-tools, or brew install redis.');
    tool.kill('SIGINT');
    expect(await tool.ended).to.equal(0);
    await nothingIsLeftOf(pids);
  });

  it('names a bad option, and starts nothing', async () => {
    start(['--masters', '0']);
    expect(await tool.ended).to.equal(1);
    expect(tool.stderr).to.equal("Expected --masters to be an integer from 1 to 50, got '0'\n");
    expect(tool.stdout).to.equal('');
  });
});
