import { connect } from 'node:net';

/**
 * One command by hand, which needs no client: `CLIENT PAUSE`, `FLUSHALL`.
 * @throws Error when the server does not answer `+OK`
 */
export function inlineCommand({ host, port }: { host: string; port: number }, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`${line} was not answered`)));
    socket.once('data', (data) => {
      socket.destroy();
      if (data.toString().startsWith('+OK')) {
        resolve();
      } else {
        reject(new Error(`${line} was answered ${data.toString().trim()}`));
      }
    });
    socket.write(`${line}\r\n`);
  });
}
