/**
 * `npm run consistency -- --seconds 60 --client redis-6`: counts on a local
 * cluster while masters are killed, slots move and replicas take over, one
 * command at a time and with fifty in flight. Ends with 1 when a promise is broken.
 */
import { parseArgs } from 'node:util';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../../test/support/families.js';
import { startLocalCluster } from '../../test/support/local-cluster/index.js';
import { Checker } from './checker.js';
import { heading, line, summary } from './print.js';
import { keysOf, type Lane, type Outcome, ROWS, runRow } from './rows.js';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, client: { type: 'string', default: 'redis-6' } },
});

async function main(seconds: number, client: string): Promise<boolean> {
  const family = FAMILIES.find(({ name }) => name === client);
  if (family === undefined || !(seconds > 0)) {
    const names = FAMILIES.map(({ name }) => name).join(', ');
    throw new TypeError(`Expected --seconds N and --client ${names}; got ${seconds} and ${client}`);
  }
  const local = await startLocalCluster({ masters: 3, replicas: 1 });
  const lanes: (Lane & { cluster: RedisCluster })[] = [1, 50].map((inFlight) => {
    const name = inFlight === 1 ? 'one at a time' : `${inFlight} in flight`;
    const cluster = new RedisCluster({ servers: local.servers, createClient: family.createClient });
    cluster.on('error', (error) => console.error(error));
    return { name, inFlight, cluster, client: cluster, keys: keysOf(name), checker: new Checker() };
  });
  const outcomes: Outcome[] = [];
  const begun = Date.now();
  try {
    for (const row of ROWS) {
      console.log(heading(row.name, client));
      const timer = setInterval(() => {
        const second = Math.round((Date.now() - begun) / 1000);
        for (const { name, checker } of lanes) {
          console.log(line(`${second} s`, name, checker.figures));
        }
      }, 1000);
      try {
        outcomes.push(...(await runRow(local, row, lanes, (seconds * 1000) / ROWS.length)));
      } finally {
        clearInterval(timer);
      }
    }
  } finally {
    await Promise.all(lanes.map(({ cluster }) => cluster.quit()));
    await local.stop();
  }
  console.log(summary(outcomes));
  return outcomes.every(({ broken }) => broken.length === 0);
}

main(Number(values.seconds), values.client).then(
  (kept) => {
    process.exitCode = kept ? 0 : 1;
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
