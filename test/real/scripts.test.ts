import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { slotOf } from '../../lib/command/slot.js';
import type { RedisCluster } from '../../lib/index.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';
import { failOver, replicaOf, settled } from '../support/real-faults.js';
import { closeAll, openAll } from '../support/side-by-side.js';

const shaOf = (text: string) => createHash('sha1').update(text).digest('hex');

// Each says what was counted, and does it once.
const LOADED = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
const evaluatedAt = (tag: string) => `${LOADED} -- ${tag}`;
const DEFINED = "return redis.call('INCRBY', KEYS[1], ARGV[1] * 1)";
const LIBRARY = `#!lua name=counters
redis.register_function('counters_add', function(keys, args) return redis.call('INCRBY', keys[1], args[1]) end)`;

// biome-ignore lint/suspicious/noExplicitAny: methods that no type knows.
type WithScripts = RedisCluster & { increase: any };

// One of a slot of each master.
const TAGS = ['a', 'b', 'c'];

describe('scripts on real servers', () => {
  let local: LocalCluster;
  let contenders: { family: string; cluster: WithScripts }[];

  /** Every way to have a script executed; a list of counts. */
  const countAll = async (cluster: WithScripts, key: string, text: string): Promise<unknown[]> => {
    const alone = [
      cluster.evalsha(shaOf(LOADED), 1, key, 1),
      cluster.evalsha(shaOf(text), 1, key, 1),
      cluster.increase(key, 1),
      new Promise((resolve, reject) =>
        cluster.increase(key, 1, (error: Error | null, count: number) => (error ? reject(error) : resolve(count))),
      ),
      cluster.fcall('counters_add', 1, key, 1),
    ];
    // biome-ignore lint/suspicious/noExplicitAny: methods that no type knows.
    const fill = (chain: any) => chain.evalsha(shaOf(LOADED), 1, key, 1).increase(key, 1).get(key).exec();
    const together = [fill(cluster.batch()), fill(cluster.multi())];
    return [...(await Promise.all(alone)), ...(await Promise.all(together)).flat()];
  };
  const COUNTS = [1, 2, 3, 4, 5, 6, 7, '7', 8, 9, '9'];

  /** The text was evaluated at one master, and may be unknown to that of the key. */
  const counted = async (tag: string, text: string) => {
    const all = await Promise.all(
      contenders.map(async ({ family, cluster }) => {
        const name = `{${tag}}${family}`;
        const counts = await countAll(cluster, name, text);
        await cluster.del(name);
        return [family, counts];
      }),
    );
    return Object.fromEntries(all);
  };
  const expected = () => Object.fromEntries(contenders.map(({ family }) => [family, COUNTS]));

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    contenders = (await openAll(local.servers, {
      scripts: { increase: { numberOfKeys: 1, lua: DEFINED } },
    })) as typeof contenders;
    for (const { cluster } of contenders) {
      expect(await cluster.script('load', LOADED)).to.equal(shaOf(LOADED));
      for (const tag of TAGS) {
        await cluster.eval(evaluatedAt(tag), 1, `{${tag}}`, 0);
      }
      expect(await cluster.function('load', 'REPLACE', LIBRARY)).to.equal('counters');
    }
  });

  after(async () => {
    await closeAll(contenders ?? []);
    await local?.stop();
  });

  it('are executed in order at masters that have not seen them, over every client', async () => {
    for (const tag of TAGS) {
      for (const other of TAGS) {
        expect(await counted(tag, evaluatedAt(other))).to.deep.equal(expected());
      }
    }
  });

  it('are executed where they were flushed behind our back, with each command once', async () => {
    for (const tag of TAGS) {
      const owner = await local.ownerOf(slotOf(`{${tag}}`));
      await owner.command('SCRIPT', 'FLUSH');
      const counts = await Promise.all(
        contenders.map(async ({ family, cluster }) => {
          const key = `{${tag}}${family}`;
          const own = await Promise.all([
            cluster.evalsha(shaOf(LOADED), 1, key, 1),
            cluster.evalsha(shaOf(evaluatedAt(tag)), 1, key, 1),
            cluster.increase(key, 1),
            cluster.evalsha(shaOf(LOADED), 1, key, 1),
          ]);
          await cluster.del(key);
          return own;
        }),
      );
      expect(counts).to.deep.equal(contenders.map(() => [1, 2, 3, 4]));
    }
  });

  it('are executed where their slot has moved, at once and halfway', async () => {
    const slot = slotOf('{a}');
    const home = await local.ownerOf(slot);
    const target = (await local.masters()).find((node) => node !== home) as typeof home;
    const texts = ['halfway', 'moved'].map(evaluatedAt) as [string, string];
    for (const { cluster } of contenders) {
      await Promise.all(texts.map((text) => cluster.eval(text, 1, '{a}', 0)));
    }
    await contenders[0]?.cluster.del('{a}');
    // No key is left at home, so that each command is told ASK.
    await local.startMigration(slot, target);
    expect(await counted('a', texts[0])).to.deep.equal(expected());
    await local.finishMigration(slot, target);
    expect(await counted('a', texts[1])).to.deep.equal(expected());
    await local.moveSlot(slot, home);
  });

  it('are executed once each while a replica takes over that has not seen them, and are loaded there', async () => {
    await settled(local);
    const master = await local.ownerOf(slotOf('{b}'));
    const heir = await replicaOf(local, master);
    await heir.command('SCRIPT', 'FLUSH');
    let goesOn = true;
    const loads = contenders.map(async ({ family, cluster }) => {
      const counts: unknown[] = [];
      while (goesOn) {
        const key = `{b}${family}`;
        counts.push(...(await Promise.all([cluster.evalsha(shaOf(LOADED), 1, key, 1), cluster.increase(key, 1)])));
      }
      return [family, counts] as const;
    });
    await failOver(local, heir);
    goesOn = false;
    for (const [family, counts] of await Promise.all(loads)) {
      expect([family, counts]).to.deep.equal([family, counts.map((_count, i) => i + 1)]);
    }
    expect(await heir.command('SCRIPT', 'EXISTS', shaOf(LOADED))).to.deep.equal([1]);
    for (const { family, cluster } of contenders) {
      await cluster.del(`{b}${family}`);
    }
    expect(await counted('b', evaluatedAt('c'))).to.deep.equal(expected());
  });

  it('that are functions are given to a master that lost them, with each call once and in order', async () => {
    for (const tag of TAGS) {
      const owner = await local.ownerOf(slotOf(`{${tag}}`));
      for (const { family, cluster } of contenders) {
        await owner.command('FUNCTION', 'FLUSH');
        const key = `{${tag}}${family}`;
        const calls = [1, 1, 1].map(() => cluster.fcall('counters_add', 1, key, 1));
        expect([family, await Promise.all(calls)]).to.deep.equal([family, [1, 2, 3]]);
        await owner.command('FUNCTION', 'FLUSH');
        const read = cluster.fcall_ro('counters_add', 1, key, 1).catch((error: Error) => error.message);
        expect(await read).to.match(/^ERR Can not execute a script with write flag/);
        await cluster.del(key);
      }
    }
    for (const { cluster } of contenders) {
      const error = await cluster.fcall('nobody', 1, 'a').catch((reason) => reason);
      expect(error).to.include({ message: 'ERR Function not found', command: 'FCALL' });
      await cluster.function('flush');
      const flushed = await cluster.fcall('counters_add', 1, 'a', 1).catch((reason) => reason);
      expect(flushed).to.include({ message: 'ERR Function not found', command: 'FCALL' });
      await cluster.function('load', 'REPLACE', LIBRARY);
    }
    const { cluster } = contenders[0] as { cluster: WithScripts };
    await cluster.function('delete', 'counters');
    const deleted = await cluster.fcall('counters_add', 1, 'a', 1).catch((reason) => reason);
    expect(deleted).to.include({ message: 'ERR Function not found' });
  });

  it('are forgotten with SCRIPT FLUSH, but for those that are commands', async () => {
    for (const { cluster } of contenders) {
      await cluster.script('flush');
      const error = await cluster.evalsha(shaOf(LOADED), 1, 'a', 1).catch((reason) => reason);
      expect(error).to.include({ code: 'NOSCRIPT', command: 'EVALSHA' });
      expect(await cluster.increase('a', 0)).to.equal(0);
    }
  });
});
