import { tracingChannel } from 'node:diagnostics_channel';
import type { Request } from '../command/types.js';
import { Encoder } from './encoder.js';
import { type Chunks, joined } from './joined-writes.js';
import { Ring } from './ring.js';

type Arguments = readonly (string | Buffer)[];

/** A command as the queue of redis 5 and 6 keeps it. Its functions are called while the reply is decoded. */
interface Entry {
  /** Taken away when it is written. */
  args: Arguments | undefined;
  chainId: undefined;
  abort: undefined;
  timeout: undefined;
  resolve(reply: unknown): void;
  reject(error: Error): void;
  channelsCounter: undefined;
  readonly typeMapping: object | undefined;
  slotNumber: undefined;
}

/** What is used of the queue of a client of redis 5.11 to 6.3. */
interface CommandsQueue {
  addCommand(...args: unknown[]): Promise<unknown>;
  /** Takes commands from those that are to be written, each of them as it is sent. */
  commandsToWrite(): Iterable<Chunks>;
  isWaitingToWrite(): boolean;
  prependCommandsToWrite(entries: readonly Entry[]): void;
}

/** What is used of the socket of such a client. */
interface ClientSocket {
  /** Not any more when its client is being closed. */
  readonly isOpen: boolean;
  readonly isReady: boolean;
  /** Takes pieces and writes them until it holds so much that it has room for no more. */
  write(commands: Iterable<Chunks>): void;
  /** When it has again. */
  on(event: 'drain', listener: () => void): unknown;
}

interface Client {
  /** The client itself, where this inherits from it. */
  readonly _self?: Client;
  readonly options?: { commandsQueueMaxLength?: number };
  sendCommand(args: Arguments): Promise<unknown>;
  _getQueue?(): Partial<CommandsQueue>;
  /** Gives the socket away, with which another client may go on. */
  _ejectSocket?(): ClientSocket;
  _insertSocket?(socket: ClientSocket): void;
  /** Writes nothing from here on, as the socket will be another one. */
  _pause?(): void;
}

type WholeClient = Required<Omit<Client, '_self'>> & { readonly _self: WholeClient };

/** Who is told what becomes of commands. */
export interface Answers {
  /** While the library is decoding. */
  resolved(request: Request, reply: unknown): void;
  /** By an error of the server, or because no reply will come. */
  rejected(request: Request, error: Error, hasLeft: boolean): void;
}

/** How strings and all the rest of a reply are read. */
export interface Mappings {
  readonly strings: object | undefined;
  readonly buffers: object | undefined;
}

// Each of them does what is relied upon here, whatever else it does.
const QUEUE: { readonly [name in keyof CommandsQueue]: RegExp } = {
  addCommand:
    /\{\s*args,\s*chainId: options\?\.chainId,\s*abort: undefined,\s*timeout: undefined,\s*resolve,\s*reject,\s*channelsCounter: undefined,\s*typeMapping: options\?\.typeMapping,?\s*\}/,
  // A command counts as written when it was taken, and nothing is done with it after that.
  commandsToWrite:
    /^\s*\*\s*commandsToWrite\(\)[\s\S]*toSend\.args = undefined;[\s\S]*\.push\(toSend\);\s*yield encoded;\s*toSend\s*=\s*this\.#toWrite\.shift\(\);?\s*\}\s*\}$/,
  isWaitingToWrite: /return this\.#toWrite\.length > 0/,
  prependCommandsToWrite: /this\.#toWrite\.unshift\(/,
};
const CLIENT: { readonly [name in '_ejectSocket' | '_insertSocket' | '_pause' | 'sendCommand']: RegExp } = {
  _ejectSocket:
    /const socket = this\._self\.#socket;[\s\S]*this\._self\.#socket = null;\s*socket\.removeAllListeners\(\);\s*return socket;\s*\}$/,
  _insertSocket: /this\._self\.#socket = socket;\s*this\._self\.#attachListeners\(this\._self\.#socket\);\s*\}$/,
  _pause: /#paused = true/,
  sendCommand: /#queue\.addCommand\(args,[\s\S]*#scheduleWrite\(\)/,
};

