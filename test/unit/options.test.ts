import { expect } from 'chai';
import { createDefaultClient } from '../../lib/default-client.js';
import { InvalidOptionError } from '../../lib/errors.js';
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

const ROWS: Record<Exclude<keyof CheckedOptions, 'servers'>, Row> = {
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
    good: ['never', 'share', 'always'],
    expected: "'never' or 'share' or 'always'",
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
  it('are those of this table, and servers', () => {
    expect(Object.keys(checkOptions({ servers }))).to.have.members(['servers', ...Object.keys(ROWS)]);
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
    const good: [server: object, host: string, port: number][] = [
      [{ host: '10.0.0.1', port: 7000 }, '10.0.0.1', 7000],
      [{ host: '::1', port: 1 }, '::1', 1],
      [{ host: 'redis.example.com', port: 65535 }, 'redis.example.com', 65535],
      [{ port: 7000 }, '127.0.0.1', 7000],
      [{ host: '10.0.0.1' }, '10.0.0.1', 6379],
      [{}, '127.0.0.1', 6379],
      [{ host: undefined, port: undefined }, '127.0.0.1', 6379],
      [{ host: '10.0.0.1', port: '7000' }, '10.0.0.1', 7000],
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
    const bad: [value: unknown, name: string, expected: string, got: string][] = [
      [undefined, 'servers', LIST, 'undefined'],
      [null, 'servers', LIST, 'null'],
      [[], 'servers', LIST, 'an empty array'],
      ['h:1', 'servers', LIST, "'h:1'"],
      [{ host: 'h', port: 1 }, 'servers', LIST, 'an object'],
      [['h:1'], 'servers[0]', 'an object { host, port }', "'h:1'"],
      [[...servers, null], 'servers[1]', 'an object { host, port }', 'null'],
      [[7000], 'servers[0]', 'an object { host, port }', '7000'],
      [[['10.0.0.1', 7000]], 'servers[0]', 'an object { host, port }', 'an array of 2'],
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

    it('must be there', () => {
      expect(complaint({})).to.equal(`Invalid option \`servers\`: expected ${LIST}, got undefined`);
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
