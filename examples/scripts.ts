/**
 * Lua scripts: `npx tsx examples/scripts.ts`
 *
 * A script is executed on one server, so all its keys must share a slot: give them
 * a common hash tag. All keys begin with `scripts:` and are deleted again.
 */
import { type ChainMethod, type CommandMethod, RedisCluster } from 'clusterwise';
import { onCluster } from './support/on-cluster.js';
import { chapter, show } from './support/print.js';

/** Takes so many of an article, and notes who has them; false where there are not enough. */
const RESERVE = `
  local stock = tonumber(redis.call('GET', KEYS[1]) or '0')
  local wanted = tonumber(ARGV[2])
  if stock < wanted then return 0 end
  redis.call('DECRBY', KEYS[1], wanted)
  redis.call('HINCRBY', KEYS[2], ARGV[1], wanted)
  return 1`;

// Methods that you define are declared, for the compiler.
declare module 'clusterwise' {
  interface RedisCluster {
    reserve: CommandMethod;
  }
  interface Multi {
    reserve: ChainMethod<Multi>;
  }
}

const stockOf = (article: string) => `scripts:{${article}}:stock`;
const reservedOf = (article: string) => `scripts:{${article}}:reserved`;
const ARTICLES = ['book', 'lamp', 'chair'];

onCluster(async (servers) => {
  const client = new RedisCluster({ servers });
  client.on('error', (error) => console.error(error));
  try {
    await client.mset(ARTICLES.flatMap((article) => [stockOf(article), 5]));

    chapter('defineCommand', 'a script as a method');
    // Sent as EVALSHA; a server that does not have it yet is given it on the way.
    client.defineCommand('reserve', { numberOfKeys: 2, lua: RESERVE });
    for (const article of ARTICLES) {
      show(`reserve three of: ${article}`, await client.reserve(stockOf(article), reservedOf(article), 'ada', 3));
    }
    show('reserve three more books', await client.reserve(stockOf('book'), reservedOf('book'), 'grace', 3));
    show('stock', await client.mget(ARTICLES.map(stockOf)));

    chapter('In a transaction', 'with other commands of the slot');
    show(
      'multi().reserve(…).hgetall(…)',
      await client.multi().reserve(stockOf('book'), reservedOf('book'), 'grace', 2).hgetall(reservedOf('book')).exec(),
    );

    chapter('SCRIPT LOAD and EVALSHA', 'loaded into all masters');
    const sha = await client.script<string>('load', "return redis.call('STRLEN', KEYS[1]) + tonumber(ARGV[1])");
    show('evalsha', await client.evalsha(sha, 1, stockOf('lamp'), 41));
    // The servers forget it, as a restarted one would: whatever was loaded here is found again.
    await client.callEach('masters', 'SCRIPT', 'FLUSH');
    show('evalsha, after a flush', await client.evalsha(sha, 1, stockOf('chair'), 41));

    chapter('Keys of two slots', 'refused before anything is sent');
    const error = await client.reserve(stockOf('book'), reservedOf('lamp'), 'ada', 1).catch((reason: Error) => reason);
    show('reserve', (error as Error).message);
  } finally {
    await client.del(...ARTICLES.flatMap((article) => [stockOf(article), reservedOf(article)]));
    await client.quit();
  }
});