// Whoever listens there is told by `sendCommand` of each command.
const TRACED = tracingChannel('node-redis:command');

// What the library encodes of a command that was encoded here.
const NOTHING: Arguments = [];

// As many are given to the socket before it is asked whether it has room for more.
const MOST_GIVEN = 512;

/**
 * Has what a client of redis 5 or 6 sends in one turn leave in one piece. By itself it writes a string for
 * each command, into a corked socket: as many chunks of one `writev`, each with an object or two and an
 * encoding of its own. Left alone is a queue that is not of the form known, or that somebody has changed.
 * @param mayFill whether nothing is wanted for each command that only `sendCommand` sees to
 * @returns what takes commands in the place of `sendCommand`, where the client has a queue that can be filled
 */
export function joinWrites(
  client: object,
  mayFill: boolean,
  mappings: Mappings,
  answers: Answers,
): DirectQueue | undefined {
  const { _getQueue, options } = client as Client;
  const queue = _getQueue?.call(client);
  if (queue === undefined || !has(queue, QUEUE, 'commandsToWrite')) {
    return undefined;
  }
  if (mayFill && hasAll(queue, QUEUE) && hasAll(client, CLIENT) && options?.commandsQueueMaxLength === undefined) {
    return new DirectQueue(client as WholeClient, queue as CommandsQueue, mappings, answers);
  }
  const take = (queue as CommandsQueue).commandsToWrite;
  queue.commandsToWrite = () => joined(take.call(queue));
  return undefined;
}

type Forms = { readonly [name: string]: RegExp };

function has(object: object, forms: Forms, name: string): boolean {
  return (forms[name] as RegExp).test(String((object as Record<string, unknown>)[name]));
}

function hasAll(object: object, forms: Forms): boolean {
  return Object.keys(forms).every((name) => has(object, forms, name));
}

/**
 * Puts commands into such a queue in its own form: without the promise that `sendCommand` makes for each,
 * without an object for each, and encoded already. They are held until they are written.
 */
export class DirectQueue {
  #held: Request[] = [];
  // What is answered with the entry that commands have in common.
  readonly #sent = new Ring<Request>();
  readonly #socket: ClientSocket;
  // Until it is paused, since the socket is to be another one: the library writes then.
  #hasSocket = true;
  #isFull = false;
  #corked = false;
  #pieces: Buffer[] = [];
  readonly #encoder = new Encoder((piece) => this.#pieces.push(piece));
  readonly #strings: Entry;
  readonly #buffers: Entry;
  readonly #send: Client['sendCommand'];
  readonly #isWaiting: () => boolean;
  readonly #take: () => Iterable<Chunks>;

  constructor(
    private readonly client: WholeClient,
    private readonly queue: CommandsQueue,
    private readonly mappings: Mappings,
    private readonly answers: Answers,
  ) {
    this.#send = client.sendCommand;
    this.#strings = new Common(mappings.strings, this.#sent, answers);
    this.#buffers = new Common(mappings.buffers, this.#sent, answers);
    const { addCommand, commandsToWrite, isWaitingToWrite } = queue;
    this.#isWaiting = () => isWaitingToWrite.call(queue);
    this.#take = () => commandsToWrite.call(queue);
    queue.isWaitingToWrite = () => this.#held.length > 0 || this.#isWaiting();
    queue.commandsToWrite = () => this.#toWrite();
    queue.addCommand = (...args) => {
      // Somebody else's command has its place behind these.
      this.flush();
      queue.prependCommandsToWrite(this.#held.splice(0).map((request) => this.#entryOf(request)));
      return addCommand.apply(queue, args);
    };
    this.#socket = client._ejectSocket();
    client._insertSocket(this.#socket);
    this.#watchSocket(client._self);
    this.#socket.on('drain', () => {
      this.#isFull = false;
      this.flush();
    });
  }

  cork(): void {
    this.#corked = true;
  }

  uncork(): void {
    this.#corked = false;
    this.flush();
  }

