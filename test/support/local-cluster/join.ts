import { parseClusterNodes, SLOTS } from './cluster-nodes.js';
import { HOST } from './free-ports.js';
import type { LocalNode } from './local-node.js';
import { waitUntil } from './wait.js';

type SlotsReply = [first: number, last: number, ...holders: unknown[]][];

/**
 * Makes one cluster of empty nodes, and resolves when every node serves it.
 *
 * @param nodes the masters, which share the slots evenly, then their replicas: one of each master, and so on; then masters
 *   without slots
 * @param masters how many of the nodes are masters with slots
 * @param emptyMasters how many have none
 * @param deadline when to give up, as a `Date.now()`
 */
export async function joinNodes(
  nodes: readonly LocalNode[],
  masters: number,
  emptyMasters: number,
  deadline: number,
): Promise<void> {
  const onEveryNode = async (what: string, holds: (node: LocalNode) => Promise<boolean>) => {
    const all = async () => (await Promise.all(nodes.map(holds))).every(Boolean);
    await waitUntil(`${what} on every node`, all, deadline - Date.now());
  };
  const serving = nodes.slice(0, nodes.length - emptyMasters);
  const copies = serving.length / masters;
  await assignSlots(nodes, masters);
  await meet(nodes);
  await onEveryNode(`links to all ${nodes.length} nodes`, (node) => knowsAll(node, nodes));
  await replicate(serving, masters);
  await onEveryNode('complete CLUSTER SLOTS', (node) => coversAllSlots(node, copies));
  await onEveryNode('cluster_state:ok', isStateOk);
}

/** Distinct epochs and slots from before the first meeting leave nothing to be negotiated. */
async function assignSlots(nodes: readonly LocalNode[], masters: number): Promise<void> {
  const firstSlot = (master: number) => Math.floor((master * SLOTS) / masters);
  await Promise.all(
    nodes.map(async (node, index) => {
      await node.command('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      if (index >= masters) return;
      await node.command('CLUSTER', 'ADDSLOTSRANGE', firstSlot(index), firstSlot(index + 1) - 1);
    }),
  );
}

/** Every pair meets by command, which is faster than the gossip of a chain. */
async function meet(nodes: readonly LocalNode[]): Promise<void> {
  await Promise.all(
    nodes.flatMap((node, index) =>
      nodes.slice(index + 1).map((peer) => node.command('CLUSTER', 'MEET', HOST, peer.port)),
    ),
  );
}

async function replicate(nodes: readonly LocalNode[], masters: number): Promise<void> {
  await Promise.all(
    nodes.slice(masters).map(async (replica, index) => {
      const master = nodes[index % masters];
      if (master !== undefined) await replica.command('CLUSTER', 'REPLICATE', master.id);
    }),
  );
}

async function knowsAll(node: LocalNode, nodes: readonly LocalNode[]): Promise<boolean> {
  const lines = parseClusterNodes(await node.command<string>('CLUSTER', 'NODES'));
  const known = new Set(lines.filter(({ connected }) => connected).map(({ id }) => id));
  return lines.length === nodes.length && nodes.every(({ id }) => known.has(id));
}

async function coversAllSlots(node: LocalNode, copies: number): Promise<boolean> {
  const ranges = await node.command<SlotsReply>('CLUSTER', 'SLOTS');
  const covered = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return covered === SLOTS && ranges.every(([, , ...holders]) => holders.length === copies);
}

async function isStateOk(node: LocalNode): Promise<boolean> {
  const info = await node.command<string>('CLUSTER', 'INFO');
  return info.includes('cluster_state:ok');
}
