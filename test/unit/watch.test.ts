import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/index.js';
import { turnsUntil } from '../support/turns.js';

const SLOT = slotOf('{w}');

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    (reply) => reply,
    ({ code }) => code,
  );

const outside = AsyncLocalStorage.snapshot();

/** Another caller: one in no context at all. */
const apart = <T>(act: () => Promise<T>) =>
  outside(
    () =>
      new Promise<T>((resolve, reject) => {
        setImmediate(() => act().then(resolve, reject));
      }),
  );

const collectGarbage = () => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
};

describe('watch', () => {
  let embedded: EmbeddedCluster;
  let owner: EmbeddedNode;
  let other: EmbeddedNode;
  const open: RedisCluster[] = [];

  const connect = async (options: Partial<RedisClusterOptions> = {}) => {
    const cluster = new RedisCluster({ servers: embedded.servers, ...options });
    cluster.on('error', () => {});
    open.push(cluster);
    await new Promise((resolve) => cluster.once('fullReady', resolve));
    for (const node of embedded.nodes) {
      node.forget();
    }
    return cluster;
  };
  const received = (...commands: string[]) =>
    owner.received.map(({ command }) => command).filter((command) => commands.includes(command));

  beforeEach(async () => {
    embedded = await startEmbeddedCluster({ masters: 2 });
    owner = embedded.ownerOf(SLOT) as EmbeddedNode;
    other = embedded.masters.find((master) => master !== owner) as EmbeddedNode;
  });

  afterEach(async () => {
    for (const cluster of open.splice(0)) {
      cluster.end(false);
    }
    await embedded.stop();
  });

  describe('the order of one caller', () => {
    it('commands do not overtake his WATCH', async () => {
      const cluster = await connect();
      const replies = Promise.all([cluster.watch('{w}a'), cluster.get('{w}a'), cluster.batch().get('{w}a').exec()]);
      // WATCH waits for its connection.
      expect(cluster.offline_queue_length).to.equal(3);
      expect(await replies).to.deep.equal(['OK', null, [null]]);
      expect(cluster.offline_queue_length).to.equal(0);
      expect(received('watch', 'get')).to.deep.equal(['watch', 'get', 'get']);
    });

    it('nor his transaction, which overtakes nothing either', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      owner.slow(5);
      const earlier = Array.from({ length: 10 }, () => cluster.incr('{w}b'));
      const replies = [cluster.multi().incr('{w}b').exec(), cluster.get('{w}b')];
      expect(await Promise.all(replies)).to.deep.equal([[11], '11']);
      await Promise.all(earlier);
    });

    it('nor those of its slot that wait, also when they were told so after it was issued', async () => {
      const cluster = await connect();
      for (const refused of [
        async () => {
          await turnsUntil('the command to wait', () => cluster.offline_queue_length === 1);
        },
        async () => {},
      ]) {
        await cluster.set('{w}b', 0);
        await cluster.watch('{w}a');
        owner.reply({ command: 'incr', error: 'LOADING Redis is loading the dataset in memory' });
        const earlier = cluster.incr('{w}b');
        await refused();
        expect(await cluster.multi().get('{w}b').exec()).to.deep.equal(['1']);
        expect(await earlier).to.equal(1);
      }
    });

    it('nor his transaction, while it has a command looked up', async () => {
      const cluster = await connect();
      for (const node of embedded.nodes) {
        node.reply({ command: 'command', reply: [['json.get', -2, ['readonly', 'module'], 1, 1, 1, [], [], [], []]] });
      }
      await cluster.watch('{w}a');
      const multi = cluster.multi().call('json.get', '{w}b').exec();
      expect(await Promise.all([multi, cluster.get('{w}b')].map(outcome))).to.deep.equal(['EXECABORT', null]);
      expect(received('exec', 'get')).to.deep.equal(['exec', 'get']);
    });

    it('nor his transaction when he iterates', async () => {
      const cluster = await connect({ maxQueueLength: 1 });
      await cluster.hset('{w}h', 'f', 'old');
      await cluster.watch('{w}a');
      const multi = cluster.multi().hset('{w}h', 'f', 'new').exec();
      const entries = cluster.hscanIterator('{w}h');
      const first = entries.next();
      const error = await cluster
        .zscanIterator('{w}z')
        .next()
        .catch((reason) => reason);
      expect(error).to.include({ code: 'QUEUE_FULL', command: 'ZSCAN' });
      expect(await first).to.deep.equal({ done: false, value: ['f', 'new'] });
      await multi;
    });

    it('a WATCH comes after the transaction before it', async () => {
      const cluster = await connect();
      const watch = () => apart(() => cluster.watch('{w}a').then(() => cluster.unwatch()));
      await Promise.all([watch(), watch(), watch()]);
      await cluster.watch('{w}a');
      owner.slow(5);
      owner.forget();
      await Promise.all([cluster.multi().incr('{w}a').exec(), cluster.watch('{w}a')]);
      expect(received('exec', 'watch')).to.deep.equal(['exec', 'watch']);
      expect(await cluster.multi().incr('{w}a').exec()).to.deep.equal([2]);
    });

    it('whoever is one too many behind a WATCH is told so', async () => {
      const cluster = await connect({ maxQueueLength: 1 });
      const replies = [cluster.watch('{w}a'), cluster.get('{w}a')];
      const refused = [
        cluster.get('{w}a'),
        cluster.call('x.y', 'z'),
        cluster.callEach('all', 'ping', 'pong'),
        cluster.batch().get('{w}a').exec(),
      ].map((promise: Promise<unknown>) => promise.catch((error) => error));
      const errors = (await Promise.all(refused)) as { code: string; command: string; args: unknown }[];
      expect(errors.map(({ code, command, args }) => [code, command, args])).to.deep.equal([
        ['QUEUE_FULL', 'GET', ['{w}a']],
        ['QUEUE_FULL', 'X.Y', ['z']],
        ['QUEUE_FULL', 'PING', ['pong']],
        ['QUEUE_FULL', 'EXEC', undefined],
      ]);
      expect(await Promise.all(replies)).to.deep.equal(['OK', null]);
    });

    it('nobody waits for the WATCH of another', async () => {
      const cluster = await connect();
      owner.hang();
      const watching = apart(() => outcome(cluster.watch('{w}a')));
      await sleep(20);
      const key = embedded.ownerOf(slotOf('a')) === other ? 'a' : 'b';
      expect(await cluster.get(key)).to.equal(null);
      cluster.end(true);
      expect(await watching).to.equal('NR_CLOSED');
    });
  });

  describe('more keys', () => {
    for (const changed of ['{w}a', '{w}b']) {
      it(`adds to the watch of the caller: ${changed} changes`, async () => {
        const cluster = await connect();
        await cluster.watch('{w}a');
        await cluster.watch('{w}b');
        await apart(() => cluster.set(changed, 'x'));
        expect(await cluster.multi().set('{w}c', 1).exec()).to.equal(null);
      });
    }

    it('are refused as the watch that they were added to', async () => {
      const cluster = await connect({ maxBlockingConnections: 1 });
      for (const refuse of [
        () => outcome(cluster.watch('a')),
        () => {
          owner.reply({ command: 'watch', error: 'NOPERM this user has no permissions' });
          return outcome(cluster.watch('{w}b'));
        },
      ]) {
        await cluster.watch('{w}a');
        const code = await refuse();
        expect(await cluster.watch('{w}c')).to.equal('OK');
        expect(await outcome(cluster.multi().set('{w}a', 1).exec())).to.equal(code);
        expect(await outcome(cluster.multi().set('{w}a', 1).exec())).to.deep.equal(['OK']);
      }
    });

    it('of a slot that has left meanwhile cannot be watched together: null', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      await embedded.moveSlot(SLOT, other);
      expect(await cluster.watch('{w}b')).to.equal('OK');
      expect(await cluster.multi().set('{w}b', 1).exec()).to.equal(null);
      expect(await cluster.multi().set('{w}b', 1).exec()).to.deep.equal(['OK']);
    });

    it('of another slot are refused, and so is the transaction that would have relied on them', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      expect(await outcome(cluster.watch('a'))).to.equal('CROSSSLOT');
      expect(await outcome(cluster.multi().set('{w}a', 1).exec())).to.equal('CROSSSLOT');
      expect(await outcome(cluster.multi().set('{w}a', 1).exec())).to.deep.equal(['OK']);
    });

    for (const end of [
      (cluster: RedisCluster) => outcome(cluster.multi().set('{w}a', 1).exec()),
      (cluster: RedisCluster) => cluster.unwatch(),
    ]) {
      it('of another slot leave the connection of the first to be given back', async () => {
        const cluster = await connect({ maxBlockingConnections: 1 });
        await cluster.watch('{w}a');
        await outcome(cluster.watch('a'));
        await end(cluster);
        expect(await outcome(apart(() => cluster.watch('{w}a')))).to.equal('OK');
      });
    }

    it('that are watched without waiting for the first reply are refused when it matters', async () => {
      const cluster = await connect();
      cluster.watch('{w}a');
      cluster.watch('{w}b');
      const value = await cluster.get('{w}b');
      const error = await cluster
        .multi()
        .set('{w}b', `${value}`)
        .exec()
        .catch((reason) => reason);
      expect(error).to.include({ code: 'INVALID_ARGUMENT' });
      expect(error.message).to.match(/'\{w\}b'.*'\{w\}a'.*one call of watch/);
      expect(embedded.executed('set')).to.equal(0);
    });
  });

  describe('a transaction', () => {
    it('of two slots is none, also by default', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      const error = await cluster
        .multi()
        .set('{w}a', 1)
        .set('a', 1)
        .exec()
        .catch((reason) => reason);
      expect(error).to.include({ code: 'CROSSSLOT', command: 'EXEC' });
      expect(error.message).to.include("'{w}a'").and.to.include("'a'");
      expect(embedded.executed('set')).to.equal(0);
      await waitUntil('the watch to end', async () => received('unwatch').length === 1);
      expect(await outcome(cluster.multi().set('a', 1).exec())).to.deep.equal(['OK']);
      await cluster.watch('{w}a');
      expect(await outcome(cluster.multi().set('a', 1).exec())).to.equal('CROSSSLOT');
    });

    it('that is empty leaves the watch as it is', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      await apart(() => cluster.set('{w}a', 'x'));
      expect(await cluster.multi().exec()).to.deep.equal([]);
      expect(await cluster.multi().get('{w}a').exec()).to.equal(null);
    });

    it('whose reply was lost may have been executed', async () => {
      const cluster = await connect({ retryWrites: true });
      await cluster.watch('{w}a');
      owner.reply({ command: 'exec', drop: 'after' });
      expect(await outcome(cluster.multi().set('{w}a', 1).exec())).to.equal('UNCERTAIN_STATE');
      expect(await cluster.get('{w}a')).to.equal('1');
      expect(embedded.executed('exec')).to.equal(1);
    });

    for (const refused of ['LOADING Redis is loading the dataset in memory', 'READONLY You can not write']) {
      it(`that the server refuses with ${refused.split(' ')[0]} is answered null`, async () => {
        const cluster = await connect();
        await cluster.watch('{w}a');
        owner.reply({ command: 'set', error: refused });
        expect(await cluster.multi().set('{w}a', 1).exec()).to.equal(null);
        expect(await cluster.get('{w}a')).to.equal(null);
      });
    }

    it('with a command that is wrong ends the watch', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      expect(await outcome(cluster.multi().call('set', '{w}a').exec())).to.equal('EXECABORT');
      await apart(() => cluster.set('{w}a', 'x'));
      expect(await cluster.multi().get('{w}a').exec()).to.deep.equal(['x']);
    });

    it('is answered null, once, when somebody else in the same context has ended the watch', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      const executed = (async () => {
        await null;
        await cluster.watch('{w}b');
        return cluster.multi().incr('{w}b').exec();
      })();
      expect(await executed).to.deep.equal([1]);
      expect(await cluster.multi().incr('{w}a').exec()).to.equal(null);
      expect(await cluster.multi().incr('{w}a').exec()).to.deep.equal([1]);
    });

    it('does not rely on a watch that was begun after its own has ended', async () => {
      const cluster = await connect();
      const later = async (act: () => Promise<unknown>) => {
        await null;
        await cluster.watch('{w}b');
        await act();
      };
      for (const end of [() => cluster.unwatch(), () => cluster.multi().ping().exec()]) {
        await cluster.watch('{w}a');
        await later(end);
        await apart(() => cluster.incr('{w}a'));
        await later(async () => {});
        expect(await cluster.multi().get('{w}a').exec()).to.equal(null);
      }
    });

    it('of a slot that has left, as is known, is not even sent', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      await embedded.moveSlot(SLOT, other);
      await apart(() => cluster.get('{w}a'));
      expect(await cluster.multi().get('{w}a').exec()).to.equal(null);
      expect(received('multi')).to.deep.equal([]);
    });

    it('follows a watch whatever other multi() is executed elsewhere meanwhile', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      expect(await apart(() => cluster.multi().incr('{w}b').incr('a').exec())).to.deep.equal([1, 1]);
      expect(await cluster.multi().incr('{w}b').exec()).to.deep.equal([2]);
    });

    it('gets its callbacks as any other', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      const called: unknown[] = [];
      const multi = cluster.multi().incr('{w}a', (error: unknown, reply: unknown) => called.push([error, reply]));
      await new Promise<void>((resolve) => multi.exec(() => resolve()));
      expect(called).to.deep.equal([[null, 1]]);
    });
  });

  describe('a WATCH', () => {
    it('follows MOVED', async () => {
      const cluster = await connect();
      await embedded.moveSlot(SLOT, other);
      await cluster.watch('{w}a');
      await apart(() => cluster.set('{w}a', 'x'));
      expect(await cluster.multi().get('{w}a').exec()).to.equal(null);
      await cluster.watch('{w}a');
      expect(await cluster.multi().get('{w}a').exec()).to.deep.equal(['x']);
    });

    for (const isChanged of [true, false]) {
      it(`follows ASK, and so does its transaction${isChanged ? ', null when a key has changed' : ''}`, async () => {
        const cluster = await connect();
        embedded.startMigration(SLOT, other);
        await cluster.watch('{w}a');
        if (isChanged) {
          await apart(() => cluster.set('{w}a', 'x'));
        }
        expect(await cluster.multi().append('{w}a', 'y').exec()).to.deep.equal(isChanged ? null : [1]);
        expect(await cluster.get('{w}a')).to.equal(isChanged ? 'x' : 'y');
      });
    }

    for (const calls of [[['{w}a', '{w}b']], [['{w}a'], ['{w}b']]]) {
      it(`sees that any of its keys came to be where its slot moves, by ${calls.length} calls`, async () => {
        const cluster = await connect();
        await cluster.set('{w}a', 1);
        for (const keys of calls) {
          await cluster.watch(...keys);
        }
        embedded.startMigration(SLOT, other);
        await apart(() => cluster.set('{w}b', 'x'));
        expect(await cluster.multi().set('{w}a', 2).exec()).to.equal(null);
        expect(await cluster.get('{w}a')).to.equal('1');
      });
    }

    it('that is refused has the transaction refused that relies on it, once', async () => {
      const cluster = await connect({ maxBlockingConnections: 1 });
      owner.reply({ command: 'watch', error: 'NOPERM this user has no permissions' });
      cluster.watch('{w}a');
      await cluster.get('{w}a');
      expect(await outcome(cluster.multi().set('{w}a', 1).exec())).to.equal('NOPERM');
      expect(embedded.executed('set')).to.equal(0);
      expect(await cluster.multi().set('{w}a', 1).exec()).to.deep.equal(['OK']);
      expect(await cluster.watch('{w}a')).to.equal('OK');
    });

    it('that is refused and was not looked at is why the transaction behind another is refused', async () => {
      const cluster = await connect();
      owner.reply({ command: 'watch', error: 'NOPERM this user has no permissions' });
      cluster.watch('{w}a');
      await waitUntil(
        'it to be refused',
        async () => received('watch').length === 1 && cluster.command_queue_length === 0,
      );
      await cluster.watch('{w}a');
      expect(await outcome(cluster.multi().set('{w}a', 1).exec())).to.equal('NOPERM');
    });

    it('that is refused says its keys as they were given', async () => {
      const cluster = await connect({ prefix: '{w}' });
      owner.reply({ command: 'watch', error: 'NOPERM this user has no permissions' });
      const error = await cluster.watch('a').catch((reason) => reason);
      expect(error).to.deep.include({ code: 'NOPERM', command: 'WATCH', args: ['a'] });
    });

    it('without keys is an error as on a server, and so is one too many', async () => {
      const cluster = await connect({ maxBlockingConnections: 1 });
      expect(await cluster.watch().catch(({ message }) => message)).to.equal(
        "ERR wrong number of arguments for 'watch' command",
      );
      await apart(async () => {
        await cluster.watch('{w}a');
        expect(await apart(() => outcome(cluster.watch('{w}a')))).to.equal('QUEUE_FULL');
        await cluster.unwatch();
      });
    });

    it('puts the prefix before its keys', async () => {
      const cluster = await connect({ prefix: '{w}' });
      await cluster.watch('a', 'b');
      await apart(() => cluster.set('b', 'x'));
      expect(await cluster.multi().set('a', 1).exec()).to.equal(null);
    });

    it('is there under every name that a command has', async () => {
      const cluster = await connect();
      const changed = () => apart(() => cluster.incr('{w}a'));
      await cluster.WATCH(['{w}a']);
      await changed();
      expect(await cluster.multi().ping().exec()).to.equal(null);
      await cluster.send_command('WATCH', ['{w}a']);
      await changed();
      expect(await cluster.multi().ping().exec()).to.equal(null);
      await new Promise((resolve) => cluster.watch('{w}a', resolve));
      await changed();
      await cluster.call('unwatch');
      expect(await cluster.multi().ping().exec()).to.deep.equal(['PONG']);
    });
  });

  describe('a caller', () => {
    it('is the same in callbacks, and is no other one who is called back there', async () => {
      const cluster = await connect();
      const replies = await new Promise((resolve) => {
        cluster.watch('{w}a', () => {
          cluster.get('{w}a', () => {
            const own = cluster.batch().set('{w}a', 'own', () => {
              cluster
                .multi()
                .get('{w}a')
                .exec((_error, reply) => resolve(reply));
            });
            own.exec(() => {});
          });
        });
      });
      expect(replies).to.equal(null);
    });

    for (const { name, createClient } of FAMILIES) {
      it(`is nobody else who is called back at the same time, over ${name}`, async () => {
        const cluster = await connect({ createClient });
        const executed = await Promise.all([
          new Promise((resolve) => {
            cluster.get('{w}a', () => {
              cluster.watch('{w}a');
              cluster.incr('{w}a', () => {
                const multi = cluster.multi().incr('{w}a');
                multi.exec((_error, replies) => resolve(replies));
              });
            });
          }),
          new Promise((resolve) => {
            cluster.get('{w}a', () => {
              const multi = cluster.multi().set('a', 1);
              multi.exec((error, replies) => resolve(error ?? replies));
            });
          }),
        ]);
        expect(executed).to.deep.equal([null, ['OK']]);
      });

      it(`nor where he watches more when he is called back, over ${name}`, async () => {
        const cluster = await connect({ createClient });
        const called = (act: (resolve: (replies: unknown) => void) => void) =>
          new Promise((resolve) => cluster.get('{w}a', () => act(resolve)));
        const execute = (key: string) => (resolve: (replies: unknown) => void) => {
          const multi = cluster.multi().incr(key);
          multi.exec((error, replies) => resolve(error ?? replies));
        };
        const executed = await new Promise<unknown>((resolve) => {
          cluster.watch('{w}a', () => {
            const own = called((done) => cluster.watch('{w}b', () => execute('{w}a')(done)));
            resolve(Promise.all([own, apart(() => called(execute('a')))]));
          });
        });
        expect(executed).to.deep.equal([[1], [1]]);
      });
    }

    it('is not the next turn of the same interval, nor what follows that', async () => {
      const cluster = await connect();
      const turns: Promise<unknown>[] = [];
      await apart(
        () =>
          new Promise<void>((resolve) => {
            const interval = setInterval(() => {
              if (turns.length === 0) {
                turns.push(cluster.watch('{w}a'));
              } else {
                turns.push(cluster.get('x').then(() => outcome(cluster.multi().set('x', 1).exec())));
                clearInterval(interval);
                resolve();
              }
            }, 5);
          }),
      );
      expect(await Promise.all(turns)).to.deep.equal(['OK', ['OK']]);
    });

    it('that made the first connections has them for himself no longer than others', async () => {
      const cluster = new RedisCluster({ servers: embedded.servers });
      open.push(cluster);
      const executed: unknown[] = [];
      await apart(async () => {
        // Whatever is made to connect is made in this context.
        await cluster.watch('{w}a');
        await cluster.set('{w}a', 'x');
        await apart(
          () =>
            new Promise<void>((resolve) => {
              cluster.get('{w}a', () => {
                cluster
                  .multi()
                  .get('{w}a')
                  .exec((_error, replies) => {
                    executed.push(replies);
                    resolve();
                  });
              });
            }),
        );
        executed.push(await cluster.multi().get('{w}a').exec());
      });
      expect(executed).to.deep.equal([['x'], null]);
    });

    it('does not lend his watch to whoever is called back by a duplicate() that he makes', async () => {
      const cluster = await connect();
      await cluster.watch('{w}a');
      const copy = cluster.duplicate();
      open.push(copy);
      const replies = await apart(
        () =>
          new Promise((resolve) => {
            copy.get('{w}a', () => {
              const multi = cluster.multi().incr('{w}a');
              multi.exec((_error, reply) => resolve(reply));
            });
          }),
      );
      expect(replies).to.deep.equal([1]);
      expect(await cluster.multi().incr('{w}a').exec()).to.equal(null);
    });

    it('who forgets his watch does not keep the connection, and is told so', async () => {
      const cluster = await connect({ maxBlockingConnections: 1 });
      const warnings: string[] = [];
      cluster.on('warning', (warning) => warnings.push(warning));
      await apart(async () => {
        await cluster.watch('{w}a');
      });
      await waitUntil('the connection to be given back', async () => {
        collectGarbage();
        return received('unwatch').length === 1;
      });
      expect(await apart(() => cluster.watch('{w}a'))).to.equal('OK');
      expect(warnings[0]).to.match(/^WATCH of '\{w\}a' was followed by no exec/);
    });

    it('who closes the cluster need not end his watch', async () => {
      const cluster = await connect();
      const warnings: string[] = [];
      cluster.on('warning', (warning) => warnings.push(warning));
      await apart(async () => {
        await cluster.watch('{w}a');
      });
      other.hang();
      const held = cluster.get(embedded.ownerOf(slotOf('a')) === other ? 'a' : 'b');
      const closed = cluster.quit();
      await waitUntil('the connection to be given back', async () => {
        collectGarbage();
        return received('unwatch').length === 1;
      });
      await other.revive();
      await Promise.all([held, closed].map(outcome));
      expect(warnings).to.deep.equal([]);
    });

    it('who watches nothing costs nothing: nobody asks for his context', async () => {
      const cluster = await connect();
      const asked: string[] = [];
      const { getStore, run, enterWith } = AsyncLocalStorage.prototype;
      Object.assign(AsyncLocalStorage.prototype, {
        getStore(this: AsyncLocalStorage<unknown>) {
          asked.push('getStore');
          return getStore.call(this);
        },
        run(this: AsyncLocalStorage<unknown>, ...args: Parameters<typeof run>) {
          asked.push('run');
          return run.apply(this, args);
        },
      });
      const work = async () => {
        await cluster.get('{w}a');
        await cluster.multi().get('{w}a').exec();
        await new Promise((resolve) => cluster.get('{w}a', resolve));
      };
      try {
        await work();
        expect(asked).to.deep.equal([]);
        await apart(async () => {
          await cluster.watch('{w}a');
          await cluster.multi().get('{w}a').exec();
        });
        expect(asked).not.to.deep.equal([]);
        asked.splice(0);
        await work();
        expect(asked).to.deep.equal([]);
      } finally {
        Object.assign(AsyncLocalStorage.prototype, { getStore, run, enterWith });
      }
    });
  });

  it('quit() and end() close the connections of those who watch', async () => {
    for (const close of [(cluster: RedisCluster) => cluster.quit(), (cluster: RedisCluster) => cluster.end(true)]) {
      const cluster = await connect();
      const idle = embedded.nodes.map(({ connections }) => connections);
      await cluster.watch('{w}a');
      expect(owner.connections).to.be.above(idle[embedded.nodes.indexOf(owner)] as number);
      await close(cluster);
      await waitUntil('all to be closed', async () => embedded.nodes.every(({ connections }) => connections === 0));
      expect(await outcome(cluster.multi().get('{w}a').exec())).to.equal('NR_CLOSED');
      expect(await outcome(cluster.watch('{w}a'))).to.equal('NR_CLOSED');
    }
  });

  it('end() answers a transaction under way with an error, also one that only reads', async () => {
    const cluster = await connect();
    await cluster.watch('{w}a');
    owner.hang();
    const replies = [cluster.multi().get('{w}a').exec(), cluster.get('{w}a')].map(outcome);
    await waitUntil('it to be sent', async () => cluster.command_queue_length > 0);
    cluster.end(true);
    expect(await Promise.all(replies)).to.deep.equal(['NR_CLOSED', 'NR_CLOSED']);
  });

  it('and one that waits behind a WATCH', async () => {
    const cluster = await connect();
    await cluster.watch('{w}a');
    owner.hang();
    const watched = outcome(cluster.watch('{w}b'));
    const executed = outcome(cluster.multi().get('{w}a').exec());
    await waitUntil('it to be sent', async () => cluster.command_queue_length > 0);
    cluster.end(true);
    expect(await Promise.all([watched, executed])).to.deep.equal(['NR_CLOSED', 'NR_CLOSED']);
  });

  it('and one for all servers that waits behind a transaction', async () => {
    const cluster = await connect();
    await cluster.watch('{w}a');
    owner.hang();
    const replies = [
      cluster.multi().set('{w}a', 1).exec(),
      cluster.callEach('all', 'ping'),
      cluster.config('set', 'maxmemory', '0'),
    ].map(outcome);
    await waitUntil('it to be sent', async () => cluster.command_queue_length > 0);
    cluster.end(true);
    const [executed, each, config] = await Promise.all(replies);
    expect(executed).to.equal('NR_CLOSED');
    expect((each as { error: { code: string } }[]).map(({ error }) => error.code)).to.include('CLUSTER_UNAVAILABLE');
    expect(config).to.equal('NR_CLOSED');
  });

  it('quit() waits for what a caller has issued behind his WATCH', async () => {
    const cluster = await connect();
    owner.slow(5);
    const replies = [cluster.watch('{w}a'), cluster.incr('{w}a'), cluster.incr('{w}a'), cluster.quit()];
    expect(await Promise.all(replies.map(outcome))).to.deep.equal(['OK', 1, 2, 'OK']);
  });
});
