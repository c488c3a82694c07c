import type { Connection } from '../client/connection.js';
import type { Argument, Callback, Request } from '../command/types.js';
import type { Node } from '../node/node.js';
import { CommandUnit } from './command-unit.js';

// A library begins with `#!lua name=mylib`.
const NAME = /^#!.*?\bname=(\S+)/;

/**
 * The libraries of functions that were loaded here, so that a server that has
 * none of them can be given them.
 * @see https://redis.io/docs/latest/develop/programmability/functions-intro/
 */
export class Libraries {
  readonly #texts = new Map<string, Argument>();

  get size(): number {
    return this.#texts.size;
  }

  /** Learns from a call of `FUNCTION`, once the masters have done it. */
  listen(args: readonly Argument[], callback: Callback): Callback {
    return (error, reply) => {
      if (error === null) {
        this.#note(args);
      }
      callback(error, reply);
    };
  }

  /** Gives a server all libraries. Those that it has it keeps. */
  giveTo(connection: Connection, node: Node): void {
    for (const text of this.#texts.values()) {
      const settle: Request['settle'] = () => node.answered();
      node.sent += 1;
      connection.send({ name: 'function', args: ['LOAD', text], buffers: false, settle });
    }
  }

  #note(args: readonly Argument[]): void {
    const words = args.map(String);
    switch (words[0]?.toLowerCase()) {
      case 'load': {
        const name = NAME.exec(words.at(-1) as string)?.[1];
        if (name !== undefined) {
          this.#texts.set(name, args.at(-1) as Argument);
        }
        break;
      }
      case 'delete':
        this.#texts.delete(words[1] as string);
        break;
      case 'flush':
        this.#texts.clear();
        break;
      case 'restore':
        if (words[2]?.toLowerCase() === 'flush') {
          this.#texts.clear();
        }
        break;
    }
  }
}

/** `FCALL`, which goes again with the libraries before it where a server does not know the function. */
export class FunctionUnit extends CommandUnit {
  #givesLibraries = false;

  constructor(
    private readonly libraries: Libraries,
    ...command: ConstructorParameters<typeof CommandUnit>
  ) {
    super(...command);
  }

  /** A replica takes no libraries. */
  override get isRead(): boolean {
    return !this.#givesLibraries && super.isRead;
  }

  override write(connection: Connection, node: Node): void {
    if (this.#givesLibraries) {
      this.libraries.giveTo(connection, node);
    }
    super.write(connection, node);
  }

  spellOut(): boolean {
    if (this.#givesLibraries || this.libraries.size === 0) {
      return false;
    }
    this.#givesLibraries = true;
    return true;
  }
}
