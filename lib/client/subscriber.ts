import type { Kind } from '../command/subscribing.js';
import type { Connection } from './connection.js';

/** Takes a message: `pattern` is the one that it came for, where it came for a pattern. */
export type Receive = (kind: Kind, channel: Buffer, message: Buffer, pattern: Buffer | undefined) => void;

/** What a subscriber tells besides what a connection tells. */
export interface SubscriberListener {
  readonly message: Receive;
  /** The server has ended subscriptions to shard channels by itself, as their slot has left it; which ones is not known. */
  dropped(): void;
}

/** Called once: with nothing, with the server's error, or with a `ConnectionLostError`. */
export type Settle = (error: Error | null) => void;

/**
 * A connection that does nothing but listen. Messages of a subscription come
 * after it was settled, and none comes after its end was; changes to one name are
 * settled in the order in which they were made. As a `Connection`, it is used
 * until it is lost and subscribes to nothing by itself.
 */
export interface Subscriber extends Pick<Connection, 'client' | 'open' | 'destroy' | 'unref'> {
  /** Begins subscriptions, to all of these names or to none. Only between `ready` and `lost`. */
  subscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void;
  /** Ends them. */
  unsubscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void;
}
