import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalCluster, type LocalNode, waitUntil } from '../../test/support/local-cluster/index.js';
import { settled } from '../../test/support/real-faults.js';
import { join, leave } from './membership.js';
import type { Random } from './random.js';

/** A master and the replica that follows it. */
export interface Shard {
  readonly master: LocalNode;
  readonly replica: LocalNode;
}

/** Where a fault happens, and whom to tell what it may have led to. */
export interface Scene {
  readonly cluster: LocalCluster;
  readonly random: Random;
  /** The shard that it happens to. */
  readonly shard: Shard;
  /** Two other shards. */
  readonly others: readonly [Shard, Shard];
  /** Slots with keys. */
  readonly slots: readonly number[];
  /** A slot begins to move; call what is returned when it has. */
  moves(slot: number): () => void;
  /** A master was killed, or takes no part any more: what it alone has is lost. */
  mayHaveLost(ranges: readonly SlotRange[], since: number): void;
  /** A former master is about to go on that does not know that it is none any more; call what is returned when it does. */
  divided(ranges: readonly SlotRange[]): () => void;
}

export type SlotRange = readonly [first: number, last: number];

export interface Fault {
  readonly name: string;
  /** How often it is chosen, among all. */
  readonly weight: number;
  /** Whether connections to masters may break, so that writes may fail. */
  readonly breaks: boolean;
  happen(scene: Scene): Promise<void>;
}

type SlotsReply = [first: number, last: number, master: [host: string, port: number], ...replicas: unknown[]][];

// What a replica may be behind its master on a busy machine, in milliseconds.
const LAG = 1000;
// Long enough for every reply that a killed server has sent to be read.
const LAST_REPLIES = 100;
const MOVING = { keys: 1, pause: 30 };
const HALF = 3;
// For twice the node timeout masters vote for a shard once only, and a refused replica does not ask again.
const ELECTION = 6000;
const TRIES = 4;
const PATIENCE = 30_000;
const RETRY = 100;

/** Those that happen to one shard. */
const LOCAL: readonly Fault[] = [
  {
    name: 'a master is killed, and restarts as a replica',
    weight: 4,
    breaks: true,
    async happen(scene) {
      const { cluster, random, shard } = scene;
      await losing(scene, () => shard.master.kill());
      await succeeded(cluster, shard);
      await sleep(random.between(0, 1500));
      await shard.master.restart();
    },
  },
  {
    name: 'a master is killed before its replica has all',
    weight: 2,
    breaks: true,
    async happen(scene) {
      const { cluster, random, shard } = scene;
      await losing(scene, async () => {
        // It cannot connect again while it is stopped, so that it misses what follows.
        shard.replica.pause();
        await shard.master.command('CLIENT', 'KILL', 'TYPE', 'replica');
        await sleep(random.between(10, 200));
        await shard.master.kill();
        shard.replica.resume();
      });
      await succeeded(cluster, shard);
      await shard.master.restart();
    },
  },
  {
    name: 'a master is killed, and is back at once',
    weight: 2,
    breaks: true,
    async happen(scene) {
      await losing(scene, () => scene.shard.master.kill());
      await scene.shard.master.restart();
    },
  },
  {
    name: 'a replica is killed',
    weight: 3,
    breaks: false,
    async happen({ random, shard }) {
      await shard.replica.kill();
      await sleep(random.between(0, 3000));
      await shard.replica.restart();
    },
  },
  {
    name: 'a master hangs until a replica takes over',
    weight: 3,
    breaks: true,
    async happen(scene) {
      const { cluster, random, shard } = scene;
      const ranges = await losing(scene, async () => shard.master.pause());
      await succeeded(cluster, shard);
      // Often so soon that clients have not heard yet of the other: then it acknowledges what was under way.
      await sleep(random.chance(0.5) ? random.between(0, 100) : random.between(0, 2000));
      const united = scene.divided(ranges);
      shard.master.resume();
      await waitUntil(`port ${shard.master.port} to know that it is a replica`, async () => {
        return (await shard.master.command<unknown[]>('ROLE'))[0] === 'slave';
      });
      united();
    },
  },
  {
    name: 'a replica hangs',
    weight: 3,
    breaks: false,
    async happen({ random, shard }) {
      shard.replica.pause();
      await sleep(random.between(500, 4000));
      shard.replica.resume();
    },
  },
  {
    name: 'a master hangs for a moment',
    weight: 3,
    breaks: false,
    async happen({ random, shard }) {
      shard.master.pause();
      await sleep(random.between(100, 700));
      shard.master.resume();
    },
  },
  {
    name: 'CLUSTER FAILOVER',
    weight: 4,
    breaks: false,
    happen: ({ cluster, shard }) => handOver(cluster, shard),
  },
  {
    name: 'connections are cut',
    weight: 3,
    breaks: true,
    async happen({ random, shard }) {
      for (let times = random.between(1, 5); times > 0; times -= 1) {
        await shard.master.command('CLIENT', 'KILL', 'TYPE', random.pick(['normal', 'normal', 'pubsub']));
        await sleep(random.between(0, 300));
      }
    },
  },
];

