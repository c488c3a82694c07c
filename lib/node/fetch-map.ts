import { type Address, format } from '../topology/address.js';
import { firstOf } from '../topology/first-of.js';
import { SlotMap } from '../topology/slot-map.js';
import type { Node } from './node.js';
import type { Nodes } from './nodes.js';

// After this long without an answer the next server is asked as well.
const STAGGER = 500;
// A server that stays silent is given up on after this long.
const ASK_TIMEOUT = 1000;

/**
 * Asks for the map: nodes that are connected first, then any that are known,
 * then the seeds.
 * @throws AggregateError with one error per server
 */
export function fetchMap(nodes: Nodes, known: SlotMap, seeds: readonly Address[]): Promise<SlotMap> {
  const clients = shuffled([...nodes.all]).sort((a, b) => Number(b.ready) - Number(a.ready));
  const addresses = [...clients.map((node) => node.address), ...known.servers, ...seeds];
  const candidates = [...new Map(addresses.map((address) => [format(address), address])).values()];
  return firstOf(candidates, STAGGER, async (address) => {
    if (nodes.closed) {
      throw new Error('closed');
    }
    const node = nodes.at(address);
    await node.opened();
    return SlotMap.parse(await askForSlots(node), address.host);
  });
}

function askForSlots(node: Node): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${node.name}: no reply to CLUSTER SLOTS`)), ASK_TIMEOUT);
    node.ask('cluster', ['SLOTS'], (error, slots) => {
      clearTimeout(timer);
      if (error === null) {
        resolve(slots);
      } else {
        reject(new Error(`${node.name}: ${error.message}`, { cause: error }));
      }
    });
  });
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
