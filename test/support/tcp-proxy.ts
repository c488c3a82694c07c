import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

const HOST = '127.0.0.1';

/** Stands in front of a server, and loses its replies when told so. */
export class TcpProxy {
  readonly #target: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isSwallowing = false;
  // What was kept for each client; undefined while replies pass.
  #kept: Map<Socket, Buffer[]> | undefined;

  private constructor(target: number, tls: TlsOptions | undefined) {
    this.#target = target;
    const forward = (client: Socket) => this.#forward(client);
    this.#server = tls === undefined ? createServer(forward) : createTlsServer(tls, forward);
  }

  /** Starts one in front of a port of 127.0.0.1; by default on a port that is free. With `tls`, that is what it speaks. */
  static async start(target: number, at: { host?: string; port?: number; tls?: TlsOptions } = {}): Promise<TcpProxy> {
    const proxy = new TcpProxy(target, at.tls);
    proxy.#server.listen(at.port ?? 0, at.host ?? HOST);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on the server gets what is sent to it, and nobody gets what it answers. */
  swallowReplies(): void {
    this.#isSwallowing = true;
  }

  /** Keeps replies back, until `release`. */
  keepReplies(): void {
    this.#kept = new Map();
  }

  /** Sends each client what was kept, in one packet. */
  release(): void {
    for (const [client, replies] of this.#kept ?? []) {
      client.write(Buffer.concat(replies));
    }
    this.#kept = undefined;
  }

  /** Breaks every connection. New ones are welcome, and get their replies. */
  cut(): void {
    this.#isSwallowing = false;
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #forward(client: Socket): void {
    const server = connect(this.#target, HOST);
    client.setNoDelay(true);
    server.setNoDelay(true);
    client.on('data', (request) => server.write(request));
    server.on('data', (reply) => {
      if (this.#kept !== undefined) {
        this.#kept.set(client, [...(this.#kept.get(client) ?? []), reply]);
      } else if (!this.#isSwallowing) {
        client.write(reply);
      }
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => {});
      one.once('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}
