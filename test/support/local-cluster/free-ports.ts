import { once } from 'node:events';
import { createServer } from 'node:net';

/** The address that every node of a local cluster listens on. */
export const HOST = '127.0.0.1';

// The cluster bus listens on port + 10000. Both stay below 32768, where Linux begins to take the
// ports of outgoing connections: a client that retries a killed node must not sit down on its port.
const FIRST_PORT = 11_000;
const PORTS = 10_000;
/** How far behind a node's port that of its cluster bus is. */
export const BUS_OFFSET = 10_000;

/** A port that is free now, and whose cluster bus port is; another process may take either at any time. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    if ((await isFree(port)) && (await isFree(port + BUS_OFFSET))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, HOST), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
