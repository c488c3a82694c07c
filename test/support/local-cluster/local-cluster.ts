import { type NodeLine, parseClusterNodes, slotOwners } from './cluster-nodes.js';
import type { DataFolder } from './data-folder.js';
import { HOST } from './free-ports.js';
import type { LocalNode } from './local-node.js';
import { waitUntil, within } from './wait.js';

const MIGRATE_TIMEOUT = 5_000;
const MIGRATE_BATCH = 100;

/** The cluster as one node sees it. */
interface View {
  node: LocalNode;
  lines: NodeLine[];
}

/** A Redis Cluster of processes on this machine. `startLocalCluster` makes one. */
export class LocalCluster {
  /** The masters of the start first, then their replicas: one of each master, and so on. */
  readonly nodes: readonly LocalNode[];
  readonly servers: { host: string; port: number }[];
  readonly #nodeTimeout: number;
  readonly #folder: DataFolder;
  #stopped: Promise<void> | undefined;

  constructor(nodes: readonly LocalNode[], nodeTimeout: number, folder: DataFolder) {
    this.nodes = nodes;
    this.servers = nodes.map(({ port }) => ({ host: HOST, port }));
    this.#nodeTimeout = nodeTimeout;
    this.#folder = folder;
  }

  /** The nodes that serve slots now and answer: neither killed nor paused ones, nor replicas. */
  async masters(): Promise<LocalNode[]> {
    const views = await this.#views();
    const owners = new Set(ownersIn(views));
    return views.map(({ node }) => node).filter(({ id }) => owners.has(id));
  }

  /**
   * The owner of a slot, as the nodes that answer see it. That is a killed master, too, until a
   * replica has taken its place.
   *
   * @throws Error when no node owns the slot
   */
  async ownerOf(slot: number): Promise<LocalNode> {
    const id = ownersIn(await this.#views())[slot];
    const owner = this.nodes.find((node) => node.id === id);
    if (owner === undefined) throw new Error(`No node owns slot ${slot}`);
    return owner;
  }

  /**
   * Opens a slot for its move: IMPORTING on the target, MIGRATING on the source.
   * https://redis.io/commands/cluster-setslot
   */
  async startMigration(slot: number, to: LocalNode): Promise<void> {
    const from = await this.ownerOf(slot);
    if (from === to) throw new Error(`The node on port ${to.port} owns slot ${slot} already`);
    await to.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', from.id);
    await from.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', to.id);
  }

  /**
   * Moves up to `count` keys of an open slot from its owner to the target; all when absent.
   *
   * @returns how many have moved
   */
  async moveKeys(slot: number, to: LocalNode, count = Number.POSITIVE_INFINITY): Promise<number> {
    return await moveKeysBetween(slot, await this.ownerOf(slot), to, count);
  }

  /**
   * Gives a slot to the target: SETSLOT NODE there, then on the source, then on the other masters.
   * Replicas hear of it from their masters a moment later.
   *
   * @throws Error when the source still has keys of the slot
   */
  async finishMigration(slot: number, to: LocalNode): Promise<void> {
    const from = await this.ownerOf(slot);
    // The source refuses to give away a slot with keys, but by then the target has it.
    const left = await from.command<number>('CLUSTER', 'COUNTKEYSINSLOT', slot);
    if (left > 0 && from !== to) {
      throw new Error(`The node on port ${from.port} still has ${left} keys of slot ${slot}`);
    }
    for (const node of new Set([to, from, ...(await this.masters())])) {
      await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', to.id);
    }
    await this.#agree(slot, to);
  }

  /**
   * Takes back a move that has not been finished: the moved keys go home, and both ends are STABLE.
   * The owner is the first to be, because a MIGRATING node answers ASK to the keys that come back;
   * until they are back it answers as if they did not exist.
   */
  async cancelMigration(slot: number): Promise<void> {
    const home = await this.ownerOf(slot);
    const guests = (await this.#views()).filter(({ lines }) => lines.some(({ importing }) => importing.includes(slot)));
    await home.command('CLUSTER', 'SETSLOT', slot, 'STABLE');
    for (const { node: guest } of guests) {
      await moveKeysBetween(slot, guest, home, Number.POSITIVE_INFINITY);
      await guest.command('CLUSTER', 'SETSLOT', slot, 'STABLE');
    }
  }

  /** Moves a slot with all its keys: the start, the keys and the finish of a migration. */
  async moveSlot(slot: number, to: LocalNode): Promise<void> {
    await this.startMigration(slot, to);
    await this.moveKeys(slot, to);
    await this.finishMigration(slot, to);
  }

  /** Removes every key: FLUSHALL on each master. */
  async flush(): Promise<void> {
    await Promise.all((await this.masters()).map((node) => node.command('FLUSHALL')));
  }

  /** Kills every process, closes the admin connections, removes the data. Can be called again. */
  async stop(): Promise<void> {
    this.#stopped ??= this.#end();
    await this.#stopped;
  }

  /**
   * Waits until every node has heard of the move. Another move before that could give two masters
   * the same epoch, and the slot to nobody: each of them would name the other as its owner.
   */
  async #agree(slot: number, owner: LocalNode): Promise<void> {
    await waitUntil(`every node to agree that slot ${slot} is at port ${owner.port}`, async () => {
      const views = await this.#views();
      const epochIn = ({ lines }: View) => lines.find(({ id }) => id === owner.id)?.epoch;
      const own = views.find(({ node }) => node === owner);
      if (own === undefined) return false;
      const epoch = epochIn(own);
      const wrong = views.filter((view) => ownersIn([view])[slot] !== owner.id);
      for (const { node, lines } of wrong) {
        const isMaster = lines.some(({ id, ranges }) => id === node.id && ranges.length > 0);
        if (isMaster) await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', owner.id);
      }
      // Replicas have the epochs of their masters.
      const rivals = own.lines.filter(({ id, ranges }) => id !== owner.id && ranges.length > 0);
      const isHighest = rivals.every((rival) => rival.epoch < (epoch as number));
      return wrong.length === 0 && isHighest && views.every((view) => epochIn(view) === epoch);
    });
  }

  async #end(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
    await this.#folder.remove();
  }

  /** What each node sees that answers; a hung one is given up after the node timeout. */
  async #views(): Promise<View[]> {
    const answers = await Promise.allSettled(
      this.nodes
        .filter((node) => node.running)
        .map((node) => within(this.#nodeTimeout, `port ${node.port} to answer`, viewOf(node))),
    );
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }
}

async function viewOf(node: LocalNode): Promise<View> {
  return { node, lines: parseClusterNodes(await node.command<string>('CLUSTER', 'NODES')) };
}

function ownersIn(views: readonly View[]): (string | undefined)[] {
  return slotOwners(views.flatMap(({ lines }) => lines));
}

async function moveKeysBetween(slot: number, from: LocalNode, to: LocalNode, count: number): Promise<number> {
  let moved = 0;
  while (moved < count) {
    const keys = await from.keysInSlot(slot, Math.min(count - moved, MIGRATE_BATCH));
    if (keys.length === 0) break;
    // One command for each key, because its reply tells a moved key from one that has expired.
    const replies = await Promise.all(
      keys.map((key) => from.command('MIGRATE', HOST, to.port, key, 0, MIGRATE_TIMEOUT)),
    );
    moved += replies.filter((reply) => reply === 'OK').length;
  }
  return moved;
}