/** Those that all nodes have to do with. */
const GLOBAL: readonly Fault[] = [
  {
    name: 'a replica leaves, and joins again',
    weight: 2,
    breaks: false,
    async happen({ cluster, random, shard }) {
      await leave(cluster, shard.replica);
      await sleep(random.between(1000, 5000));
      await join(cluster, shard.replica, shard.master);
    },
  },
  {
    name: 'a master hands over and leaves, and joins again',
    weight: 2,
    breaks: false,
    async happen({ cluster, random, shard }) {
      await handOver(cluster, shard);
      await settled(cluster);
      await leave(cluster, shard.master);
      await sleep(random.between(1000, 5000));
      await join(cluster, shard.master, shard.replica);
    },
  },
  {
    name: 'slots move to and fro',
    weight: 5,
    breaks: false,
    async happen(scene) {
      const { cluster, random, shard, others } = scene;
      const masters = [shard, ...others].map(({ master }) => master);
      for (const slot of random.sample(scene.slots, random.between(1, 4))) {
        const home = await cluster.ownerOf(slot);
        await move(scene, slot, random.pick(masters.filter((master) => master !== home)));
        if (random.chance(0.7)) {
          await move(scene, slot, home);
        }
      }
    },
  },
  {
    name: 'the whole cluster restarts',
    weight: 0.7,
    breaks: true,
    async happen({ cluster, random }) {
      await Promise.all(cluster.nodes.map((node) => node.kill()));
      await sleep(random.between(0, 1000));
      await Promise.all(cluster.nodes.map((node) => node.restart()));
    },
  },
];

const BESIDE_A_MOVE = 0.3;

/** The names of all that may happen by itself. */
export const FAULT_NAMES: readonly string[] = [...LOCAL, ...GLOBAL].map(({ name }) => name);

/**
 * Chooses what happens next.
 * @param like only faults whose names have this in them; those beside them come with each
 */
export function chooseFault(random: Random, like: string): Fault {
  const fault = random.weighted([...LOCAL, ...GLOBAL].filter(({ name }) => name.includes(like)));
  if (!LOCAL.includes(fault) || !random.chance(BESIDE_A_MOVE)) {
    return fault;
  }
  return random.chance(0.5) ? whileSlotsMove(fault) : whileASlotIsHalfMoved(fault);
}

/** Slots of the two other shards move to and fro until a fault is over. */
function whileSlotsMove(fault: Fault): Fault {
  return {
    ...fault,
    name: `${fault.name}; slots move elsewhere`,
    async happen(scene) {
      const [first, second] = scene.others;
      const slots = await slotsOf(first.master, scene);
      let isOver = false;
      const over = fault.happen(scene).finally(() => {
        isOver = true;
      });
      // Both are awaited below; one that fails first must not be unhandled until then.
      over.catch(() => {});
      while (!isOver && slots.length > 0) {
        const slot = scene.random.pick(slots);
        await move(scene, slot, second.master);
        await move(scene, slot, first.master);
      }
      await over;
    },
  };
}

