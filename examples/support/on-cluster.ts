import { type EmbeddedCluster, type EmbeddedClusterOptions, startEmbeddedCluster } from 'clusterwise/embedded';
import { note } from './print.js';

/**
 * Runs an example on the cluster that REDIS_CLUSTER=host:port,… names, or on one
 * within this process, which is stopped afterwards.
 * @param example gets the option `servers`, and the embedded cluster where it is one
 */
export async function onCluster(
  example: (servers: string[], embedded: EmbeddedCluster | undefined) => Promise<void>,
  options?: EmbeddedClusterOptions,
): Promise<void> {
  try {
    const named = process.env.REDIS_CLUSTER;
    if (named !== undefined && named !== '') {
      await example(named.split(','), undefined);
      return;
    }
    const embedded = await startEmbeddedCluster(options);
    note('On a cluster within this process. For one of yours: REDIS_CLUSTER=host:port,host:port');
    try {
      await example(
        embedded.servers.map(({ host, port }) => `${host}:${port}`),
        embedded,
      );
    } finally {
      await embedded.stop();
    }
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
}
