import type { BatchCommand, Calls, Done, Pairs } from '../subjects/subject.js';
import { COMMANDS_PER_BATCH, KEYS_PER_CALL } from '../workloads.js';

const MOST_KEYS = 10_000;
const MOST_BYTES = 32 * 2 ** 20;
// So many different calls are made ready, and used in turn.
const PREPARED = 64;

/** Keys and values of one run, the same for every subject: choices at random are made ready before. */
export class Data {
  readonly value: string;
  readonly keys: readonly string[];
  #seed = 1;

  constructor(valueSize: number) {
    this.value = 'v'.repeat(valueSize);
    const count = Math.min(MOST_KEYS, Math.floor(MOST_BYTES / valueSize));
    this.keys = Array.from({ length: count }, (_, i) => `key:${i}`);
  }

  /** A power of two of keys at random. */
  randomKeys(count = 2 ** 14): string[] {
    return Array.from({ length: count }, () => this.keys[this.#random(this.keys.length)] as string);
  }

  /** Keys for calls with many. */
  keyLists(): string[][] {
    return Array.from({ length: PREPARED }, () => this.randomKeys(KEYS_PER_CALL));
  }

  pairLists(): Pairs[] {
    return this.keyLists().map((keys) => this.pairs(keys));
  }

  pairs(keys: readonly string[]): Pairs {
    return {
      flat: keys.flatMap((key) => [key, this.value]),
      record: Object.fromEntries(keys.map((key) => [key, this.value])),
    };
  }

  /** Half of them GET, a quarter SET, a quarter INCR. */
  batches(): BatchCommand[][] {
    return Array.from({ length: PREPARED }, () =>
      this.randomKeys(COMMANDS_PER_BATCH).map((key, i): BatchCommand => {
        if (i % 2 === 0) {
          return ['get', key];
        }
        return i % 4 === 1 ? ['set', key, this.value] : ['incr', `counter:${key}`];
      }),
    );
  }

  /** Gives every key its value; and sees to it that the calls do what they are to do. */
  async fill(calls: Calls): Promise<void> {
    for (let i = 0; i < this.keys.length; i += KEYS_PER_CALL) {
      await called((done) => calls.mset(this.pairs(this.keys.slice(i, i + KEYS_PER_CALL)), done));
    }
    // Somebody before may have failed here.
    await called((done) => calls.del(['other', 'counter'], done));
    const some = this.randomKeys(KEYS_PER_CALL);
    expect(await called((done) => calls.get(some[0] as string, done)), this.value);
    expect(await called((done) => calls.mget([...some], done)), some.map(() => this.value).join());
    const replies = await called((done) =>
      calls.batch(
        [
          ['set', 'other', 'a'],
          ['get', 'other'],
          ['incr', 'counter'],
        ],
        done,
      ),
    );
    expect(replies, 'OK,a,1');
    expect(await called((done) => calls.mget(['other', 'counter'], done)), 'a,1');
    await called((done) => calls.del(['other', 'counter'], done));
    expect(await called((done) => calls.mget(['other', 'counter'], done)), ',');
  }

  // xorshift32: the same choices in every process.
  #random(below: number): number {
    let x = this.#seed;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#seed = x;
    return (x >>> 0) % below;
  }
}

/** Makes one call, and waits for its reply. */
export function called(call: (done: Done) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    call((error, reply) => {
      if (error === null || error === undefined) {
        resolve(reply);
      } else {
        reject(error);
      }
    });
  });
}

function expect(reply: unknown, expected: string): void {
  if (String(reply) !== expected) {
    throw new Error(`Expected the reply ${expected.slice(0, 100)}, got ${String(reply).slice(0, 100)}`);
  }
}
