import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { within } from '../local-cluster/wait.js';
import { RespReader, type Wire } from './resp-reader.js';

/** How long a reply may take, in milliseconds. */
const PATIENCE = 4_000;

/** A connection that does what it is told, and follows nothing. */
export class RawClient {
  readonly #socket: Socket;
  readonly #replies: Wire[] = [];
  #arrived: (() => void) | undefined;
  /** Resolves when the connection has closed. */
  readonly ended: Promise<void>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const reader = new RespReader();
    socket.on('data', (bytes: Buffer) => {
      this.#replies.push(...reader.read(bytes));
      this.#arrived?.();
    });
    socket.on('error', () => {});
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async open({ host, port }: { host: string; port: number }): Promise<RawClient> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Bytes of arguments are characters: `latin1`. */
  send(request: readonly string[]): void {
    const parts = request.map((part) => `$${part.length}\r\n${part}\r\n`);
    this.#socket.write(`*${request.length}\r\n${parts.join('')}`, 'latin1');
  }

  /** The next reply, or message. */
  async receive(): Promise<Wire> {
    if (this.#replies.length === 0) {
      await within(PATIENCE, 'a reply', new Promise<void>((resolve) => (this.#arrived = resolve)));
    }
    return this.#replies.shift() as Wire;
  }

  async request(...request: string[]): Promise<Wire> {
    this.send(request);
    return await this.receive();
  }

  /** Replies that came and nobody has asked for. */
  get unread(): readonly Wire[] {
    return this.#replies;
  }

  close(): void {
    this.#socket.destroy();
  }
}
