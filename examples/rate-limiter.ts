/**
 * Rate limits with rate-limiter-flexible: `npx tsx examples/rate-limiter.ts`
 *
 * `consume`, `penalty`, `reward`, `block`, `set` and `delete` work with a RedisCluster
 * as `storeClient`, as it is. `get` needs the adapter below. The option to leave out is
 * `useRedis3AndLowerPackage`: rate-limiter-flexible 11 then calls `pTTL`, which
 * node_redis 3 did not have either. All keys begin with `rate-limiter:` and are deleted again.
 */
import { RedisCluster } from 'clusterwise';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { onCluster } from './support/on-cluster.js';
import { chapter, show } from './support/print.js';

/** The part of ioredis that RateLimiterRedis uses: there, `exec` gives `[error, reply]` for each command. */
function asIoredis(client: RedisCluster) {
  return {
    defineCommand: client.defineCommand.bind(client),
    rlflxIncr: (args: string[]) => Reflect.apply(Reflect.get(client, 'rlflxIncr'), client, [args]),
    del: (key: string) => client.del(key),
    multi() {
      const multi = client.multi();
      const exec = multi.exec.bind(multi);
      const inPairs = async () => (await exec())?.map((reply) => [null, reply]);
      return Object.assign(multi, { exec: inPairs });
    },
  };
}

const USERS = ['ada', 'bob', 'carl', 'dora', 'emil'];

onCluster(async (servers) => {
  const client = new RedisCluster({ servers });
  client.on('error', (error) => console.error(error));
  const limiter = new RateLimiterRedis({
    storeClient: asIoredis(client),
    keyPrefix: 'rate-limiter',
    points: 3, // so many requests …
    duration: 60, // … in so many seconds
  });
  try {
    chapter('Three requests in a minute', 'each user has a key of his own, somewhere in the cluster');
    for (const user of USERS) {
      const requests = Array.from({ length: USERS.indexOf(user) + 1 }, () => limiter.consume(user));
      const outcomes = await Promise.allSettled(requests);
      show(user, outcomes.map(({ status }) => (status === 'fulfilled' ? '200' : '429')).join(' '));
    }

    chapter('Rejected', 'with what belongs into the answer');
    const refusal = await limiter.consume('emil').catch((reason: unknown) => reason);
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    show('Retry-After', Math.ceil(refusal.msBeforeNext / 1000) > 0 ? 'less than a minute' : 'now');
    show('X-RateLimit-Remaining', refusal.remainingPoints);

    chapter('And by hand', 'get, block, delete');
    show('get ada', (await limiter.get('ada'))?.remainingPoints);
    show('get nobody', await limiter.get('nobody'));
    await limiter.block('ada', 600);
    show('ada, blocked', await limiter.consume('ada').then(String, () => 'refused'));
    await limiter.delete('ada');
    show('ada, forgiven', (await limiter.consume('ada')).remainingPoints);
  } finally {
    await client.del(USERS.map((user) => `rate-limiter:${user}`));
    await client.quit();
  }
});
