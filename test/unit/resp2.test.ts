import { expect } from 'chai';
import { toResp2 } from '../../lib/command/resp2.js';

const FLAT = [
  'hrandfield',
  'zdiff',
  'zinter',
  'zpopmax',
  'zpopmin',
  'zrandmember',
  'zrange',
  'zrangebyscore',
  'zrevrange',
  'zrevrangebyscore',
  'zunion',
];

const ENTRIES = [['1-0', ['field', 'value']]];

describe('resp2', () => {
  for (const name of FLAT) {
    it(`answers the pairs of ${name} flat`, () => {
      const pairs = [
        ['a', '1'],
        ['b', '2.5'],
      ];
      expect(toResp2(name, pairs)).to.deep.equal(['a', '1', 'b', '2.5']);
      expect(toResp2(name, [['a', '1']])).to.deep.equal(['a', '1']);
      expect(toResp2(name, ['a', '1', 'b', '2.5'])).to.deep.equal(['a', '1', 'b', '2.5']);
    });
  }

  for (const name of ['xread', 'xreadgroup']) {
    it(`answers the streams of ${name} as pairs`, () => {
      const pairs = [
        ['s', ENTRIES],
        ['t', ENTRIES],
      ];
      expect(toResp2(name, ['s', ENTRIES, 't', ENTRIES])).to.deep.equal(pairs);
      expect(toResp2(name, pairs)).to.deep.equal(pairs);
      const key = Buffer.from('s');
      expect(toResp2(name, [key, ENTRIES])).to.deep.equal([[key, ENTRIES]]);
    });
  }

  const same: [name: string, reply: unknown][] = [
    ['get', 'value'],
    ['get', null],
    ['get', Buffer.from('value')],
    ['incr', 1],
    ['hgetall', ['field', 'value']],
    ['zrange', []],
    ['zrange', ['a', 'b']],
    ['zpopmin', ['a', '1']],
    ['zpopmin', [Buffer.from('a'), '1']],
    ['xread', null],
    ['xreadgroup', []],
    ['zmpop', ['k', [['a', '1']]]],
    ['bzpopmin', ['k', 'a', '1']],
    ['xrange', ENTRIES],
    [
      'geopos',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['scan', ['0', ['a', 'b']]],
  ];
  for (const [name, reply] of same) {
    it(`leaves ${JSON.stringify(reply)} of ${name} as it is`, () => {
      expect(toResp2(name, reply)).to.equal(reply);
    });
  }

  it('answers booleans as numbers', () => {
    expect(toResp2('sismember', true)).to.equal(1);
    expect(toResp2('sismember', false)).to.equal(0);
  });
});
