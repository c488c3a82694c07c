import { accessSync, constants } from 'node:fs';
import { delimiter, resolve } from 'node:path';

/** The path of `redis-server` on the PATH, or undefined. */
export function findRedisServer(): string | undefined {
  return findProgram('redis-server');
}

/** The path of a program on the PATH, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => resolve(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
