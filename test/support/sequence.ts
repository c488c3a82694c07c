import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import type { RedisCluster } from '../../lib/index.js';
import type { LocalCluster } from './local-cluster/index.js';
import { Repeated } from './repeated.js';

const LENGTH = 10;
const WRITERS = 2;

/**
 * Writes 1, 2, 3, … to two keys of one slot, in batches and by commands of their
 * own, many under way at once: one key keeps the last, the other, a list, keeps all.
 */
export class Sequence {
  readonly #last: string;
  readonly #list: string;
  readonly #writers: readonly Repeated[];
  #written = 0;

  /** @param name begins with a hash tag */
  constructor(
    private readonly cluster: RedisCluster,
    readonly name: string,
    rest: number,
  ) {
    this.#last = `${name}:last`;
    this.#list = `${name}:list`;
    this.#writers = Array.from({ length: WRITERS }, () => new Repeated(() => this.#write(), rest));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#writers.map((writer) => writer.stop()));
  }

  /** Fails unless its server has everything once and in order, and ends at the last. */
  async check(local: LocalCluster): Promise<void> {
    for (const { failure, turns } of this.#writers) {
      expect(failure, this.name).to.equal(undefined);
      expect(turns, this.name).to.be.above(0);
    }
    const owner = await local.ownerOf(slotOf(this.name));
    expect(await owner.command('GET', this.#last), this.name).to.equal(String(this.#written));
    expect(await owner.command('LRANGE', this.#list, 0, -1), this.name).to.deep.equal(
      Array.from({ length: this.#written }, (_, index) => String(index + 1)),
    );
  }

  /** The reply to a write of the list is its length, so that it tells the order too. */
  async #write(): Promise<void> {
    await Promise.all([this.#batch(), this.#batch(), this.#singles(), this.#batch()]);
  }

  async #batch(): Promise<void> {
    const numbers = this.#next();
    const batch = this.cluster.batch();
    for (const number of numbers) {
      batch.set(this.#last, number).rpush(this.#list, number);
    }
    expect(await batch.exec(), this.name).to.deep.equal(numbers.flatMap((number) => ['OK', number]));
  }

  async #singles(): Promise<void> {
    const numbers = this.#next();
    const replies = numbers.flatMap((number) => [
      this.cluster.set(this.#last, number),
      this.cluster.rpush(this.#list, number),
    ]);
    expect(await Promise.all(replies), this.name).to.deep.equal(numbers.flatMap((number) => ['OK', number]));
  }

  #next(): number[] {
    const first = this.#written + 1;
    this.#written += LENGTH;
    return Array.from({ length: LENGTH }, (_, index) => first + index);
  }
}
