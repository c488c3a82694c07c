import { expect } from 'chai';
import type { RedisCluster } from '../../lib/index.js';

/** Writes, reads, counts and deletes keys of several slots at once, and checks every reply. */
export async function useManyKeys(cluster: RedisCluster, keys: readonly string[], turn: number): Promise<void> {
  const value = (index: number) => `${turn}:${index}`;
  expect(await cluster.mset(keys.flatMap((key, index) => [key, value(index)]))).to.equal('OK');
  expect(await cluster.mget(...keys)).to.deep.equal(keys.map((_key, index) => value(index)));
  expect(await cluster.exists(...keys)).to.equal(keys.length);
  expect(await cluster.del(...keys)).to.equal(keys.length);
  expect(await cluster.mget(...keys)).to.deep.equal(keys.map(() => null));
  expect(await cluster.exists(...keys)).to.equal(0);
}

/** Changes two keys of one slot in a transaction, and checks that nobody saw them differ. */
export async function useTransaction(cluster: RedisCluster, [a, b]: readonly [string, string], turn: number) {
  const replies = await cluster.multi().incr(a).incr(b).mget(a, b).exec();
  const count = turn + 1;
  expect(replies).to.deep.equal([count, count, [String(count), String(count)]]);
}
