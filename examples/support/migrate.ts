import type { RedisCluster } from 'clusterwise';
import type { EmbeddedCluster, EmbeddedNode } from 'clusterwise/embedded';
import { createClient } from 'redis';
import { show } from './print.js';
import { slotTable } from './slot-table.js';

/**
 * Moves a slot to another master and home again, key by key; between the steps
 * it waits until `progress` has risen, so that somebody sees the slot in that
 * state. Returns false where it left the slot alone.
 */
export type Migrate = (
  cluster: RedisCluster,
  slot: number,
  keys: readonly string[],
  progress: () => number,
) => Promise<boolean>;

const waitFor = async (progress: () => number) => {
  for (const before = progress(); progress() < before + 20; ) {
    await new Promise(setImmediate);
  }
};

/** In an embedded cluster. */
export function migrateByApi(embedded: EmbeddedCluster): Migrate {
  return async (_cluster, slot, keys, progress) => {
    const home = embedded.ownerOf(slot) as EmbeddedNode;
    const away = embedded.masters.find((master) => master !== home) as EmbeddedNode;
    await waitFor(progress);
    for (const [from, to] of [
      [home, away],
      [away, home],
    ] as const) {
      embedded.startMigration(slot, to);
      show('startMigration', `${from.address} is migrating, ${to.address} is importing`);
      for (let moved = 1; moved <= keys.length; moved += 1) {
        embedded.moveKeys(slot, 1);
        await waitFor(progress);
        show('moveKeys', describeHalf(moved, keys.length, to.address));
      }
      embedded.finishMigration(slot);
      show('finishMigration', `the slot belongs to ${to.address}: whoever asks ${from.address} gets MOVED`);
      await waitFor(progress);
    }
    return true;
  };
}

function describeHalf(moved: number, all: number, to: string): string {
  const half = moved < all ? 'mget over both halves gets TRYAGAIN, and goes key by key' : 'all answer ASK';
  return `${moved} of ${all} keys are at ${to} now: ${half}`;
}

/** In a real cluster, with an operator's commands. Leaves a slot alone that holds keys of others. */
export const migrateByCommands: Migrate = async (cluster, slot, keys, progress) => {
  const table = await slotTable(cluster);
  const home = table.masters.find(({ name }) => name === table.ownerOf(slot));
  const away = table.masters.find((master) => master !== home);
  if (home === undefined || away === undefined) {
    show('CLUSTER SLOTS', 'only one master: nowhere to move a slot to');
    return false;
  }
  const admins = await Promise.all(
    [home, away].map(({ host, port }) => createClient({ RESP: 2, socket: { host, port } }).connect()),
  );
  const [atHome, atAway] = admins as [(typeof admins)[0], (typeof admins)[0]];
  const seen = () => waitFor(progress);
  try {
    if (Number(await atHome.sendCommand(['CLUSTER', 'COUNTKEYSINSLOT', String(slot)])) !== keys.length) {
      show('COUNTKEYSINSLOT', 'the slot holds keys of somebody else too');
      return false;
    }
    await seen();
    await move({ ...home, admin: atHome }, { ...away, admin: atAway }, slot, keys, seen);
    await move({ ...away, admin: atAway }, { ...home, admin: atHome }, slot, keys, seen);
    return true;
  } finally {
    for (const admin of admins) {
      admin.destroy();
    }
  }
};

interface Side {
  name: string;
  host: string;
  port: number;
  id: string;
  admin: { sendCommand(args: string[]): Promise<unknown> };
}

async function move(from: Side, to: Side, slot: number, keys: readonly string[], seen: () => Promise<void>) {
  const setSlot = (side: Side, ...state: string[]) =>
    side.admin.sendCommand(['CLUSTER', 'SETSLOT', String(slot), ...state]);
  await setSlot(to, 'IMPORTING', from.id);
  await setSlot(from, 'MIGRATING', to.id);
  show('CLUSTER SETSLOT', `${from.name} is MIGRATING, ${to.name} is IMPORTING`);
  await seen();
  for (const [index, key] of keys.entries()) {
    await from.admin.sendCommand(['MIGRATE', to.host, String(to.port), key, '0', '5000']);
    await seen();
    const half =
      index + 1 < keys.length ? 'mget over both halves gets TRYAGAIN, and goes key by key' : 'all answer ASK';
    show('MIGRATE', `${index + 1} of ${keys.length} keys are at ${to.name} now: ${half}`);
  }
  await setSlot(to, 'NODE', to.id);
  await setSlot(from, 'NODE', to.id);
  show('CLUSTER SETSLOT', `the slot belongs to ${to.name}: whoever asks ${from.name} gets MOVED`);
  await seen();
}
