import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalCluster, type LocalNode, waitUntil } from './local-cluster/index.js';

type NodeReply = [host: string, port: number];
type SlotsReply = [first: number, last: number, master: NodeReply, ...replicas: NodeReply[]][];

// After so long, a server has given up its manual failover.
const ELECTION = 5500;
// Long enough for every reply that a killed server has sent to be read.
const LAST_REPLIES = 100;

/** Waits until all nodes that run serve, agree who owns what, and every replica has its master's data. */
export async function settled(cluster: LocalCluster): Promise<void> {
  await waitUntil(
    'a cluster at rest',
    async () => (await agree(cluster)) && (await replicated(cluster)) && (await listAlike(cluster)),
  );
}

/** Waits until all nodes that run serve, and agree who owns what; returns when that was seen. */
export async function serving(cluster: LocalCluster): Promise<number> {
  await waitUntil('a cluster that serves', () => agree(cluster));
  return performance.now();
}

/** Waits until all nodes that run take a node for a master, and serve; returns when that was seen. */
export async function promoted(cluster: LocalCluster, heir: LocalNode): Promise<number> {
  await waitUntil(`port ${heir.port} to be promoted`, async () => (await isMaster(heir)) && (await agree(cluster)));
  return performance.now();
}

/** The replica of a master of a settled cluster. */
export async function replicaOf(cluster: LocalCluster, master: LocalNode): Promise<LocalNode> {
  for (const node of cluster.nodes.filter(({ running }) => running)) {
    const [role, , port] = await node.command<unknown[]>('ROLE');
    if (role === 'slave' && port === master.port) {
      return node;
    }
  }
  throw new Error(`The master on port ${master.port} has no replica`);
}

/**
 * The counters of a killed master, as its replica has them before it takes over.
 * Nobody can write them now, and whoever waited for the master's last replies has them.
 * @throws Error when it has taken over already
 */
export async function frozenCounters(replica: LocalNode, keys: readonly string[]): Promise<number[]> {
  const configure = async (value: 'yes' | 'no') => {
    await replica.command('CONFIG', 'SET', 'cluster-replica-no-failover', value);
    await replica.command('CONFIG', 'SET', 'cluster-allow-reads-when-down', value);
  };
  // On a busy machine it would take over sooner than it could be asked.
  await configure('yes');
  await waitUntil(`port ${replica.port} to lose its master`, async () =>
    (await replica.command<string>('INFO', 'replication')).includes('master_link_status:down'),
  );
  await sleep(LAST_REPLIES);
  await replica.command('READONLY');
  const values = await Promise.all(keys.map((key) => replica.command<string | null>('GET', key)));
  await replica.command('READWRITE');
  if (await isMaster(replica)) {
    throw new Error(`The replica on port ${replica.port} took over before it could be asked what it has`);
  }
  await configure('no');
  return values.map(Number);
}

/**
 * Promotes a replica by CLUSTER FAILOVER: its master hands over, and loses nothing.
 * For twice the node timeout masters vote for a shard once only; where they do not
 * vote in time, it is tried again.
 */
export async function failOver(cluster: LocalCluster, replica: LocalNode): Promise<void> {
  let asked = Number.NEGATIVE_INFINITY;
  await waitUntil(`port ${replica.port} to be voted for`, async () => {
    if (await isMaster(replica)) {
      return true;
    }
    if (performance.now() - asked > ELECTION) {
      asked = performance.now();
      await replica.command('CLUSTER', 'FAILOVER');
    }
    return false;
  });
  await promoted(cluster, replica);
}

/** Moves a slot to another master, a few keys at a time, so that it is open for a while. */
export async function moveSlowly(
  cluster: LocalCluster,
  slot: number,
  to: LocalNode,
  { keys, pause }: { keys: number; pause: number },
): Promise<void> {
  await cluster.startMigration(slot, to);
  do {
    await sleep(pause);
  } while ((await cluster.moveKeys(slot, to, keys)) > 0);
  await cluster.finishMigration(slot, to);
}

async function isMaster(node: LocalNode): Promise<boolean> {
  return (await node.command<unknown[]>('ROLE'))[0] === 'master';
}

async function agree(cluster: LocalCluster): Promise<boolean> {
  const running = cluster.nodes.filter((node) => node.running);
  const views = await Promise.all(running.map(viewOf));
  const [first] = views;
  const isServed = first?.every(({ port }) => running.some((node) => node.port === port)) ?? false;
  return isServed && new Set(views.map((view) => JSON.stringify(view))).size === 1;
}

/** Who owns what as a node sees it; nothing while it does not serve. */
async function viewOf(node: LocalNode): Promise<{ first: number; last: number; port: number }[] | undefined> {
  const [info, slots] = await Promise.all([
    node.command<string>('CLUSTER', 'INFO'),
    node.command<SlotsReply>('CLUSTER', 'SLOTS'),
  ]);
  return info.includes('cluster_state:ok')
    ? slots.map(([first, last, [, port]]) => ({ first, last, port })).sort((a, b) => a.first - b.first)
    : undefined;
}

/**
 * Whether all nodes that run list the same nodes. A replica that is back is listed by the others
 * only when the news of it has got about: that took 850 ms once.
 */
async function listAlike(cluster: LocalCluster): Promise<boolean> {
  const running = cluster.nodes.filter((node) => node.running);
  const replies = await Promise.all(running.map((node) => node.command<SlotsReply>('CLUSTER', 'SLOTS')));
  const lists = replies.map((slots) => new Set(slots.flatMap(([, , ...nodes]) => nodes.map(([, port]) => port))));
  return new Set(lists.map((list) => [...list].sort().join())).size === 1;
}

async function replicated(cluster: LocalCluster): Promise<boolean> {
  const infos = await Promise.all(
    cluster.nodes.filter(({ running }) => running).map((node) => node.command<string>('INFO', 'replication')),
  );
  return infos.every((info) => /role:master[\s\S]*connected_slaves:[1-9]|master_link_status:up/.test(info));
}
