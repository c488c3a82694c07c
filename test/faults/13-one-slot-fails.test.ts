import { expect } from 'chai';
import sinon from 'sinon';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { type PartialFailureError, RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/index.js';

const STYLES = ['node_redis-3', 'redis-6', 'ioredis-6'];
// Slots 15495 and 11298 of the third master, 3300 of the first, 7365 of the second.
const KEYS = ['a', 'b', 'c', 'd', '{b}2'];
const OOM = "OOM command not allowed when used memory > 'maxmemory'.";

type Answer = (error: (Error & Partial<PartialFailureError>) | null, reply?: unknown) => void;
type Outcome = [outcome: string, reply: unknown];

describe('One slot of a command or of a batch fails', () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;
  let answers: sinon.SinonSpy[];

  beforeEach(async () => {
    answers = [];
    embedded = await startEmbeddedCluster();
  });

  afterEach(async () => {
    cluster?.end(true);
    await embedded?.stop();
    expect(answers.map(({ callCount }) => callCount)).to.deep.equal(answers.map(() => 1));
  });

  const ownerOf = (key: string) => embedded.ownerOf(slotOf(key)) as EmbeddedNode;

  const forget = () => {
    for (const node of embedded.nodes) {
      node.forget();
    }
  };

  /** The arguments of every request of a command, in some order. */
  const requests = (name: string) =>
    embedded.nodes
      .flatMap(({ received }) => received)
      .filter(({ command }) => command === name)
      .map(({ args }) => args.join(' '))
      .toSorted();

  /** Calls something that must be answered once. */
  const once = async (call: (answer: Answer) => unknown) => {
    const answer = sinon.spy();
    call(answer);
    answers.push(answer);
    await waitUntil('it to be answered', async () => answer.called);
    const [error, reply] = answer.firstCall.args as Parameters<Answer>;
    return { error: error as PartialFailureError, reply };
  };

  const outcomesOf = ({ keys }: PartialFailureError) =>
    Object.fromEntries(keys.map(({ key, outcome, reply }): [string, Outcome] => [String(key), [outcome, reply]]));

  for (const { name, createClient } of FAMILIES.filter((family) => STYLES.includes(family.name))) {
    describe(`over ${name}`, () => {
      const connect = async (options: Partial<RedisClusterOptions> = {}) => {
        cluster = new RedisCluster({ servers: embedded.servers, createClient, ...options });
        await cluster.mset(KEYS.flatMap((key) => [key, `old ${key}`]));
        await cluster.dbsize();
        forget();
      };

      for (const [command, applied] of [
        ['mget', (key: string) => `old ${key}`],
        ['mset', () => 'OK'],
        ['del', () => 1],
        ['unlink', () => 1],
        ['exists', () => 1],
        ['touch', () => 1],
      ] as const) {
        it(`${command.toUpperCase()}: one callback, every other reply, each key's outcome, nothing sent again`, async () => {
          await connect();
          ownerOf('b').reply({ command, key: 'b', error: OOM });
          const args = KEYS.flatMap((key) => (command === 'mset' ? [key, `new ${key}`] : [key]));
          const { error } = await once((answer) => cluster[command as 'del'](args, answer));
          expect(error).to.include({ code: 'OOM', command: command.toUpperCase() });
          expect(error.message).to.include('of 5 keys 3 were applied, 2 failed, 0 are unknown');
          expect(error.errors.map(({ message }) => message)).to.deep.equal([OOM]);
          expect(error.keys.map(({ key, slot }) => [key, slot])).to.deep.equal(KEYS.map((key) => [key, slotOf(key)]));
          const failed = ['failed', undefined];
          expect(outcomesOf(error)).to.deep.equal({
            a: ['applied', applied('a')],
            b: failed,
            c: ['applied', applied('c')],
            d: ['applied', applied('d')],
            '{b}2': failed,
          });
          const sent = (keys: string[]) =>
            keys.flatMap((key) => (command === 'mset' ? [key, `new ${key}`] : [key])).join(' ');
          expect(requests(command)).to.deep.equal([sent(['a']), sent(['b', '{b}2']), sent(['c']), sent(['d'])]);
          expect(embedded.executed(command)).to.equal(3);
        });
      }

      it('MSET of which a part fails and one is cut: applied, failed, unknown, nothing sent again', async () => {
        await connect();
        ownerOf('b').reply({ command: 'mset', key: 'b', drop: 'after' });
        ownerOf('c').reply({ command: 'mset', key: 'c', error: OOM });
        const { error } = await once((answer) =>
          cluster.mset(
            KEYS.flatMap((key) => [key, 1]),
            answer,
          ),
        );
        expect(error.message).to.include('of 5 keys 2 were applied, 1 failed, 2 are unknown');
        expect(outcomesOf(error)).to.deep.equal({
          a: ['applied', 'OK'],
          b: ['unknown', undefined],
          c: ['failed', undefined],
          d: ['applied', 'OK'],
          '{b}2': ['unknown', undefined],
        });
        expect(error.errors.map((one) => (one as { code?: string }).code).toSorted()).to.deep.equal([
          'OOM',
          'UNCERTAIN_STATE',
        ]);
        expect(requests('mset')).to.deep.equal(['a 1', 'b 1 {b}2 1', 'c 1', 'd 1']);
        expect(await cluster.mget(KEYS)).to.deep.equal(['1', '1', 'old c', '1', '1']);
      });

      it('MGET of which a part is cut: no error, and no other part is sent again', async () => {
        await connect();
        ownerOf('b').reply({ command: 'mget', key: 'b', drop: 'after' });
        const { error, reply } = await once((answer) => cluster.mget(KEYS, answer));
        expect([error, reply]).to.deep.equal([null, KEYS.map((key) => `old ${key}`)]);
        expect(requests('mget')).to.deep.equal(['a', 'b {b}2', 'b {b}2', 'c', 'd']);
      });

      it('MSET whose slot has no server: what was not sent has failed, and is not unknown', async () => {
        await connect({ retryTimeout: 1000 });
        ownerOf('c').kill();
        const reading = cluster.get('c').catch(({ code }) => code);
        await waitUntil('its loss to be known', async () => cluster.offline_queue_length === 1);
        const { error } = await once((answer) =>
          cluster.mset(
            KEYS.flatMap((key) => [key, 1]),
            answer,
          ),
        );
        expect([await reading, error.code]).to.deep.equal(['CLUSTER_UNAVAILABLE', 'CLUSTER_UNAVAILABLE']);
        expect(Object.values(outcomesOf(error)).map(([outcome]) => outcome)).to.deep.equal([
          'applied',
          'applied',
          'failed',
          'applied',
          'applied',
        ]);
        expect(embedded.executed('mset')).to.equal(3);
      });

      it('MSET over a half-moved slot of which one key fails: the others are applied, nothing is sent again', async () => {
        await connect();
        const slot = slotOf('b');
        embedded.startMigration(slot, ownerOf('c'));
        embedded.moveKeys(slot, ['{b}2']);
        ownerOf('c').reply({ command: 'mset', key: '{b}2', error: OOM });
        const { error } = await once((answer) =>
          cluster.mset(
            KEYS.flatMap((key) => [key, 1]),
            answer,
          ),
        );
        expect(Object.values(outcomesOf(error)).map(([outcome]) => outcome)).to.deep.equal([
          ...['applied', 'applied', 'applied', 'applied'],
          'failed',
        ]);
        expect(error.errors.map(({ message }) => message)).to.deep.equal([OOM]);
        expect(embedded.executed('mset')).to.equal(4);
        expect(await cluster.mget(KEYS)).to.deep.equal(['1', '1', '1', '1', 'old {b}2']);
      });

      it('a batch: one callback each, replies in order, errors in their places, nothing sent again', async () => {
        await connect();
        ownerOf('b').reply({ command: 'append', key: 'b', error: OOM });
        ownerOf('b').reply({ command: 'mset', key: '{b}2', error: OOM });
        const callbacks = Array.from({ length: 6 }, () => sinon.spy());
        const { error, reply } = await once((answer) =>
          cluster
            .batch()
            .append('a', '!', callbacks[0])
            .append('b', '!', callbacks[1])
            .append('c', '!', callbacks[2])
            .get('{b}2', callbacks[3])
            .mset('c', 1, '{b}2', 1, 'd', 1, callbacks[4])
            .append('d', '!', callbacks[5])
            .exec(answer as never),
        );
        expect(error).to.equal(null);
        const replies = reply as unknown[];
        const [second, fifth] = [replies[1], replies[4]] as [PartialFailureError, PartialFailureError];
        expect(replies.map((one) => (one instanceof Error ? one.message.split(' (')[0] : one))).to.deep.equal([
          6,
          OOM,
          6,
          'old {b}2',
          OOM,
          2,
        ]);
        expect(second).to.include({ code: 'OOM', command: 'APPEND', position: 1 });
        expect(fifth).to.include({ code: 'OOM', command: 'MSET', position: 4 });
        expect(outcomesOf(fifth)).to.deep.equal({
          c: ['applied', 'OK'],
          '{b}2': ['failed', undefined],
          d: ['applied', 'OK'],
        });
        callbacks.forEach((callback, i) => {
          const failed = replies[i] instanceof Error;
          expect(callback.args).to.deep.equal([failed ? [replies[i]] : [null, replies[i]]]);
        });
        expect(requests('append')).to.deep.equal(['a !', 'b !', 'c !', 'd !']);
        expect(requests('mset')).to.deep.equal(['c 1', 'd 1', '{b}2 1']);
      });

      it('a batch whose connection to one server is cut: only its writes are unknown, nothing is done twice', async () => {
        await connect();
        ownerOf('b').reply({ command: 'append', key: 'b', drop: 'after' });
        const { reply } = await once((answer) =>
          cluster
            .batch(
              KEYS.flatMap((key) => [
                ['append', key, '!'],
                ['get', key],
              ]),
            )
            .exec(answer as never),
        );
        const codes = (reply as (Error & { code?: string })[]).map((one) => (one instanceof Error ? one.code : one));
        const own = (key: string) =>
          key === 'b' ? ['UNCERTAIN_STATE', 'old b!'] : [`old ${key}!`.length, `old ${key}!`];
        const [first, last] = [codes.slice(0, 8), codes.slice(8)];
        expect(first).to.deep.equal(KEYS.slice(0, 4).flatMap(own));
        // Behind it on the same connection: executed or not, but not twice.
        expect(last[0]).to.equal('UNCERTAIN_STATE');
        expect(['old {b}2', 'old {b}2!']).to.include(last[1]);
        expect(requests('append').length).to.be.within(4, 5);
      });
    });
  }
});
