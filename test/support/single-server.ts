import { findRedisServer } from './local-cluster/find-redis-server.js';
import { freePort, HOST } from './local-cluster/free-ports.js';
import { PortTakenError, ServerProcess } from './local-cluster/server-process.js';

/** A redis-server that is no cluster. */
export interface SingleServer {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a redis-server on a free port of 127.0.0.1. It does not outlive this process. */
export async function startSingleServer(): Promise<SingleServer> {
  const binary = findRedisServer();
  if (binary === undefined) {
    throw new Error('redis-server is not on the PATH');
  }
  for (;;) {
    const port = await freePort();
    const server = new ServerProcess(port, [binary, '--port', String(port), '--bind', HOST, '--save', '']);
    try {
      await server.ready;
      return { port, pid: server.pid as number, stop: () => server.kill() };
    } catch (error) {
      if (!(error instanceof PortTakenError)) {
        throw error;
      }
    }
  }
}
