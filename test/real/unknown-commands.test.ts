import { expect } from 'chai';
import type { RedisCluster } from '../../lib/index.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';
import { closeAll, openAll } from '../support/side-by-side.js';

// Commands of Redis under names that no table has, as a module's or a newer server's are.
const RENAMED = {
  get: 'x.get',
  eval: 'x.eval',
  sort: 'x.sort',
  object: 'x.object',
  dbsize: 'x.dbsize',
  mset: 'x.mset',
};

// biome-ignore lint/suspicious/noExplicitAny: methods that no type knows.
type WithMethods = RedisCluster & Record<string, any>;

describe('commands that no table has, on real servers', () => {
  let local: LocalCluster;
  let contenders: { family: string; cluster: WithMethods }[];

  const all = async (ask: (cluster: WithMethods, family: string) => Promise<unknown>) =>
    Object.fromEntries(
      await Promise.all(contenders.map(async ({ family, cluster }) => [family, await ask(cluster, family)])),
    );
  const everyone = (reply: (family: string) => unknown) =>
    Object.fromEntries(contenders.map(({ family }) => [family, reply(family)]));

  before(async () => {
    const config = Object.entries(RENAMED).flatMap(([name, other]) => ['--rename-command', name, other]);
    local = await startLocalCluster({ masters: 3, config });
    contenders = (await openAll(local.servers)) as typeof contenders;
  });

  after(async () => {
    await closeAll(contenders ?? []);
    await local?.stop();
  });

  it('go to the servers of their keys, over every client', async () => {
    const replies = await all((cluster, family) =>
      Promise.all(
        // One of a slot of each master.
        ['a', 'b', 'c'].flatMap((tag) => {
          const key = `{${tag}}${family}`;
          return [
            cluster.call('X.MSET', key, tag, `${key}2`, 'two'),
            cluster.call('x.get', key),
            cluster.call('x.eval', "return redis.call('STRLEN', KEYS[1])", 1, key),
            cluster.call('x.object', 'encoding', key),
            cluster.call('x.sort', `${key}list`, 'ALPHA', 'STORE', `${key}sorted`),
          ];
        }),
      ),
    );
    expect(replies).to.deep.equal(everyone(() => ['a', 'b', 'c'].flatMap((tag) => ['OK', tag, 1, 'embstr', 0])));
  });

  it('get the prefix, are CROSSSLOT where they are, and are gathered from all masters', async () => {
    const copies = contenders.map(({ family, cluster }) => ({
      family,
      cluster: cluster.duplicate({ prefix: `${family}:` }) as WithMethods,
    }));
    const replies = await Promise.all(
      copies.map(async ({ family, cluster }) => {
        await cluster.call('x.mset', 'p', family);
        const crossing = await cluster.call('x.mset', 'a', 1, 'b', 2).catch((error) => error.code);
        const [own, foreign] = [cluster.call('x.get', 'p'), contenders[0]?.cluster.call('x.get', `${family}:p`)];
        return [await own, await foreign, crossing];
      }),
    );
    await closeAll(copies);
    expect(replies).to.deep.equal(contenders.map(({ family }) => [family, family, 'CROSSSLOT']));
    const size = (await contenders[0]?.cluster.keys('*'))?.length;
    expect(size).to.be.above(contenders.length);
    expect(await all((cluster) => cluster.call('x.dbsize'))).to.deep.equal(everyone(() => size));
  });

  it('are methods, in batches and transactions too', async () => {
    const replies = await all(async (cluster, family) => {
      cluster.addCommand('x.get');
      cluster.addCommand('x.mset');
      const key = `{m}${family}`;
      const batch = cluster.batch() as unknown as WithMethods;
      const multi = cluster.multi() as unknown as WithMethods;
      return [
        await batch.x_mset(key, 1).x_get(key).x_get('{other}').exec(),
        await multi['x.mset'](key, 2).X_GET(key).exec(),
        await cluster.x_get(key),
        await cluster.call('x.nothing', key).catch((error) => [error.code, error.command]),
      ];
    });
    expect(replies).to.deep.equal(everyone(() => [['OK', '1', null], ['OK', '2'], '2', ['ERR', 'X.NOTHING']]));
  });
});
