import type { EventEmitter } from 'node:events';
import { toResp2 } from '../command/resp2.js';
import type { Request } from '../command/types.js';
import { ConnectionLostError } from '../errors.js';
import type { Connection, ConnectionListener } from './connection.js';
import { joinWrites } from './joined-writes.js';

type SendOptions = { returnBuffers?: boolean; timeout?: undefined; typeMapping?: object };

type Send = (args: readonly (string | Buffer)[], options?: SendOptions) => Promise<unknown>;

interface Sender {
  sendCommand: Send;
}

/** How a command is sent: by whom, and with what options. */
interface Road {
  readonly sender: Sender;
  readonly options: SendOptions | undefined;
}

/** What is used of a client of redis 4.7, 5.12 or 6.3. */
interface RedisClient extends EventEmitter {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  readonly options?: {
    RESP?: number;
    keyPrefix?: string;
    legacyMode?: boolean;
    commandOptions?: { timeout?: number };
  };
  readonly v4?: Sender;
  connect(): Promise<unknown>;
  sendCommand: Send;
  /** redis 5 and 6. */
  withCommandOptions?(options: SendOptions): Sender;
  quit(): Promise<unknown>;
  /** redis 5 and 6; redis 4 has only `disconnect`. */
  destroy?(): void;
  disconnect(): Promise<unknown>;
  unref(): void;
}

// The types of RESP by the byte that stands before them, as redis 5 and 6 key
// their `typeMapping`: what only RESP3 has is read in the shape of RESP2.
const SIMPLE_STRING = '+'.charCodeAt(0);
const BLOB_STRING = '$'.charCodeAt(0);
const VERBATIM_STRING = '='.charCodeAt(0);
const DOUBLE = ','.charCodeAt(0);
const BIG_NUMBER = '('.charCodeAt(0);
const MAP = '%'.charCodeAt(0);
const SET = '~'.charCodeAt(0);

const STRINGS = {
  [DOUBLE]: String,
  [BIG_NUMBER]: String,
  [MAP]: Array,
  [SET]: Array,
};

const BUFFERS = {
  ...STRINGS,
  [SIMPLE_STRING]: Buffer,
  [BLOB_STRING]: Buffer,
  [VERBATIM_STRING]: Buffer,
};

/** redis 4, 5 and 6: promises, `sendCommand(args, options)`. They write once per turn of the event loop by themselves. */
export class RedisConnection implements Connection {
  readonly client: RedisClient;
  #listener: ConnectionListener | undefined;
  #open = true;
  #hasSocket: boolean;
  readonly #strings: Road;
  readonly #buffers: Road;

  static recognises(client: object): boolean {
    const { sendCommand, isOpen, isReady } = client as Partial<RedisClient>;
    return typeof sendCommand === 'function' && typeof isOpen === 'boolean' && typeof isReady === 'boolean';
  }

  constructor(client: object) {
    this.client = client as RedisClient;
    this.#strings = roadOf(this.client, false);
    this.#buffers = roadOf(this.client, true);
    this.#hasSocket = this.client.isReady;
    this.client.on('connect', () => {
      // Not at once: redis 4 must have written its first commands, or their
      // rejections go unhandled when it is closed.
      setImmediate(() => {
        this.#hasSocket = true;
        if (!this.#open) {
          close(this.client);
        }
      });
    });
    this.client.on('error', (error: Error) => {
      if (!this.client.isReady) {
        this.#lost(error);
      }
    });
    this.client.on('end', () => this.#lost(new Error('Connection closed')));
  }

  open(listener: ConnectionListener): void {
    this.#listener = listener;
    const { client } = this;
    const ready = () => {
      if (this.#open) {
        listener.ready();
      } else {
        close(client);
      }
    };
    if (client.isReady) {
      queueMicrotask(ready);
      return;
    }
    client.once('ready', ready);
    if (!client.isOpen) {
      client.connect().catch((error: Error) => this.#lost(error));
    }
  }

  joinWrites(): void {
    joinWrites(this.client);
  }

  send(request: Request): void {
    const { name, args, buffers } = request;
    const { sender, options } = buffers ? this.#buffers : this.#strings;
    sender.sendCommand([name, ...args], options).then(
      (reply) => request.settle(null, toResp2(name, reply)),
      (error: Error) => request.settle(isReply(error) || this.#open ? error : lost(error)),
    );
  }

  async quit(): Promise<void> {
    if (this.#open) {
      this.#open = false;
      // Its own quit() counts as closed at once, and could not be cut short when
      // the server hangs.
      await this.#strings.sender.sendCommand(['QUIT']).catch(() => {});
      close(this.client);
    }
  }

  destroy(): void {
    this.#open = false;
    if (this.#hasSocket) {
      close(this.client);
    } else {
      // It has no socket to close until it is connected or fails, when it is closed.
      this.client.unref();
    }
  }

  unref(): void {
    this.client.unref();
  }

  #lost(error: Error): void {
    if (this.#open) {
      this.#open = false;
      this.#listener?.lost(error);
    }
    // A client that is open still would connect again and send what it queues.
    close(this.client);
  }
}

/**
 * Options given with a command cost redis 5 and 6 as much as the rest of it: redis 6
 * takes them from an object of its own instead, and redis 5 needs none where it
 * speaks RESP2.
 */
function roadOf(client: RedisClient, buffers: boolean): Road {
  const { options } = client;
  // redis 6 arms a timer for each command unless told otherwise, which costs it
  // most of its speed. One that its user asked for stays.
  const timeout = options?.commandOptions?.timeout === undefined ? { timeout: undefined } : {};
  const all = { returnBuffers: buffers, typeMapping: buffers ? BUFFERS : STRINGS, ...timeout };
  if (client.withCommandOptions !== undefined && OPTIONS_OF_THIS.test(client.sendCommand.toString())) {
    return { sender: client.withCommandOptions(all), options: undefined };
  }
  const isAsked = Object.values(options?.commandOptions ?? {}).some((value) => value !== undefined);
  const needsNone = client.withCommandOptions !== undefined && !buffers && options?.RESP !== 3 && !isAsked;
  const sender = options?.legacyMode === true && client.v4 !== undefined ? client.v4 : client;
  return { sender, options: needsNone ? undefined : all };
}

// redis 5 takes them from the client, whatever object it is called on.
const OPTIONS_OF_THIS = /\bthis\._commandOptions\b/;

function close(client: RedisClient): void {
  if (client.isOpen) {
    if (client.destroy === undefined) {
      client.disconnect().catch(() => {});
    } else {
      client.destroy();
    }
  }
}

// Errors of a server are instances of an `ErrorReply` that is not ours to
// import; bundlers rename classes, so the form of the message counts too.
function isReply(error: Error): boolean {
  for (let type = error; type !== null; type = Object.getPrototypeOf(type)) {
    if (type.constructor.name === 'ErrorReply') {
      return true;
    }
  }
  return /^[A-Z][A-Z0-9]+ /.test(error.message);
}

function lost(error: Error): ConnectionLostError {
  // The client was closed, or offline, when the command came: never written.
  const sent = !/^The client is (closed|offline)$/.test(error.message);
  return new ConnectionLostError(error.message, sent, { cause: error });
}
