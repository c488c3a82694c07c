import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { useManyKeys } from '../support/many-keys.js';
import { promoted, replicaOf, settled } from '../support/real-faults.js';
import { type Contender, closeAll } from '../support/side-by-side.js';
import { Translated } from '../support/translated.js';

const SLOT = slotOf('{k}');
const KEYS = Array.from({ length: 30 }, (_, i) => `key${i}`);

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Error) => error,
  );

describe('a cluster behind address translation, over every client', () => {
  let local: LocalCluster;
  let translated: Translated;
  let contenders: Contender[] = [];
  const reached = new Set<string>();
  const errors: unknown[] = [];

  const forAll = <T>(use: (contender: Contender) => Promise<T>) => Promise.all(contenders.map(use));
  const useAll = () =>
    forAll(({ family, cluster }) =>
      useManyKeys(
        cluster,
        KEYS.map((key) => `${family}:${key}`),
        0,
      ),
    );
  const errorStats = async () =>
    (await Promise.all((await local.masters()).map((node) => node.command<string>('INFO', 'errorstats')))).join();
  const blocked = async () => {
    const infos = await Promise.all((await local.masters()).map((node) => node.command<string>('INFO', 'clients')));
    return infos.reduce((sum, info) => sum + Number(/blocked_clients:(\d+)/.exec(info)?.[1]), 0);
  };
  /** Pops from a list at which all are blocked while something happens. */
  const blockedWhile = async (happen: () => Promise<unknown>) => {
    const popped = forAll(({ family, cluster }) => cluster.blpop(`{k}${family}`, 0));
    popped.catch(() => {});
    await waitUntil('all to block', async () => (await blocked()) === contenders.length);
    await happen();
    await forAll(({ family, cluster }) => cluster.rpush(`{k}${family}`, 'v'));
    expect(await popped).to.deep.equal(contenders.map(({ family }) => [`{k}${family}`, 'v']));
  };
  /** Until a message reaches everybody. */
  const everybodyHears = async () => {
    const heard = new Set<string>();
    const listeners = contenders.map(({ family, cluster }) => {
      const listener = () => heard.add(family);
      cluster.on('message', listener);
      return () => cluster.off('message', listener);
    });
    await waitUntil('everybody to hear', async () => {
      await contenders[0]?.cluster.publish('news', 'hello');
      await sleep(20);
      return heard.size === contenders.length;
    });
    for (const stop of listeners) {
      stop();
    }
  };

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    translated = await Translated.inFrontOf(local);
    contenders = FAMILIES.map(({ name, createClient }, i) => ({
      family: name,
      cluster: new RedisCluster({
        servers: translated.ports.map((port) => `127.0.0.1:${port}`),
        nodeAddressMap: i % 2 === 0 ? translated.table : translated.map,
        createClient: (port, host) => {
          reached.add(`${host}:${port}`);
          return createClient(port, host);
        },
      }),
    }));
    for (const { cluster } of contenders) {
      cluster.on('error', (error) => errors.push(error));
    }
    await forAll(({ cluster }) => new Promise((resolve) => cluster.once('ready', resolve)));
    await forAll(({ cluster }) => cluster.subscribe('news'));
  });

  after(async () => {
    await closeAll(contenders);
    await translated?.close();
    await local?.stop();
  });

  it('commands of many slots, publish/subscribe and commands that block work', async () => {
    await useAll();
    await everybodyHears();
    await blockedWhile(async () => {});
  });

  it('ASK and MOVED are followed, also by commands that block', async () => {
    const home = await local.ownerOf(SLOT);
    const to = (await local.masters()).find((node) => node !== home) as LocalNode;
    await forAll(({ family, cluster }) => cluster.set(`{k}${family}:moved`, family));
    await blockedWhile(async () => {
      await local.startMigration(SLOT, to);
      await local.moveKeys(SLOT, to);
      const asked = await forAll(({ family, cluster }) => cluster.get(`{k}${family}:moved`));
      expect(asked).to.deep.equal(FAMILIES.map(({ name }) => name));
      await local.finishMigration(SLOT, to);
      const moved = await forAll(({ family, cluster }) => cluster.get(`{k}${family}:moved`));
      expect(moved).to.deep.equal(FAMILIES.map(({ name }) => name));
    });
    const stats = await errorStats();
    expect(stats)
      .to.match(/errorstat_ASK:count=[1-9]/)
      .and.match(/errorstat_MOVED:count=[1-9]/);
  });

  it('a failover is found', async () => {
    await settled(local);
    const victim = await local.ownerOf(SLOT);
    const heir = await replicaOf(local, victim);
    await victim.kill();
    await promoted(local, heir);
    // A write under way in that moment would be uncertain: none was.
    const failures = await forAll(({ family, cluster }) => reasonOf(cluster.set(`{k}${family}`, family)));
    expect(failures).to.deep.equal(contenders.map(() => undefined));
    await forAll(({ family, cluster }) => cluster.del(`{k}${family}`));
    await useAll();
    await blockedWhile(async () => {});
    await everybodyHears();
  });

  it('no client was made for an announced address, and no error was told', () => {
    const ports = translated.ports.map((port) => `127.0.0.1:${port}`);
    expect([...reached].filter((address) => !ports.includes(address))).to.deep.equal([]);
    expect(errors).to.deep.equal([]);
  });
});
