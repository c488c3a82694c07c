/** What is known of one counter. */
interface Counter {
  /** The last value that was answered. */
  value: number;
  /** Increments since then of which nobody knows whether they were executed. */
  uncertain: number;
}

/** What has been counted. */
export class Figures {
  reads = 0;
  writes = 0;
  readonly readErrors = new Map<string, number>();
  readonly writeErrors = new Map<string, number>();
  /** Acknowledged increments that a killed master had and its replica never got: no client can help that. */
  lostByServers = 0;
  /** Other acknowledged increments that the server does not have. */
  lost = 0;
  /** Increments that the server has, and whose reply was lost. */
  unacknowledged = 0;
  /** Increments that nobody asked for. */
  double = 0;
  /** The longest command, in milliseconds. */
  longest = 0;
}

/**
 * The consistency test of the Redis Cluster tutorial: one counter per key, whose
 * only writer compares what it reads with what it was answered before.
 *
 * An increment may be applied without an answer only where one failed with
 * `UNCERTAIN_STATE`; all that a counter has beyond is double.
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/
 */
export class Checker {
  figures = new Figures();
  readonly #counters = new Map<string, Counter>();

  /** Starts new figures; what the counters must be stays known. */
  begin(): void {
    this.figures = new Figures();
  }

  /** `GET` was answered. */
  read(key: string, value: number): void {
    this.figures.reads += 1;
    this.serverHas(key, value);
  }

  /** `INCR` was answered. Right before, the key had one less. */
  incremented(key: string, answer: number): void {
    this.figures.writes += 1;
    this.serverHas(key, answer - 1);
    this.#counterOf(key).value = answer;
  }

  /** This is what its server has, whoever says so. */
  serverHas(key: string, value: number): void {
    this.figures.lost += this.#lostSince(key, value);
  }

  /**
   * The replica of a killed master has this value, and nobody can write it: what
   * was acknowledged beyond is the servers' loss.
   */
  heirHas(key: string, value: number): void {
    this.figures.lostByServers += this.#lostSince(key, value);
  }

  readFailed(code: string): void {
    count(this.figures.readErrors, code);
  }

  writeFailed(key: string, code: string): void {
    count(this.figures.writeErrors, code);
    if (code === 'UNCERTAIN_STATE') {
      this.#counterOf(key).uncertain += 1;
    }
  }

  took(milliseconds: number): void {
    this.figures.longest = Math.max(this.figures.longest, milliseconds);
  }

  /** Takes over a value that the server has; returns how much it is behind. */
  #lostSince(key: string, value: number): number {
    const counter = this.#counterOf(key);
    const ahead = value - counter.value;
    if (ahead > 0) {
      const unacknowledged = Math.min(ahead, counter.uncertain);
      this.figures.unacknowledged += unacknowledged;
      this.figures.double += ahead - unacknowledged;
    }
    counter.value = value;
    counter.uncertain = 0;
    return Math.max(0, -ahead);
  }

  #counterOf(key: string): Counter {
    let counter = this.#counters.get(key);
    if (counter === undefined) {
      counter = { value: 0, uncertain: 0 };
      this.#counters.set(key, counter);
    }
    return counter;
  }
}

function count(errors: Map<string, number>, code: string): void {
  errors.set(code, (errors.get(code) ?? 0) + 1);
}
