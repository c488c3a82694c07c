import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { expect } from 'chai';
import type { ChainMethod, CommandMethod, Multi, RedisCluster, RedisClusterOptions } from '../../lib/index.js';
import { FakeCluster, type FakeServer, replyError, SILENCE } from '../support/fake-cluster.js';
import { OpenClusters } from '../support/open-clusters.js';
import { turnsUntil } from '../support/turns.js';

const TEXT = 'return 1';
const SHA = createHash('sha1').update(TEXT).digest('hex');
const NOSCRIPT = 'NOSCRIPT No matching script. Please use EVAL.';

const shaOf = (text: string) => createHash('sha1').update(text).digest('hex');

// Keys of slots of the first server, and of the second.
const FIRST = 'b';
const SECOND = 'a';
const SECOND_TOO = 'd';

// With scripts as commands.
type Scripted = RedisCluster & Record<'any' | 'both' | 'increase' | 'look' | 'other', CommandMethod>;
type ScriptedChain = Multi & { increase: ChainMethod<Multi> };

describe('scripts', () => {
  const open = new OpenClusters();
  let fake: FakeCluster;
  // What each server has, by its port.
  let cached: Map<number, Set<string>>;

  const behave = (server: FakeServer) => {
    const scripts = new Set<string>();
    cached.set(server.port, scripts);
    server.handler = (name, args) => {
      const [first, second] = args.map(String) as [string, string];
      switch (`${name} ${name === 'script' ? first.toLowerCase() : ''}`.trim()) {
        case 'script load':
          scripts.add(shaOf(second));
          return shaOf(second);
        case 'script flush':
          scripts.clear();
          return 'OK';
        case 'eval':
        case 'eval_ro':
          scripts.add(shaOf(first));
          return 1;
        case 'evalsha':
        case 'evalsha_ro':
          return scripts.has(first.toLowerCase()) ? 1 : replyError(NOSCRIPT);
        default:
          return 'OK';
      }
    };
  };

  const connect = async (options: Partial<RedisClusterOptions> = {}) => {
    const cluster = open.over(fake, options);
    await once(cluster, 'ready');
    return cluster;
  };
  const sentTo = (port: number) => fake.server(port).commands.map((command) => command.join(' '));
  const failureOf = (promise: Promise<unknown>) => promise.catch((error: Error) => error);

  beforeEach(() => {
    fake = new FakeCluster();
    cached = new Map();
    fake.servers.forEach(behave);
  });

  it('that were evaluated are given to a server that has not seen them, in the same place, once', async () => {
    const cluster = await connect();
    await cluster.eval(TEXT, 1, FIRST);
    const replies = [
      cluster.set(SECOND, 1),
      cluster.evalsha(SHA, 1, SECOND),
      cluster.evalsha(SHA.toUpperCase(), 1, SECOND),
      cluster.get(SECOND),
    ];
    expect(await Promise.all(replies)).to.deep.equal(['OK', 1, 1, 'OK']);
    expect(sentTo(2)).to.deep.equal([
      `set ${SECOND} 1`,
      `script LOAD ${TEXT}`,
      `evalsha ${SHA} 1 ${SECOND}`,
      `evalsha ${SHA.toUpperCase()} 1 ${SECOND}`,
      `get ${SECOND}`,
    ]);
  });

  it('that were loaded are there, and need no second load', async () => {
    const cluster = await connect();
    expect(await cluster.script('load', TEXT)).to.equal(SHA);
    expect(await cluster.evalsha(SHA, 1, SECOND)).to.equal(1);
    expect(sentTo(2)).to.deep.equal([`script load ${TEXT}`, `evalsha ${SHA} 1 ${SECOND}`]);
  });

  it('that were loaded are loaded by a master that is new', async () => {
    fake = new FakeCluster([1, 2, 3]);
    fake.servers.forEach(behave);
    const all = fake.slots;
    fake.slots = [[0, 16383, ['127.0.0.1', 1, 'id-1']]];
    const cluster = await connect();
    await cluster.script('load', TEXT);
    await cluster.eval('return 2', 1, FIRST);
    fake.slots = all;
    fake.server(1).handler = (name) => (name === 'get' ? replyError('MOVED 15495 127.0.0.1:3') : 'OK');
    await cluster.get(SECOND);
    await turnsUntil('the other new master to be told', () => sentTo(2).length > 0);
    expect([...(cached.get(2) as Set<string>)]).to.deep.equal([SHA]);
    expect(sentTo(3)).to.deep.equal([`script LOAD ${TEXT}`, `get ${SECOND}`]);
  });

  it('that a server has lost are evaluated, and loaded the next time', async () => {
    const cluster = await connect();
    await cluster.script('load', TEXT);
    cached.get(2)?.clear();
    expect(await cluster.evalsha(SHA, 1, SECOND, 'x')).to.equal(1);
    cached.get(2)?.clear();
    expect(await cluster.evalsha(SHA, 1, SECOND)).to.equal(1);
    expect(sentTo(2).slice(1)).to.deep.equal([
      `evalsha ${SHA} 1 ${SECOND} x`,
      `eval ${TEXT} 1 ${SECOND} x`,
      `script LOAD ${TEXT}`,
      `evalsha ${SHA} 1 ${SECOND}`,
    ]);
  });

  it('that a server has lost keep their order, and whoever is issued while they come back waits', async () => {
    const cluster = await connect();
    await cluster.script('load', TEXT);
    cached.get(2)?.clear();
    const first = cluster.evalsha(SHA, 1, SECOND, 'first');
    let last: unknown;
    cluster.get(SECOND_TOO, () => {
      // The first is not answered yet, and the second is about to come back.
      last = cluster.set(SECOND, 'last');
    });
    const second = cluster.evalsha(SHA, 1, SECOND, 'second');
    await Promise.all([first, second]);
    await last;
    expect(sentTo(2).slice(1)).to.deep.equal([
      `evalsha ${SHA} 1 ${SECOND} first`,
      `get ${SECOND_TOO}`,
      `evalsha ${SHA} 1 ${SECOND} second`,
      `eval ${TEXT} 1 ${SECOND} first`,
      `eval ${TEXT} 1 ${SECOND} second`,
      `set ${SECOND} last`,
    ]);
  });

  it('that nobody knows are NOSCRIPT, as are those flushed', async () => {
    const cluster = await connect();
    const unknown = { code: 'NOSCRIPT', command: 'EVALSHA', message: NOSCRIPT };
    expect(await failureOf(cluster.evalsha(SHA, 1, SECOND))).to.include(unknown);
    await cluster.script('load', TEXT);
    await cluster.eval('return 2', 1, SECOND);
    expect(await cluster.script('flush')).to.equal('OK');
    expect(await failureOf(cluster.evalsha(SHA, 1, SECOND))).to.include(unknown);
    expect(await failureOf(cluster.evalsha(shaOf('return 2'), 1, SECOND))).to.include(unknown);
  });

  it('that answer with a NOSCRIPT of their own are executed once', async () => {
    const cluster = await connect();
    await cluster.script('load', TEXT);
    fake.server(2).handler = () => replyError('NOSCRIPT of my own');
    expect(await failureOf(cluster.evalsha(SHA, 1, SECOND))).to.include({ message: 'NOSCRIPT of my own' });
    expect(sentTo(2).filter((line) => line.startsWith('eval'))).to.have.length(1);
  });

  for (const word of ['TRYAGAIN', 'READONLY', 'CLUSTERDOWN']) {
    it(`that answer with a ${word} of their own are executed once`, async () => {
      const cluster = await connect();
      fake.server(2).handler = () => replyError(`${word} of my own`);
      for (const call of [cluster.eval('return 1', 1, SECOND), cluster.fcall('f', 1, SECOND)]) {
        expect(await failureOf(call)).to.include({ message: `${word} of my own` });
      }
      expect(fake.server(2).commands.filter(([name]) => name === 'eval' || name === 'fcall')).to.have.length(2);
    });
  }

  it('that a server refuses to load are evaluated, and a NOSCRIPT to EVAL ends it', async () => {
    const cluster = await connect();
    await cluster.eval(TEXT, 1, FIRST);
    const { handler } = fake.server(2);
    fake.server(2).handler = (name, args) =>
      name === 'script' ? replyError('NOPERM no permissions') : handler(name, args);
    expect(await cluster.evalsha(SHA, 1, SECOND)).to.equal(1);
    fake.server(2).handler = () => replyError(NOSCRIPT);
    expect(await failureOf(cluster.evalsha(SHA, 1, SECOND))).to.include({ code: 'NOSCRIPT', command: 'EVALSHA' });
  });

  it('are spelt out in a transaction, whose errors are in the words of the caller', async () => {
    const cluster = await connect({ prefix: 'p:' });
    await cluster.eval(TEXT, 1, FIRST);
    for (const server of fake.servers) {
      server.log.length = 0;
      server.handler = (name) => (name === 'exec' ? [1, replyError('ERR no'), 1] : 'QUEUED');
    }
    const replies = await cluster
      .multi()
      .evalsha(SHA, 1, SECOND, 'x')
      .evalsha_ro(SHA, 1, SECOND)
      .evalsha('unknown', 1, SECOND)
      .exec();
    expect(replies?.[1]).to.include({ command: 'EVALSHA_RO', position: 1 });
    expect(fake.servers.flatMap(({ commands }) => commands.map((command) => command.join(' ')))).to.deep.equal([
      'multi',
      `eval ${TEXT} 1 p:${SECOND} x`,
      `eval_ro ${TEXT} 1 p:${SECOND}`,
      `evalsha unknown 1 p:${SECOND}`,
      'exec',
    ]);
  });

  it('are remembered up to a thousand, of which the longest unused is forgotten', async () => {
    const cluster = await connect();
    const texts = Array.from({ length: 1001 }, (_, i) => `return ${i}`);
    await Promise.all(texts.slice(0, 1000).map((text) => cluster.eval(text, 1, FIRST)));
    // Used, so that it is the second that goes.
    await cluster.evalsha(shaOf('return 0'), 1, SECOND);
    await cluster.eval(texts[1000] as string, 1, FIRST);
    expect(await cluster.evalsha(shaOf('return 0'), 1, SECOND)).to.equal(1);
    expect(await failureOf(cluster.evalsha(shaOf('return 1'), 1, SECOND))).to.include({ code: 'NOSCRIPT' });
    expect(await cluster.evalsha(shaOf('return 2'), 1, SECOND)).to.equal(1);
  });

  it('may be without keys, and of Buffers', async () => {
    const cluster = await connect();
    await cluster.eval(Buffer.from(TEXT), 0);
    const everywhere = await Promise.all([1, 2, 3, 4].map(() => cluster.evalsha(Buffer.from(SHA), 0)));
    expect(everywhere).to.deep.equal([1, 1, 1, 1]);
    cached.forEach((scripts) => {
      scripts.clear();
    });
    expect(await Promise.all([1, 2].map(() => cluster.evalsha(SHA, 0)))).to.deep.equal([1, 1]);
  });

  it('are lost with the connection that was told of them', async () => {
    const cluster = await connect();
    await cluster.script('load', TEXT);
    cached.get(2)?.clear();
    fake.server(2).drop();
    fake.server(2).log.length = 0;
    expect(await cluster.evalsha(SHA, 1, SECOND)).to.equal(1);
    expect(sentTo(2)).to.deep.equal([`script LOAD ${TEXT}`, `evalsha ${SHA} 1 ${SECOND}`]);
  });

  describe('as commands', () => {
    const scripts = { increase: { numberOfKeys: 1, lua: TEXT } };

    it('go by EVALSHA to the server of their keys, by callback, promise and batch', async () => {
      const cluster = (await connect({ scripts, prefix: 'p:' })) as Scripted;
      cluster.defineCommand('any', { lua: 'return 2' });
      cluster.defineCommand('look', { lua: 'return 3', numberOfKeys: 1, readOnly: true });
      expect(await cluster.increase('a', 5)).to.equal(1);
      expect(
        await new Promise((resolve) => cluster.increase(['a', 6], (...answer: unknown[]) => resolve(answer))),
      ).to.deep.equal([null, 1]);
      expect(await cluster.any(2, '{a}1', '{a}2', 'x')).to.equal(1);
      expect(await cluster.look('a')).to.equal(1);
      expect(await (cluster.batch() as ScriptedChain).increase('a', 7).set('a', 1).exec()).to.deep.equal([1, 'OK']);
      expect(await cluster.batch([['increase', 'a', 8]]).exec()).to.deep.equal([1]);
      const sent = [...sentTo(1), ...sentTo(2)].filter((line) => line.startsWith('eval'));
      expect(sent).to.have.members([
        ...[5, 6].map((n) => `evalsha ${SHA} 1 p:a ${n}`),
        `evalsha ${shaOf('return 2')} 2 p:{a}1 p:{a}2 x`,
        `evalsha_ro ${shaOf('return 3')} 1 p:a`,
        ...[7, 8].map((n) => `evalsha ${SHA} 1 p:a ${n}`),
      ]);
    });

    it('are spelt out in transactions, and outlive SCRIPT FLUSH', async () => {
      const cluster = (await connect({ scripts })) as Scripted;
      await cluster.script('flush');
      expect(await cluster.increase('a', 1)).to.equal(1);
      fake.server(2).handler = (name) => (name === 'exec' ? [1] : 'QUEUED');
      expect(await (cluster.multi() as ScriptedChain).increase('a', 2).exec()).to.deep.equal([1]);
      expect(sentTo(2).slice(-3)).to.deep.equal(['multi', `eval ${TEXT} 1 a 2`, 'exec']);
    });

    it('are refused before anything is sent where keys cross slots', async () => {
      const cluster = (await connect()) as Scripted;
      cluster.defineCommand('both', { lua: TEXT, numberOfKeys: 2 });
      expect(await failureOf(cluster.both(FIRST, SECOND))).to.include({ code: 'CROSSSLOT' });
      expect([...sentTo(1), ...sentTo(2)]).to.deep.equal([]);
    });

    it('are those of a duplicate, too, and of no other cluster object', async () => {
      const cluster = (await connect({ scripts })) as Scripted;
      cluster.defineCommand('other', { lua: 'return 2', numberOfKeys: 1 });
      const copy = open.keep(cluster.duplicate() as Scripted);
      expect([await copy.increase('a'), await copy.other('a')]).to.deep.equal([1, 1]);
      const stranger = await connect();
      expect(stranger).not.to.have.any.keys('increase', 'other');
      expect(stranger.batch()).not.to.have.property('increase');
    });

    it('may be defined anew', async () => {
      const cluster = (await connect({ scripts })) as Scripted;
      cluster.defineCommand('increase', { lua: 'return 2', numberOfKeys: 1 });
      await cluster.increase('a');
      expect(sentTo(2).at(-1)).to.equal(`evalsha ${shaOf('return 2')} 1 a`);
    });

    for (const name of [
      'get',
      'HGETALL',
      'on',
      'options',
      'multi',
      'call',
      'exec',
      'constructor',
      '__proto__',
      '',
      7,
    ]) {
      it(`cannot be called ${JSON.stringify(name)}`, async () => {
        const cluster = await connect();
        const define = () => cluster.defineCommand(name as string, { lua: TEXT });
        expect(define)
          .to.throw(/^defineCommand (cannot take the name|takes the name of a command)/)
          .and.include({
            code: 'INVALID_ARGUMENT',
          });
      });
    }

    it('need a text', async () => {
      const cluster = await connect();
      expect(() => cluster.defineCommand('x', {} as never)).to.throw(
        "Invalid option `defineCommand('x').lua`: expected the text of a script, got undefined",
      );
    });
  });

  it('that are never answered do not hold up those of other slots', async () => {
    const cluster = await connect({ scripts: {} });
    await cluster.eval(TEXT, 1, FIRST);
    fake.server(2).handler = () => SILENCE;
    cluster.evalsha(SHA, 1, SECOND, () => {});
    expect(await cluster.evalsha(SHA, 1, FIRST)).to.equal(1);
  });
});
