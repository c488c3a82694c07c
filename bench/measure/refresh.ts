import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { RedisCluster } from '../../lib/index.js';
import type { Figures } from '../results.js';
import { called, Data } from './data.js';
import { Load } from './throughput.js';

const IN_FLIGHT = 20;
const REFRESH_INTERVAL = 250;
const LEAST_MILLISECONDS = 2000;
// Fewer than these in a run would mean that nothing was measured.
const LEAST_REFRESHES = 4;

/**
 * How long the event loop is held up at most: first under load alone, then with
 * a refresh of the map every quarter of a second, each with a slot that moved. The
 * nodes are embedded ones in another process.
 */
export async function measureRefresh(milliseconds: number): Promise<Figures> {
  const host = fork(join(__dirname, 'embedded-host.js'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const [servers] = (await once(host, 'message')) as [{ host: string; port: number }[]];
    const time = Math.max(milliseconds, LEAST_MILLISECONDS);
    const before = await stall(servers, time, 0);
    return { stall: await stall(servers, time, REFRESH_INTERVAL, host), before };
  } finally {
    host.kill();
  }
}

async function stall(
  servers: { host: string; port: number }[],
  milliseconds: number,
  refreshInterval: number,
  host?: ChildProcess,
): Promise<number> {
  const cluster = new RedisCluster({ servers, refreshInterval });
  await new Promise((resolve) => cluster.once('fullReady', resolve));
  const keys = new Data(64).randomKeys(2 ** 10);
  // Each once, so that code is compiled and no server is met for the first time.
  await Promise.all(keys.map((key) => called((done) => cluster.get(key, done))));
  let next = 0;
  const load = new Load((done) => {
    next = (next + 1) & (keys.length - 1);
    cluster.get(keys[next] as string, done);
  }, IN_FLIGHT);
  await load.during(milliseconds / 2);
  const moving = host && setInterval(() => host.send('move'), REFRESH_INTERVAL);
  const { refreshes } = cluster.stats();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await load.during(milliseconds);
  delay.disable();
  clearInterval(moving);
  await load.stop();
  const measured = cluster.stats().refreshes - refreshes;
  if (refreshInterval > 0 && measured < LEAST_REFRESHES) {
    throw new Error(`Expected ${LEAST_REFRESHES} refreshes of the map at least, there were ${measured}`);
  }
  cluster.end(false);
  // Nanoseconds; a look each millisecond counts its own interval too.
  return delay.max / 1e6 - 1;
}
