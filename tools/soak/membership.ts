import { type LocalCluster, type LocalNode, waitUntil } from '../../test/support/local-cluster/index.js';

const HOST = '127.0.0.1';

/** A replica leaves its cluster: it forgets all others, and they forget it. */
export async function leave(cluster: LocalCluster, replica: LocalNode): Promise<void> {
  await replica.command('CLUSTER', 'RESET', 'SOFT');
  await Promise.all(othersOf(cluster, replica).map((node) => node.command('CLUSTER', 'FORGET', replica.id)));
}

/** An empty node joins again, as a replica. */
export async function join(cluster: LocalCluster, node: LocalNode, master: LocalNode): Promise<void> {
  const others = othersOf(cluster, node);
  // For a minute after FORGET no gossip brings it back, but a meeting does: it takes one with each.
  await Promise.all(others.map((other) => other.command('CLUSTER', 'MEET', HOST, node.port)));
  await waitUntil(`port ${node.port} to know the others, and they it`, async () => {
    const views = await Promise.all([knows(node, others), ...others.map((other) => knows(other, [node]))]);
    return views.every(Boolean);
  });
  await node.command('CLUSTER', 'REPLICATE', master.id);
}

function othersOf(cluster: LocalCluster, node: LocalNode): LocalNode[] {
  return cluster.nodes.filter((other) => other !== node);
}

async function knows(node: LocalNode, others: readonly LocalNode[]): Promise<boolean> {
  const lines = (await node.command<string>('CLUSTER', 'NODES')).split('\n');
  return others.every(({ id }) => lines.some((line) => line.startsWith(id) && line.includes(' connected')));
}
