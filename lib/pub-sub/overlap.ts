import type { Kind } from '../command/subscribing.js';

/** How often a message came, from each source. */
interface Count {
  readonly bySource: Map<object, number>;
  delivered: number;
  /** When it was delivered last. */
  at: number;
}

/**
 * While two servers send the same messages, each is to be delivered once. They
 * send most of them both, in an order of their own, and each some that the other
 * does not: those of before or after it was listened to. A message is delivered
 * when a server has sent it more often than it was delivered; so its like from
 * the other one is not.
 */
export class Overlap {
  readonly #counts = new Map<string, Count>();

  /** Whether a message is to be delivered. */
  admits(source: object, kind: Kind, channel: Buffer, message: Buffer, pattern: Buffer | undefined): boolean {
    const lengths = [channel, message, pattern].map((part) => part?.length);
    const bytes = [channel, message, pattern].map((part) => part?.toString('latin1'));
    const key = [kind, ...lengths, ...bytes].join();
    const count = this.#counts.get(key) ?? { bySource: new Map(), delivered: 0, at: 0 };
    const sent = (count.bySource.get(source) ?? 0) + 1;
    count.bySource.set(source, sent);
    this.#counts.set(key, count);
    if (sent <= count.delivered) {
      return false;
    }
    count.delivered = sent;
    count.at = Date.now();
    return true;
  }

  /** Messages that were delivered before this time, and not since, will not come from another source. */
  forget(since: number): void {
    for (const [key, { at }] of this.#counts) {
      if (at < since) {
        this.#counts.delete(key);
      }
    }
  }
}
