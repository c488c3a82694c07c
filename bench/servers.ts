import { startLocalCluster } from '../test/support/local-cluster/index.js';
import { startSingleServer } from '../test/support/single-server.js';
import { inlineCommand } from './inline-command.js';
import type { Cell } from './plan.js';
import type { Address } from './subjects/subject.js';

// A server that gets no processor for a while has not failed.
const NODE_TIMEOUT = 15_000;

/** Three masters for clusters, and a server for clients of one; without persistence, on 127.0.0.1. */
export class Servers {
  private constructor(
    private readonly cluster: Awaited<ReturnType<typeof startLocalCluster>>,
    private readonly single: Awaited<ReturnType<typeof startSingleServer>>,
  ) {}

  static async start(): Promise<Servers> {
    const cluster = await startLocalCluster({ masters: 3, nodeTimeout: NODE_TIMEOUT });
    try {
      return new Servers(cluster, await startSingleServer());
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Where a run finds its servers. */
  addresses(which: Cell['servers']): readonly Address[] {
    return {
      cluster: this.cluster.servers,
      single: [{ host: '127.0.0.1', port: this.single.port }],
      none: [],
    }[which];
  }

  /** Takes every key from every server. */
  async empty(): Promise<void> {
    const all = [...this.addresses('cluster'), ...this.addresses('single')];
    await Promise.all(all.map((address) => inlineCommand(address, 'FLUSHALL')));
  }

  async stop(): Promise<void> {
    await Promise.all([this.cluster.stop(), this.single.stop()]);
  }
}
