export const SLOTS = 16384;

/** What one node says of a node of its cluster. */
export interface NodeLine {
  id: string;
  epoch: number;
  /** Whether the one who says it has a link to the node, and thinks it well. */
  connected: boolean;
  ranges: [first: number, last: number][];
  /** The slots on their way to the node; it tells of its own ones only. */
  importing: number[];
}

const UNWELL = new Set(['fail?', 'fail', 'handshake', 'noaddr']);

/** Reads https://redis.io/commands/cluster-nodes */
export function parseClusterNodes(reply: string): NodeLine[] {
  return reply.trimEnd().split('\n').map(parseLine);
}

/** The owner's id of each slot: where two lines differ, the claim with the highest epoch holds. */
export function slotOwners(lines: readonly NodeLine[]): (string | undefined)[] {
  const owners = new Array<string | undefined>(SLOTS);
  for (const { id, ranges } of lines.toSorted((a, b) => a.epoch - b.epoch)) {
    for (const [first, last] of ranges) owners.fill(id, first, last + 1);
  }
  return owners;
}

function parseLine(line: string): NodeLine {
  const [id = '', , flags = '', , , , epoch, link, ...slots] = line.split(' ');
  return {
    id,
    epoch: Number(epoch),
    connected: link === 'connected' && !flags.split(',').some((flag) => UNWELL.has(flag)),
    ranges: slots.filter((slot) => !slot.startsWith('[')).map(parseRange),
    importing: slots.flatMap((slot) => /^\[(\d+)-<-/.exec(slot)?.[1] ?? []).map(Number),
  };
}

function parseRange(range: string): [first: number, last: number] {
  const [first, last = first] = range.split('-');
  return [Number(first), Number(last)];
}
