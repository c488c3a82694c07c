import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { RedisCluster, type ServerReply } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { replicaOf, settled } from '../support/real-faults.js';
import { type Contender, closeAll, openAll } from '../support/side-by-side.js';

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    (reply) => ({ reply }),
    ({ code, message }) => ({ code, message }),
  );

for (const replicas of ['never', 'always'] as const) {
  describe(`a command for the whole cluster, over every client, with replicas: '${replicas}'`, () => {
    let local: LocalCluster;
    let contenders: Contender[] = [];

    const everyone = async <T>(call: (cluster: RedisCluster, family: string) => Promise<T>): Promise<T[]> =>
      Promise.all(contenders.map(({ cluster, family }) => call(cluster, family)));
    const same = (expected: unknown) => contenders.map(() => expected);
    const onServers = <T = string>(...command: string[]) =>
      Promise.all(local.nodes.map((node) => node.command<T>(...command)));
    const replicasAcknowledge = () =>
      waitUntil('replicas to acknowledge', async () => (await contenders[0]?.cluster.wait(1, 100)) === 1);

    before(async () => {
      local = await startLocalCluster({ masters: 3, replicas: 1 });
      await settled(local);
      contenders = await openAll(local.servers, { replicas });
    });

    after(async () => {
      await closeAll(contenders);
      await local?.stop();
    });

    it('CONFIG SET and ACL SETUSER are for replicas, too: one may take over', async () => {
      for (const { cluster, family } of contenders) {
        expect(await cluster.config('SET', 'latency-monitor-threshold', String(1000 + family.length))).to.equal('OK');
        const settings = await onServers<string[]>('CONFIG', 'GET', 'latency-monitor-threshold');
        expect(settings.map(([, value]) => value)).to.deep.equal(local.nodes.map(() => String(1000 + family.length)));
        expect(await cluster.acl('SETUSER', `of-${family}`, 'on', 'nopass', '+@all', '~*')).to.equal('OK');
        const users = await onServers<string[]>('ACL', 'USERS');
        expect(users.every((names) => names.includes(`of-${family}`))).to.equal(true);
        expect(await cluster.acl('DELUSER', `of-${family}`)).to.equal(1);
      }
    });

    it('SLOWLOG is that of all servers', async () => {
      const [first] = contenders as [Contender];
      await first.cluster.config('SET', 'slowlog-log-slower-than', '0');
      await onServers('PING');
      await first.cluster.config('SET', 'slowlog-log-slower-than', '-1');
      const lengths = await onServers<number>('SLOWLOG', 'LEN');
      const sum = lengths.reduce((a, b) => a + b);
      expect(Math.min(...lengths)).to.be.at.least(1);
      expect(await everyone((cluster) => cluster.slowlog('LEN'))).to.deep.equal(same(sum));
      const logs = await everyone((cluster) => cluster.slowlog('GET', '-1') as Promise<unknown[]>);
      expect(logs.map(({ length }) => length)).to.deep.equal(same(sum));
      expect(await first.cluster.slowlog('RESET')).to.equal('OK');
      expect(await onServers<number>('SLOWLOG', 'LEN')).to.deep.equal(local.nodes.map(() => 0));
    });

    it('SCRIPT EXISTS, DBSIZE and KEYS are those of the masters', async () => {
      const [{ cluster }] = contenders as [Contender];
      const sha = await cluster.script('LOAD', 'return 1');
      expect(await everyone((one) => one.script('EXISTS', sha as string))).to.deep.equal(same([1]));
      await cluster.mset('a', 1, 'b', 1, 'c', 1);
      expect(await everyone((one) => one.dbsize())).to.deep.equal(same(3));
      expect((await everyone((one) => one.keys('*'))).map((keys) => keys.sort())).to.deep.equal(same(['a', 'b', 'c']));
      expect(await cluster.del('a', 'b', 'c')).to.equal(3);
    });

    it('PUBSUB tells of the subscribers of every server', async () => {
      const [one] = contenders as [Contender];
      await Promise.all(contenders.map(({ cluster }) => cluster.subscribe('news')));
      const counts = (await onServers<[string, number]>('PUBSUB', 'NUMSUB', 'news')).map(([, count]) => count);
      expect(counts.reduce((a, b) => a + b)).to.equal(contenders.length);
      expect(await everyone((cluster) => cluster.pubsub('NUMSUB', 'news', 'none'))).to.deep.equal(
        same(['news', contenders.length, 'none', 0]),
      );
      expect(await everyone((cluster) => cluster.pubsub('CHANNELS', 'n*'))).to.deep.equal(same(['news']));
      expect(await one.cluster.pubsub('NUMPAT')).to.equal(0);
      await Promise.all(contenders.map(({ cluster }) => cluster.unsubscribe('news')));
    });

    it('callEach gives what each server answers', async () => {
      const ids = (await onServers('CLUSTER', 'MYID')).sort();
      const roles = { all: 6, masters: 3, replicas: 3 } as const;
      for (const [which, count] of Object.entries(roles)) {
        for (const replies of await everyone((cluster) =>
          cluster.callEach<string>(which as 'all', 'CLUSTER', 'MYID'),
        )) {
          expect(replies).to.have.length(count);
          expect(replies.every(({ error }) => error === null)).to.equal(true);
          if (which === 'all') {
            expect(replies.map(({ reply }) => reply as string).sort()).to.deep.equal(ids);
          }
        }
      }
      const infos = await everyone((cluster) => cluster.callEach<string>('all', 'INFO', 'replication'));
      for (const { role, reply, port } of infos.flat() as ServerReply<string>[]) {
        expect(reply, String(port)).to.contain(`role:${role === 'master' ? 'master' : 'slave'}`);
      }
      const refused = await everyone((cluster) => cluster.callEach('masters', 'GET'));
      expect(refused.flat().map(({ error, reply }) => [error?.message, reply])).to.deep.equal(
        contenders.flatMap(() => [1, 2, 3].map(() => ["ERR wrong number of arguments for 'get' command", undefined])),
      );
    });

    it('WAIT answers how many replicas every master has at least', async () => {
      await Promise.all(contenders.map(({ cluster, family }) => cluster.set(family, 1)));
      expect(await everyone((cluster) => cluster.wait(1, 0))).to.deep.equal(same(1));
      expect(await everyone((cluster) => cluster.wait(2, 30))).to.deep.equal(same(1));
      expect(await everyone((cluster) => failureOf(cluster.wait('one', 0)))).to.deep.equal(
        same({ code: 'ERR', message: 'ERR value is not an integer or out of range' }),
      );
    });

    it('WAIT holds up nobody, and is answered when the replicas have caught up', async () => {
      await replicasAcknowledge();
      const master = await local.ownerOf(slotOf('k'));
      const replica = await replicaOf(local, master);
      replica.pause();
      const settledOnes: string[] = [];
      const waits = everyone(async (cluster, family) => {
        await cluster.set('k', family);
        const acknowledged = await cluster.wait(1, 0);
        settledOnes.push(family);
        return acknowledged;
      });
      // Many round trips, each behind the WAIT on its connection.
      for (let i = 0; i < 50; i += 1) {
        await everyone((cluster) => cluster.get('k'));
      }
      expect(settledOnes).to.deep.equal([]);
      replica.resume();
      expect(await waits).to.deep.equal(same(1));
    });

    it('quit() waits for replicas that are connected for a command, and for a WAIT before there is a map', async () => {
      await replicasAcknowledge();
      const others = await openAll(local.servers, { replicas });
      const set = others.map(({ cluster }) => cluster.config('set', 'slowlog-max-len', 64));
      const pinged = others.map(({ cluster }) => cluster.callEach('replicas', 'ping'));
      await closeAll(others);
      expect(await Promise.all(set)).to.deep.equal(same('OK'));
      const pings = (await Promise.all(pinged)).map((answers) => answers.map(({ error, reply }) => error ?? reply));
      expect(pings).to.deep.equal(same(['PONG', 'PONG', 'PONG']));
      const waited = FAMILIES.map(({ createClient }) => {
        const cluster = new RedisCluster({ servers: local.servers, createClient, replicas });
        return Promise.all([cluster.set('k', 1), cluster.wait(1, 1000), cluster.quit()]);
      });
      expect(await Promise.all(waited)).to.deep.equal(FAMILIES.map(() => ['OK', 1, 'OK']));
    });

    it('WAIT is waited for by quit()', async () => {
      await replicasAcknowledge();
      const others = await openAll(local.servers);
      const replica = await replicaOf(local, await local.ownerOf(slotOf('k')));
      replica.pause();
      const waits = others.map(async ({ cluster }) => {
        await cluster.set('k', 1);
        return cluster.wait(1, 0);
      });
      await waitUntil('all to be written', async () =>
        others.every(({ cluster }) => cluster.stats().commands > 0 && cluster.command_queue_length === 0),
      );
      const quit = closeAll(others);
      replica.resume();
      expect(await Promise.all(waits)).to.deep.equal(others.map(() => 1));
      await quit;
    });

    it('WAIT is uncertain when a master is lost; a lost replica is told by callEach, and passed over by SLOWLOG LEN', async () => {
      await replicasAcknowledge();
      const master = await local.ownerOf(slotOf('k'));
      const replica = await replicaOf(local, master);
      replica.pause();
      const waits = everyone(async (cluster) => {
        await cluster.set('k', 1);
        return failureOf(cluster.wait(1, 0));
      });
      await waitUntil('all to be written', async () => (await contenders[0]?.cluster.get('k')) === '1');
      const [first] = contenders as [Contender];
      await replica.kill();
      expect(await first.cluster.slowlog('LEN')).to.be.a('number');
      expect(await failureOf(first.cluster.config('SET', 'latency-monitor-threshold', '0'))).to.have.property(
        'code',
        'CLUSTER_UNAVAILABLE',
      );
      const replies = await first.cluster.callEach('replicas', 'PING');
      const lost = replies.filter(({ error }) => error !== null);
      expect(lost.map(({ port }) => port)).to.deep.equal([replica.port]);
      expect(lost[0]?.error).to.include({ code: 'CLUSTER_UNAVAILABLE', command: 'PING' });
      expect(replies.filter(({ reply }) => reply === 'PONG')).to.have.length(2);
      await master.kill();
      expect((await waits).map((outcome) => 'code' in outcome && outcome.code)).to.deep.equal(same('UNCERTAIN_STATE'));
      await master.restart();
      await replica.restart();
      await settled(local);
    });
  });
}
