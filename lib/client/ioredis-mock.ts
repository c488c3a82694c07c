import type { EventEmitter } from 'node:events';
import type { Request } from '../command/types.js';
import type { Connection, ConnectionListener } from './connection.js';

type Method = (...args: unknown[]) => Promise<unknown>;

/** What is used of ioredis-mock, which has methods and neither `sendCommand` nor a socket. */
interface MockClient extends EventEmitter {
  readonly connected: boolean;
  multi(commands: readonly (readonly unknown[])[]): { exec(): Promise<[Error | null, unknown][] | null> };
  disconnect(): void;
}

/** ioredis-mock 8: for unit tests, one store per host and port. */
export class IoredisMockConnection implements Connection {
  readonly client: MockClient;
  #open = true;
  // What came since MULTI: the mock wants a transaction whole.
  #queued: [method: string, ...args: unknown[]][] | undefined;

  static recognises(client: object): boolean {
    const { getBuffer, defineCommand, connected } = client as Record<string, unknown>;
    return typeof getBuffer === 'function' && typeof defineCommand === 'function' && typeof connected === 'boolean';
  }

  constructor(client: object) {
    this.client = client as MockClient;
  }

  open(listener: ConnectionListener): void {
    const ready = () => {
      if (this.#open) {
        listener.ready();
      }
    };
    if (this.client.connected) {
      queueMicrotask(ready);
    } else {
      this.client.once('ready', ready);
    }
  }

  send(request: Request): void {
    this.#call(request).then(
      (reply) => request.settle(null, reply),
      (error: Error) => request.settle(error),
    );
  }

  async quit(): Promise<void> {
    this.destroy();
  }

  destroy(): void {
    this.#open = false;
    this.client.disconnect();
  }

  unref(): void {}

  async #call({ name, args, buffers }: Request): Promise<unknown> {
    if (name === 'multi') {
      this.#queued = [];
      return 'OK';
    }
    if (name === 'exec') {
      const queued = this.#queued ?? [];
      this.#queued = undefined;
      return (await this.client.multi(queued).exec())?.map(([error, reply]) => error ?? reply) ?? null;
    }
    const methods = this.client as unknown as Record<string, Method | undefined>;
    const key = buffers ? `${name}Buffer` : name;
    const method = methods[key];
    if (typeof method !== 'function') {
      throw new Error(`ERR unknown command '${name}'`);
    }
    if (this.#queued !== undefined) {
      this.#queued.push([key, ...args]);
      return 'QUEUED';
    }
    return method.apply(this.client, [...args]);
  }
}
