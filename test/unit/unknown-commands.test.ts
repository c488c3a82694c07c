import { once } from 'node:events';
import { expect } from 'chai';
import type { RedisCluster, RedisClusterOptions } from '../../lib/index.js';
import { FakeCluster, replyError } from '../support/fake-cluster.js';
import { OpenClusters } from '../support/open-clusters.js';
import { turnsUntil } from '../support/turns.js';

const index = (position: number) => ['type', 'index', 'spec', ['index', position]];
const keynum = ['type', 'keynum', 'spec', ['keynumidx', 0, 'firstkey', 1, 'keystep', 1]];
const keySpec = (begin: unknown, find: unknown) => ['flags', ['RW'], 'begin_search', begin, 'find_keys', find];

// As Redis 7 tells of them.
const COMMANDS: Record<string, unknown[]> = {
  'json.get': ['json.get', -2, ['readonly', 'module'], 1, 1, 1, [], [], [], []],
  'm.eval': ['m.eval', -3, ['write', 'movablekeys'], 0, 0, 0, [], [], [keySpec(index(2), keynum)], []],
  'm.sort': ['m.sort', -2, ['write', 'module', 'movablekeys'], 0, 0, 0, [], [], [], []],
  'm.size': ['m.size', 1, ['readonly'], 0, 0, 0, [], ['request_policy:all_shards', 'response_policy:agg_sum'], [], []],
};

// Of the first server, and of the second.
const FIRST = 'b';
const SECOND = 'a';

// biome-ignore lint/suspicious/noExplicitAny: methods that no type knows.
type WithMethods = RedisCluster & Record<string, any>;

