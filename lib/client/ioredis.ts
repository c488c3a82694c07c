import { tracingChannel } from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { toStrings } from '../command/replies.js';
import { toResp2 } from '../command/resp2.js';
import type { Argument, Request } from '../command/types.js';
import { ConnectionLostError } from '../errors.js';
import type { Connection, ConnectionListener } from './connection.js';
import { Encoder } from './encoder.js';
import { Ring } from './ring.js';

/** ioredis's own form of a command. */
interface Command {
  resolve(reply: unknown): void;
  reject(error: Error): void;
  /** From the server's shape to ioredis's own. */
  transformReply(reply: unknown): unknown;
}

type CommandClass = new (
  name: string,
  args: readonly unknown[],
  options: { replyEncoding: null },
  callback?: (error: Error | null, reply: unknown) => void,
) => Command;

/** A command as ioredis keeps it until it is answered. */
interface Entry {
  readonly command: {
    readonly name: string;
    readonly args: readonly Argument[];
    resolve(reply: unknown): void;
    reject(error: Error & { command?: object }): void;
  };
  readonly stream: undefined;
  readonly select: number;
}

// Replies come as the parser has them: what becomes of them is decided here.
const AS_BUFFERS = { replyEncoding: null } as const;

const NOBODYS = Promise.resolve();

