import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isInstalled, isPeer } from './subjects/packages.js';

/** Where the compiled library and the compiled worker are. */
export const COMPILED = join(process.cwd(), '.bench');

/**
 * Compiles what is measured, as it is for npm: tsx, by which this runs, adds to
 * each closure. Installs the peers that only the benchmark needs, where one takes part.
 * @throws Error with what was printed
 */
export function prepare(packages: readonly string[], say: (text: string) => void): void {
  if (packages.some((name) => isPeer(name) && !isInstalled(name))) {
    say('Installing the peers of bench/package.json …');
    run('npm', ['ci', '--prefix', 'bench', '--no-audit', '--no-fund']);
  }
  run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', join('bench', 'tsconfig.json')]);
}

function run(command: string, args: readonly string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? `${stdout}${stderr}`}`);
  }
}
