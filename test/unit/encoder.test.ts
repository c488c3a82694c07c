import { expect } from 'chai';
import { Encoder } from '../../lib/client/encoder.js';
import type { Argument } from '../../lib/command/types.js';

const LIMIT = 4096;

/** A request as the protocol has it. */
function encoded(name: string, args: readonly Argument[]): Buffer {
  const parts = [name, ...args].flatMap((arg) => {
    const bytes = Buffer.from(arg as string);
    return [Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')];
  });
  return Buffer.concat([Buffer.from(`*${args.length + 1}\r\n`), ...parts]);
}

describe('requests put one behind the other', () => {
  let pieces: Buffer[];
  let encoder: Encoder;

  beforeEach(() => {
    pieces = [];
    encoder = new Encoder((piece) => pieces.push(piece));
  });

  const written = () => Buffer.concat(pieces).toString('latin1');
  const expected = (requests: readonly [string, readonly Argument[]][]) =>
    Buffer.concat(requests.map(([name, args]) => encoded(name, args))).toString('latin1');

  const LENGTHS = [0, 1, 9, 10, 23, 24, 25, 26, 99, 100, 105, 110, 999, 1000, 1060, 1300];
  const ARGUMENTS: [string, Argument[]][] = [
    ['none', []],
    ...LENGTHS.map((length): [string, Argument[]] => [`a string of ${length}`, ['k'.repeat(length)]]),
    ...LENGTHS.map((length): [string, Argument[]] => [`${length} bytes`, [Buffer.alloc(length, 0xff)]]),
    ...LENGTHS.slice(1).flatMap((length): [string, Argument[]][] =>
      ['é', '€', '\u{1f600}', '\ud800'].map((sign) => [
        `${length} units with U+${sign.codePointAt(0)?.toString(16)} behind them`,
        ['k'.repeat(length - 1) + sign],
      ]),
    ),
    ['signs of three bytes alone', ['€'.repeat(400)]],
    ['every byte', [Buffer.from(Array.from({ length: 256 }, (_, i) => i))]],
    ['line ends', ['a\r\nb', Buffer.from('\r\n')]],
    ['many', Array.from({ length: 100 }, (_, i) => String(i))],
  ];
  for (const [what, args] of ARGUMENTS) {
    it(`are as servers read them: ${what}`, () => {
      // Twice, as something of the first may be kept for the next.
      expect([encoder.add('get', args), encoder.add('get', args)]).to.deep.equal([true, true]);
      encoder.flush();
      expect(written()).to.equal(
        expected([
          ['get', args],
          ['get', args],
        ]),
      );
    });
  }

  it('may have any name, and another number of arguments each', () => {
    const requests: [string, Argument[]][] = ['get', 'größe', 'get', 'größe'].flatMap((name) =>
      [0, 1, 9].map((count): [string, Argument[]] => [name, new Array<Argument>(count).fill('a')]),
    );
    for (const [name, args] of requests) {
      expect(encoder.add(name, args)).to.equal(true);
    }
    encoder.flush();
    expect(written()).to.equal(expected(requests));
  });

  it('are written when they are flushed, in one piece, and once', () => {
    encoder.flush();
    encoder.add('incr', ['a']);
    encoder.add('incr', ['b']);
    expect(pieces).to.deep.equal([]);
    encoder.flush();
    encoder.flush();
    expect(pieces).to.have.length(1);
  });

  it('are in one piece also where the memory of the piece before would not hold them', () => {
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 10; i += 1) {
        encoder.add('get', ['k'.repeat(1000)]);
      }
      encoder.flush();
    }
    expect(pieces).to.have.length(3);
  });

  it('are left out where they may be too large, and those before and behind are not', () => {
    const large: Argument[][] = [
      [Buffer.alloc(LIMIT)],
      ['k'.repeat(LIMIT)],
      ['€'.repeat(LIMIT / 2)],
      Array(LIMIT / 8).fill('k'),
    ];
    encoder.add('incr', ['before']);
    expect(large.map((args) => encoder.add('del', args))).to.deep.equal(large.map(() => false));
    encoder.add('incr', ['behind']);
    encoder.flush();
    expect(written()).to.equal(
      expected([
        ['incr', ['before']],
        ['incr', ['behind']],
      ]),
    );
  });

  it('stay as they are while others are added, however many', () => {
    // A generator of its own, so that what failed once fails again.
    let seed = 7;
    const random = (limit: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % limit;
    };
    const sign = ['k', 'k', 'k', 'é', '€'];
    const requests = Array.from({ length: 20_000 }, (_, i): [string, Argument[]] => [
      ['get', 'set', 'hmset'][random(3)] as string,
      Array.from({ length: random(4) }, () => {
        const text = `${i}:`.padEnd(random(120), sign[random(sign.length)]);
        return random(8) === 0 ? Buffer.from(text) : text;
      }),
    ]);
    for (const [name, args] of requests) {
      expect(encoder.add(name, args)).to.equal(true);
      if (random(100) === 0) {
        encoder.flush();
      }
    }
    encoder.flush();
    expect(written() === expected(requests)).to.equal(true);
  });
});
