import { createClient } from 'redis';
import { HOST } from './free-ports.js';
import type { ServerProcess } from './server-process.js';

const RECONNECT_DELAY = 20;

export type AdminClient = ReturnType<typeof createAdmin>;

/** A client of one server, not connected yet. It reconnects while the server runs, and closes when it ends. */
export function createAdmin(port: number, server: ServerProcess) {
  const admin = createClient({
    RESP: 2,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    socket: {
      host: HOST,
      port,
      reconnectStrategy: () => (server.pid === undefined ? false : RECONNECT_DELAY),
    },
  });
  // Without a listener a lost connection would end this process; the commands reject anyway.
  admin.on('error', () => {});
  server.exited.then(() => {
    if (admin.isOpen) admin.destroy();
  });
  return admin;
}
