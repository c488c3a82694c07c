import dns from 'node:dns';
import { isIP } from 'node:net';
import { InvalidOptionError } from '../errors.js';
import { type Address, format } from '../topology/address.js';
import { firstOf } from '../topology/first-of.js';
import { SlotMap } from '../topology/slot-map.js';
import type { Node } from './node.js';
import type { Nodes } from './nodes.js';

// After this long without an answer the next server is asked as well.
const STAGGER = 500;
// A server that stays silent is given up on after this long.
const ASK_TIMEOUT = 1000;

/** A map that does not know what the known one knows. */
class WorseMapError extends Error {
  constructor(
    readonly map: SlotMap,
    node: Node,
    reason: string,
  ) {
    super(`${node.name}: its map ${reason}`);
  }
}

/**
 * Asks for the map: nodes that are connected first, then any that are known,
 * then the seeds. A map that is older than the known one, or that gives slots to
 * nobody which had an owner, is not taken, unless most servers tell such a one:
 * then whoever told the known one is alone.
 * @throws AggregateError with one error per server
 */
export async function fetchMap(nodes: Nodes, known: SlotMap, seeds: readonly Address[]): Promise<SlotMap> {
  const clients = shuffled([...nodes.all]).sort((a, b) => Number(b.ready) - Number(a.ready));
  const addresses = [...clients.map((node) => node.address), ...known.servers, ...seeds];
  const candidates = [...new Map(addresses.map((address) => [format(address), address])).values()];
  const fetch = (address: Address) => fetchFrom(address, nodes, known);
  try {
    return await firstOf(candidates, STAGGER, (address) =>
      seeds.includes(address) && isIP(address.host) === 0 ? fetchByName(address, fetch) : fetch(address),
    );
  } catch (error) {
    const errors = (error as AggregateError).errors as Error[];
    const worse = errors.filter((one) => one instanceof WorseMapError);
    if (worse.length * 2 <= errors.length) {
      throw error;
    }
    return worse.map(({ map }) => map).reduce((a, b) => (b.epoch > a.epoch ? b : a));
  }
}

/**
 * A name may stand for many servers, as the configuration endpoint of ElastiCache
 * does: connecting by it tries one of them, and the others may well live.
 */
async function fetchByName(seed: Address, fetch: (address: Address) => Promise<SlotMap>): Promise<SlotMap> {
  let failure: unknown;
  const byName = async () => {
    try {
      return await fetch(seed);
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  const byAddress = async () => {
    const found = await dns.promises.lookup(seed.host, { all: true });
    if (found.length === 1) {
      throw new Error(`${seed.host} stands for one server, which is being asked`);
    }
    const addresses = found.map(({ address }) => ({ host: address, port: seed.port }));
    return firstOf(addresses, STAGGER, fetch);
  };
  try {
    return await firstOf([byName, byAddress], STAGGER, (attempt) => attempt());
  } catch {
    throw failure;
  }
}

async function fetchFrom(address: Address, nodes: Nodes, known: SlotMap): Promise<SlotMap> {
  if (nodes.closed) {
    throw new Error('closed');
  }
  const node = nodes.at(address);
  if (node.suspended) {
    throw new Error(`${node.name}: it hangs`);
  }
  await node.opened();
  const [slots, info] = await Promise.all([
    ask(node, 'SLOTS'),
    // A user may be refused that; then nothing is known of its age.
    ask(node, 'INFO').catch(() => ''),
  ]);
  const map = parse(slots, node, nodes, epochIn(info));
  if (map.isOlderThan(known)) {
    throw new WorseMapError(map, node, `is of epoch ${map.epoch}, older than ${known.epoch}`);
  }
  const orphan = map.orphanOf(known);
  if (orphan !== undefined) {
    // A server that hears of a demoted master before it hears of the new one gives its slots to nobody.
    throw new WorseMapError(map, node, `gives slot ${orphan} to nobody`);
  }
  return map;
}

function parse(slots: unknown, node: Node, nodes: Nodes, epoch: number): SlotMap {
  try {
    return SlotMap.parse(slots, node.address.host, epoch, (announced) => nodes.translate(announced));
  } catch (error) {
    throw error instanceof InvalidOptionError ? error : named(node, error as Error);
  }
}

/** Says which server it was. */
function named(node: Node, error: Error): Error {
  return new Error(`${node.name}: ${error.message}`, { cause: error });
}

/** @see https://redis.io/docs/latest/commands/cluster-info/ */
function epochIn(info: unknown): number {
  return Number(/cluster_current_epoch:(\d+)/.exec(String(info))?.[1] ?? 0);
}

function ask(node: Node, subcommand: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${node.name}: no reply to CLUSTER ${subcommand}`)), ASK_TIMEOUT);
    node.ask('cluster', [subcommand], (error, reply) => {
      clearTimeout(timer);
      if (error === null) {
        resolve(reply);
      } else {
        reject(named(node, error));
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
