import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from './families.js';

/** One client library at work, under a cluster object of its own. */
export interface Contender {
  readonly family: string;
  readonly cluster: RedisCluster;
}

/** Opens every family on one cluster, so that all of them go through the same faults. */
export async function openAll(
  servers: RedisClusterOptions['servers'],
  options: Partial<RedisClusterOptions> = {},
): Promise<Contender[]> {
  const contenders = FAMILIES.map(({ name, createClient }) => ({
    family: name,
    cluster: new RedisCluster({ servers, createClient, ...options }),
  }));
  await Promise.all(contenders.map(({ cluster }) => new Promise((ready) => cluster.once('ready', ready))));
  return contenders;
}

export async function closeAll(contenders: readonly Contender[]): Promise<void> {
  await Promise.all(contenders.map(({ cluster }) => cluster.quit()));
}
