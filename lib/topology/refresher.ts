import type { SlotMap } from './slot-map.js';

/** What a refresher asks of its owner. */
export interface RefresherListener {
  /** Asks one server after the other until one gives a good map; rejects with one error per server. */
  fetch(): Promise<SlotMap>;
  /** A map has come. */
  adopted(map: SlotMap): void;
  /** Nobody answered; the attempt is counted from one. Returns when to try again, or null: never. */
  failed(error: Error, attempt: number): number | null;
}

// After a change the map is fetched again this much later, as one seldom comes alone: a server whose
// slots have moved leaves, one that was replaced comes back.
const SETTLING = 2000;

/**
 * Decides when the map is fetched. One fetch is in flight at a time, whoever
 * asks meanwhile joins it; if the map was patched meanwhile one more follows,
 * since the reply may be older than the patch. So a thousand `MOVED`s cost two.
 */
export class Refresher {
  #running = false;
  #again = false;
  #stopped = false;
  #failures = 0;
  #soon: NodeJS.Timeout | undefined;
  #unref = false;
  // The map that was fetched last, until something says that it is not the whole truth.
  #settled: SlotMap | undefined;
  #later: NodeJS.Timeout | undefined;
  readonly #slow: NodeJS.Timeout | undefined;
  readonly #listener: RefresherListener;

  constructor(interval: number, listener: RefresherListener) {
    this.#listener = listener;
    if (interval > 0) {
      // Connections keep the process alive, not this.
      this.#slow = setInterval(() => this.refresh(), interval).unref();
    }
  }

  /** Fetches the map now, or joins the fetch that is under way. */
  refresh(): void {
    if (this.#running || this.#stopped) {
      return;
    }
    this.#cancelSoon();
    this.#running = true;
    this.#again = false;
    this.#listener.fetch().then(
      (map) => this.#done(map),
      (error: Error) => this.#failed(error),
    );
  }

  /** Fetches the map, and once more if a fetch is under way: its reply may be too old. */
  refreshAfterChange(): void {
    this.#again = this.#running;
    this.#settled = undefined;
    this.refresh();
  }

  /** Fetches the map in a while, unless that happens sooner anyway. */
  refreshIn(milliseconds: number): void {
    if (this.#soon === undefined && !this.#running && !this.#stopped) {
      this.#soon = setTimeout(() => {
        this.#soon = undefined;
        this.refresh();
      }, milliseconds);
      if (this.#unref) {
        this.#soon.unref();
      }
    }
  }

  unref(): void {
    this.#unref = true;
    this.#soon?.unref();
  }

  /** Fetches no more. What is under way changes nothing. */
  stop(): void {
    this.#stopped = true;
    this.#cancelSoon();
    clearTimeout(this.#later);
    clearInterval(this.#slow);
  }

  #done(map: SlotMap): void {
    this.#running = false;
    if (this.#stopped) {
      return;
    }
    this.#failures = 0;
    if (this.#settled === undefined || !this.#settled.equals(map)) {
      this.#settled = map;
      clearTimeout(this.#later);
      // Connections keep the process alive, not this.
      this.#later = setTimeout(() => this.refresh(), SETTLING).unref();
    }
    this.#listener.adopted(map);
    if (this.#again) {
      this.refresh();
    }
  }

  #failed(error: Error): void {
    this.#running = false;
    if (this.#stopped) {
      return;
    }
    this.#failures += 1;
    const delay = this.#listener.failed(error, this.#failures);
    if (delay !== null) {
      this.refreshIn(delay);
    }
  }

  #cancelSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
  }
}
