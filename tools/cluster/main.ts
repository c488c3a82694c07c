/**
 * `npm run cluster -- --masters 3 --replicas 1 --port 7000`: a cluster of
 * redis-server processes on this machine, until Ctrl-C.
 */
import { constants } from 'node:os';
import {
  findProgram,
  type LocalCluster,
  type LocalNode,
  startLocalCluster,
} from '../../test/support/local-cluster/index.js';
import { describe, type SlotsReply } from './describe.js';
import { parseOptions, USAGE } from './options.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
// Long enough for a machine that is busy, and short enough to watch an election.
const NODE_TIMEOUT = 5000;
const PARENT_INTERVAL = 200;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const { masters, replicas, port } = parseOptions(args);
  // Servers that have started by then end with this process.
  let onSignal = (signal: (typeof SIGNALS)[number]): void => process.exit(128 + constants.signals[signal]);
  for (const signal of SIGNALS) {
    process.on(signal, () => onSignal(signal));
  }
  onOrphaned(() => onSignal('SIGTERM'));
  const size = masters * (1 + replicas);
  console.log(size === 1 ? 'Starting a server …' : `Starting ${size} servers …`);
  const cluster = await startLocalCluster({
    masters,
    replicas,
    nodeTimeout: NODE_TIMEOUT,
    ...(port !== undefined && { firstPort: port }),
  });
  const signalled = new Promise<undefined>((resolve) => {
    onSignal = () => resolve(undefined);
  });
  const lost = Promise.race(cluster.nodes.map(async (node) => await node.exited.then(() => node)));
  try {
    console.log(await told(cluster));
    const dead = await Promise.race([signalled, lost]);
    if (dead === undefined) {
      return 0;
    }
    console.error(`The redis-server on port ${dead.port} has ended: the others are taken down.`);
    return 1;
  } finally {
    await cluster.stop();
  }
}

/** npm does not pass on the signals that end it: whoever sends one there means the cluster. */
function onOrphaned(listener: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) {
    return;
  }
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      listener();
    }
  }, PARENT_INTERVAL).unref();
}

async function told(cluster: LocalCluster): Promise<string> {
  const [first] = cluster.nodes as readonly [LocalNode];
  const text = describe(await first.command<SlotsReply>('CLUSTER', 'SLOTS'));
  if (findProgram('redis-cli') !== undefined) {
    return text;
  }
  return `${text}\n\nredis-cli is not on the PATH: apt-get install redis-tools, or brew install redis.`;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
