import type { Kind } from '../command/subscribing.js';

/**
 * While two servers send the same messages, each is to be delivered once. They
 * send most of them both, in an order of their own, and each some that the other
 * does not: those of before or after it was listened to. A message that one of
 * them is first to send is delivered, and its like from the other one is not.
 */
export class Overlap {
  // How many more of a message the former server has sent than the new one.
  readonly #ahead = new Map<string, number>();

  /** Whether a message is to be delivered. */
  admits(isFormer: boolean, kind: Kind, channel: Buffer, message: Buffer, pattern: Buffer | undefined): boolean {
    const lengths = [channel, message, pattern].map((part) => part?.length);
    const bytes = [channel, message, pattern].map((part) => part?.toString('latin1'));
    const key = [kind, ...lengths, ...bytes].join();
    const before = this.#ahead.get(key) ?? 0;
    const after = before + (isFormer ? 1 : -1);
    if (after === 0) {
      this.#ahead.delete(key);
    } else {
      this.#ahead.set(key, after);
    }
    return Math.abs(after) > Math.abs(before);
  }
}
