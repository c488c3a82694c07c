import { setTimeout as sleep } from 'node:timers/promises';
import { slotOf } from '../../lib/command/slot.js';
import { type LocalCluster, type LocalNode, waitUntil } from '../../test/support/local-cluster/index.js';
import { replicaOf, settled } from '../../test/support/real-faults.js';
import { chooseFault, isIn, type Shard, type SlotRange } from './faults.js';
import type { Group } from './model.js';
import { Random } from './random.js';
import type { Report } from './report.js';
import type { Weather } from './weather.js';

export interface ScheduleOptions {
  readonly cluster: LocalCluster;
  readonly random: Random;
  /** Only faults whose names have this in them. */
  readonly like: string;
  readonly groups: readonly Group[];
  readonly weather: Weather;
  readonly report: Report;
}

const SLOTS = 16384;
const LONGEST_REST = 2000;
// For twice the node timeout masters vote for a shard once only.
const BETWEEN_ELECTIONS = 3500;

/** One fault after the other; before each, the cluster is at rest. */
export async function haveFaults(options: ScheduleOptions, goesOn: () => boolean): Promise<void> {
  const { cluster, random, like, groups, weather, report } = options;
  const slots = groups.map(({ tag }) => slotOf(`{${tag}}`));
  const groupsIn = (ranges: readonly SlotRange[]) => groups.filter((_, index) => isIn(ranges, slots[index] as number));
  const masters = new Map<LocalNode, number>();
  await rest(cluster);
  while (goesOn()) {
    const shards = await shardsOf(cluster);
    const now = performance.now();
    for (const { master, replica } of shards) {
      masters.set(master, masters.get(master) ?? now);
      masters.delete(replica);
    }
    const fault = chooseFault(random, like);
    const [shard, ...others] = random.sample(shards, 3) as [Shard, Shard, Shard];
    const mayElect = (masters.get(shard.master) as number) + BETWEEN_ELECTIONS;
    await sleep(Math.max(random.between(0, LONGEST_REST), mayElect - now));
    // Choices within a fault depend on time, and must not change those that follow.
    const own = new Random(random.between(0, 2 ** 30));
    report.faultBegan(fault.name);
    const end = weather.begin(fault.name, fault.breaks);
    await fault.happen({
      cluster,
      random: own,
      shard,
      others,
      slots,
      moves: (slot) => weather.moves(slot),
      mayHaveLost(ranges, since) {
        for (const group of groupsIn(ranges)) {
          group.mayHaveLost(since);
        }
      },
      divided(ranges) {
        const divided = groupsIn(ranges);
        for (const group of divided) {
          group.divided();
        }
        return () => {
          for (const group of divided) {
            group.united();
          }
        };
      },
    });
    await rest(cluster);
    end();
    report.faultEnded();
  }
}

/** Waits until every node serves, all agree, and every replica has what its master had. */
async function rest(cluster: LocalCluster): Promise<void> {
  await settled(cluster);
  for (const { master, replica } of await shardsOf(cluster)) {
    const written = offsetIn(await master.command<string>('INFO', 'replication'), 'master_repl_offset');
    await waitUntil(`port ${replica.port} to have what port ${master.port} has`, async () => {
      const info = await replica.command<string>('INFO', 'replication');
      return offsetIn(info, 'slave_repl_offset') >= written;
    });
  }
}

/** The three shards, in the order of their slots. */
async function shardsOf(cluster: LocalCluster): Promise<Shard[]> {
  const masters = new Set<LocalNode>();
  for (const third of [0, 1, 2]) {
    masters.add(await cluster.ownerOf(Math.floor((third * SLOTS) / 3)));
  }
  return await Promise.all([...masters].map(async (master) => ({ master, replica: await replicaOf(cluster, master) })));
}

function offsetIn(info: string, field: string): number {
  return Number(new RegExp(`${field}:(\\d+)`).exec(info)?.[1] ?? 0);
}
