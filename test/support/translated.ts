import type { TlsOptions } from 'node:tls';
import type { NodeAddressMap } from '../../lib/index.js';
import { type LocalCluster, type LocalNode, waitUntil } from './local-cluster/index.js';
import { TcpProxy } from './tcp-proxy.js';

type SlotsReply = [first: number, last: number, ...servers: [host: string, port: number][]][];

/**
 * A cluster whose servers announce names that lead nowhere, as behind NAT. Each
 * has another port, where it is reached. The translation in between is for the
 * option `nodeAddressMap`.
 */
export class Translated {
  private constructor(
    private readonly byAnnounced: ReadonlyMap<string, TcpProxy>,
    /** `host:port` as announced to `host:port` where it is reached. */
    readonly table: Readonly<Record<string, string>>,
  ) {}

  /** @param tls what the ports speak, where it is TLS */
  static async inFrontOf(local: LocalCluster, tls?: TlsOptions): Promise<Translated> {
    await Promise.all(
      local.nodes.map(async (node) => {
        await node.command('CONFIG', 'SET', 'cluster-announce-hostname', nameOf(node));
        await node.command('CONFIG', 'SET', 'cluster-preferred-endpoint-type', 'hostname');
      }),
    );
    await waitUntil('every node to announce names only', async () => {
      const maps = await Promise.all(local.nodes.map((node) => node.command<SlotsReply>('CLUSTER', 'SLOTS')));
      const hosts = maps.flat().flatMap(([, , ...servers]) => servers.map(([host]) => host));
      return hosts.every((host) => host.endsWith('.invalid'));
    });
    const proxies = new Map<string, TcpProxy>();
    for (const node of local.nodes) {
      const proxy = await TcpProxy.start(node.port, tls === undefined ? {} : { tls });
      proxies.set(`${nameOf(node)}:${node.port}`, proxy);
    }
    const entries = [...proxies].map(([announced, { port }]) => [announced, `127.0.0.1:${port}`]);
    return new Translated(proxies, Object.fromEntries(entries));
  }

  /** Where the servers are reached. */
  get ports(): number[] {
    return [...this.byAnnounced.values()].map(({ port }) => port);
  }

  /** The translation as a function. */
  readonly map: NodeAddressMap = (host, port) => this.table[`${host}:${port}`];

  async close(): Promise<void> {
    await Promise.all([...this.byAnnounced.values()].map((proxy) => proxy.close()));
  }
}

// RFC 2606: it never resolves.
function nameOf({ port }: LocalNode): string {
  return `redis-${port}.invalid`;
}
