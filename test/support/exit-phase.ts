/**
 * A program for process-exit.test.ts: opens a cluster over every family, leaves
 * it in some phase of its life, and ends by itself when nothing keeps it alive.
 * Prints what became of each command. Arguments: the phase, with ` subscribed` where
 * it has subscriptions, and ports.
 */
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES, type Family } from './families.js';

const [given = '', ...ports] = process.argv.slice(2);
const [phase, isSubscribed] = given.split(' ');
const servers = ports.map((port) => ({ host: '127.0.0.1', port: Number(port) }));
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const outcomeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: Error & { code?: string }) => error.code ?? error.message,
  );

async function run(family: Family): Promise<unknown[]> {
  const late = async (port: number, host: string) => {
    await sleep(500);
    return family.createClient(port, host);
  };
  const cluster = new RedisCluster({ servers, createClient: phase === 'late' ? late : family.createClient });
  cluster.on('error', () => {});
  if (isSubscribed) {
    await Promise.all([cluster.subscribe('a'), cluster.psubscribe('b*')]);
  }
  if (phase === 'unref') {
    await cluster.set('a', 1);
    cluster.unref();
    return [];
  }
  if (phase === 'end' || phase === 'late') {
    // At once, or while a connection is being made.
    await sleep(ports.length > 1 ? 0 : 200);
    const waiting = outcomeOf(cluster.get('a'));
    cluster.end(true);
    return [await waiting];
  }
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  await Promise.all(keys.map((key) => cluster.set(key, 1)));
  if (phase === 'hang') {
    process.send?.('hang');
    await new Promise((resolve) => process.once('message', resolve));
  }
  const replies = keys.flatMap((key) => [outcomeOf(cluster.incr(key)), outcomeOf(cluster.get(key))]);
  await cluster.quit();
  return [...new Set(await Promise.all(replies))].sort();
}

Promise.all(FAMILIES.map(async (family) => [family.name, await run(family)])).then((outcomes) => {
  console.log(JSON.stringify(Object.fromEntries(outcomes as [string, unknown][])));
  // The test's end of the channel must not keep this process alive.
  process.channel?.unref();
});
