import { createRequire } from 'node:module';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { checkOptions } from '../../lib/options.js';

const require = createRequire(__filename);

/**
 * `RedisCluster` as the code in documents sees it. That code names servers which
 * are not there, and passwords: its options are checked, and then the servers are
 * those of a test.
 */
export class DocumentCluster {
  readonly #open: RedisCluster[] = [];
  readonly RedisCluster: typeof RedisCluster;

  constructor(servers: RedisClusterOptions['servers']) {
    const open = this.#open;
    this.RedisCluster = class extends RedisCluster {
      constructor(options: RedisClusterOptions) {
        checkOptions(options);
        super({
          ...options,
          servers,
          redisOptions: {},
          ...(options.createClient ? {} : { createClient: throughTunnel }),
        });
        open.push(this);
      }
    } as typeof RedisCluster;
  }

  /** What was made since the last time. */
  get clients(): readonly RedisCluster[] {
    return this.#open;
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((client) => client.quit()));
  }
}

// The tunnel of docs/connections.md is ten thousand ports further.
function throughTunnel(port: number, host: string): unknown {
  const isTunnel = host === 'tunnel.example.com';
  return require('redis').createClient({
    socket: isTunnel ? { port: port - 10_000, host: '127.0.0.1' } : { port, host },
  });
}
