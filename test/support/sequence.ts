import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import type { RedisCluster } from '../../lib/index.js';
import type { LocalCluster } from './local-cluster/index.js';
import { Repeated } from './repeated.js';

const LENGTH = 10;

/**
 * Writes 1, 2, 3, … to two keys of one slot, in batches and by commands of their
 * own, many under way at once: one key keeps the last, the other, a list, keeps all.
 */
export class Sequence {
  readonly work: Repeated;
  readonly #last: string;
  readonly #list: string;
  #written = 0;

  /** @param name begins with a hash tag */
  constructor(
    private readonly cluster: RedisCluster,
    readonly name: string,
    rest: number,
  ) {
    this.#last = `${name}:last`;
    this.#list = `${name}:list`;
    this.work = new Repeated(() => this.#write(), rest);
  }

  /** Fails unless its server has everything once and in order, and ends at the last. */
  async check(local: LocalCluster): Promise<void> {
    expect(this.work.failure, this.name).to.equal(undefined);
    expect(this.work.turns, this.name).to.be.above(0);
    const owner = await local.ownerOf(slotOf(this.name));
    expect(await owner.command('GET', this.#last), this.name).to.equal(String(this.#written));
    expect(await owner.command('LRANGE', this.#list, 0, -1), this.name).to.deep.equal(
      Array.from({ length: this.#written }, (_, index) => String(index + 1)),
    );
  }

  /** Each reply to a write of the list is its length, so that it tells the order too. */
  async #write(): Promise<void> {
    const first = this.#written + 1;
    const lengths = await Promise.all([this.#batch(), this.#batch(), ...this.#singles(), this.#batch()]);
    const expected = Array.from({ length: this.#written - first + 1 }, (_, index) => first + index);
    expect(lengths.flat(), this.name).to.deep.equal(expected);
  }

  async #batch(): Promise<unknown[]> {
    const batch = this.cluster.batch();
    for (let i = 0; i < LENGTH; i += 1) {
      this.#written += 1;
      batch.set(this.#last, this.#written).rpush(this.#list, this.#written);
    }
    const replies = (await batch.exec()) as unknown[];
    return replies.filter((_reply, index) => index % 2 === 1);
  }

  #singles(): Promise<unknown>[] {
    return Array.from({ length: LENGTH }, async () => {
      this.#written += 1;
      const [, length] = await Promise.all([
        this.cluster.set(this.#last, this.#written),
        this.cluster.rpush(this.#list, this.#written),
      ]);
      return length;
    });
  }
}
