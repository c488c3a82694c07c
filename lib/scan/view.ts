import { SLOTS } from '../command/slot.js';
import type { Address } from '../topology/address.js';
import { SlotSet } from './slot-set.js';

/** What a server says of itself before it is scanned, and after. */
export interface View {
  readonly isMaster: boolean;
  /** Slots that it owns. */
  readonly owned: SlotSet;
  /** Slots of those that are on their way, and the id of the server that each goes to. */
  readonly leaving: ReadonlyMap<number, string>;
  /** Slots of others that are on their way to it. */
  readonly arriving: SlotSet;
  /** Slots that have an owner, whoever it is. */
  readonly assigned: SlotSet;
  /** Where servers are, by their ids, as they announce it. */
  readonly servers: ReadonlyMap<string, Address>;
  readonly stamp: Stamp;
}

/** By this it can be told, later, whether keys may have left a server in between and come back. */
export interface Stamp {
  /** Another process has another hash seed: cursors of the one mean nothing to the other. */
  readonly runId: string;
  /** The `config-epoch`: another one when the server has taken slots over. */
  readonly epoch: number;
  /** How many keys came to it by `MIGRATE` of others. */
  readonly imports: number;
  /** How often `MIGRATE` has sent keys away. */
  readonly exports: number;
}

// A process id of a run of a server has 40 characters: so many tell enough.
const RUN_ID = 12;

/**
 * Reads what a server has answered. A user may be refused `INFO`: then nothing
 * is known of the process, and a server that was restarted is taken for the same.
 * @returns undefined where `nodes` is no reply of `CLUSTER NODES`
 * @see https://redis.io/docs/latest/commands/cluster-nodes/
 * @see https://redis.io/docs/latest/commands/info/
 */
export function readView(nodes: unknown, server: unknown, commandstats: unknown): View | undefined {
  const lines = String(nodes)
    .split('\n')
    .map((line) => line.trim().split(' '));
  const own = lines.find(([, , flags]) => flags?.split(',').includes('myself'));
  if (own === undefined) {
    return undefined;
  }
  const leaving = new Map<number, string>();
  const arriving = new SlotSet();
  const owned = new SlotSet();
  addRanges(owned, own);
  for (const part of own.slice(8)) {
    const [, slot, direction, id] = /^\[(\d+)-([<>])-(\w+)\]$/.exec(part) ?? [];
    if (direction === '>') {
      leaving.set(Number(slot), id as string);
    } else if (direction === '<') {
      arriving.add(Number(slot));
    }
  }
  const assigned = new SlotSet();
  const servers = new Map<string, Address>();
  for (const line of lines) {
    addRanges(assigned, line);
    const [id = '', address = ''] = line;
    const [, host, port] = /^([^,]*):(\d+)/.exec(address.split('@', 1)[0] as string) ?? [];
    if (host) {
      servers.set(id, { host, port: Number(port) });
    }
  }
  const stamp = {
    runId: /run_id:(\w+)/.exec(String(server))?.[1]?.slice(0, RUN_ID) ?? '',
    epoch: Number(own[6]) || 0,
    imports: callsOf('restore-asking', commandstats),
    exports: callsOf('migrate', commandstats),
  };
  const isMaster = own[2]?.split(',').includes('master') ?? false;
  return { isMaster, owned, leaving, arriving, assigned, servers, stamp };
}

function addRanges(set: SlotSet, line: readonly string[]): void {
  for (const part of line.slice(8)) {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (first !== undefined && Number(last) < SLOTS) {
      set.addRange(Number(first), Number(last));
    }
  }
}

function callsOf(command: string, commandstats: unknown): number {
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(String(commandstats))?.[1] ?? 0);
}
