import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The benchmark runs in the project's folder; what is compiled lies elsewhere.
const PROJECT = process.cwd();
const requireOwn = createRequire(join(PROJECT, 'package.json'));
const requirePeer = createRequire(join(PROJECT, 'bench', 'package.json'));

/** Packages that only the benchmark needs, installed in its own folder. */
const PEERS = new Set(['redis-clustr', '@valkey/valkey-glide']);

/** Loads a library by its name, or its alias in devDependencies. */
// biome-ignore lint/suspicious/noExplicitAny: a dozen libraries, some without types and some not installed where this is compiled.
export function load(name: string): any {
  return PEERS.has(name) ? requirePeer(name) : requireOwn(name);
}

/** Whether packages are there that only the benchmark needs. */
export function isInstalled(name: string): boolean {
  return existsSync(folderOf(name));
}

export function isPeer(name: string): boolean {
  return PEERS.has(name);
}

/** `redis 6.3.1` for `redis-6`. */
export function versionOf(name: string): string {
  const { name: real, version } = requireOwn(join(folderOf(name), 'package.json'));
  return `${real} ${version}`;
}

function folderOf(name: string): string {
  return join(PROJECT, ...(PEERS.has(name) ? ['bench'] : []), 'node_modules', name);
}
