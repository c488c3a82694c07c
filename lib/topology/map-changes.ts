import { SLOTS } from '../command/slot.js';
import { type Address, format } from './address.js';
import type { SlotMap } from './slot-map.js';

export type Role = 'master' | 'replica';

/** A server and what it is in the cluster. */
export interface Server extends Address {
  readonly role: Role;
}

/** Slots next to each other that have gone the same way. An end is undefined where nobody owned them, or does now. */
export interface MovedSlots {
  readonly first: number;
  readonly last: number;
  readonly from: Address | undefined;
  readonly to: Address | undefined;
}

/** How one map differs from the one before. */
export interface MapChanges {
  readonly added: readonly Server[];
  /** With the roles that they had. */
  readonly removed: readonly Server[];
  /** Servers that have another role, with the one they have now. */
  readonly roles: readonly Server[];
  readonly moved: readonly MovedSlots[];
}

/** Every server of a map by its name, masters first. Who owns slots is a master, whoever else takes it for a replica. */
export function serversOf(map: SlotMap): Map<string, Server> {
  const servers = new Map<string, Server>();
  const add = (role: Role, { host, port }: Address) => {
    const name = format({ host, port });
    if (!servers.has(name)) {
      servers.set(name, { host, port, role });
    }
  };
  for (const { master } of map.shards) {
    add('master', master);
  }
  for (const replica of map.shards.flatMap(({ replicas }) => replicas)) {
    add('replica', replica);
  }
  return servers;
}

/** What has changed from one map to the next; undefined where nothing has. */
export function changesBetween(before: SlotMap, after: SlotMap): MapChanges | undefined {
  if (after.equals(before)) {
    return undefined;
  }
  return allOf(before, after, movedBetween(before, after));
}

/** What a move of one slot changes, without a look at all others. */
export function changesByMove(before: SlotMap, after: SlotMap, slot: number): MapChanges | undefined {
  return allOf(before, after, [{ first: slot, last: slot, from: before.ownerOf(slot), to: after.ownerOf(slot) }]);
}

function allOf(before: SlotMap, after: SlotMap, moved: readonly MovedSlots[]): MapChanges | undefined {
  const [old, now] = [serversOf(before), serversOf(after)];
  const added = [...now].filter(([name]) => !old.has(name)).map(([, server]) => server);
  const removed = [...old].filter(([name]) => !now.has(name)).map(([, server]) => server);
  const roles = [...now]
    .filter(([name, { role }]) => (old.get(name)?.role ?? role) !== role)
    .map(([, server]) => server);
  const isChanged = [added, removed, roles, moved].some((list) => list.length > 0);
  return isChanged ? { added, removed, roles, moved } : undefined;
}

function movedBetween(before: SlotMap, after: SlotMap): MovedSlots[] {
  const moved: { first: number; last: number; from: Address | undefined; to: Address | undefined }[] = [];
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const from = before.ownerOf(slot);
    const to = after.ownerOf(slot);
    const latest = moved.at(-1);
    if (latest?.last === slot - 1 && isSame(latest.from, from) && isSame(latest.to, to)) {
      latest.last = slot;
    } else if (!isSame(from, to)) {
      moved.push({ first: slot, last: slot, from, to });
    }
  }
  return moved;
}

function isSame(a: Address | undefined, b: Address | undefined): boolean {
  return a === b || (a?.host === b?.host && a?.port === b?.port);
}
