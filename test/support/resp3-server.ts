import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import RedisParser from 'redis-parser';

const HELLO = '%2\r\n$6\r\nserver\r\n$5\r\nredis\r\n$5\r\nproto\r\n:3\r\n';

/** As much of a server that speaks RESP3 as a client asks for when it connects; the rest is the test's. */
export class Resp3Server {
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.#sockets.add(socket));
  }

  /** @param reply to a command, in RESP */
  static async start(reply: (args: readonly string[]) => string): Promise<Resp3Server> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      const parser = new RedisParser({
        returnReply: (args: readonly string[]) => socket.write(isGreeting(args) ?? reply(args)),
        returnError: () => {},
      });
      socket.on('data', (data) => parser.execute(data));
    });
    const started = new Resp3Server(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return started;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server.close();
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }
}

export function bulk(text: string): string {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}

export function push(...items: readonly (string | number)[]): string {
  const encoded = items.map((item) => (typeof item === 'number' ? `:${item}\r\n` : bulk(item)));
  return `>${items.length}\r\n${encoded.join('')}`;
}

function isGreeting([name]: readonly string[]): string | undefined {
  return { hello: HELLO, client: '+OK\r\n' }[(name as string).toLowerCase()];
}
