import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisCluster } from 'clusterwise';
import type { EmbeddedCluster, EmbeddedNode } from 'clusterwise/embedded';
import { createClient } from 'redis';

/** Moves slots between masters, each of which is named by its address. */
export interface Mover {
  readonly masters: readonly string[];
  /** Opens slots; returns those it did, since others may be left alone. */
  open(slots: readonly number[], from: string, to: string): Promise<number[]>;
  moveKeys(slots: readonly number[], from: string, to: string): Promise<void>;
  /** Gives open slots to their new master, and resolves when all masters know. */
  finish(slots: readonly number[], from: string, to: string): Promise<void>;
  close(): void;
}

export function embeddedMover(embedded: EmbeddedCluster): Mover {
  return {
    masters: embedded.masters.map(({ address }) => address),
    async open(slots, _from, to) {
      const target = embedded.masters.find(({ address }) => address === to) as EmbeddedNode;
      for (const slot of slots) embedded.startMigration(slot, target);
      return [...slots];
    },
    async moveKeys(slots) {
      for (const slot of slots) embedded.moveKeys(slot);
    },
    async finish(slots) {
      for (const slot of slots) embedded.finishMigration(slot);
    },
    close() {},
  };
}

/**
 * By the commands of an operator. Leaves slots alone that have keys of others.
 * @see https://redis.io/docs/latest/commands/cluster-setslot/
 */
export async function operatorsMover(client: RedisCluster, owns: (key: string) => boolean): Promise<Mover> {
  const admins = new Map<string, Awaited<ReturnType<typeof connect>>>();
  for (const { host, port } of client.nodes('masters')) {
    admins.set(`${host}:${port}`, await connect(host, port));
  }
  type Admin = { id: string; send: (...args: (string | number)[]) => Promise<unknown> };
  const at = (address: string) => admins.get(address) as Admin;
  const keysIn = (slot: number, master: string) =>
    at(master).send('CLUSTER', 'GETKEYSINSLOT', slot, 10_000) as Promise<string[]>;
  return {
    masters: [...admins.keys()],
    async open(slots, from, to) {
      const keys = await Promise.all(slots.map((slot) => keysIn(slot, from)));
      const own = slots.filter((_slot, i) => keys[i]?.every(owns));
      // The target first: as soon as the former owner answers ASK, somebody must take what asks.
      await Promise.all(own.map((slot) => at(to).send('CLUSTER', 'SETSLOT', slot, 'IMPORTING', at(from).id)));
      await Promise.all(own.map((slot) => at(from).send('CLUSTER', 'SETSLOT', slot, 'MIGRATING', at(to).id)));
      return own;
    },
    async moveKeys(slots, from, to) {
      const [host, port] = split(to);
      const keys = (await Promise.all(slots.map((slot) => keysIn(slot, from)))).filter(({ length }) => length > 0);
      await Promise.all(keys.map((some) => at(from).send('MIGRATE', host, port, '', 0, 5000, 'KEYS', ...some)));
    },
    async finish(slots, from, to) {
      for (const master of new Set([to, from, ...admins.keys()])) {
        await Promise.all(slots.map((slot) => at(master).send('CLUSTER', 'SETSLOT', slot, 'NODE', at(to).id)));
      }
      // Two masters that take slots without having heard of each other would do so in the same epoch.
      while (new Set(await Promise.all([...admins.values()].map(({ send }) => viewOf(send)))).size > 1) {
        await sleep(20);
      }
    },
    close() {
      for (const { destroy } of admins.values()) destroy();
    },
  };
}

async function connect(host: string, port: number) {
  const admin = await createClient({ RESP: 2, socket: { host, port } })
    .on('error', () => {})
    .connect();
  return {
    id: String(await admin.sendCommand(['CLUSTER', 'MYID'])),
    send: (...args: (string | number)[]) => admin.sendCommand(args.map(String)),
    destroy: () => admin.destroy(),
  };
}

/** What a server says of who owns which slots, and since which epoch. */
async function viewOf(send: (...args: string[]) => Promise<unknown>): Promise<string> {
  const lines = String(await send('CLUSTER', 'NODES'))
    .trim()
    .split('\n');
  const views = lines.map((line) => {
    const [id, , , , , , epoch, , ...slots] = line.split(' ');
    return [id, epoch, ...slots.filter((slot) => !slot.startsWith('['))].join(' ');
  });
  return views.sort().join('\n');
}

function split(address: string): [host: string, port: string] {
  const colon = address.lastIndexOf(':');
  return [address.slice(0, colon), address.slice(colon + 1)];
}