// The function itself, not one that somebody has put around it to see what is sent.
const PLAIN = /\bcommandQueue\.push\(\{/;

// Whoever listens there is told by `sendCommand` of each command.
const TRACED = tracingChannel('ioredis:command');

// By these, ioredis knows in what state its connection is.
const OF_THE_CONNECTION = new Set([
  'quit',
  'select',
  'monitor',
  'subscribe',
  'psubscribe',
  'ssubscribe',
  'unsubscribe',
  'punsubscribe',
  'sunsubscribe',
]);

/** What is used of a client of ioredis 4.31 to 6.0, or of iovalkey. */
interface IoredisClient extends EventEmitter {
  readonly status: string;
  readonly options: {
    keyPrefix?: string;
    replyMapping?: string;
    commandTimeout?: number;
    blockingTimeout?: number;
    socketTimeout?: number;
    autoResendUnfulfilledCommands?: boolean;
    enableOfflineQueue?: boolean;
    stringNumbers?: boolean;
    retryStrategy?: () => null;
    reconnectOnError?: null;
  };
  readonly stream?: Socket;
  readonly commandQueue: { push(entry: Entry): unknown };
  readonly _addedScriptHashesCleanInterval?: NodeJS.Timeout;
  connect(): Promise<unknown>;
  call(name: string): unknown;
  sendCommand(command: Command): unknown;
  flushQueue(error: Error): void;
  quit(): Promise<unknown>;
  disconnect(): void;
}

/** ioredis 4, 5 and 6, and iovalkey: `Command` objects given to `sendCommand`. */
export class IoredisConnection implements Connection {
  readonly client: IoredisClient;
  #listener: ConnectionListener | undefined;
  #open = true;
  #lastError: Error | undefined;
  readonly #Command: CommandClass;
  readonly #SilentCommand: CommandClass;
  // A client with timers of its own for commands must settle them by itself.
  readonly #direct: boolean;
  #corked = false;
  // Whether the socket collects what is written: from the first command of a write that ioredis encodes.
  #socketCorks = false;
  readonly #encoder = new Encoder((piece) => this.#writePiece(piece));
  #writePiece: (piece: Buffer) => void = () => {};
  readonly #sendsPlainly: IoredisClient['sendCommand'] | undefined;
  // Requests that have one entry of ioredis's queue in common: a command and its entry less for each.
  readonly #sent = new Ring<Request>();
  readonly #common: Entry = {
    command: {
      name: '',
      args: [],
      resolve: (reply) => tell(this.#sent.shift() as Request, reply),
      reject: (error) => {
        const request = this.#sent.shift() as Request;
        if (error.command !== undefined) {
          error.command = { name: request.name, args: request.args };
        }
        this.#fail(request, error);
      },
    },
    stream: undefined,
    select: 0,
  };

  static recognises(client: object): boolean {
    const { sendCommand, call, status } = client as Partial<IoredisClient>;
    return typeof sendCommand === 'function' && typeof call === 'function' && typeof status === 'string';
  }

  constructor(client: object) {
    this.client = client as IoredisClient;
    const { options, sendCommand } = this.client;
    // A socket that is to answer in time is watched from each command on.
    this.#sendsPlainly =
      PLAIN.test(sendCommand.toString()) && options.socketTimeout === undefined ? sendCommand : undefined;
    // Connecting and sending again are the router's, by rules of its own.
    options.autoResendUnfulfilledCommands = false;
    options.retryStrategy = () => null;
    options.reconnectOnError = null;
    // The map is made of numbers. One that is connected has read the option already, and is refused.
    if (this.client.status !== 'connect' && this.client.status !== 'ready') {
      options.stringNumbers = false;
    }
    this.#direct = options.commandTimeout === undefined && options.blockingTimeout === undefined;
    this.#Command = commandClassOf(this.client);
    this.#SilentCommand = silent(this.#Command);
    this.client.on('error', (error: Error) => {
      this.#lastError = error;
    });
    this.client.on('close', () => this.#lost());
    this.client.on('end', () => this.#lost());
  }

  get bytesRead(): number | undefined {
    return this.client.stream?.bytesRead;
  }

  open(listener: ConnectionListener): void {
    this.#listener = listener;
    const { client } = this;
    const ready = () => {
      client.options.enableOfflineQueue = false;
      // Before ioredis's own listener, which rejects what is outstanding and
      // tells of it a tick later.
      client.stream?.prependListener('close', () => this.#lost());
      this.#watchWrites();
      if (this.#open) {
        listener.ready();
      }
    };
    if (client.status === 'ready') {
      queueMicrotask(ready);
      return;
    }
    client.once('ready', ready);
    if (client.status === 'wait' || client.status === 'end') {
      client.connect().catch((error: Error) => {
        this.#lastError ??= error;
        this.#lost();
      });
    }
  }

  send(request: Request): void {
    const { client } = this;
    const { name, args } = request;
    if (this.#mayEncode(name) && this.#encoder.add(name, args)) {
      this.#sent.push(request);
      client.commandQueue.push(this.#common);
      return;
    }
    this.#encoder.flush();
    if (this.#corked && !this.#socketCorks) {
      this.#socketCorks = true;
      client.stream?.cork();
    }
    client.sendCommand(this.#commandOf(request));
  }

  cork(): void {
    this.#corked = true;
  }

  uncork(): void {
    this.#encoder.flush();
    this.#corked = false;
    if (this.#socketCorks) {
      this.#socketCorks = false;
      this.client.stream?.uncork();
    }
  }

  async quit(): Promise<void> {
    if (this.#open) {
      this.#open = false;
      this.#encoder.flush();
      await this.client.quit().catch(() => {});
    }
  }

  destroy(): void {
    this.#open = false;
    const { client } = this;
    // For a socket that is closed already disconnect() would arm a timer that
    // keeps the process alive.
    if (client.stream?.destroyed !== true) {
      client.disconnect();
      // disconnect() only half-closes, which a server that hangs never answers.
      client.stream?.destroy();
    }
    client.flushQueue(new Error('Connection is closed.'));
  }

  unref(): void {
    const { client } = this;
    // ioredis 4 has an interval that it does not unref.
    client._addedScriptHashesCleanInterval?.unref();
    if (client.stream === undefined) {
      client.once('connect', () => client.stream?.unref());
    } else {
      client.stream.unref();
    }
  }

  /** Has a command of the client's user come after what was sent before it. */
  #watchWrites(): void {
    const { stream } = this.client;
    if (stream !== undefined) {
      const write = stream.write as (...args: unknown[]) => boolean;
      this.#writePiece = (piece) => write.call(stream, piece);
      stream.write = (...args: unknown[]) => {
        this.#encoder.flush();
        return write.apply(stream, args);
      };
    }
  }

  /** Whether all that ioredis would do with a command is to encode it, among others of one write. */
  #mayEncode(name: string): boolean {
    const { client } = this;
    return (
      this.#corked &&
      this.#direct &&
      client.sendCommand === this.#sendsPlainly &&
      client.status === 'ready' &&
      client.stream?.writable === true &&
      !TRACED.hasSubscribers &&
      !OF_THE_CONNECTION.has(name)
    );
  }

  #commandOf(request: Request): Command {
    const { name, args } = request;
    if (!this.#direct) {
      const settle = (error: Error | null, reply: unknown) =>
        error === null ? tell(request, reply) : this.#fail(request, error);
      const command = new this.#Command(name, args, AS_BUFFERS, settle);
      command.transformReply = (reply) => reply;
      return command;
    }
    const command = new this.#SilentCommand(name, args, AS_BUFFERS);
    // Whoever sees what is sent may take these two, and call them by themselves.
    command.resolve = (reply) => tell(request, reply);
    command.reject = (error) => this.#fail(request, error);
    return command;
  }

  /** Tells an error: of the server, or that no reply will come. */
  #fail(request: Request, error: Error): void {
    const isReply = error.name === 'ReplyError' || /^[A-Z][A-Z0-9]+ /.test(error.message);
    request.settle(isReply ? error : this.#unanswered(error));
  }

  #unanswered(error: Error): Error {
    if (this.#open && this.client.status === 'ready' && !error.message.startsWith('Stream')) {
      return error;
    }
    return new ConnectionLostError(error.message, !error.message.startsWith('Stream'), { cause: error });
  }

  #lost(): void {
    if (this.#open) {
      this.#open = false;
      this.#listener?.lost(this.#lastError ?? new Error('Connection is closed.'));
    }
  }
}

function tell(request: Request, reply: unknown): void {
  request.settle(null, toResp2(request.name, request.buffers ? reply : toStrings(reply)));
}

/** Commands without the promise that ioredis makes for each. */
function silent(Command: CommandClass): CommandClass {
  const Base = Command as new (
    ...args: ConstructorParameters<CommandClass>
  ) => Command & { stringifyArguments(): void };
  return class extends Base {
    // What ioredis's own does beside that, but for transformers: arguments are flat already.
    initPromise(): void {
      this.stringifyArguments();
    }

    // ioredis hands it to whoever traces its commands, where there must be one.
    get promise(): Promise<unknown> {
      return NOBODYS;
    }
  };
}

/**
 * ioredis's class of commands, which an instance does not name: it is seen when
 * a client that differs from this one only in `sendCommand` makes a command.
 */
function commandClassOf(client: IoredisClient): CommandClass {
  let found: CommandClass | undefined;
  const probe: IoredisClient = Object.create(client, {
    options: { value: { ...client.options, enableAutoPipelining: false } },
    sendCommand: {
      value: (command: Command) => {
        found = command.constructor as CommandClass;
      },
    },
  });
  probe.call('ping');
  if (found === undefined) {
    throw new TypeError('this ioredis client makes no commands');
  }
  return found;
}
