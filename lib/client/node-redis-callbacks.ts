import { EventEmitter } from 'node:events';
import { toStrings } from '../command/replies.js';
import type { Argument, Request } from '../command/types.js';
import { ConnectionLostError } from '../errors.js';
import type { Connection, ConnectionListener } from './connection.js';
import { Encoder } from './encoder.js';
import { Ring } from './ring.js';

/** A command as node_redis keeps it until it is answered. */
interface Entry {
  command: string;
  args: readonly Argument[];
  buffer_args: boolean;
  callback(error: Error | null, reply?: unknown): void;
}

interface CommandQueue {
  push(entry: Entry): void;
  pop?(): Entry | undefined;
  peekBack?(): Entry | undefined;
}

/** What is used of a client of node_redis 2.8 to 3.1. */
interface NodeRedisClient extends EventEmitter {
  readonly ready: boolean;
  readonly options: { retry_unfulfilled_commands?: boolean; string_numbers?: boolean; rename_commands?: object };
  readonly stream: { readonly writable: boolean; destroy(): void; bytesRead?: number };
  enable_offline_queue: boolean;
  buffers: boolean;
  readonly reply_parser: {
    optionReturnBuffers: boolean;
    optionStringNumbers: boolean;
    setReturnBuffers?(on: boolean): void;
  };
  handle_reply(reply: unknown): unknown;
  create_stream(): void;
  return_reply(reply: unknown): void;
  return_error(error: Error): void;
  fire_strings: boolean;
  readonly pipeline?: unknown;
  readonly command_queue: CommandQueue;
  internal_send_command(command: Entry): boolean;
  write(data: string | Buffer): void;
  cork(): void;
  uncork(): void;
  quit(callback: () => void): void;
  end(flush: boolean): void;
  unref(): void;
}

