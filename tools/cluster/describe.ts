import { HOST } from '../../test/support/local-cluster/free-ports.js';

type Holder = [host: string, port: number, id: string, ...unknown[]];

/** The reply of `CLUSTER SLOTS`: https://redis.io/docs/latest/commands/cluster-slots/ */
export type SlotsReply = [first: number, last: number, master: Holder, ...replicas: Holder[]][];

/** Who holds which slots, and what to do with such a cluster. */
export function describe(slots: SlotsReply): string {
  const shards = slots.toSorted((a, b) => a[0] - b[0]);
  const address = `${HOST}:${shards[0]?.[2][1]}`;
  return [
    'The cluster:',
    ...shards.map(shardOf),
    '',
    'Its commands, from another terminal:',
    ...commands(shards).map(([command, what]) => `  # ${what}\n  ${command}`),
    '',
    'The first example on it, and a program of yours:',
    `  REDIS_CLUSTER=${address} npm start`,
    `  new RedisCluster({ servers: ['${address}'] })`,
    '',
    'Ctrl-C takes everything down.',
  ].join('\n');
}

function shardOf([first, last, [, port], ...replicas]: SlotsReply[number]): string {
  const followers = replicas.map(([, replica]) => replica).sort((a, b) => a - b);
  const text = followers.map((replica) => `  replica ${HOST}:${replica}`).join('');
  return `  ${HOST}:${port}  slots ${`${first}–${last}`.padEnd(text === '' ? 0 : 11)}${text}`;
}

function commands(shards: SlotsReply): [command: string, what: string][] {
  const [first, second] = shards;
  if (first === undefined) {
    return [];
  }
  const [, , [, port, id], replica] = first;
  const cli = `redis-cli -p ${port}`;
  const rows: [string, string][] = [
    [`${cli} CLUSTER SLOTS`, 'who holds which slots'],
    [`${cli} CLUSTER NODES`, 'what this server knows of the others'],
    [`${cli} CLUSTER INFO`, 'its state, and its epoch'],
    [`${cli} CLUSTER KEYSLOT apple`, 'the slot of a key'],
    [`${cli} -c SET apple 1`, 'goes where MOVED says; without -c it tells'],
  ];
  if (second !== undefined) {
    const move = `--cluster-from ${id} --cluster-to ${second[2][2]} --cluster-slots 10 --cluster-yes`;
    rows.push([`redis-cli --cluster reshard ${HOST}:${port} ${move}`, 'ten slots move to another master']);
  }
  if (replica !== undefined) {
    rows.push([`redis-cli -p ${replica[1]} CLUSTER FAILOVER`, "a replica takes its master's place"]);
    // An election takes a majority of all masters, and one of them hangs.
    if (shards.length >= 3) {
      const [, , [, other]] = shards.at(-1) as SlotsReply[number];
      rows.push([`redis-cli -p ${other} DEBUG SLEEP 15`, 'a master hangs, and its replica is elected']);
    }
  }
  return rows;
}
