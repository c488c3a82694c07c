import { type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { type HalfMovedCluster, testHalfMoved } from '../support/half-moved.js';

describe("Half of a slot's keys have moved, on the embedded cluster", () => testHalfMoved(start));

async function start(): Promise<HalfMovedCluster> {
  const embedded = await startEmbeddedCluster();
  return {
    servers: embedded.servers,
    move: async (keys) => {
      const slot = slotOf(keys[0] as string);
      const home = embedded.ownerOf(slot);
      embedded.startMigration(slot, embedded.masters.find((master) => master !== home) as EmbeddedNode);
      embedded.moveKeys(slot, keys);
    },
    forget: async () => {
      for (const node of embedded.nodes) {
        node.forget();
      }
    },
    extraHops: async (command, keys) => {
      const requests = embedded.nodes.flatMap((node) => node.received).filter((one) => one.command === command);
      return Math.max(...keys.map((key) => requests.filter(({ args }) => args.includes(key)).length)) - 1;
    },
    stop: () => embedded.stop(),
  };
}
