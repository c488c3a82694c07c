import { expect } from 'chai';
import { slotOf } from '../../lib/command/slot.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES, type Family } from '../support/families.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';

const WORKERS = 10;
// The row says node-timeout + 3 s, which is 4.5 s; a busy machine is given more,
// but less than `silenceTimeout`: it is the new map that ends the waiting.
const LONGEST = 9000;

/** Counts up one key, and reads it back after each step. */
class Worker {
  readonly replies: number[] = [];
  readonly errors: { command: string; code: string | undefined }[] = [];
  steps = 0;
  longest = 0;
  isWaiting = false;

  constructor(
    private readonly cluster: RedisCluster,
    readonly key: string,
  ) {}

  async step(): Promise<void> {
    await this.#issue('INCR', async () => this.replies.push(await this.cluster.incr(this.key)));
    await this.#issue('GET', () => this.cluster.get(this.key));
    this.steps += 1;
  }

  async #issue(command: string, call: () => Promise<unknown>): Promise<void> {
    const begun = performance.now();
    this.isWaiting = true;
    try {
      await call();
    } catch (error) {
      this.errors.push({ command, code: (error as { code?: string }).code });
    }
    this.isWaiting = false;
    this.longest = Math.max(this.longest, performance.now() - begun);
  }
}

const clustersOf = (local: LocalCluster, family: Family) =>
  new RedisCluster({ servers: local.servers, createClient: family.createClient });

describe('fault 3: a master hangs (SIGSTOP), a replica takes over', () => {
  let local: LocalCluster;
  let isOver = false;
  const clusters: RedisCluster[] = [];
  const workers = new Map<string, Worker[]>();

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    for (const family of FAMILIES) {
      const cluster = clustersOf(local, family);
      clusters.push(cluster);
      await cluster.ping();
      // All keys are its own, so that nothing but its silence tells of it.
      const keys = Array.from({ length: 1000 }, (_, i) => `${family.name}:${i}`);
      const own = keys.filter((key) => slotOf(key) < 5000).slice(0, WORKERS);
      workers.set(
        family.name,
        own.map((key) => new Worker(cluster, key)),
      );
    }
    const all = [...workers.values()].flat();
    const loads = all.map(async (worker) => {
      while (!isOver) {
        await worker.step();
      }
    });
    const hung = await local.ownerOf(0);
    await waitUntil('every worker to be under way', async () => all.every(({ steps }) => steps > 20));
    hung.pause();
    await waitUntil('a replica to take over', async () => (await local.masters()).length === 3);
    const then = all.map(({ steps }) => steps);
    await waitUntil('every worker to go on', async () => all.every(({ steps }, i) => steps > (then[i] as number) + 20));
    // What it still had to read must be of no consequence.
    hung.resume();
    await waitUntil('it to be a replica', async () => (await hung.command<unknown[]>('ROLE'))[0] === 'slave');
    isOver = true;
    await Promise.all(loads);
  });

  after(async () => {
    for (const cluster of clusters) {
      cluster.end(true);
    }
    await local.stop();
  });

  for (const { name } of FAMILIES) {
    it(`nothing stays pending, no read fails, no write is applied twice, over ${name}`, async () => {
      const own = workers.get(name) as Worker[];
      expect(own.filter(({ isWaiting }) => isWaiting)).to.deep.equal([]);
      // Each worker had one command outstanding at the time.
      expect(own.filter(({ errors }) => errors.length > 1)).to.deep.equal([]);
      for (const { errors } of own.filter(({ errors: { length } }) => length > 0)) {
        expect(errors).to.deep.equal([{ command: 'INCR', code: 'UNCERTAIN_STATE' }]);
      }
      for (const { key, replies, errors } of own) {
        const value = Number(await (clusters[0] as RedisCluster).get(key));
        expect(value, key).to.be.within(replies.length, replies.length + errors.length);
        expect(replies, key).to.deep.equal([...new Set(replies)].sort((a, b) => a - b));
      }
    });

    it(`every command settles long before the node is given up for its silence alone, over ${name}`, () => {
      const own = workers.get(name) as Worker[];
      expect(Math.max(...own.map(({ longest }) => longest))).to.be.below(LONGEST);
    });
  }
});