/** node_redis 2 and 3: callbacks, `internal_send_command`. */
export class NodeRedisConnection implements Connection {
  readonly client: NodeRedisClient;
  #listener: ConnectionListener | undefined;
  #open = true;
  // Replies are parsed as strings until Buffers are asked for, then always as
  // Buffers: the parser has one mode for the whole connection.
  #buffers: boolean;
  #corked = false;
  // Whether the library collects what is written: from the first command of a write that it encodes itself.
  #libraryCorks = false;
  readonly #encoder = new Encoder((piece) => {
    const { client } = this;
    if (this.#libraryCorks || client.pipeline) {
      // What is to be written is not all strings, which would be joined.
      client.fire_strings = false;
    }
    this.#write.call(client, piece);
  });
  readonly #write: NodeRedisClient['write'];
  readonly #sendsPlainly: NodeRedisClient['internal_send_command'] | undefined;
  // Requests that have one entry of node_redis's queue in common: an object and a function less for each.
  readonly #sent = new Ring<Request>();
  readonly #common: Entry = {
    command: '',
    args: [],
    buffer_args: false,
    callback: (error, reply) => {
      const request = this.#sent.shift() as Request;
      this.#answer(request, error === null ? null : named(error, request), reply);
    },
  };
  readonly #hasCommon: boolean;

  static recognises(client: object): boolean {
    return 'internal_send_command' in client && 'command_queue' in client && 'stream' in client;
  }

  constructor(client: object) {
    this.client = client as NodeRedisClient;
    this.#buffers = this.client.buffers;
    const { internal_send_command: send, options } = this.client;
    this.#sendsPlainly = PLAIN.test(send.toString()) && options.rename_commands === undefined ? send : undefined;
    this.#hasCommon = this.#share();
    this.#write = this.client.write;
    this.client.write = (data) => {
      // It may be a command of the client's user, which comes after these.
      this.#encoder.flush();
      this.#write.call(this.client, data);
    };
    // Resending is the router's, by rules of its own, and so is the shape of replies.
    this.client.options.retry_unfulfilled_commands = false;
    this.client.handle_reply = (reply) => reply;
    // The map is made of numbers. The parser is there already, and a new one reads the option.
    this.client.options.string_numbers = false;
    this.client.reply_parser.optionStringNumbers = false;
    this.client.on('error', (error: Error & { code?: string }) => {
      if (!this.client.ready) {
        this.#lost(error);
      }
    });
    this.client.on('end', () => this.#lost(new Error('Connection closed')));
  }

  get bytesRead(): number | undefined {
    return this.client.stream.bytesRead;
  }

  open(listener: ConnectionListener): void {
    this.#listener = listener;
    const ready = () => {
      this.client.enable_offline_queue = false;
      if (this.#open) {
        listener.ready();
      }
    };
    if (this.client.ready) {
      queueMicrotask(ready);
    } else {
      this.client.once('ready', ready);
    }
  }

  send(request: Request): void {
    if (request.buffers && !this.#buffers) {
      this.#parseBuffers();
    }
    const { client } = this;
    if (this.#mayEncode() && this.#encoder.add(request.name, request.args)) {
      if (this.#hasCommon) {
        this.#sent.push(request);
        client.command_queue.push(this.#common);
      } else {
        client.command_queue.push(this.#entryOf(request));
      }
      return;
    }
    this.#encoder.flush();
    if (this.#corked && !this.#libraryCorks) {
      this.#libraryCorks = true;
      client.cork();
    }
    client.internal_send_command(this.#entryOf(request));
  }

  cork(): void {
    // The library's own is for what the library encodes: a lone command need not go through it.
    this.#corked = true;
  }

  uncork(): void {
    this.#encoder.flush();
    this.#corked = false;
    if (this.#libraryCorks) {
      this.#libraryCorks = false;
      this.client.uncork();
    }
  }

  quit(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#open) {
        resolve();
        return;
      }
      this.#open = false;
      this.#encoder.flush();
      this.client.quit(() => resolve());
    });
  }

  destroy(): void {
    this.#open = false;
    // After a fatal error of its parser it would connect again, closed or not.
    this.client.create_stream = () => {};
    // What it is reading when a callback ends it is for nobody: its queue is empty.
    this.client.return_reply = () => {};
    this.client.return_error = () => {};
    this.client.end(true);
    this.client.stream.destroy();
  }

  unref(): void {
    this.client.unref();
  }

  #entryOf(request: Request): Entry {
    const callback: Entry['callback'] = (error, reply) => this.#answer(request, error, reply);
    return { command: request.name, args: request.args, buffer_args: false, callback };
  }

  #answer(request: Request, error: Error | null, reply: unknown): void {
    if (error === null) {
      request.settle(null, this.#buffers && !request.buffers ? toStrings(reply) : reply);
    } else {
      request.settle(isReply(error) ? error : lost(error));
    }
  }

  /**
   * Whether requests may have an entry in common. The library puts another callback into the last entry
   * when something is to be told behind its reply: that request is given an entry of its own then.
   */
  #share(): boolean {
    const queue = this.client.command_queue;
    const { peekBack, pop } = queue;
    if (peekBack === undefined || pop === undefined) {
      return false;
    }
    queue.peekBack = () => {
      if (peekBack.call(queue) === this.#common) {
        pop.call(queue);
        queue.push(this.#entryOf(this.#sent.pop() as Request));
      }
      return peekBack.call(queue);
    };
    return true;
  }

  /** Whether all that the library would do with a command is to encode it, among others of one write. */
  #mayEncode(): boolean {
    const { client } = this;
    return (
      this.#corked &&
      client.ready &&
      client.internal_send_command === this.#sendsPlainly &&
      client.stream.writable &&
      !(USES.usingDomains !== false && (process as { domain?: unknown }).domain)
    );
  }

  #parseBuffers(): void {
    this.#buffers = true;
    // A new parser, made when the client connects again, reads this field.
    this.client.buffers = true;
    this.client.reply_parser.optionReturnBuffers = true;
  }

  #lost(error: Error): void {
    if (this.#open) {
      this.#open = false;
      this.#listener?.lost(error);
    }
  }
}

// The function itself, not one that somebody has put around it to see what is sent.
const PLAIN = /\bcommand_queue\.push\(command_obj\)/;

// False until the first domain is made, which is seen sooner than that `process` has none.
const USES = EventEmitter as { usingDomains?: boolean };

/** Has an error tell of its command, as the library does for one that has an entry of its own. */
function named(error: Error, { name, args }: Request): Error {
  return Object.assign(error, { command: name.toUpperCase() }, args.length > 0 && { args });
}

// Those of the library itself, by their codes: its classes have other names in a minified bundle.
const OWN_CODES = new Set(['NR_CLOSED', 'NR_FATAL', 'UNCERTAIN_STATE', 'CONNECTION_BROKEN']);

function isReply(error: Error & { code?: string }): boolean {
  return error.name === 'ReplyError' || (WORDED.test(error.message) && !OWN_CODES.has(error.code ?? ''));
}

// A server's error begins with its code.
const WORDED = /^[A-Z][A-Z0-9]+ /;

// node_redis marks what it certainly did not write with NR_CLOSED; a flush by
// end() has the same code, and says in its words that it may have been processed.
function lost(error: Error & { code?: string }): ConnectionLostError {
  const sent = error.code !== 'NR_CLOSED' || error.message.includes('might have been processed');
  return new ConnectionLostError(error.message, sent, { cause: error });
}
