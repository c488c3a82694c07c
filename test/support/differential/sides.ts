import { type EmbeddedCluster, startEmbeddedCluster } from '../../../lib/embedded/index.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../local-cluster/index.js';

const HOST = '127.0.0.1';
const MASTERS = 3;

/** A cluster of three masters, N0 to N2, and a replica of each, N3 to N5. */
export interface Side {
  readonly nodes: readonly { readonly host: string; readonly port: number; readonly id: string }[];
  startMigration(slot: number, to: number): Promise<void>;
  moveKeys(slot: number, to: number, keys: readonly string[]): Promise<void>;
  finishMigration(slot: number, to: number): Promise<void>;
  /** Resolves when every replica has what its master has. */
  catchUp(): Promise<void>;
  /** Resolves when a command waits on a node for data. */
  blocked(node: number): Promise<void>;
  stop(): Promise<void>;
}

export async function realSide(): Promise<Side> {
  const cluster = await startLocalCluster({ masters: MASTERS, replicas: 1 });
  const nodeAt = (index: number) => cluster.nodes[index] as LocalCluster['nodes'][number];
  const field = async (index: number, section: string, name: string) => {
    const info = await nodeAt(index).command<string>('INFO', section);
    return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
  };
  return {
    nodes: cluster.nodes.map(({ port, id }) => ({ host: HOST, port, id })),
    startMigration: (slot, to) => cluster.startMigration(slot, nodeAt(to)),
    async moveKeys(slot, to, keys) {
      const owner = await cluster.ownerOf(slot);
      for (const key of keys) {
        const reply = await owner.command<string>('MIGRATE', HOST, nodeAt(to).port, key, 0, 5000);
        if (reply !== 'OK') {
          throw new Error(`MIGRATE of ${key}: ${reply}`);
        }
      }
    },
    finishMigration: (slot, to) => cluster.finishMigration(slot, nodeAt(to)),
    async catchUp() {
      for (let i = 0; i < MASTERS; i += 1) {
        const written = await field(i, 'replication', 'master_repl_offset');
        await waitUntil(
          `N${i + MASTERS} to have what N${i} has`,
          async () => (await field(i + MASTERS, 'replication', 'slave_repl_offset')) >= written,
        );
      }
    },
    blocked: (index) =>
      waitUntil('a blocked client', async () => (await field(index, 'clients', 'blocked_clients')) > 0),
    stop: () => cluster.stop(),
  };
}

export async function embeddedSide(): Promise<Side> {
  const cluster = await startEmbeddedCluster({ masters: MASTERS, replicas: 1 });
  const nodeAt = (index: number) => cluster.nodes[index] as EmbeddedCluster['nodes'][number];
  return {
    nodes: cluster.nodes,
    startMigration: async (slot, to) => cluster.startMigration(slot, nodeAt(to)),
    async moveKeys(slot, _to, keys) {
      cluster.moveKeys(slot, keys);
    },
    finishMigration: async (slot) => cluster.finishMigration(slot),
    catchUp: async () => {},
    blocked: (index) =>
      waitUntil('a blocked client', async () => /^b/.test(nodeAt(index).received.at(-1)?.command ?? '')),
    stop: () => cluster.stop(),
  };
}
