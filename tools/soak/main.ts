/**
 * `npm run soak -- --minutes 10 --clients node_redis-3,redis-6 --seed 1`: faults
 * of every kind at random on a local cluster, and commands of every kind at
 * random over two client libraries, each reply of which is checked against a
 * model. `--faults FAILOVER` has only faults with that in their names. Ends with
 * a table, and with 1 when a promise is broken.
 */
import { parseArgs } from 'node:util';
import { FAULT_NAMES } from './faults.js';
import { soak } from './soak.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    clients: { type: 'string', default: 'node_redis-3,redis-6' },
    faults: { type: 'string', default: '' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
  },
});

async function main(): Promise<number> {
  const clients = values.clients.split(',');
  const seed = Number(values.seed);
  const minutes = Number(values.minutes);
  const like = values.faults;
  const [first, second] = clients;
  if (
    first === undefined ||
    second === undefined ||
    clients.length !== 2 ||
    !Number.isInteger(seed) ||
    !(minutes > 0)
  ) {
    throw new TypeError('Expected --minutes N --clients ONE,OTHER --seed N');
  }
  if (!FAULT_NAMES.some((name) => name.includes(like))) {
    throw new TypeError(`Expected --faults with a part of one of:\n${FAULT_NAMES.join('\n')}`);
  }
  console.log(`A soak of ${minutes} minutes over ${first} and ${second}; the same choices again: --seed ${seed}`);
  const { violations } = await soak({
    milliseconds: minutes * 60_000,
    seed,
    clients: [first, second],
    like,
    say: console.log,
  });
  return violations.length === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
