import { setTimeout as sleep } from 'node:timers/promises';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from '../../test/support/families.js';
import { startLocalCluster } from '../../test/support/local-cluster/index.js';
import { Caller } from './caller.js';
import { Messages } from './messages.js';
import { Group, Violation } from './model.js';
import { Random } from './random.js';
import { Reader } from './reader.js';
import { Report } from './report.js';
import { haveFaults } from './schedule.js';
import { Weather } from './weather.js';
import { Worker } from './worker.js';

export interface SoakOptions {
  readonly milliseconds: number;
  readonly seed: number;
  /** Two client libraries. */
  readonly clients: readonly [string, string];
  /** Only faults whose names have this in them. */
  readonly like: string;
  /** Takes what is told. */
  readonly say: (text: string) => void;
}

const WORKERS = 8;
const GROUPS = 5;
const MOST_VIOLATIONS = 10;
const LINE_INTERVAL = 5000;
const RETRY_TIMEOUT = 30_000;
const SILENCE_TIMEOUT = 10_000;
// Of a process that shares its processors with servers.
const SLACK = 5000;
const CLOSING = 15_000;

/** Faults and commands at random, side by side; tells on the way what it sees. */
export async function soak(options: SoakOptions): Promise<Report> {
  const report = new Report(options.say);
  const weather = new Weather();
  const local = await startLocalCluster({
    masters: 3,
    replicas: 1,
    // What is answered is in the file, so that a restart of all brings it back.
    config: ['--appendonly', 'yes', '--appendfsync', 'no'],
  });
  const uncaught = (error: unknown) => report.violated(new Violation(`Uncaught: ${describe(error)}`));
  process.on('uncaughtException', uncaught);
  process.on('unhandledRejection', uncaught);
  try {
    const before = resources();
    await run(local, options, report, weather);
    const isClosed = await within(CLOSING, () => resources().sockets <= before.sockets);
    const after = resources();
    if (!isClosed) {
      report.violated(new Violation(`${after.sockets} sockets at the end, ${before.sockets} at the start`));
    }
    options.say(
      report.table([
        ['memory', `${inMiB(before.heap)} at the start, ${inMiB(after.heap)} at the end`],
        ['sockets', `${before.sockets} at the start, ${after.sockets} at the end`],
        ['seed', String(options.seed)],
        ['clients', options.clients.join(', ')],
      ]),
    );
  } finally {
    process.off('uncaughtException', uncaught);
    process.off('unhandledRejection', uncaught);
    await local.stop();
  }
  return report;
}

async function run(
  local: Awaited<ReturnType<typeof startLocalCluster>>,
  { milliseconds, seed, clients, like, say }: SoakOptions,
  report: Report,
  weather: Weather,
): Promise<void> {
  const caller = new Caller(report, RETRY_TIMEOUT + SILENCE_TIMEOUT + SLACK);
  const open = (name: string, more: Partial<RedisClusterOptions> = {}) => {
    const cluster = new RedisCluster({
      servers: local.servers,
      createClient: familyOf(name).createClient,
      retryTimeout: RETRY_TIMEOUT,
      silenceTimeout: SILENCE_TIMEOUT,
      ...more,
    });
    cluster.on('error', (error) => report.violated(new Violation(`error event of ${name}: ${describe(error)}`)));
    return cluster;
  };
  const seen = { weather, report, caller };
  const random = new Random(seed);
  const clusters = clients.map((name) => open(name));
  const workers = clusters.flatMap((cluster, index) =>
    Array.from({ length: WORKERS }, (_, number) => {
      const name = `${index}-${number}`;
      const groups = Array.from({ length: GROUPS }, (_group, tag) => new Group(`${name}-${tag}`));
      const choices = new Random(seed + 1 + index * WORKERS + number);
      const options = { ...seen, name, family: clients[index] as string, cluster, groups, random: choices };
      return { groups, worker: new Worker(options) };
    }),
  );
  const groups = workers.flatMap(({ groups: own }) => own);
  const replicas = open(clients[1], { replicas: 'share' });
  const [first, second] = clusters as [RedisCluster, RedisCluster];
  const actors = [
    ...workers.map(({ worker }) => worker),
    new Reader({ cluster: replicas, groups, random: new Random(seed - 1), ...seen }),
    new Messages({ ...seen, channel: 'soak:0', publisher: first, subscriber: second }),
    new Messages({ ...seen, channel: 'soak:1', publisher: second, subscriber: first }),
  ];
  const timer = setInterval(() => say(report.line(caller.pending)), LINE_INTERVAL);
  const until = Date.now() + milliseconds;
  const goesOn = () => Date.now() < until && report.violations.length < MOST_VIOLATIONS;
  const working = Promise.all(actors.map((actor) => actor.run()));
  try {
    await haveFaults({ cluster: local, random, like, groups, weather, report }, goesOn);
  } catch (error) {
    report.violated(new Violation(`The cluster is not as it should be, and faults cannot go on: ${describe(error)}`));
  } finally {
    for (const actor of actors) {
      actor.stop();
    }
    await working;
    clearInterval(timer);
    caller.stop();
    await Promise.all([...clusters, replicas].map((cluster) => cluster.quit()));
  }
  report.lostByServers = groups.reduce((sum, { timesLost }) => sum + timesLost, 0);
}

function familyOf(name: string): (typeof FAMILIES)[number] {
  const family = FAMILIES.find((one) => one.name === name);
  if (family === undefined) {
    throw new TypeError(`Expected two of ${FAMILIES.map((one) => one.name).join(', ')}; got ${name}`);
  }
  return family;
}

/** What this process holds: bytes in use after a collection, and TCP sockets. */
function resources(): { heap: number; sockets: number } {
  globalThis.gc?.();
  return {
    heap: process.memoryUsage().heapUsed,
    sockets: process.getActiveResourcesInfo().filter((resource) => /^TCP/.test(resource)).length,
  };
}

async function within(milliseconds: number, condition: () => boolean): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (!condition() && Date.now() < deadline) {
    await sleep(100);
  }
  return condition();
}

function inMiB(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
