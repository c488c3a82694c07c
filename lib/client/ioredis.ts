import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { toStrings } from '../command/replies.js';
import { toResp2 } from '../command/resp2.js';
import type { Argument, Request } from '../command/types.js';
import { ConnectionLostError } from '../errors.js';
import type { Connection, ConnectionListener } from './connection.js';
import { Encoder } from './encoder.js';

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

interface SilentCommand extends Command {
  readonly name: string;
  readonly args: readonly Argument[];
  /** What it is sent for, and by whom. */
  request: Request | undefined;
  connection: IoredisConnection | undefined;
  /** Whether it is sent with a stream of ours, which gets the command itself to write. */
  isForUs: boolean;
  /** As ioredis would write it. */
  encoded(): string | Buffer;
}

type SilentCommandClass = new (...args: ConstructorParameters<CommandClass>) => SilentCommand;

// Replies come as the parser has them: what becomes of them is decided here.
const AS_BUFFERS = { replyEncoding: null } as const;

const NOBODYS = Promise.resolve();

// The function itself, not one that somebody has put around it: that may leave out the stream.
const PLAIN = /\btoWritable\(/;

/** What is used of a client of ioredis 4.31 to 6.0, or of iovalkey. */
interface IoredisClient extends EventEmitter {
  readonly status: string;
  readonly options: {
    keyPrefix?: string;
    replyMapping?: string;
    commandTimeout?: number;
    blockingTimeout?: number;
    autoResendUnfulfilledCommands?: boolean;
    enableOfflineQueue?: boolean;
    retryStrategy?: () => null;
    reconnectOnError?: null;
  };
  readonly stream?: Socket;
  readonly _addedScriptHashesCleanInterval?: NodeJS.Timeout;
  connect(): Promise<unknown>;
  call(name: string): unknown;
  /** What commands are written to, where that is not the socket: its own pipelines are such. */
  sendCommand(command: Command, stream?: { write(command: SilentCommand): void }): unknown;
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
  readonly #SilentCommand: SilentCommandClass;
  // A client with timers of its own for commands must settle them by itself.
  readonly #direct: boolean;
  #corked = false;
  readonly #encoder = new Encoder((piece) => this.#writePiece(piece));
  #writePiece: (piece: Buffer) => void = () => {};
  readonly #sendsPlainly: IoredisClient['sendCommand'] | undefined;
  readonly #written = { write: (command: SilentCommand) => this.#write(command) };

  static recognises(client: object): boolean {
    const { sendCommand, call, status } = client as Partial<IoredisClient>;
    return typeof sendCommand === 'function' && typeof call === 'function' && typeof status === 'string';
  }

  constructor(client: object) {
    this.client = client as IoredisClient;
    const { options, sendCommand } = this.client;
    this.#sendsPlainly = PLAIN.test(sendCommand.toString()) ? sendCommand : undefined;
    // Connecting and sending again are the router's, by rules of its own.
    options.autoResendUnfulfilledCommands = false;
    options.retryStrategy = () => null;
    options.reconnectOnError = null;
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
    const { name, args } = request;
    if (this.#direct) {
      const command = new this.#SilentCommand(name, args, AS_BUFFERS);
      command.request = request;
      command.connection = this;
      if (this.client.sendCommand === this.#sendsPlainly) {
        command.isForUs = true;
        this.client.sendCommand(command, this.#written);
      } else {
        // Whoever sees what is sent may take these two, and call them by themselves.
        command.resolve = (reply) => tell(request, reply);
        command.reject = (error) => this.fail(request, error);
        this.#encoder.flush();
        this.client.sendCommand(command);
      }
    } else {
      const settle = (error: Error | null, reply: unknown) =>
        error === null ? tell(request, reply) : this.fail(request, error);
      const command = new this.#Command(name, args, AS_BUFFERS, settle);
      command.transformReply = (reply) => reply;
      this.client.sendCommand(command);
    }
  }

  /** @internal Tells an error: of the server, or that no reply will come. */
  fail(request: Request, error: Error): void {
    const isReply = error.name === 'ReplyError' || /^[A-Z][A-Z0-9]+ /.test(error.message);
    request.settle(isReply ? error : this.#unanswered(error));
  }

  cork(): void {
    this.#corked = true;
    this.client.stream?.cork();
  }

  uncork(): void {
    this.#corked = false;
    this.#encoder.flush();
    this.client.stream?.uncork();
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

  #write(command: SilentCommand): void {
    if (!this.#encoder.add(command.name, command.args)) {
      this.#encoder.flush();
      this.client.stream?.write(command.encoded());
    } else if (!this.#corked) {
      this.#encoder.flush();
    }
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

/**
 * A command without the promise that ioredis makes for each, and without functions of
 * its own: it tells its request what becomes of it.
 */
function silent(Command: CommandClass): SilentCommandClass {
  const Base = Command as new (
    ...args: ConstructorParameters<CommandClass>
  ) => Command & {
    readonly name: string;
    readonly args: readonly Argument[];
    stringifyArguments(): void;
    toWritable(): string | Buffer;
  };
  return class extends Base {
    isForUs = false;
    request: Request | undefined = undefined;
    connection: IoredisConnection | undefined = undefined;

    override resolve(reply: unknown): void {
      tell(this.request as Request, reply);
    }

    override reject(error: Error): void {
      (this.connection as IoredisConnection).fail(this.request as Request, error);
    }

    // What ioredis's own does beside that, but for transformers: arguments are flat already.
    initPromise(): void {
      this.stringifyArguments();
    }

    // ioredis hands it to whoever traces its commands, where there must be one.
    get promise(): Promise<unknown> {
      return NOBODYS;
    }

    // ioredis hands it on to the stream that the command was sent with, and does not look at it.
    override toWritable(): string | Buffer {
      return this.isForUs ? (this as never) : super.toWritable();
    }

    encoded(): string | Buffer {
      return super.toWritable();
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
