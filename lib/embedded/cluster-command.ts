import { SLOTS, slotOf } from '../command/slot.js';
import { integer, NOT_AN_INTEGER } from './metadata.js';
import type { EmbeddedNode } from './node.js';
import { MapReply, type Reply } from './resp.js';
import type { ClusterState, Shard } from './state.js';

/**
 * `CLUSTER` and its subcommands, as the node that is asked sees the cluster.
 * @see https://redis.io/docs/latest/commands/cluster/
 */
export function clusterCommand(state: ClusterState, node: EmbeddedNode, args: readonly string[]): Reply {
  const [subcommand = '', ...rest] = args;
  switch (subcommand.toLowerCase()) {
    case 'slots':
      return slots(state);
    case 'shards':
      return state.shards.map((shard) => shardReply(state, shard));
    case 'nodes':
      return state.nodes.map((other) => line(state, node, other)).join('');
    case 'info':
      return info(state, node);
    case 'myid':
      return node.id;
    case 'keyslot':
      return slotOf(Buffer.from(rest[0] as string, 'latin1'));
    case 'countkeysinslot':
      return countKeysInSlot(state, node, rest[0]);
    case 'getkeysinslot':
      return getKeysInSlot(state, node, rest[0], rest[1]);
    default:
      return new Error(`ERR unknown subcommand '${subcommand}'. Try CLUSTER HELP.`);
  }
}

function slots(state: ClusterState): Reply {
  const ranges = state.shards.flatMap((shard) =>
    state.rangesOf(shard).map(([first, last]) => ({ first, last, nodes: nodesOf(shard) })),
  );
  return ranges
    .toSorted((a, b) => a.first - b.first)
    .map(({ first, last, nodes }) => [first, last, ...nodes.map(({ host, port, id }) => [host, port, id, []])]);
}

function shardReply(state: ClusterState, shard: Shard): Reply {
  const nodes = [shard.master, ...shard.replicas].map(
    (node) =>
      new MapReply([
        ['id', node.id],
        ['port', node.port],
        ['ip', node.host],
        ['endpoint', node.host],
        ['role', node === shard.master ? 'master' : 'replica'],
        ['replication-offset', 0],
        ['health', node.isAlive ? 'online' : 'fail'],
      ]),
  );
  return new MapReply([
    ['slots', state.rangesOf(shard).flat()],
    ['nodes', nodes],
  ]);
}

function line(state: ClusterState, self: EmbeddedNode, node: EmbeddedNode): string {
  const shard = state.shardOf(node);
  const isMaster = shard.master === node;
  const flags = [node === self ? 'myself' : [], isMaster ? 'master' : 'slave', node.isAlive ? [] : 'fail']
    .flat()
    .join();
  const ranges = isMaster
    ? state.rangesOf(shard).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`))
    : [];
  const open = node === self && isMaster ? openSlots(state, shard) : [];
  const link = node.isAlive ? 'connected' : 'disconnected';
  const busPort = node.port + 10000;
  const parts = [
    node.id,
    `${node.host}:${node.port}@${busPort}`,
    flags,
    isMaster ? '-' : shard.master.id,
    0,
    0,
    shard.epoch,
    link,
    ...ranges,
    ...open,
  ];
  return `${parts.join(' ')}\n`;
}

function openSlots(state: ClusterState, shard: Shard): string[] {
  return [...state.migrations].flatMap(([slot, { from, to }]) => {
    if (from === shard) {
      return [`[${slot}->-${to.master.id}]`];
    }
    return to === shard ? [`[${slot}-<-${from.master.id}]`] : [];
  });
}

function info(state: ClusterState, node: EmbeddedNode): Reply {
  const assigned = state.owners.filter((owner) => owner !== undefined).length;
  const fields = {
    cluster_state: state.isUp && assigned === SLOTS ? 'ok' : 'fail',
    cluster_slots_assigned: assigned,
    cluster_slots_ok: assigned,
    cluster_slots_pfail: 0,
    cluster_slots_fail: 0,
    cluster_known_nodes: state.nodes.length,
    cluster_size: state.shards.length,
    cluster_current_epoch: state.epoch,
    cluster_my_epoch: state.shardOf(node).epoch,
  };
  return Object.entries(fields)
    .map(([field, value]) => `${field}:${value}\r\n`)
    .join('');
}

function countKeysInSlot(state: ClusterState, node: EmbeddedNode, text: string | undefined): Reply {
  const slot = integer(text);
  if (slot === undefined) {
    return new Error(NOT_AN_INTEGER);
  }
  return isSlot(slot) ? state.shardOf(node).store.keysInSlot(slot).length : new Error('ERR Invalid slot');
}

function getKeysInSlot(state: ClusterState, node: EmbeddedNode, ...texts: (string | undefined)[]): Reply {
  const [slot, count] = texts.map(integer);
  if (slot === undefined || count === undefined) {
    return new Error(NOT_AN_INTEGER);
  }
  return isSlot(slot) && count >= 0
    ? state.shardOf(node).store.keysInSlot(slot).slice(0, count)
    : new Error('ERR Invalid slot or number of keys');
}

function isSlot(slot: number): boolean {
  return slot >= 0 && slot < SLOTS;
}

/** The nodes of a shard that the cluster tells of, its master first. */
function nodesOf(shard: Shard): EmbeddedNode[] {
  return [shard.master, ...shard.replicas.filter((replica) => replica.isAlive)];
}
