import { createRequire } from 'node:module';
import { RedisCluster } from '../../lib/index.js';

const require = createRequire(__filename);
const { create } = require('node:domain');

/** Prints, for each of some libraries, whether a callback is called in the domain of its call. */
async function main([servers = '', ...names]: string[]): Promise<void> {
  const inDomain: Record<string, boolean> = {};
  for (const name of names) {
    const cluster = new RedisCluster({
      servers: JSON.parse(servers),
      createClient: (port, host) => require(name).createClient(port, host),
    });
    await cluster.get('k');
    const domain = create();
    inDomain[name] = await new Promise((resolve) => {
      domain.run(() => cluster.get('k', () => resolve((process as { domain?: unknown }).domain === domain)));
    });
    await cluster.quit();
  }
  console.log(JSON.stringify(inDomain));
}

main(process.argv.slice(2));