  /** Whether it takes commands: `sendCommand` would do no more with them, nor refuse them, and nobody else's are waiting. */
  get isOpen(): boolean {
    return (
      this.#corked &&
      this.client.sendCommand === this.#send &&
      this.#socket.isOpen &&
      !TRACED.hasSubscribers &&
      (this.#held.length > 0 || (this.#hasSocket && this.#socket.isReady && !this.#isWaiting()))
    );
  }

  /** Takes a command, to be written when it is uncorked. */
  add(request: Request): void {
    this.#held.push(request);
  }

  /** Writes what was taken. What the socket has no room for follows when it has. */
  flush(): void {
    if (this.#held.length > 0 && this.#hasSocket && !this.#isFull) {
      this.#socket.write(this.#toWrite());
    }
  }

  /** Tells that what was not written is lost. */
  fail(error: Error): void {
    for (const request of this.#held.splice(0)) {
      this.answers.rejected(request, error, false);
    }
  }

  /** The library pauses a client, and gives its socket away, by the client itself. */
  #watchSocket(self: WholeClient): void {
    const { _pause, _ejectSocket } = self;
    self._pause = () => {
      this.#hasSocket = false;
      _pause.call(self);
    };
    self._ejectSocket = () => {
      this.#hasSocket = false;
      return _ejectSocket.call(self);
    };
  }

  /** Each piece counts as written when it is taken. Those that are not taken are for later. */
  *#toWrite(): Generator<Chunks> {
    this.#isFull = true;
    if (this.#isWaiting()) {
      yield* joined(this.#take());
    }
    while (this.#held.length > 0) {
      const count = this.#encode();
      if (count === 0) {
        this.queue.prependCommandsToWrite([this.#entryOf(this.#held.shift() as Request)]);
        yield* this.#take();
      } else {
        this.#register(count);
        yield this.#pieces.splice(0);
      }
    }
    this.#isFull = false;
  }

  /** Encodes from the first one on, up to one that is large; how many. */
  #encode(): number {
    const held = this.#held;
    const most = Math.min(held.length, MOST_GIVEN);
    let count = 0;
    while (count < most && this.#encoder.add((held[count] as Request).name, (held[count] as Request).args)) {
      count += 1;
    }
    this.#encoder.flush();
    return count;
  }

  /** Has the library wait for the replies to the first ones that are held. */
  #register(count: number): void {
    const requests = this.#held.splice(0, count);
    this.queue.prependCommandsToWrite(requests.map(({ buffers }) => (buffers ? this.#buffers : this.#strings)));
    for (const request of requests) {
      this.#sent.push(request);
    }
    for (const _ of this.#take()) {
      // What it has encoded is left out.
    }
  }

  #entryOf(request: Request): Entry {
    const { name, args, buffers } = request;
    return new Single([name, ...args], buffers ? this.mappings.buffers : this.mappings.strings, request, this.answers);
  }
}

/** A command that the library encodes. */
class Single implements Entry {
  chainId: undefined = undefined;
  abort: undefined = undefined;
  timeout: undefined = undefined;
  channelsCounter: undefined = undefined;
  slotNumber: undefined = undefined;

  constructor(
    public args: Arguments | undefined,
    readonly typeMapping: object | undefined,
    private readonly request: Request,
    private readonly answers: Answers,
  ) {}

  resolve(reply: unknown): void {
    this.answers.resolved(this.request, reply);
  }

  reject(error: Error): void {
    this.answers.rejected(this.request, error, this.args === undefined);
  }
}

/** What commands have in common that were encoded already. */
class Common implements Entry {
  chainId: undefined = undefined;
  abort: undefined = undefined;
  timeout: undefined = undefined;
  slotNumber: undefined = undefined;

  constructor(
    readonly typeMapping: object | undefined,
    private readonly sent: Ring<Request>,
    private readonly answers: Answers,
  ) {}

  get args(): Arguments | undefined {
    return NOTHING;
  }

  // It is sent again and again, and what the library notes of one command is not for the next.
  set args(_taken: Arguments | undefined) {}

  get channelsCounter(): undefined {
    return undefined;
  }

  set channelsCounter(_count: undefined) {}

  resolve(reply: unknown): void {
    this.answers.resolved(this.sent.shift() as Request, reply);
  }

  reject(error: Error): void {
    this.answers.rejected(this.sent.shift() as Request, error, true);
  }
}