/** A slot of another shard has half moved away, and stays so until a fault is over. */
function whileASlotIsHalfMoved(fault: Fault): Fault {
  return {
    ...fault,
    name: `${fault.name}; a slot is half-moved elsewhere`,
    async happen(scene) {
      const { cluster, random, others } = scene;
      const [from, to] = others;
      const slots = await slotsOf(from.master, scene);
      if (slots.length === 0) {
        await fault.happen(scene);
        return;
      }
      const slot = random.pick(slots);
      const moved = scene.moves(slot);
      await cluster.startMigration(slot, to.master);
      await cluster.moveKeys(slot, to.master, HALF);
      await fault.happen(scene);
      await settled(cluster);
      await finish(cluster, slot, to.master);
      moved();
    },
  };
}

async function move(scene: Scene, slot: number, to: LocalNode): Promise<void> {
  const moved = scene.moves(slot);
  await scene.cluster.startMigration(slot, to);
  await insist(() => slowly(scene.cluster, slot, to));
  await finish(scene.cluster, slot, to);
  moved();
}

async function slowly(cluster: LocalCluster, slot: number, to: LocalNode): Promise<void> {
  do {
    await sleep(MOVING.pause);
  } while ((await moveKeys(cluster, slot, to, MOVING.keys)) > 0);
}

/** To the target itself nothing is moved: a server that migrates to itself waits for its own reply. */
async function moveKeys(cluster: LocalCluster, slot: number, to: LocalNode, count?: number): Promise<number> {
  return (await cluster.ownerOf(slot)) === to ? 0 : await cluster.moveKeys(slot, to, count);
}

/** New keys may have come to the former owner meanwhile. */
async function finish(cluster: LocalCluster, slot: number, to: LocalNode): Promise<void> {
  await insist(async () => {
    await moveKeys(cluster, slot, to);
    await cluster.finishMigration(slot, to);
  });
}

/** While a master is missing, the others refuse to move keys. */
async function insist(step: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      await step();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await sleep(RETRY);
    }
  }
}

/** @returns the slots of the master that is stopped */
async function losing(scene: Scene, stop: () => Promise<void>): Promise<SlotRange[]> {
  const ranges = await rangesOf(scene.shard.master);
  const since = performance.now() - LAG;
  await stop();
  await sleep(LAST_REPLIES);
  scene.mayHaveLost(ranges, since);
  return ranges;
}

/** Waits until all nodes that run know that a replica has taken over. Other slots may be moving. */
async function succeeded(cluster: LocalCluster, { replica }: Shard): Promise<void> {
  await waitUntil(`port ${replica.port} to take over`, async () => {
    const running = cluster.nodes.filter((node) => node.running);
    const slots = await Promise.all(running.map((node) => node.command<SlotsReply>('CLUSTER', 'SLOTS')));
    return slots.every((ranges) => ranges.some(([, , [, port]]) => port === replica.port));
  });
}

async function handOver(cluster: LocalCluster, shard: Shard): Promise<void> {
  for (let tries = TRIES; ; tries -= 1) {
    await shard.replica.command('CLUSTER', 'FAILOVER');
    const deadline = Date.now() + ELECTION;
    while (Date.now() < deadline) {
      if ((await shard.replica.command<unknown[]>('ROLE'))[0] === 'master') {
        await succeeded(cluster, shard);
        return;
      }
      await sleep(RETRY);
    }
    if (tries === 0) {
      throw new Error(`Nobody votes for the replica on port ${shard.replica.port}`);
    }
  }
}

async function slotsOf(master: LocalNode, { slots }: Scene): Promise<number[]> {
  const ranges = await rangesOf(master);
  return slots.filter((slot) => isIn(ranges, slot));
}

/** Whether a slot is in one of these ranges. */
export function isIn(ranges: readonly SlotRange[], slot: number): boolean {
  return ranges.some(([first, last]) => first <= slot && slot <= last);
}

async function rangesOf(master: LocalNode): Promise<SlotRange[]> {
  const ranges = await master.command<SlotsReply>('CLUSTER', 'SLOTS');
  return ranges.filter(([, , [, port]]) => port === master.port).map(([first, last]) => [first, last]);
}
