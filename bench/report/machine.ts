import { spawnSync } from 'node:child_process';
import { cpus, totalmem, type } from 'node:os';
import { isInstalled, versionOf } from '../subjects/packages.js';

/** What the figures were measured on, and of what. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  readonly node: string;
  readonly redis: string;
  readonly date: string;
  readonly versions: readonly string[];
}

export function describeMachine(packages: readonly string[]): Machine {
  const processors = cpus();
  const redis = spawnSync('redis-server', ['--version'], { encoding: 'utf8' }).stdout ?? '';
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${process.arch}`,
    node: process.version,
    redis: /v=(\S+)/.exec(redis)?.[1] ?? 'unknown',
    date: new Date().toISOString().slice(0, 10),
    versions: [...new Set(packages)].filter(isInstalled).map(versionOf),
  };
}
