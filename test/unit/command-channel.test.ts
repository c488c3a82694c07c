import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect } from 'chai';
import { type EmbeddedCluster, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { type CommandMessage, RedisCluster } from '../../lib/index.js';

const CHANNEL = 'clusterwise:command';

describe('the diagnostics channel of commands', () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;
  let messages: CommandMessage[];
  const listen = (message: unknown) => messages.push(message as CommandMessage);
  const told = () =>
    messages
      .splice(0)
      .map(({ command, args, error }) =>
        [command, ...args.map(String), ...(error === null ? [] : [error.message])].join(' '),
      );

  beforeEach(async () => {
    embedded = await startEmbeddedCluster();
    cluster = new RedisCluster({ servers: embedded.servers });
    messages = [];
    subscribe(CHANNEL, listen);
  });

  afterEach(async () => {
    unsubscribe(CHANNEL, listen);
    cluster.end(true);
    await embedded.stop();
  });

  it('tells of each command when it has its answer, once, with its cluster and how long it took', async () => {
    await cluster.set('a', 1);
    const [{ duration, cluster: sender }] = messages as [CommandMessage];
    expect(sender).to.equal(cluster);
    expect(duration).to.be.above(0);
    await cluster.mget('a', 'b', 'c');
    await cluster.lpush('a', 1).catch(() => {});
    await cluster.call('nosuch', 'a').catch(() => {});
    expect(told()).to.deep.equal([
      'SET a 1',
      'MGET a b c',
      'LPUSH a 1 WRONGTYPE Operation against a key holding the wrong kind of value',
      "NOSUCH a ERR unknown command 'nosuch', with args beginning with: 'a' ",
    ]);
  });

  it('tells of those of batches and transactions, watched or not', async () => {
    await cluster.batch().set('a', 1).get('b').exec();
    expect(told().sort()).to.deep.equal(['GET b', 'SET a 1']);
    await cluster.multi().incr('a').lpush('a', 1).exec();
    expect(told()).to.deep.equal([
      'INCR a',
      'LPUSH a 1 WRONGTYPE Operation against a key holding the wrong kind of value',
    ]);
    await cluster.watch('a');
    messages.length = 0;
    expect(await cluster.multi().incr('a').exec()).to.deep.equal([3]);
    expect(told()).to.deep.equal(['INCR a']);
  });

  it('tells nothing to whoever does not listen any more', async () => {
    unsubscribe(CHANNEL, listen);
    await cluster.set('a', 1);
    expect(messages).to.deep.equal([]);
  });
});
