import type { RedisCluster } from 'clusterwise';

type Range = [first: number, last: number, master: [host: string, port: number, id: string]];

/** Who owns which slots, and the addresses and ids to speak to them. */
export interface SlotTable {
  readonly masters: { name: string; host: string; port: number; id: string; ranges: string }[];
  ownerOf(slot: number): string | undefined;
}

/** Asks the cluster for its slots. */
export async function slotTable(cluster: RedisCluster): Promise<SlotTable> {
  const ranges = (await cluster.cluster<Range[]>('slots')).toSorted((a, b) => a[0] - b[0]);
  const masters = new Map<string, SlotTable['masters'][number]>();
  for (const [first, last, [host, port, id]] of ranges) {
    const text = first === last ? `${first}` : `${first}–${last}`;
    const master = masters.get(id);
    if (master === undefined) {
      masters.set(id, { name: `${host}:${port}`, host, port, id, ranges: text });
    } else {
      master.ranges += `, ${text}`;
    }
  }
  const ownerOf = (slot: number) => {
    const range = ranges.find(([first, last]) => first <= slot && slot <= last);
    return range && `${range[2][0]}:${range[2][1]}`;
  };
  return { masters: [...masters.values()], ownerOf };
}
