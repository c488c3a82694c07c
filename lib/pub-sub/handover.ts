import type { Receive } from '../client/subscriber.js';
import { Overlap } from './overlap.js';
import type { Seat } from './seat.js';

// After a move, the former server is listened to for so long: what it has not
// sent by then comes from the new one. For as long again, what the former was
// first to send may come from the new one.
const OVERLAP = 1000;

/** A seat that is being left, as long as its messages are taken beside those of the next one. */
export class Handover {
  #former: Seat | undefined;
  #overlap: Overlap | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unref = false;

  /** This seat is left, and no other one has taken its place yet. */
  begin(former: Seat): void {
    clearTimeout(this.#timer);
    this.#former?.close();
    this.#former = former;
  }

  /** There is a next seat, whose messages may be those of the former. */
  meet(): void {
    if (this.#former !== undefined) {
      this.#overlap ??= new Overlap();
    }
  }

  /** From now on, the next seat has all messages. */
  complete(): void {
    if (this.#overlap !== undefined) {
      const now = Date.now();
      this.#later(() => this.#leave(now));
    }
  }

  /** Whether a message is to be delivered. */
  admits(seat: Seat, [kind, channel, payload, pattern]: Parameters<Receive>): boolean {
    return this.#overlap?.admits(seat, kind, channel, payload, pattern) !== false;
  }

  /** A seat is lost; if it is the former one, nothing more comes from there. */
  lost(seat: Seat): void {
    if (seat === this.#former) {
      this.#former = undefined;
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#overlap = undefined;
    this.#former?.close();
    this.#former = undefined;
  }

  unref(): void {
    this.#unref = true;
    this.#timer?.unref();
    this.#former?.unref();
  }

  /** From `since` on, both seats had all messages. */
  #leave(since: number): void {
    this.#former?.close();
    this.#former = undefined;
    this.#overlap?.forget(since);
    this.#later(() => this.end());
  }

  #later(act: () => void): void {
    this.#timer = setTimeout(act, OVERLAP);
    if (this.#unref) {
      this.#timer.unref();
    }
  }
}
