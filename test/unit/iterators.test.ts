import { expect } from 'chai';
import type { ElementScanOptions, RedisClusterOptions, ScanOptions } from '../../lib/index.js';
import { FakeCluster, replyError } from '../support/fake-cluster.js';
import { OpenClusters } from '../support/open-clusters.js';

const PAIRS = [
  ['2a', '2b'],
  ['2c', '2d'],
];

// Hash tags of slots that the two servers own.
const TAGS = ['', '{b}', '{a}'];

describe('iterators', () => {
  const open = new OpenClusters();
  let fake: FakeCluster;

  const connect = (options: Partial<RedisClusterOptions> = {}) => open.over(fake, options);

  const collect = async (iterator: AsyncIterable<unknown>) => {
    const all: unknown[] = [];
    for await (const one of iterator) {
      all.push(one);
    }
    return all;
  };

  const sent = () => fake.servers.flatMap(({ port, commands }) => commands.map((command) => [port, ...command]));

  beforeEach(() => {
    fake = new FakeCluster();
    for (const server of fake.servers) {
      // Two pages, the first of which is empty.
      server.handler = (command, args) =>
        args.some((arg) => String(arg) === '7')
          ? [
              '0',
              ['a', 'b', 'c', 'd'].map((name) => server.port + name + (command === 'scan' ? TAGS[server.port] : '')),
            ]
          : ['7', []];
    }
  });

  it('scanIterator goes over all masters, page by page', async () => {
    expect(await collect(connect().scanIterator())).to.deep.equal(
      ['1a', '1b', '1c', '1d'].map((key) => `${key}{b}`).concat(['2a', '2b', '2c', '2d'].map((key) => `${key}{a}`)),
    );
    expect(sent()).to.deep.equal([
      [1, 'scan', '0'],
      [1, 'scan', '7'],
      [2, 'scan', '0'],
      [2, 'scan', '7'],
    ]);
  });

  it('pass options to the server', async () => {
    const options = { match: 'x*', count: 5, type: 'hash' };
    await connect().scanIterator(options).next();
    expect(sent()[0]).to.deep.equal([1, 'scan', '0', 'MATCH', 'x*', 'COUNT', '5', 'TYPE', 'hash']);
  });

  it('send nothing before they are asked, and no more once they are left', async () => {
    const cluster = connect();
    const iterator = cluster.scanIterator();
    await cluster.waitFor('ready');
    expect(sent()).to.deep.equal([]);
    for await (const key of iterator) {
      expect(key).to.equal('1a{b}');
      break;
    }
    expect(sent()).to.have.length(2);
    expect(await iterator.next()).to.deep.equal({ done: true, value: undefined });
  });

  for (const [method, command, elements] of [
    ['hscanIterator', 'hscan', PAIRS],
    ['sscanIterator', 'sscan', PAIRS.flat()],
    ['zscanIterator', 'zscan', PAIRS],
  ] as const) {
    it(`${method} goes over one key, with the prefix`, async () => {
      const cluster = connect({ prefix: '{a}' });
      expect(await collect(cluster[method]('k', { match: 'm', count: 2 }))).to.deep.equal(elements);
      expect(sent()).to.deep.equal([
        [2, command, '{a}k', '0', 'MATCH', 'm', 'COUNT', '2'],
        [2, command, '{a}k', '7', 'MATCH', 'm', 'COUNT', '2'],
      ]);
    });

    it(`${method} has no type`, () => {
      expect(() => connect()[method]('k', { type: 'string' } as ElementScanOptions)).to.throw(
        `${method} takes the options match, count, got type: 'string'`,
      );
    });
  }

  it('throw what a server answers, where they are awaited', async () => {
    const cluster = connect();
    const errors: unknown[] = [];
    cluster.on('error', (error) => errors.push(error));
    fake.server(2).handler = () => replyError('WRONGTYPE Operation against a key');
    const error = await collect(cluster.hscanIterator('a')).catch((reason) => reason);
    expect(error).to.include({ code: 'WRONGTYPE', command: 'HSCAN' });
    expect(errors).to.deep.equal([]);
  });

  it('end with an error when the cluster is closed meanwhile', async () => {
    const cluster = connect();
    const iterator = cluster.scanIterator();
    for (const key of ['1a', '1b', '1c', '1d']) {
      expect((await iterator.next()).value).to.equal(`${key}{b}`);
    }
    await cluster.quit();
    expect(await iterator.next().catch((reason) => reason)).to.include({ code: 'NR_CLOSED' });
  });

  const bad: [options: unknown, message: string][] = [
    [null, 'scanIterator takes its options as an object, got null'],
    ['x*', "scanIterator takes its options as an object, got 'x*'"],
    [['x'], 'scanIterator takes its options as an object, got an array of 1'],
    [{ MATCH: 'x' }, "scanIterator takes the options match, count, type, got MATCH: 'x'"],
    [{ count: 0 }, 'The option count of scanIterator is a whole number from 1 up, got 0'],
    [{ count: '10' }, "The option count of scanIterator is a whole number from 1 up, got '10'"],
    [{ match: 5 }, 'The option match of scanIterator is a string, got 5'],
    [{ type: null }, 'The option type of scanIterator is a string, got null'],
  ];
  for (const [options, message] of bad) {
    it(`refuse ${JSON.stringify(options)} at once`, () => {
      expect(() => connect().scanIterator(options as ScanOptions)).to.throw(message);
    });
  }

  it('take options that are undefined as not given', async () => {
    const options = { match: undefined, count: undefined } as never as ScanOptions;
    await connect().scanIterator(options).next();
    expect(sent()[0]).to.deep.equal([1, 'scan', '0']);
  });
});
