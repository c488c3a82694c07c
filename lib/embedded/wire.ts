import type { Socket } from 'node:net';
import RedisParser from 'redis-parser';
import type { EmbeddedNode } from './node.js';
import { encode } from './resp.js';

/** Executes a request, and gives the text of its reply, now or later. */
type Execute = (name: string, args: string[], reply: (text: string) => void) => void;

/** What comes and goes over one connection: requests one by one, and replies in the order of the requests. */
export class Wire {
  // A reply that is not there yet holds up the rest.
  readonly #requests: string[][] = [];
  readonly #replies: { text: string | undefined }[] = [];
  #isHeld = false;
  #delayed: NodeJS.Timeout | undefined;

  constructor(
    private readonly node: EmbeddedNode,
    private readonly socket: Socket,
    private readonly execute: Execute,
  ) {
    const parser = new RedisParser({
      returnBuffers: true,
      returnReply: (request: unknown) => {
        if (Array.isArray(request) && request.length > 0) {
          this.#requests.push(request.map((part: Buffer) => part.toString('latin1')));
        }
      },
      returnError: (error: Error) => this.#refuse(error),
      returnFatalError: (error: Error) => this.#refuse(error),
    });
    socket.on('data', (data) => {
      parser.execute(data);
      this.resume();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => clearTimeout(this.#delayed));
  }

  /** Goes through the requests that have come, unless something holds it up. */
  resume(): void {
    this.#flush();
    while (!this.#isHeld && !this.node.isHanging && this.#requests.length > 0 && !this.socket.destroyed) {
      const delay = this.node.delay;
      const [name = '', ...args] = this.#requests.shift() as string[];
      if (delay > 0) {
        this.#isHeld = true;
        this.#delayed = setTimeout(() => {
          // Before it begins, as it may hold up what comes behind it for longer.
          this.#isHeld = false;
          this.#begin(name, args);
          this.resume();
        }, delay);
      } else {
        this.#begin(name, args);
      }
    }
  }

  /** Begins no other request until it is released. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    setImmediate(() => this.resume());
  }

  /** Sends what is no reply. */
  write(text: string): void {
    if (text !== '' && this.socket.writable && !this.node.isHanging) {
      this.socket.write(text, 'latin1');
    }
  }

  #begin(name: string, args: string[]): void {
    const place: { text: string | undefined } = { text: undefined };
    this.#replies.push(place);
    this.execute(name, args, (text) => {
      place.text = text;
      this.#flush();
    });
  }

  #refuse(error: Error): void {
    this.write(encode(new Error(`ERR Protocol error: ${error.message}`), false));
    this.socket.destroySoon();
  }

  #flush(): void {
    let text = '';
    // A node that hangs keeps its replies until it is well again.
    while (!this.node.isHanging && this.#replies[0]?.text !== undefined) {
      text += this.#replies.shift()?.text;
    }
    this.write(text);
  }
}
