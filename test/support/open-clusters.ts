import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import type { FakeCluster } from './fake-cluster.js';

/** The cluster objects of a suite: each is closed when its test is over. */
export class OpenClusters {
  readonly #open: RedisCluster[] = [];

  /** Within `describe`, in the place of an `afterEach`. */
  constructor() {
    afterEach(() => {
      for (const cluster of this.#open.splice(0)) {
        cluster.end(true);
      }
    });
  }

  /** Has one closed that was made elsewhere. */
  keep<Cluster extends RedisCluster>(cluster: Cluster): Cluster {
    this.#open.push(cluster);
    return cluster;
  }

  /** Makes one over fake servers. No timer asks for the map. */
  over(fake: FakeCluster, options: Partial<RedisClusterOptions> = {}): RedisCluster {
    return this.keep(
      new RedisCluster({
        servers: [{ host: '127.0.0.1', port: fake.servers[0]?.port as number }],
        createClient: fake.createClient,
        refreshInterval: 0,
        ...options,
      }),
    );
  }
}
