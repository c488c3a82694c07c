import { adapt } from '../client/adapt.js';
import type { Connection } from '../client/connection.js';
import type { Request } from '../command/types.js';
import type { Address } from '../topology/address.js';
import { asError, type ClientFactory, makeClient } from './make-client.js';

export interface AttemptOptions {
  readonly createClient: ClientFactory;
  readonly connectTimeout: number;
  readonly unref: boolean;
}

/** What an attempt tells its owner: `connected` or `failed`, once; `lost` after `connected`. */
export interface AttemptListener {
  connected(connection: Connection): void;
  /** `misuse`: it was the fault of `createClient`, so that waiting would not help. */
  failed(error: Error, misuse: boolean): void;
  lost(connection: Connection, error: Error): void;
}

/** One attempt to get a connection: makes the client, and waits until it is ready. */
export class Attempt {
  #isOver = false;
  #connection: Connection | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly address: Address,
    private readonly options: AttemptOptions,
    /** Whether the server must answer a `PING`: some libraries call a server ready that has not said a word. */
    private readonly isProofNeeded: boolean,
    private readonly listener: AttemptListener,
  ) {}

  start(): void {
    const { createClient, connectTimeout } = this.options;
    this.#timer = setTimeout(() => {
      this.#fail(new Error(`no connection within ${connectTimeout} ms`), false);
    }, connectTimeout);
    if (this.options.unref) {
      this.#timer.unref();
    }
    let client: unknown;
    try {
      client = makeClient(createClient, this.address);
    } catch (error) {
      this.#fail(error as Error, true);
      return;
    }
    if (isThenable(client)) {
      client.then(
        (made) => this.#open(made),
        (error: unknown) => this.#fail(asError(error), false),
      );
    } else {
      this.#open(client);
    }
  }

  /** Ends it; a client that was made, or comes later, is closed. */
  cancel(): void {
    this.#end();
    this.#connection?.destroy();
  }

  unref(): void {
    this.#timer?.unref();
    this.#connection?.unref();
  }

  #open(client: unknown): void {
    let connection: Connection;
    try {
      connection = adapt(client);
    } catch (error) {
      this.#fail(error as Error, true);
      return;
    }
    if (this.#isOver) {
      // It came too late: nobody waits for it any more.
      connection.destroy();
      return;
    }
    this.#connection = connection;
    connection.open({
      ready: () => {
        if (this.isProofNeeded) {
          connection.send(ping(() => this.#succeed(connection)));
        } else {
          this.#succeed(connection);
        }
      },
      lost: (error) => {
        if (this.#connection === connection) {
          this.#fail(error, false);
        } else {
          this.listener.lost(connection, error);
        }
      },
    });
  }

  #succeed(connection: Connection): void {
    if (!this.#isOver) {
      this.#end();
      // It is its owner's from now on.
      this.#connection = undefined;
      this.listener.connected(connection);
    }
  }

  #fail(error: Error, misuse: boolean): void {
    if (!this.#isOver) {
      this.cancel();
      this.listener.failed(error, misuse);
    }
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }
}

// What a server says of an error; a library that gives up waiting says it in other words.
const SERVER_ERROR = /^[A-Z]+ /;

/** Any answer of the server will do, an error too. */
function ping(answered: () => void): Request {
  return {
    name: 'ping',
    args: [],
    buffers: false,
    settle: (error) => {
      if (error === null || SERVER_ERROR.test(error.message)) {
        answered();
      }
    },
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
