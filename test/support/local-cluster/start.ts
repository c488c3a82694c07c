import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDataFolder } from './data-folder.js';
import { findRedisServer } from './find-redis-server.js';
import { freePort, HOST } from './free-ports.js';
import { joinNodes } from './join.js';
import { LocalCluster } from './local-cluster.js';
import { LocalNode } from './local-node.js';
import { PortTakenError } from './server-process.js';
import { DEADLINE } from './wait.js';

/** What {@link startLocalCluster} can be told. */
export interface LocalClusterOptions {
  /** Number of masters, which share the slots evenly. Default 3. */
  masters?: number;
  /** Number of replicas of each master. Default 0. */
  replicas?: number;
  /** Number of masters without slots, as of a cluster that is to grow. They are the last nodes. Default 0. */
  emptyMasters?: number;
  /** The port of the first node; the others have the ports behind it. Default: any that are free. */
  firstPort?: number;
  /** `cluster-node-timeout` in milliseconds. Default 1500. */
  nodeTimeout?: number;
  /** More arguments of each `redis-server`, such as `['--maxmemory', '10mb']`. */
  config?: string[];
}

/**
 * Starts a Redis Cluster on free ports of 127.0.0.1, and resolves when every node serves it. Its
 * processes and its data folder go away with {@link LocalCluster.stop}, and with this process.
 *
 * @throws Error when `redis-server` is missing, ends, has a port that is taken, or the cluster is not complete in 30 seconds;
 *   nothing is left running then
 */
export async function startLocalCluster(options: LocalClusterOptions = {}): Promise<LocalCluster> {
  const { masters = 3, replicas = 0, emptyMasters = 0, firstPort, nodeTimeout = 1500, config = [] } = options;
  checkInteger('masters', masters, 1);
  checkInteger('replicas', replicas, 0);
  checkInteger('emptyMasters', emptyMasters, 0);
  if (firstPort !== undefined) checkInteger('firstPort', firstPort, 1);
  checkInteger('nodeTimeout', nodeTimeout, 1);
  const binary = findRedisServer();
  if (binary === undefined) {
    throw new Error(
      'redis-server is not on the PATH: install it with `apt-get install redis-server` or `brew install redis`',
    );
  }
  const command = [binary, ...clusterArguments(nodeTimeout, config)];
  const deadline = Date.now() + DEADLINE;
  const folder = await makeDataFolder();
  const size = masters * (1 + replicas) + emptyMasters;
  const launches = await Promise.allSettled(
    Array.from({ length: size }, (_, index) => {
      if (firstPort === undefined) return launchNode(command, folder.path, deadline);
      return launchNodeAt(firstPort + index, command, folder.path, deadline);
    }),
  );
  const nodes = launches.flatMap((launch) => (launch.status === 'fulfilled' ? [launch.value] : []));
  const cluster = new LocalCluster(nodes, nodeTimeout, folder);
  try {
    const failed = launches.find((launch) => launch.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    await joinNodes(nodes, masters, emptyMasters, deadline);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

function clusterArguments(nodeTimeout: number, config: string[]): string[] {
  return [
    ...['--save', '', '--appendonly', 'no'],
    ...['--cluster-node-timeout', String(nodeTimeout), '--cluster-require-full-coverage', 'yes'],
    // A lone node does not learn its own address from a peer.
    ...['--cluster-announce-ip', HOST],
    // A replica stays eligible however long a test has kept it from its master.
    ...['--cluster-replica-validity-factor', '0'],
    // CLUSTER SLOTS lists a replica from its first replicated byte, which can be this ping.
    ...['--repl-ping-replica-period', '1', '--repl-diskless-sync-delay', '0'],
    ...['--protected-mode', 'no', '--enable-debug-command', 'yes'],
    ...config,
    // What follows is what this folder relies on; the log says when the server is ready.
    ...['--bind', HOST, '--daemonize', 'no', '--logfile', '', '--loglevel', 'notice'],
    ...['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf'],
  ];
}

/** Starts a node on a port of its own choice, and on another one when a stranger was faster. */
async function launchNode(command: string[], folder: string, deadline: number): Promise<LocalNode> {
  for (;;) {
    try {
      return await launchNodeAt(await freePort(), command, folder, deadline);
    } catch (error) {
      if (!(error instanceof PortTakenError) || Date.now() > deadline) throw error;
    }
  }
}

async function launchNodeAt(port: number, command: string[], folder: string, deadline: number): Promise<LocalNode> {
  const dir = await mkdtemp(join(folder, `${port}-`));
  return await LocalNode.start(port, [...command, '--port', String(port), '--dir', dir], deadline - Date.now());
}

function checkInteger(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new TypeError(`Expected \`${name}\` to be an integer from ${least} up, got ${value}`);
}
