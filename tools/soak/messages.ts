import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisCluster } from '../../lib/index.js';
import type { Callback, Caller } from './caller.js';
import { Violation } from './model.js';
import type { Report } from './report.js';
import type { Weather } from './weather.js';

const INTERVAL = 40;
// A message that has not come by then is lost.
const PATIENCE = 5000;
// Servers may still be finding each other after a fault, and one may be about to begin.
const MARGIN = 2000;

export interface MessagesOptions {
  readonly channel: string;
  readonly publisher: RedisCluster;
  readonly subscriber: RedisCluster;
  readonly weather: Weather;
  readonly report: Report;
  readonly caller: Caller;
}

/** Publishes numbers, and sees that none comes twice, and all of them where there is no fault. */
export class Messages {
  #isStopped = false;
  // Numbers that were published and have not come, by the time of the reply.
  readonly #expected = new Map<number, number>();
  readonly #received = new Set<number>();

  constructor(private readonly options: MessagesOptions) {}

  async run(): Promise<void> {
    const { channel, publisher, subscriber, caller, report } = this.options;
    subscriber.on('message', (on: string, message: string) => {
      if (on === channel) {
        this.#receive(Number(message));
      }
    });
    await subscriber.subscribe(channel);
    for (let number = 1; !this.#isStopped; number += 1) {
      const { error } = await caller.answer(`publish ${channel} ${number}`, (callback: Callback) => {
        publisher.publish(channel, String(number), callback);
      });
      report.messages.published += 1;
      if (error !== null) {
        this.#failed(number, error);
      } else if (!this.#received.has(number)) {
        this.#expected.set(number, performance.now());
      }
      this.#look(PATIENCE);
      await sleep(INTERVAL);
    }
    await sleep(500);
    this.#look(500);
    await subscriber.unsubscribe(channel);
  }

  stop(): void {
    this.#isStopped = true;
  }

  #receive(number: number): void {
    const { channel, report } = this.options;
    report.messages.received += 1;
    if (this.#received.has(number)) {
      report.violated(new Violation(`Message ${number} of ${channel} came twice`));
    }
    this.#received.add(number);
    this.#expected.delete(number);
  }

  #failed(number: number, error: Error): void {
    const { channel, report } = this.options;
    const code = String((error as { code?: unknown }).code);
    report.failed(code);
    if (code !== 'UNCERTAIN_STATE') {
      report.violated(new Violation(`publish ${channel} ${number} failed with ${code}: ${error.message}`));
    }
  }

  #look(patience: number): void {
    const { channel, report, weather } = this.options;
    const now = performance.now();
    for (const [number, publishedAt] of this.#expected) {
      if (publishedAt > now - patience) {
        break;
      }
      this.#expected.delete(number);
      report.messages.lost += 1;
      if (!weather.wasRough(publishedAt - MARGIN, publishedAt + MARGIN)) {
        report.violated(new Violation(`Message ${number} of ${channel} was lost, and there was no fault`));
      }
    }
  }
}
