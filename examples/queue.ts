/**
 * A job queue on lists: `npx tsx examples/queue.ts`
 *
 * A worker takes a job and notes in the same command (BLMOVE) that it works on it,
 * so that a job is never lost with its worker. All keys of the queue share a hash
 * tag, and so a slot: only then can one command or transaction have several of them.
 * They begin with `queue:` and are deleted again.
 */
import { RedisCluster } from 'clusterwise';
import { onCluster } from './support/on-cluster.js';
import { chapter, show } from './support/print.js';

const PENDING = 'queue:{mail}:pending';
const DONE = 'queue:{mail}:done';
const workedOnBy = (worker: string) => `queue:{mail}:worked-on:${worker}`;

/** Works until there has been nothing to do for a second. */
async function work(client: RedisCluster, worker: string, handle: (job: string) => Promise<void>): Promise<void> {
  const mine = workedOnBy(worker);
  for (;;) {
    // It blocks a connection of its own: all other commands of `client` go on.
    const job = await client.blmove(PENDING, mine, 'RIGHT', 'LEFT', 1);
    if (job === null) return;
    await handle(job);
    await client.multi().lrem(mine, 1, job).rpush(DONE, `${job} by ${worker}`).exec();
  }
}

/** Gives back what a worker who died had taken. */
async function recover(client: RedisCluster, worker: string): Promise<number> {
  let count = 0;
  while ((await client.lmove(workedOnBy(worker), PENDING, 'LEFT', 'RIGHT')) !== null) count += 1;
  return count;
}

onCluster(async (servers) => {
  const client = new RedisCluster({ servers });
  client.on('error', (error) => console.error(error));
  try {
    chapter('A job queue', 'BLMOVE, workers, and a list of each worker for what it works on');
    // They wait before there is anything to do.
    const send = async () => {};
    const workers = ['Ann', 'Bob'].map((worker) => work(client, worker, send));
    const carl = work(client, 'Carl', async (job) => {
      throw new Error(`Carl dies while he sends ${job}`);
    }).catch((error: Error) => show('a worker dies', error.message));

    const jobs = Array.from({ length: 10 }, (_, i) => `letter ${i + 1}`);
    show('lpush', `${await client.lpush(PENDING, ...jobs)} jobs`);
    await carl;
    show('his job goes back', await recover(client, 'Carl'));
    await Promise.all(workers);

    const done = await client.lrange(DONE, 0, -1);
    show('done', `${done.length} of ${jobs.length} jobs, each once`);
    for (const job of done) show('', job);
    show('left', `${await client.llen(PENDING)} jobs`);
  } finally {
    await client.del(PENDING, DONE, ...['Ann', 'Bob', 'Carl'].map(workedOnBy));
    await client.quit();
  }
});
