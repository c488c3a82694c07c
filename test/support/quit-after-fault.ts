/**
 * A program for the test of quit() with a dead or a hung node: opens clusters over every family, waits for the fault,
 * and leaves them by quit() and by end(), with commands under way and without. Prints for each family what became of
 * the commands and how long each way took, and under `left` what keeps the process alive then. Arguments: ports.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES, type Family } from './families.js';

/** What became of the commands of one way to leave. */
export interface Leaving {
  readonly outcomes: readonly string[];
  readonly milliseconds: number;
}

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];
// How long resources of what was closed may take to go.
const GRACE = 2000;

const servers = process.argv.slice(2).map((port) => ({ host: '127.0.0.1', port: Number(port) }));
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: Error & { code?: string }) => error.code ?? error.message,
  );

const WAYS: Readonly<Record<string, (cluster: RedisCluster) => unknown>> = {
  'quit, busy': (cluster) => cluster.quit(),
  'quit, idle': (cluster) => cluster.quit(),
  'end, busy': (cluster) => cluster.end(true),
};

async function leave(way: string, cluster: RedisCluster): Promise<Leaving> {
  const commands = way.endsWith('busy') ? KEYS.flatMap((key) => [cluster.incr(key), cluster.get(key)]) : [];
  const outcomes = Promise.all(commands.map(codeOf));
  const start = Date.now();
  await WAYS[way]?.(cluster);
  const milliseconds = Date.now() - start;
  return { outcomes: [...new Set(await outcomes)].sort(), milliseconds };
}

async function run(family: Family): Promise<Record<string, Leaving>> {
  const clusters = Object.keys(WAYS).map((way) => {
    const cluster = new RedisCluster({ servers, createClient: family.createClient });
    cluster.on('error', () => {});
    return [way, cluster] as const;
  });
  await Promise.all(clusters.map(([, cluster]) => cluster.mset(KEYS.flatMap((key) => [key, 0]))));
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const leavings = await Promise.all(clusters.map(async ([way, cluster]) => [way, await leave(way, cluster)] as const));
  return Object.fromEntries(leavings);
}

const active = () => process.getActiveResourcesInfo().filter((resource) => /TCP|Timeout|GetAddrInfo/.test(resource));

async function main(): Promise<void> {
  const left = await Promise.all(FAMILIES.map(async (family) => [family.name, await run(family)] as const));
  const deadline = Date.now() + GRACE;
  while (active().length > 0 && Date.now() < deadline) {
    await nextTurn();
  }
  console.log(JSON.stringify({ ...Object.fromEntries(left), left: active() }));
  // The test's end of the channel must not keep this process alive.
  process.channel?.unref();
}

main();