describe('commands that no table has', () => {
  const open = new OpenClusters();
  let fake: FakeCluster;

  const connect = async (options: Partial<RedisClusterOptions> = {}): Promise<WithMethods> => {
    const cluster = open.over(fake, options);
    await once(cluster, 'ready');
    return cluster as WithMethods;
  };
  const sent = () =>
    fake.servers.flatMap(({ port, commands }) => commands.map((command) => `${port}: ${command.join(' ')}`));
  const lookups = () => sent().filter((line) => line.slice(3).startsWith('command'));
  const others = () => sent().filter((line) => !line.slice(3).startsWith('command'));
  const failureOf = (promise: Promise<unknown>) => promise.catch((error: Error) => error);

  beforeEach(() => {
    fake = new FakeCluster();
    for (const server of fake.servers) {
      server.handler = (name, args) => {
        const [what, command, ...rest] = args.map(String) as [string, string, ...string[]];
        if (name !== 'command') {
          return name === 'exec' ? ['first', 'second'] : server.port;
        }
        if (what === 'INFO') {
          return [COMMANDS[command] ?? null];
        }
        // Its keys are what stands behind a plus.
        const keys = rest.filter((_one, i) => rest[i - 1] === '+');
        return keys.length > 0
          ? keys.map((key) => Buffer.from(key))
          : replyError('ERR The command has no key arguments');
      };
    }
  });

  it('go where their key specifications say, which are asked for once', async () => {
    const cluster = await connect({ prefix: 'p:' });
    for (const key of ['{b}1', '{a}1', '{b}2']) {
      await cluster.call('M.EVAL', 'script', 1, key, 'argument');
    }
    expect(others().sort()).to.deep.equal([
      '1: m.eval script 1 p:{b}1 argument',
      '1: m.eval script 1 p:{b}2 argument',
      '2: m.eval script 1 p:{a}1 argument',
    ]);
    expect(lookups()).to.have.length(1);
    expect(await failureOf(cluster.call('m.eval', 'script', 2, FIRST, SECOND))).to.include({ code: 'CROSSSLOT' });
  });

  it('have their keys named by a server, for each call, where nothing else tells', async () => {
    const cluster = await connect();
    expect(await cluster.call('m.sort', 'x', '+', SECOND)).to.equal(2);
    expect(await cluster.call('m.sort', '+', Buffer.from(FIRST))).to.equal(1);
    expect(await failureOf(cluster.call('m.sort', '+', FIRST, '+', SECOND))).to.include({ code: 'CROSSSLOT' });
    expect(await cluster.call('m.sort')).to.be.oneOf([1, 2]);
    expect(lookups()).to.have.length(5);
  });

  it('get no prefix where it cannot be told which arguments are keys', async () => {
    const cluster = await connect({ prefix: 'p:' });
    expect(await cluster.call('m.sort', 'x', '+', '{a}')).to.equal(2);
    expect(others()).to.deep.equal(['2: m.sort x + p:{a}']);
    expect(await failureOf(cluster.call('m.sort', 'a', '+', 'a'))).to.include({ code: 'UNSUPPORTED' });
  });

  it('go to all masters where their tips say so', async () => {
    const cluster = await connect();
    expect(await cluster.call('m.size')).to.equal(3);
  });

  it('may be called in batches and transactions, without having been called before', async () => {
    const cluster = await connect();
    expect(
      await cluster
        .batch([['JSON.GET', SECOND]])
        .call('m.sort', '+', FIRST)
        .exec(),
    ).to.deep.equal([2, 1]);
    expect(await cluster.multi().call('m.sort', '+', SECOND).call('json.get', SECOND).exec()).to.deep.equal([
      'first',
      'second',
    ]);
    expect(others().slice(-4)).to.deep.equal(['2: multi', `2: m.sort + ${SECOND}`, `2: json.get ${SECOND}`, '2: exec']);
    expect(lookups().filter((line) => line.includes('INFO'))).to.have.length(2);
  });

  it('answer as ever when the batch is followed by quit(), and not when it follows', async () => {
    const cluster = await connect();
    const replies = cluster.batch().call('json.get', SECOND).exec();
    const quitting = cluster.quit();
    expect(await replies).to.deep.equal([2]);
    await quitting;
    const [error] = (await cluster.batch().call('json.set', SECOND).exec()) as [Error];
    expect(error).to.include({ code: 'NR_CLOSED', command: 'JSON.SET' });
  });

  it('keep their order, also when a server is slow to tell of the first', async () => {
    const cluster = await connect();
    const { handler } = fake.server(1);
    let tell: (() => void) | undefined;
    for (const server of fake.servers) {
      server.handler = (name, args) =>
        name === 'command' && args[1] === 'json.get'
          ? new Promise((resolve) => {
              tell = () => resolve(handler(name, args));
            })
          : handler(name, args);
    }
    const replies = [
      cluster.call('json.get', SECOND),
      cluster.call('m.eval', 'script', 1, SECOND),
      cluster.call('x.y'),
    ];
    await turnsUntil('all to be asked for', () => lookups().length === 3);
    // One server answers nothing until it has told of the first; by now the other has told of the second.
    await Promise.race([cluster.get(FIRST), cluster.get(SECOND)]);
    const late = [cluster.call('x.y'), cluster.call('m.eval', 'again', 1, SECOND)];
    tell?.();
    await Promise.all([...replies, ...late]);
    expect(others().filter((line) => /json|eval/.test(line))).to.deep.equal([
      `2: json.get ${SECOND}`,
      `2: m.eval script 1 ${SECOND}`,
      `2: m.eval again 1 ${SECOND}`,
    ]);
    expect(lookups()).to.have.length(3);
  });

  it('are methods once they are added, of this cluster object and its batches and duplicates', async () => {
    const cluster = await connect();
    cluster.addCommand('JSON.GET');
    // Asked for already: nobody overtakes the first call.
    await turnsUntil('it to be asked for', () => lookups().length === 1);
    expect(await cluster['json.get'](SECOND)).to.equal(2);
    expect(await cluster.json_get(FIRST)).to.equal(1);
    expect(
      await new Promise((resolve) => cluster.JSON_GET(SECOND, (...answer: unknown[]) => resolve(answer))),
    ).to.deep.equal([null, 2]);
    const batch = cluster.batch() as unknown as WithMethods;
    expect(await batch['JSON.GET'](SECOND).json_get(FIRST).exec()).to.deep.equal([2, 1]);
    expect(await cluster.batch([['json_get', SECOND]]).exec()).to.deep.equal([2]);
    const copy = cluster.duplicate() as WithMethods;
    open.keep(copy);
    expect(await copy.json_get(SECOND)).to.equal(2);
    expect(lookups()).to.have.length(2);
    expect(await connect()).not.to.have.property('json_get');
  });

  it('cannot be added under the name of something else; those that are there stay', async () => {
    const cluster = await connect();
    const { get } = cluster;
    cluster.addCommand('GET');
    expect(cluster.get).to.equal(get);
    expect(() => cluster.addCommand('end')).to.throw("addCommand cannot take the name 'end'");
    expect(() => cluster.addCommand('')).to.throw("addCommand takes the name of a command, got ''");
  });
});
