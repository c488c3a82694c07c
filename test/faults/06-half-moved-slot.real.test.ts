import { slotOf } from '../../lib/command/slot.js';
import { type HalfMovedCluster, testHalfMoved } from '../support/half-moved.js';
import { type LocalNode, startLocalCluster } from '../support/local-cluster/index.js';

describe("Half of a slot's keys have moved, on real servers", () => testHalfMoved(start));

async function start(): Promise<HalfMovedCluster> {
  const local = await startLocalCluster();
  return {
    servers: local.servers,
    move: async (keys) => {
      const slot = slotOf(keys[0] as string);
      const home = await local.ownerOf(slot);
      const target = local.nodes.find((node) => node !== home) as LocalNode;
      await local.startMigration(slot, target);
      await home.command('MIGRATE', '127.0.0.1', target.port, '', 0, 5000, 'KEYS', ...keys);
    },
    forget: async () => {
      await Promise.all(local.nodes.map((node) => node.command('CONFIG', 'RESETSTAT')));
    },
    // Servers do not say which keys they were sent: it is the mean.
    extraHops: async (command, keys) => {
      const counts = await Promise.all(local.nodes.map((node) => requestsOf(node, command)));
      return (counts.reduce((sum, count) => sum + count, 0) - 1) / keys.length;
    },
    stop: () => local.stop(),
  };
}

/** How many requests of a command a server got: those executed, and those sent elsewhere. */
async function requestsOf(node: LocalNode, command: string): Promise<number> {
  const stats = await node.command<string>('INFO', 'commandstats');
  const line = stats.split('\r\n').find((one) => one.startsWith(`cmdstat_${command}:`)) ?? '';
  const count = (field: string) => Number(new RegExp(`[:,]${field}=(\\d+)`).exec(line)?.[1] ?? 0);
  return count('calls') + count('rejected_calls');
}
