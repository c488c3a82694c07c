import { expect } from 'chai';
import { createDefaultClient } from '../../lib/default-client.js';
import { InvalidOptionError } from '../../lib/errors.js';
import { RedisCluster } from '../../lib/index.js';
import { type CheckedOptions, checkOptions } from '../../lib/options.js';

const servers = [{ host: '10.0.0.1', port: 7000 }];

function complaint(options: unknown): string {
  try {
    checkOptions(options);
  } catch (error) {
    expect(error).to.be.instanceOf(InvalidOptionError).and.include({ code: 'INVALID_OPTION' });
    return (error as Error).message;
  }
  return 'none';
}

const WHOLE = 'a whole number, zero or more';
const LARGE = 2 ** 31 - 1;
const milliseconds = (least: number) => `a whole number of milliseconds, from ${least} to 2147483647`;
const NO_COUNTS: [value: unknown, got: string][] = [
  [-1, '-1'],
  [1.5, '1.5'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  ['16', "'16'"],
  [null, 'null'],
  [true, 'true'],
  [10n, 'a bigint'],
];
const NO_TIMES: typeof NO_COUNTS = [[LARGE + 1, '2147483648'], ...NO_COUNTS];
const NO_FLAGS: [value: unknown, got: string][] = [
  [0, '0'],
  [1, '1'],
  ['true', "'true'"],
  [null, 'null'],
];
const NO_FUNCTIONS: [value: unknown, got: string][] = [
  [null, 'null'],
  ['redis', "'redis'"],
  [{}, 'an object'],
];

const client = () => ({});
const strategy = () => null;
const redisOptions = { password: 'x' };

interface Row {
  byDefault?: unknown;
  good: unknown[];
  expected: string;
  bad: [value: unknown, got: string][];
}

const ROWS: Record<Exclude<keyof CheckedOptions, 'servers' | 'nodeAddressMap'>, Row> = {
  createClient: { byDefault: createDefaultClient, good: [client], expected: 'a function', bad: NO_FUNCTIONS },
  redisOptions: {
    byDefault: {},
    good: [redisOptions, {}],
    expected: 'an object',
    bad: [
      [null, 'null'],
      ['x', "'x'"],
      [[], 'an empty array'],
      [client, 'a function'],
    ],
  },
  prefix: {
    byDefault: '',
    good: ['', 'app:', '{tag}'],
    expected: 'a string',
    bad: [
      [null, 'null'],
      [1, '1'],
      [Buffer.from('x'), 'an object of Buffer'],
    ],
  },
  return_buffers: { byDefault: false, good: [true, false], expected: 'true or false', bad: NO_FLAGS },
  detect_buffers: { byDefault: false, good: [true, false], expected: 'true or false', bad: NO_FLAGS },
  multi: {
    byDefault: 'batch',
    good: ['batch', 'atomic'],
    expected: "'batch' or 'atomic'",
    bad: [
      ['ATOMIC', "'ATOMIC'"],
      ['', "''"],
      [null, 'null'],
      [true, 'true'],
    ],
  },
  maxRedirections: { byDefault: 16, good: [0, 1, 99], expected: WHOLE, bad: NO_COUNTS },
  retryTimeout: { byDefault: 30_000, good: [0, 1, LARGE], expected: milliseconds(0), bad: NO_TIMES },
  retryWrites: { byDefault: false, good: [true, false], expected: 'true or false', bad: NO_FLAGS },
  maxQueueLength: { byDefault: 100_000, good: [0, 1, LARGE], expected: WHOLE, bad: NO_COUNTS },
  queueShift: { byDefault: false, good: [true, false], expected: 'true or false', bad: NO_FLAGS },
  minimizeConnections: { byDefault: false, good: [true, false], expected: 'true or false', bad: NO_FLAGS },
  maxBlockingConnections: { byDefault: 1000, good: [0, 1, LARGE], expected: WHOLE, bad: NO_COUNTS },
  connectTimeout: { byDefault: 5000, good: [1, LARGE], expected: milliseconds(1), bad: [[0, '0'], ...NO_TIMES] },
  silenceTimeout: {
    byDefault: 10_000,
    good: [1000, LARGE],
    expected: milliseconds(1000),
    bad: [[0, '0'], [999, '999'], ...NO_TIMES],
  },
  replicas: {
    byDefault: 'never',
    good: ['never', 'share', 'always', client],
    expected: "'never' or 'share' or 'always' or a function",
    bad: [
      ['all', "'all'"],
      [true, 'true'],
      [null, 'null'],
    ],
  },
  scripts: {
    byDefault: {},
    good: [{}, { increase: { lua: 'return 1', numberOfKeys: 1, readOnly: true } }, { any: { lua: 'return 1' } }],
    expected: 'an object',
    bad: [
      [null, 'null'],
      ['return 1', "'return 1'"],
      [[], 'an empty array'],
    ],
  },
  refreshInterval: { byDefault: 60_000, good: [0, 1, LARGE], expected: milliseconds(0), bad: NO_TIMES },
  coalesce: { byDefault: true, good: [true, false], expected: 'true or false', bad: NO_FLAGS },
  retryStrategy: { good: [strategy], expected: 'a function', bad: NO_FUNCTIONS },
};

describe('options', () => {
  it('of redis-clustr are changed by ours in duplicate()', () => {
    const cluster = new RedisCluster({ servers, createClient: () => new Promise(() => {}), slaves: 'share', wait: 5 });
    const other = cluster.duplicate({ replicas: 'never', retryTimeout: 7 });
    const third = other.duplicate({ slaves: 'always' });
    expect([cluster, other, third].map(({ options }) => [options.replicas, options.retryTimeout])).to.deep.equal([
      ['share', 5],
      ['never', 7],
      ['always', 7],
    ]);
    for (const one of [cluster, other, third]) {
      one.end(true);
    }
  });

  it('are for duplicate() as they were given, whatever becomes of the objects later', () => {
    const given: { host?: string; port?: number }[] = [{ host: '10.0.0.1', port: 7000 }];
    const cluster = new RedisCluster({ servers: given, createClient: () => new Promise(() => {}) });
    // As redis does to the servers that its createCluster is given.
    Object.assign(given[0] as object, { reconnectStrategy: strategy });
    given.push({ port: 0 });
    const other = cluster.duplicate();
    expect([cluster, other].map(({ options }) => options.servers)).to.deep.equal([servers, servers]);
    cluster.end(true);
    other.end(true);
  });

  it('have the names that redis-clustr gave them, too', () => {
    const checked = checkOptions({ servers, slaves: 'share', slotInterval: 1000, wait: 5000 });
    expect(checked).to.include({ replicas: 'share', refreshInterval: 1000, retryTimeout: 5000 });
    expect(checked).not.to.have.any.keys('slaves', 'slotInterval', 'wait');
    expect(complaint({ servers, slaves: 'all' }))
      .to.contain('`slaves`')
      .and.to.contain("'all'");
    expect(complaint({ servers, wait: '5' })).to.contain('`wait`');
    expect(complaint({ servers, slaves: 'share', replicas: 'share' })).to.contain(
      'no value beside slaves, which is the same option',
    );
    expect(checkOptions({ servers, slaves: undefined, replicas: 'always' }).replicas).to.equal('always');
    expect(checkOptions({ servers, replicas: 'always', slaves: undefined }).replicas).to.equal('always');
  });

  it('are those of this table, servers and nodeAddressMap', () => {
    const names = ['servers', 'nodeAddressMap', ...Object.keys(ROWS)];
    expect(Object.keys(checkOptions({ servers }))).to.have.members(names);
  });

  for (const [name, { byDefault, good, expected, bad }] of Object.entries(ROWS)) {
    describe(name, () => {
      const value = (options: object) => checkOptions(options)[name as keyof CheckedOptions];

      if (byDefault !== undefined) {
        it('has a default', () => {
          expect(value({ servers })).to.deep.equal(byDefault);
          expect(value({ servers, [name]: undefined })).to.deep.equal(byDefault);
        });
      }

      it('takes what is good', () => {
        for (const one of good) {
          expect(value({ servers, [name]: one })).to.equal(one);
        }
      });

      for (const [one, got] of bad) {
        it(`refuses ${got}`, () => {
          const message = `Invalid option \`${name}\`: expected ${expected}, got ${got}`;
          expect(complaint({ servers, [name]: one })).to.equal(message);
        });
      }
    });
  }

  const scripts: [definition: unknown, name: string, expected: string, got: string][] = [
    [null, 'scripts.x', 'an object { lua, numberOfKeys }', 'null'],
    ['return 1', 'scripts.x', 'an object { lua, numberOfKeys }', "'return 1'"],
    [{}, 'scripts.x.lua', 'the text of a script', 'undefined'],
    [{ lua: '' }, 'scripts.x.lua', 'the text of a script', "''"],
    [{ lua: 1 }, 'scripts.x.lua', 'the text of a script', '1'],
    [{ lua: 'return 1', keys: 1 }, 'scripts.x.keys', 'only lua, numberOfKeys and readOnly', '1'],
    ...NO_COUNTS.map(([value, got]): [unknown, string, string, string] => [
      { lua: 'return 1', numberOfKeys: value },
      'scripts.x.numberOfKeys',
      WHOLE,
      got,
    ]),
    ...NO_FLAGS.map(([value, got]): [unknown, string, string, string] => [
      { lua: 'return 1', readOnly: value },
      'scripts.x.readOnly',
      'true or false',
      got,
    ]),
  ];
  for (const [definition, name, expected, got] of scripts) {
    it(`refuses ${name} that is ${got}`, () => {
      const message = `Invalid option \`${name}\`: expected ${expected}, got ${got}`;
      expect(complaint({ servers, scripts: { x: definition } })).to.equal(message);
    });
  }

  it('retryStrategy doubles from 50 ms up to 2,000 ms, for ever', () => {
    const { retryStrategy } = checkOptions({ servers });
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 1000, 5000].map(retryStrategy);
    expect(delays).to.deep.equal([50, 100, 200, 400, 800, 1600, 2000, 2000, 2000, 2000]);
  });

  it('is not changed by what it is made of', () => {
    const given = { servers: [{}], prefix: 'x' };
    checkOptions(given);
    expect(given).to.deep.equal({ servers: [{}], prefix: 'x' });
  });

  describe('servers', () => {
    const good: [server: object | string, host: string, port: number][] = [
      [{ host: '10.0.0.1', port: 7000 }, '10.0.0.1', 7000],
      [{ host: '::1', port: 1 }, '::1', 1],
      [{ host: 'redis.example.com', port: 65535 }, 'redis.example.com', 65535],
      [{ port: 7000 }, '127.0.0.1', 7000],
      [{ host: '10.0.0.1' }, '10.0.0.1', 6379],
      [{}, '127.0.0.1', 6379],
      [{ host: undefined, port: undefined }, '127.0.0.1', 6379],
      [{ host: '10.0.0.1', port: '7000' }, '10.0.0.1', 7000],
      ['10.0.0.1:7000', '10.0.0.1', 7000],
      ['redis.example.com:65535', 'redis.example.com', 65535],
      ['10.0.0.1', '10.0.0.1', 6379],
      ['[::1]:7000', '::1', 7000],
      ['[fe80::1%eth0]:7000', 'fe80::1%eth0', 7000],
      ['[2001:db8::7]', '2001:db8::7', 6379],
      ['redis://10.0.0.1:7000', '10.0.0.1', 7000],
      ['redis://h', 'h', 6379],
      ['redis://h:7000/', 'h', 7000],
      ['redis://h:7000/0', 'h', 7000],
      ['REDISS://h:7000', 'h', 7000],
      ['redis://user:p%40ss@[::1]:7000', '::1', 7000],
    ];
    for (const [server, host, port] of good) {
      it(`takes ${JSON.stringify(server)}`, () => {
        expect(checkOptions({ servers: [server] }).servers).to.deep.equal([{ host, port }]);
      });
    }

    it('takes several, in order', () => {
      const many = [{ port: 3 }, { port: 1 }, { port: 2 }];
      expect(checkOptions({ servers: many }).servers.map(({ port }) => port)).to.deep.equal([3, 1, 2]);
    });

    const LIST = 'an array of at least one { host, port }';
    const SERVER = "{ host, port }, 'host:port' or a URL redis://user:password@host:port";
    const bad: [value: unknown, name: string, expected: string, got: string][] = [
      [undefined, 'servers', LIST, 'undefined'],
      [null, 'servers', LIST, 'null'],
      [[], 'servers', LIST, 'an empty array'],
      ['h:1', 'servers', LIST, "'h:1'"],
      [{ host: 'h', port: 1 }, 'servers', LIST, 'an object'],
      ['redis://u:secret@h:1', 'servers', LIST, "'redis://***@h:1'"],
      [[...servers, null], 'servers[1]', SERVER, 'null'],
      [[7000], 'servers[0]', SERVER, '7000'],
      [[['10.0.0.1', 7000]], 'servers[0]', SERVER, 'an array of 2'],
      ...[
        '',
        ' h:1',
        'h:',
        'h:0',
        'h:65536',
        'h:1:2',
        '::1',
        '::1:7000',
        '[h]:1',
        '[::1]7000',
        '[::1',
        '/tmp/redis.sock',
        'redis://h:65536',
        'redis://%@h:1',
      ].map((text): [unknown, string, string, string] => [
        [text],
        'servers[0]',
        SERVER,
        `'${text.replace('%@', '***@')}'`,
      ]),
      [['u:secret@h:1'], 'servers[0]', SERVER, "'***@h:1'"],
      [['redis://u:se@cret@h:x'], 'servers[0]', SERVER, "'redis://***@h:x'"],
      [['redis://:7000'], 'servers[0]', SERVER, "'redis://:7000'"],
      [['redis://'], 'servers[0]', 'a URL with a host, and a port from 1 to 65535', "'redis://'"],
      [['redis://h:0'], 'servers[0]', 'a URL with a host, and a port from 1 to 65535', "'redis://h:0'"],
      [['http://h:1'], 'servers[0]', 'a URL that begins with redis:// or rediss://', "'http://h:1'"],
      [
        ['unix:///tmp/redis.sock'],
        'servers[0]',
        'a URL that begins with redis:// or rediss://',
        "'unix:///tmp/redis.sock'",
      ],
      [['redis://h:1/2'], 'servers[0]', 'a URL without a database but 0: a cluster has no other', "'redis://h:1/2'"],
      [['redis://h:1?db=0'], 'servers[0]', 'a URL that ends with the port', "'redis://h:1?db=0'"],
      [
        ['redis://u:p@a:1', 'b:1', 'redis://u:q@c:1'],
        'servers[2]',
        'the same user and password as servers[0]: all get the same',
        "'c:1'",
      ],
      [
        ['redis://a:1', 'redis://u:p@b:1', 'redis://v:p@c:1'],
        'servers[2]',
        'the same user and password as servers[1]: all get the same',
        "'c:1'",
      ],
      [['redis://a:1', 'rediss://b:1'], 'servers[1]', 'redis:// or rediss:// as servers[0]: all get the same', "'b:1'"],
      [[{ hots: 'x' }], 'servers[0].hots', 'only host and port', "'x'"],
      [[{ host: '' }], 'servers[0].host', 'the name or address of a host', "''"],
      [[{ host: null }], 'servers[0].host', 'the name or address of a host', 'null'],
      [[...servers, { host: 127 }], 'servers[1].host', 'the name or address of a host', '127'],
      ...(
        [
          [0, '0'],
          [-1, '-1'],
          [65536, '65536'],
          [1.5, '1.5'],
          [Number.NaN, 'NaN'],
          ['', "''"],
          ['0', "'0'"],
          ['7e3', "'7e3'"],
          [' 7000', "' 7000'"],
          [null, 'null'],
          [true, 'true'],
        ] as const
      ).map(([port, got]): [unknown, string, string, string] => [
        [{ host: 'h', port }],
        'servers[0].port',
        'a port from 1 to 65535',
        got,
      ]),
    ];
    for (const [value, name, expected, got] of bad) {
      it(`refuses ${name} that is ${got}`, () => {
        expect(complaint({ servers: value })).to.equal(`Invalid option \`${name}\`: expected ${expected}, got ${got}`);
      });
    }

    const urls: [servers: unknown[], redisOptions: object][] = [
      [['redis://h:1'], {}],
      [['redis://u:p@h:1'], { username: 'u', password: 'p' }],
      [['redis://:p@h:1'], { password: 'p' }],
      [['redis://u@h:1'], { username: 'u' }],
      [['redis://a%3Ab:%2F%40%25%C3%A9@h:1'], { username: 'a:b', password: '/@%é' }],
      [['rediss://h:1'], { tls: {} }],
      [
        ['rediss://a:1', 'rediss://u:p@b:1', 'c:1', { port: 1 }, 'rediss://u:p@d:1'],
        { username: 'u', password: 'p', tls: {} },
      ],
    ];
    for (const [list, redisOptions] of urls) {
      it(`gives createClient what ${JSON.stringify(list)} say of credentials and TLS`, () => {
        expect(checkOptions({ servers: list }).redisOptions).to.deep.equal(redisOptions);
      });
    }

    it('say less than redisOptions', () => {
      const given = { password: 'q', tls: { ca: 'x' }, db: 0 };
      const { redisOptions: merged } = checkOptions({ servers: ['rediss://u:p@h:1'], redisOptions: given });
      expect(merged).to.deep.equal({ username: 'u', ...given });
      expect(given).to.deep.equal({ password: 'q', tls: { ca: 'x' }, db: 0 });
    });

    it('must be there', () => {
      expect(complaint({})).to.equal(`Invalid option \`servers\`: expected ${LIST}, got undefined`);
    });
  });

  describe('nodeAddressMap', () => {
    const reached = (nodeAddressMap: unknown, host = '10.0.0.1', port = 7000) =>
      checkOptions({ servers, nodeAddressMap }).nodeAddressMap(host, port);
    const HERE = { host: '127.0.0.1', port: 17000 };
    const ADDRESS = "'host:port' or { host, port }";

    it('is none by default: names and addresses stay as they are announced', () => {
      expect(reached(undefined)).to.deep.equal({ host: '10.0.0.1', port: 7000 });
      expect(reached(undefined, 'Redis-1.example.com')).to.deep.equal({ host: 'Redis-1.example.com', port: 7000 });
    });

    it('takes an object, and leaves what it does not name', () => {
      const map = { '10.0.0.1:7000': '127.0.0.1:17000', 'redis-2:7000': HERE, '[::1]:7000': '[::2]:1' };
      expect(reached(map)).to.deep.equal(HERE);
      expect(reached(map, 'redis-2')).to.deep.equal(HERE);
      expect(reached(map, '::1')).to.deep.equal({ host: '::2', port: 1 });
      expect(reached(map, '10.0.0.1', 7001)).to.deep.equal({ host: '10.0.0.1', port: 7001 });
      expect(reached({}, 'constructor')).to.deep.equal({ host: 'constructor', port: 7000 });
    });

    it('takes a function of host and port, and leaves that for which it returns nothing', () => {
      expect(reached((host: string, port: number) => ({ host: `${host}.lan`, port: port + 1 }))).to.deep.equal({
        host: '10.0.0.1.lan',
        port: 7001,
      });
      expect(reached(() => '127.0.0.1:17000')).to.deep.equal(HERE);
      for (const nothing of [undefined, null]) {
        expect(reached(() => nothing)).to.deep.equal({ host: '10.0.0.1', port: 7000 });
      }
    });

    const bad: [value: unknown, name: string, expected: string, got: string][] = [
      [null, '', "an object { 'host:port': 'host:port' } or a function", 'null'],
      ['a:1', '', "an object { 'host:port': 'host:port' } or a function", "'a:1'"],
      [[], '', "an object { 'host:port': 'host:port' } or a function", 'an empty array'],
      [{ a: 'b:1' }, '', "addresses as 'host:port', [::1]:7000 for IPv6", "'a'"],
      [{ 'a:1': 'b' }, "['a:1']", ADDRESS, "'b'"],
      [{ 'a:1': 'b:70000' }, "['a:1']", ADDRESS, "'b:70000'"],
      [{ 'a:1': null }, "['a:1']", ADDRESS, 'null'],
      [{ 'a:1': { host: 'b' } }, "['a:1']", ADDRESS, 'an object'],
    ];
    for (const [value, name, expected, got] of bad) {
      it(`refuses ${JSON.stringify(value)}`, () => {
        const message = `Invalid option \`nodeAddressMap${name}\`: expected ${expected}, got ${got}`;
        expect(complaint({ servers, nodeAddressMap: value })).to.equal(message);
      });
    }

    for (const [map, got] of [
      [() => 7, '7'],
      [() => 'b', "'b'"],
      [() => ({ host: '', port: 1 }), 'an object'],
      [async () => HERE, 'an object of Promise'],
      [
        () => {
          throw new Error('boom');
        },
        "'an exception: boom'",
      ],
    ] as const) {
      it(`says for which address a function gives ${got}`, () => {
        expect(() => reached(map)).to.throw(
          InvalidOptionError,
          `Invalid option \`nodeAddressMap('10.0.0.1', 7000)\`: expected ${ADDRESS}, got ${got}`,
        );
      });
    }
  });

  describe('the default client', () => {
    const made = (options: Record<string, unknown>) =>
      (createDefaultClient(7000, 'h', options) as { options: Record<string, unknown> }).options;

    it('understands what URLs say', () => {
      const { redisOptions: fromUrl } = checkOptions({ servers: ['rediss://u:p@h:1'] });
      const options = made(fromUrl);
      expect(options).to.include({ username: 'u', password: 'p' });
      expect(options.socket).to.include({ host: 'h', port: 7000, tls: true });
      expect(made({}).socket).not.to.have.property('tls');
    });

    it('takes options of tls.connect as tls, beside those of its socket', () => {
      const { socket } = made({ tls: { ca: 'x' }, socket: { keepAlive: false } });
      expect(socket).to.include({ host: 'h', port: 7000, tls: true, ca: 'x', keepAlive: false });
    });

    it('is of one class for all servers, with options of its own', () => {
      const first = createDefaultClient(7000, 'h', { password: 'p' }) as { constructor: unknown };
      const second = createDefaultClient(7001, 'h') as { constructor: unknown; options: object };
      expect(second.constructor).to.equal(first.constructor);
      expect(second.options).not.to.have.any.keys('password', 'credentialsProvider');
      expect(second.options).to.have.nested.property('socket.port', 7001);
    });

    it('has what options ask of its class, and what redis makes of them', () => {
      const client = createDefaultClient(7001, 'h', { RESP: 2, modules: { own: { hello: {} } } });
      expect(client).to.have.nested.property('own.hello');
      expect(client).to.have.property('options').that.includes({ RESP: 2, maintNotifications: 'disabled' });
      expect(made({}).maintNotifications).to.equal('auto');
    });

    it('has its timer per command turned off, unless it was asked for', () => {
      expect(made({}).commandOptions).to.deep.equal({ timeout: undefined });
      expect(made({ commandOptions: { timeout: 5 } }).commandOptions).to.deep.equal({ timeout: 5 });
    });
  });

  const strangers: [options: object, name: string, got: string][] = [
    [{ servers, maxRedirects: 5 }, 'maxRedirects', '5'],
    [{ servers, Prefix: 'x' }, 'Prefix', "'x'"],
    [{ servers, password: undefined }, 'password', 'undefined'],
    [{ servers, constructor: 1 }, 'constructor', '1'],
    [{ servers, toString: 1 }, 'toString', '1'],
    [{ servers, ...{ ['__proto__']: 1 } }, '__proto__', '1'],
  ];
  for (const [options, name, got] of strangers) {
    it(`refuses an option ${name}, and names those there are`, () => {
      const message = complaint(options);
      expect(message).to.match(new RegExp(`^Invalid option \`${name}\`: expected one of the options servers, `));
      expect(message).to.match(new RegExp(`, got ${got}$`));
      for (const known of Object.keys(ROWS)) {
        expect(message).to.include(known);
      }
    });
  }

  const noOptions: [value: unknown, got: string][] = [
    [undefined, 'undefined'],
    [null, 'null'],
    ['h:1', "'h:1'"],
    [servers, 'an array of 1'],
    [client, 'a function'],
  ];
  for (const [value, got] of noOptions) {
    it(`cannot be ${got}`, () => {
      expect(complaint(value)).to.equal(`Invalid option \`options\`: expected an object with \`servers\`, got ${got}`);
    });
  }
});
