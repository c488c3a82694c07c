import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { waitUntil } from '../support/local-cluster/index.js';

const MAIN = join(__dirname, '../../bench/main.ts');

describe('the benchmark', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clusterwise-bench-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs it to its end. */
  const run = async (args: readonly string[], whileRunning?: (pid: number) => unknown) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    const closed = once(child, 'close');
    await whileRunning?.(child.pid as number);
    const [code] = await closed;
    return { code, output };
  };

  const QUICK = ['--quick', '--seconds', '0.1'];

  it('measures subjects under a workload on servers of its own, and writes what it found', async () => {
    const { code, output } = await run([
      ...[...QUICK, '--only', 'clusterwise/redis-6,redis-6/untimed', '--workloads', 'get-100'],
      ...['--reference', 'redis-6/untimed', '--out', folder],
    ]);
    expect(code, output).to.equal(0);
    const { samples, machine } = JSON.parse(await readFile(join(folder, 'latest.json'), 'utf8'));
    expect(samples.map(({ subject }: { subject: string }) => subject)).to.deep.equal([
      'clusterwise/redis-6',
      'redis-6/untimed',
    ]);
    for (const { figures } of samples) {
      expect(figures.rate).to.be.greaterThan(0);
      expect(figures.cpu).to.be.greaterThan(0);
    }
    expect(machine).to.include({ node: process.version });
    const report = await readFile(join(folder, 'latest.md'), 'utf8');
    expect(output).to.contain(report.trim());
    expect(report).to.contain('| get-100 | clusterwise/redis-6 | redis-6/untimed | ≥ 1 × |');
    expect(await readFile(join(folder, 'get-100.svg'), 'utf8')).to.contain('clusterwise over redis-6');
  });

  it('measures every kind of workload', async () => {
    const workloads = ['set-100-64k', 'get-100-promise', 'mset-100-keys', 'del-100-keys', 'batch-1000'];
    const names = [...workloads, 'latency', 'heap', 'start-up'];
    const { code, output } = await run([...QUICK, '--only', 'clusterwise/ioredis-6', '--workloads', names.join()]);
    expect(code, output).to.equal(0);
    for (const name of names) {
      expect(output).to.contain(`(\`${name}\`)`);
    }
  });

  it('measures what clusterwise itself costs', async () => {
    const { code, output } = await run([...QUICK, '--only', 'clusterwise', '--workloads', 'own-cost,map']);
    expect(code, output).to.equal(0);
    expect(output).to.contain('| own-cost, mget-key | clusterwise |').and.to.contain('| map, adopt | clusterwise |');
  });

  it('goes on with the others where one fails, says so, and ends with 1', async () => {
    const args = ['--seconds', '4', '--rounds', '1', '--only', 'redis-6,redis-5-cluster', '--workloads', 'get-1'];
    const { code, output } = await run(args, async (pid) => {
      await waitUntil('both workers to run', async () => {
        const running = await workersOf(pid);
        const [victim] = running.filter(({ command }) => command.includes('"redis-6"'));
        if (running.length === 2 && victim !== undefined) {
          process.kill(victim.pid, 'SIGKILL');
          return true;
        }
        return false;
      });
    });
    expect(code, output).to.equal(1);
    expect(output).to.contain('redis-6 under get-1: ended with SIGKILL').and.to.contain('| redis 5 createCluster |');
    expect(output).not.to.contain('| redis 6, one server |');
  });

  it('ends early when it is told to, with its servers', async () => {
    const args = ['--seconds', '60', '--rounds', '1', '--only', 'redis-6', '--workloads', 'get-1'];
    let processes: number[] = [];
    const { code } = await run(args, async (pid) => {
      await waitUntil('a worker to run', async () => {
        processes = await descendants(pid);
        return (await commandOf(processes)).includes('worker.js');
      });
      process.kill(pid, 'SIGINT');
    });
    expect(code).to.equal(130);
    await waitUntil('its processes to end', async () => (await commandOf(processes)) === '');
  });
});

async function workersOf(pid: number): Promise<{ pid: number; command: string }[]> {
  const pids = await descendants(pid);
  const all = await Promise.all(pids.map(async (one) => ({ pid: one, command: await commandOf([one]) })));
  return all.filter(({ command }) => command.includes('worker.js'));
}

/** Process ids of a process's children, and theirs. */
async function descendants(pid: number): Promise<number[]> {
  const children = await outputOf('pgrep', ['-P', String(pid)]);
  const own = children
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(Number);
  return [...own, ...(await Promise.all(own.map(descendants))).flat()];
}

/** What those that still run were started as. */
function commandOf(pids: readonly number[]): Promise<string> {
  return pids.length === 0 ? Promise.resolve('') : outputOf('ps', ['-o', 'args=', '-p', pids.join()]);
}

async function outputOf(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  await once(child, 'close');
  return output.trim();
}
