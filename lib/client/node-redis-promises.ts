import type { EventEmitter } from 'node:events';
import { toResp2 } from '../command/resp2.js';
import type { Request } from '../command/types.js';
import { ConnectionLostError } from '../errors.js';
import type { Connection, ConnectionListener } from './connection.js';
import { type Answers, type DirectQueue, joinWrites } from './direct-queue.js';
import { Turns } from './turns.js';

type SendOptions = { returnBuffers?: boolean; timeout?: undefined; typeMapping?: object };

type Send = (args: readonly (string | Buffer)[], options?: SendOptions) => Promise<unknown>;

interface Sender {
  sendCommand: Send;
}

/** How a command is sent: by whom, and with what options. */
interface Road {
  readonly sender: Sender;
  readonly options: SendOptions | undefined;
  readonly typeMapping: object | undefined;
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
  /** redis 5 and 6, the latter with a default. */
  readonly _commandOptions?: { timeout?: number };
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

/** redis 4, 5 and 6: promises, `sendCommand(args, options)`; of 5 and 6, the queue behind it, where it can be filled. */
export class RedisConnection implements Connection, Answers {
  readonly client: RedisClient;
  #listener: ConnectionListener | undefined;
  #open = true;
  #hasSocket: boolean;
  readonly #strings: Road;
  readonly #buffers: Road;
  #queue: DirectQueue | undefined;
  // A promise tells later than the queue.
  readonly #turns = new Turns();
  #telling = false;
  // Where its queue can be filled.
  cork?: () => void;
  uncork?: () => void;

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
    // Also one that is ready still: it could not decode what came, and may have lost count of replies.
    this.client.on('error', (error: Error) => this.#lost(error));
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
    const mappings = { strings: this.#strings.typeMapping, buffers: this.#buffers.typeMapping };
    const queue = joinWrites(this.client, !asksForMore(this.client), mappings, this);
    if (queue !== undefined) {
      this.#queue = queue;
      this.cork = () => queue.cork();
      this.uncork = () => queue.uncork();
    }
  }

  send(request: Request): void {
    if (this.#queue?.isOpen === true) {
      this.#queue.add(this.#turns.areOver ? request : this.#inTurn(request));
      return;
    }
    const { name, args, buffers } = request;
    const { sender, options } = buffers ? this.#buffers : this.#strings;
    const turn = this.#turns.take();
    sender.sendCommand([name, ...args], options).then(
      (reply) => this.#turns.tell(turn, () => this.resolved(request, reply)),
      (error: Error) =>
        this.#turns.tell(turn, () => {
          const isLost = !isReply(error) && (!this.#open || UNSENT.test(error.message));
          this.#tell(request, isLost ? lost(error) : error);
        }),
    );
  }

  /** @internal */
  resolved(request: Request, reply: unknown): void {
    this.#tell(request, null, toResp2(request.name, reply));
  }

  /** @internal */
  rejected(request: Request, error: Error, hasLeft: boolean): void {
    if (isReply(error)) {
      this.#tell(request, error);
    } else {
      // The library rejects what is outstanding before it tells of the loss.
      queueMicrotask(() => request.settle(this.#open ? error : lost(error, hasLeft)));
    }
  }

  /** What goes wrong while the library is decoding would have it lose the rest of what came. */
  #tell(request: Request, error: Error | null, reply?: unknown): void {
    this.#telling = true;
    try {
      request.settle(error, reply);
    } catch (thrown) {
      process.nextTick(() => {
        throw thrown;
      });
    }
    this.#telling = false;
  }

  /** The same request, that is told of after what has a promise and was sent before. */
  #inTurn(request: Request): Request {
    const { name, args, buffers } = request;
    const turn = this.#turns.take();
    return {
      name,
      args,
      buffers,
      settle: (error, reply) => this.#turns.tell(turn, () => this.#tell(request, error, reply)),
    };
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
    if (this.#telling) {
      // It would have the library begin anew with what it is decoding.
      queueMicrotask(() => this.destroy());
      return;
    }
    if (this.#hasSocket) {
      close(this.client);
    } else {
      // It has no socket to close until it is connected or fails, when it is closed.
      this.client.unref();
    }
    this.#queue?.fail(new Error('Connection closed'));
    // When the promises have told.
    setImmediate(() => this.#turns.end());
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
  const typeMapping = buffers ? BUFFERS : STRINGS;
  const all = { returnBuffers: buffers, typeMapping, ...timeout };
  if (OPTIONS_OF_THIS.test(client.sendCommand.toString())) {
    // As `withCommandOptions` makes one, which has not what its user puts in the place of `sendCommand`, however.
    const sender = Object.assign(Object.create(client), { _commandOptions: { ...client._commandOptions, ...all } });
    return { sender, options: undefined, typeMapping };
  }
  const needsNone = client.withCommandOptions !== undefined && !buffers && options?.RESP !== 3 && !asksForMore(client);
  const sender = options?.legacyMode === true && client.v4 !== undefined ? client.v4 : client;
  return { sender, options: needsNone ? undefined : all, typeMapping };
}

/** Whether its user wants something done with each command; the timer that redis 6 has by default is nobody's wish. */
function asksForMore({ options, _commandOptions }: RedisClient): boolean {
  const { timeout: _default, ...given } = _commandOptions ?? {};
  return Object.values({ ...given, ...options?.commandOptions }).some((value) => value !== undefined);
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

// The client was closed, or offline, when the command came: never written.
const UNSENT = /^The client is (closed|offline)$/;

function lost(error: Error, hasLeft = true): ConnectionLostError {
  const sent = hasLeft && !UNSENT.test(error.message);
  return new ConnectionLostError(error.message, sent, { cause: error });
}
