import { tracingChannel } from 'node:diagnostics_channel';
import { type Chunks, joined } from './joined-writes.js';

type Arguments = readonly (string | Buffer)[];

/** A command as the queue of redis 5 and 6 keeps it. Its functions are called while the reply is decoded. */
export interface Entry {
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

/** One that the library has made. */
interface OwnEntry {
  readonly timeout?: { readonly signal: AbortSignal; readonly listener: () => void } | undefined;
}

/** What is used of the queue of a client of redis 5.11 to 6.3. */
interface CommandsQueue {
  addCommand(...args: unknown[]): Promise<unknown>;
  /** Takes commands from those that are to be written, each of them as it is sent. */
  commandsToWrite(): Iterable<Chunks>;
  isWaitingToWrite(): boolean;
  extractAllCommands(): (OwnEntry | Entry)[];
  prependCommandsToWrite(entries: readonly Entry[]): void;
}

interface Client {
  readonly options?: { commandsQueueMaxLength?: number };
  sendCommand(args: Arguments): Promise<unknown>;
  _getQueue?(): Partial<CommandsQueue>;
}

// Each of them does what is relied upon here, whatever else it does.
const QUEUE: { readonly [name in keyof CommandsQueue]: RegExp } = {
  addCommand:
    /\{\s*args,\s*chainId: options\?\.chainId,\s*abort: undefined,\s*timeout: undefined,\s*resolve,\s*reject,\s*channelsCounter: undefined,\s*typeMapping: options\?\.typeMapping,?\s*\}/,
  // A command counts as written when it was taken, and nothing is done with it after that.
  commandsToWrite:
    /^\s*\*\s*commandsToWrite\(\)[\s\S]*toSend\.args = undefined;[\s\S]*\.push\(toSend\);\s*yield encoded;\s*toSend\s*=\s*this\.#toWrite\.shift\(\);?\s*\}\s*\}$/,
  isWaitingToWrite: /return this\.#toWrite\.length > 0/,
  extractAllCommands: /this\.#toWrite\.remove\(/,
  prependCommandsToWrite: /this\.#toWrite\.unshift\(/,
};
const SEND = /#queue\.addCommand\(args,[\s\S]*#scheduleWrite\(\)/;

// Whoever listens there is told by `sendCommand` of each command.
const TRACED = tracingChannel('node-redis:command');

const NOTHING: Arguments = ['PING'];

// For a write, which takes about as many in one piece.
const MOST_GIVEN = 512;

/**
 * Has what a client of redis 5 or 6 sends in one turn leave in one piece. By itself it writes a string for
 * each command, into a corked socket: as many chunks of one `writev`, each with an object or two and an
 * encoding of its own. Left alone is a queue that is not of the form known, or that somebody has changed.
 * @param knock sends a command by the client; none where each is sent with options that only `sendCommand` sees to
 * @returns what takes commands in the place of `sendCommand`, where the client has a queue that can be filled
 */
export function joinWrites(client: object, knock?: (args: Arguments) => Promise<unknown>): DirectQueue | undefined {
  const { _getQueue, options, sendCommand } = client as Client;
  const queue = _getQueue?.call(client);
  if (queue === undefined || !isKnown(queue, 'commandsToWrite')) {
    return undefined;
  }
  const take = queue.commandsToWrite;
  const isWhole = (Object.keys(QUEUE) as (keyof CommandsQueue)[]).every((name) => isKnown(queue, name));
  if (
    knock !== undefined &&
    isWhole &&
    SEND.test(String(sendCommand)) &&
    options?.commandsQueueMaxLength === undefined
  ) {
    return new DirectQueue(client as Client, queue as CommandsQueue, knock);
  }
  queue.commandsToWrite = () => joined(take.call(queue));
  return undefined;
}

function isKnown<Name extends keyof CommandsQueue>(
  queue: Partial<CommandsQueue>,
  name: Name,
): queue is Partial<CommandsQueue> & Pick<CommandsQueue, Name> {
  return QUEUE[name].test(String(queue[name]));
}

/**
 * Puts commands into such a queue in its own form: without the promise that `sendCommand` makes for each.
 * They are held until they are written, since the queue takes such at its beginning only.
 */
export class DirectQueue {
  // As long as there are any, there is nothing else in the library's queue, and a write is due.
  #held: Entry[] = [];
  readonly #send: Client['sendCommand'];
  readonly #isWaiting: () => boolean;

  constructor(
    private readonly client: Client,
    private readonly queue: CommandsQueue,
    private readonly knock: (args: Arguments) => Promise<unknown>,
  ) {
    this.#send = client.sendCommand;
    const { addCommand, commandsToWrite, isWaitingToWrite } = queue;
    this.#isWaiting = () => isWaitingToWrite.call(queue);
    queue.isWaitingToWrite = () => this.#held.length > 0 || this.#isWaiting();
    queue.commandsToWrite = () => joined(this.#take(() => commandsToWrite.call(queue)));
    queue.addCommand = (...args) => {
      // Somebody else's command has its place behind these.
      queue.prependCommandsToWrite(this.#held.splice(0));
      return addCommand.apply(queue, args);
    };
  }

  /** Takes a command, unless `sendCommand` would do more with it, or refuse it, or others are waiting. */
  add(entry: Entry): boolean {
    if (this.client.sendCommand !== this.#send || (this.#held.length === 0 && !this.#begin())) {
      return false;
    }
    this.#held.push(entry);
    return true;
  }

  /** Rejects what was not written. */
  fail(error: Error): void {
    for (const entry of this.#held.splice(0)) {
      entry.reject(error);
    }
  }

  *#take(commands: () => Iterable<Chunks>): Generator<Chunks> {
    if (this.#isWaiting()) {
      yield* commands();
    }
    try {
      while (this.#held.length > 0) {
        this.queue.prependCommandsToWrite(this.#held.splice(0, MOST_GIVEN));
        yield* commands();
      }
    } finally {
      this.#takeBack();
    }
  }

  /** What was given for a write, and was not taken since the socket has no room for more. */
  #takeBack(): void {
    const back: Entry[] = [];
    // Of some versions, this takes out one at a time.
    while (this.#isWaiting()) {
      back.push(...(this.queue.extractAllCommands() as Entry[]));
    }
    this.#held.unshift(...back);
  }

  /** Whether a write is due. The library plans it for a command, which is taken out again. */
  #begin(): boolean {
    if (TRACED.hasSubscribers || this.#isWaiting()) {
      return false;
    }
    const refused = this.knock(NOTHING);
    if (!this.#isWaiting()) {
      refused.catch(() => {});
      return false;
    }
    for (const { timeout } of this.queue.extractAllCommands() as OwnEntry[]) {
      // While its server is moved, the library gives each a timer, and not all versions stop it here.
      timeout?.signal.removeEventListener('abort', timeout.listener);
    }
    return true;
  }
}
