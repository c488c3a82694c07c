import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisCluster } from 'clusterwise';

const PREFIX = 'reshard:';
const KEYS = Array.from({ length: 3000 }, (_, i) => `${PREFIX}${i}`);

/** Counts up keys of all slots, and checks each answer: it knows what has to come. */
export class Traffic {
  answers = 0;
  wrong = 0;
  errors = 0;
  readonly #counts = new Map<string, number>();

  static readonly owns = (key: string) => key.startsWith(PREFIX);

  constructor(private readonly client: RedisCluster) {}

  async run(end: AbortSignal): Promise<void> {
    await this.clear();
    while (!end.aborted) {
      await Promise.all(Array.from({ length: 50 }, () => this.#countUp()));
      await sleep(20);
    }
  }

  async clear(): Promise<void> {
    await this.client.del(KEYS);
  }

  async #countUp(): Promise<void> {
    const key = KEYS[Math.floor(Math.random() * KEYS.length)] as string;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    try {
      const answer = await this.client.incr(key);
      this.answers += 1;
      this.wrong += answer === count ? 0 : 1;
    } catch {
      this.errors += 1;
    }
  }
}
