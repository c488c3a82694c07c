import type { LocalCluster, LocalNode } from './local-cluster/index.js';
import { waitUntil } from './local-cluster/wait.js';

/**
 * Takes a master out of its cluster, as `redis-cli --cluster reshard` and `del-node` do: its slots go to another
 * master, all others forget it, and it is reset. It runs on, on its own. Slots without keys must stay so meanwhile.
 */
export async function leave(local: LocalCluster, node: LocalNode, heir: LocalNode): Promise<void> {
  const slots = await slotsOf(node);
  const counts = await Promise.all(slots.map((slot) => node.command<number>('CLUSTER', 'COUNTKEYSINSLOT', slot)));
  for (const slot of slots.filter((_, i) => (counts[i] as number) > 0)) {
    await local.moveSlot(slot, heir);
  }
  // Empty slots need no migration: the heir has the highest epoch, and all others believe it.
  await heir.command('CLUSTER', 'BUMPEPOCH');
  const empty = slots.filter((_, i) => counts[i] === 0);
  await Promise.all(empty.map((slot) => heir.command('CLUSTER', 'SETSLOT', slot, 'NODE', heir.id)));
  await waitUntil('every node to know the heir', async () => {
    const left = await Promise.all(local.nodes.map((other) => slotsOf(other, node.port)));
    return left.flat().length === 0;
  });
  const { id } = node;
  const others = local.nodes.filter((other) => other !== node);
  await Promise.all(others.map((other) => other.command('CLUSTER', 'FORGET', id)));
  await node.command('CLUSTER', 'RESET');
}

type Range = [first: number, last: number, master: [host: string, port: number]];

/** The slots of the master at a port, its own by default, as a node sees them. */
async function slotsOf(node: LocalNode, port = node.port): Promise<number[]> {
  const ranges = await node.command<Range[]>('CLUSTER', 'SLOTS');
  return ranges
    .filter(([, , master]) => master[1] === port)
    .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
}
