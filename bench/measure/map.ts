import { SLOTS } from '../../lib/command/slot.js';
import { Nodes } from '../../lib/node/nodes.js';
import { checkOptions } from '../../lib/options.js';
import { SlotMap } from '../../lib/topology/slot-map.js';
import type { Figures } from '../results.js';
import { median } from '../statistics.js';

const NODES = 1000;
const REPEATS = 15;
// Connecting is not what is measured: no client ever comes.
const createClient = () => new Promise(() => {});
const OPTIONS = {
  ...checkOptions({ servers: [{ port: 7000 }], createClient }),
  createClient,
  unref: true,
  badPick() {},
  translate: (host: string, port: number) => ({ host, port }),
};

/** Reads a map of as many ranges as there are slots, and puts it in place. */
export async function measureMap(): Promise<Figures> {
  const parse: number[] = [];
  const adopt: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const reply = slotsReply(i);
    const nodes = new Nodes(OPTIONS, { connected() {}, lost() {}, caughtUp() {}, idle() {} });
    // It has followed another map before, as in a cluster that changes.
    nodes.follow(SlotMap.parse(slotsReply(i + 1), '10.0.0.1'));
    const start = performance.now();
    const map = SlotMap.parse(reply, '10.0.0.1', 1, (announced) => nodes.translate(announced));
    const parsed = performance.now();
    nodes.follow(map);
    adopt.push(performance.now() - start);
    parse.push(parsed - start);
    nodes.destroy();
  }
  return { parse: median(parse), adopt: median(adopt) };
}

/** A range for each slot; which node has it depends on the shift. */
function slotsReply(shift: number): unknown[] {
  return Array.from({ length: SLOTS }, (_, slot) => {
    const node = (slot + shift) % NODES;
    return [slot, slot, [`10.0.${node >> 8}.${node & 255}`, 7000, `id-${node}`, []]];
  });
}
