import { adaptSubscriber } from '../client/adapt.js';
import type { Receive, Settle, Subscriber } from '../client/subscriber.js';
import type { Kind } from '../command/subscribing.js';
import { asError, type ClientFactory, makeClient } from '../node/make-client.js';
import type { Node } from '../node/node.js';

export interface SeatOptions {
  readonly createClient: ClientFactory;
  readonly connectTimeout: number;
}

/** What a seat tells its feed, until it is closed. */
export interface SeatListener {
  ready(seat: Seat): void;
  /** It is gone, or could not be taken; called once. */
  lost(seat: Seat, error: Error): void;
  message(seat: Seat, ...message: Parameters<Receive>): void;
  /** Subscriptions to shard channels were ended by the server. */
  dropped(seat: Seat): void;
}

/** A subscriber on a node, by a connection of its own. It is used until it is lost. */
export class Seat {
  readonly node: Node;
  #state: 'opening' | 'ready' | 'closed' = 'opening';
  #subscriber: Subscriber | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #listener: SeatListener;
  #unref: boolean;

  constructor(node: Node, { createClient, connectTimeout }: SeatOptions, unref: boolean, listener: SeatListener) {
    this.node = node;
    this.#listener = listener;
    this.#unref = unref;
    node.hold();
    this.#timer = setTimeout(() => this.#lose(new Error(`no connection within ${connectTimeout} ms`)), connectTimeout);
    if (unref) {
      this.#timer.unref();
    }
    this.#make(createClient).then(
      (client) => this.#open(client),
      (error: unknown) => this.#lose(asError(error)),
    );
  }

  get ready(): boolean {
    return this.#state === 'ready';
  }

  subscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    this.#subscriber?.subscribe(kind, names, settle);
  }

  unsubscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    this.#subscriber?.unsubscribe(kind, names, settle);
  }

  unref(): void {
    this.#unref = true;
    this.#timer.unref();
    this.#subscriber?.unref();
  }

  /** Closes the connection. Nothing is told of it, and no message comes any more. */
  close(): void {
    if (this.#state !== 'closed') {
      this.#state = 'closed';
      clearTimeout(this.#timer);
      this.node.release();
      this.#subscriber?.destroy();
    }
  }

  async #make(createClient: ClientFactory): Promise<unknown> {
    return makeClient(createClient, this.node.address);
  }

  #open(client: unknown): void {
    let subscriber: Subscriber;
    try {
      subscriber = adaptSubscriber(client, {
        message: (...message) => {
          if (this.#state === 'ready') {
            this.#listener.message(this, ...message);
          }
        },
        dropped: () => {
          if (this.#state === 'ready') {
            this.#listener.dropped(this);
          }
        },
      });
    } catch (error) {
      this.#lose(error as Error);
      return;
    }
    if (this.#state === 'closed') {
      // It came too late.
      subscriber.destroy();
      return;
    }
    this.#subscriber = subscriber;
    subscriber.open({
      ready: () => {
        if (this.#state === 'opening') {
          this.#state = 'ready';
          clearTimeout(this.#timer);
          if (this.#unref) {
            subscriber.unref();
          }
          this.#listener.ready(this);
        }
      },
      lost: (error) => this.#lose(error),
    });
  }

  #lose(error: Error): void {
    if (this.#state !== 'closed') {
      this.close();
      this.#listener.lost(this, error);
    }
  }
}
