import { spawn } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What came of a program. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export function run(cwd: string, program: string, args: readonly string[]): Promise<Outcome> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/**
 * The standard output of npm.
 * @throws Error with what npm says when it fails
 */
export async function npm(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(cwd, 'npm', args);
  if (code !== 0) {
    throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`);
  }
  return stdout;
}

/** A project in a temporary folder that has installed packages as its users do. */
export class Consumer {
  private constructor(readonly folder: string) {}

  /** @param packages as {@link install} takes them */
  static async make(...packages: string[]): Promise<Consumer> {
    // A path as Node itself has it, since stack traces are compared with it.
    const consumer = new Consumer(await realpath(await mkdtemp(join(tmpdir(), 'clusterwise-consumer-'))));
    try {
      await consumer.write('package.json', JSON.stringify({ name: 'consumer', version: '1.0.0', private: true }));
      await consumer.install(...packages);
    } catch (error) {
      await consumer.remove();
      throw error;
    }
    return consumer;
  }

  /** @param packages as `npm install` takes them: names with versions, or paths of tarballs */
  async install(...packages: string[]): Promise<void> {
    await npm(this.folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', ...packages);
  }

  async write(file: string, text: string): Promise<void> {
    await writeFile(join(this.folder, file), text);
  }

  /** A JSON file under node_modules. */
  async installed<T>(file: string): Promise<T> {
    return JSON.parse(await readFile(join(this.folder, 'node_modules', file), 'utf8'));
  }

  /** Runs Node; the last argument may be a file that was written here. */
  node(...args: string[]): Promise<Outcome> {
    return run(this.folder, process.execPath, args);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
