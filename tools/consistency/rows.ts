import { setTimeout as sleep } from 'node:timers/promises';
import { SLOTS, slotOf } from '../../lib/command/slot.js';
import type { LocalCluster, LocalNode } from '../../test/support/local-cluster/index.js';
import { failOver, frozenCounters, moveSlowly, promoted, replicaOf, settled } from '../../test/support/real-faults.js';
import type { Checker, Figures } from './checker.js';
import { type Counters, Load } from './load.js';
import { brokenPromises } from './promises.js';

/** A client that counts by itself, with keys of its own. */
export interface Lane {
  readonly name: string;
  readonly client: Counters;
  readonly keys: readonly string[];
  readonly inFlight: number;
  /** How long each of those rests after an increment, in milliseconds. */
  readonly pause?: number;
  readonly checker: Checker;
}

/** What became of one lane in one row. */
export interface Outcome {
  readonly row: string;
  readonly lane: string;
  readonly faults: number;
  readonly figures: Figures;
  readonly broken: readonly string[];
}

/** A fault that can be repeated; `turn` counts from zero. */
interface Row {
  readonly name: string;
  readonly kills: boolean;
  happen(cluster: LocalCluster, lanes: readonly Lane[], turn: number): Promise<void>;
}

const TAGS = Array.from({ length: 10 }, (_, index) => `{tag${index}}`);
const KEYS_PER_TAG = 10;
// A few keys at a time, with time between them for commands that meet half a slot.
const MOVING = { keys: 2, pause: 5 };
// A shard fails over again after three such rests: masters vote for it once in twice the node timeout.
const REST = 1000;
const SHARDS = 3;

/** The rows of faults that counters are taken through, in their order. */
export const ROWS: readonly Row[] = [
  {
    name: 'kill',
    kills: true,
    async happen(cluster, lanes, turn) {
      const master = await masterInTurn(cluster, turn);
      const heir = await replicaOf(cluster, master);
      const owners = await ownersOfTags(cluster);
      await master.kill();
      const counters = lanes.flatMap(({ keys, checker }) => keys.map((key) => ({ key, checker })));
      const doomed = counters.filter(({ key }) => owners.get(slotOf(key)) === master);
      const values = await frozenCounters(
        heir,
        doomed.map(({ key }) => key),
      );
      doomed.forEach(({ key, checker }, index) => {
        checker.heirHas(key, values[index] as number);
      });
      await promoted(cluster, heir);
      await master.restart();
    },
  },
  {
    name: 'reshard',
    kills: false,
    async happen(cluster, _lanes, turn) {
      const slot = slotOf(TAGS[turn % TAGS.length] as string);
      const owner = await cluster.ownerOf(slot);
      for (const to of (await cluster.masters()).filter((node) => node !== owner)) {
        await moveSlowly(cluster, slot, to, MOVING);
      }
      await moveSlowly(cluster, slot, owner, MOVING);
    },
  },
  {
    name: 'failover',
    kills: false,
    async happen(cluster, _lanes, turn) {
      await failOver(cluster, await replicaOf(cluster, await masterInTurn(cluster, turn)));
    },
  },
];

/** Keys of a lane: many of few slots, so that a slot that moves is half-way for a while. */
export function keysOf(lane: string): string[] {
  return TAGS.flatMap((tag) => Array.from({ length: KEYS_PER_TAG }, (_, index) => `${lane}:${tag}:${index}`));
}

/** Takes lanes through faults for so long, and through one at least; then compares with what the servers have. */
export async function runRow(
  cluster: LocalCluster,
  row: Row,
  lanes: readonly Lane[],
  milliseconds: number,
): Promise<Outcome[]> {
  await settled(cluster);
  const until = Date.now() + milliseconds;
  for (const { checker } of lanes) {
    checker.begin();
  }
  const loads = lanes.map((lane) => new Load(lane.client, lane.checker, lane));
  let faults = 0;
  try {
    do {
      await sleep(REST);
      await row.happen(cluster, lanes, faults);
      await settled(cluster);
      faults += 1;
    } while (Date.now() < until);
  } finally {
    await Promise.all(loads.map((load) => load.stop()));
  }
  await readServers(cluster, lanes);
  return lanes.map(({ name, inFlight, checker: { figures } }) => {
    // No key has more than one command under way.
    const broken = brokenPromises(figures, { uncertain: row.kills ? faults * inFlight : 0 });
    return { row: row.name, lane: name, faults, figures, broken };
  });
}

/** The last word is the servers' own, without any client between. */
async function readServers(cluster: LocalCluster, lanes: readonly Lane[]): Promise<void> {
  const owners = await ownersOfTags(cluster);
  for (const { keys, checker } of lanes) {
    for (const key of keys) {
      checker.serverHas(key, Number(await owners.get(slotOf(key))?.command('GET', key)));
    }
  }
}

function masterInTurn(cluster: LocalCluster, turn: number): Promise<LocalNode> {
  return cluster.ownerOf(Math.floor(((turn % SHARDS) * SLOTS) / SHARDS));
}

async function ownersOfTags(cluster: LocalCluster): Promise<Map<number, LocalNode>> {
  const owners = new Map<number, LocalNode>();
  for (const slot of TAGS.map(slotOf)) {
    owners.set(slot, await cluster.ownerOf(slot));
  }
  return owners;
}
