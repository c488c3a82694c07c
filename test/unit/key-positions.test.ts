import { expect } from 'chai';
import { isForServerToTell, keyIndexes, learnSpec, type Spec, specFor } from '../../lib/command/table.js';

const spec = (name: string) => specFor(name) as Spec;

/** The words of a call; `''` stands for an empty string. */
const words = (call: string) => call.split(' ').map((word) => (word === "''" ? '' : word));

describe('key positions', () => {
  const calls: [call: string, indexes: number[]][] = [
    ['get k', [0]],
    ["get ''", [0]],
    ['set k v EX 10', [0]],
    ['hset k f v', [0]],
    ['mget a b c', [0, 1, 2]],
    ['mget a a', [0, 1]],
    ['mset a 1 b 2', [0, 2]],
    ['msetnx a 1 b 2', [0, 2]],
    ['del a b', [0, 1]],
    ['rename a b', [0, 1]],
    ['copy a b REPLACE', [0, 1]],
    ['smove a b member', [0, 1]],
    ['lmove a b LEFT RIGHT', [0, 1]],
    ['blmove a b LEFT RIGHT 0', [0, 1]],
    ['blpop a b 0', [0, 1]],
    ['brpoplpush a b 0', [0, 1]],
    ['lcs a b LEN', [0, 1]],
    ['pfcount a b', [0, 1]],
    ['pfmerge d a b', [0, 1, 2]],
    ['bitop AND d a b', [1, 2, 3]],
    ['sdiffstore d a b', [0, 1, 2]],
    ['zrangestore d s 0 -1', [0, 1]],
    ['geosearchstore d s FROMMEMBER m BYRADIUS 1 km', [0, 1]],
    ['eval script 0', []],
    ['eval script 0 argument', []],
    ['eval script 2 a b argument', [2, 3]],
    ['evalsha sha 1 a b', [2]],
    ['eval_ro script 1 a', [2]],
    ['fcall f 2 a b c', [2, 3]],
    ['fcall_ro f 1 a', [2]],
    ['zunionstore d 2 a b WEIGHTS 1 2', [0, 2, 3]],
    ['zinterstore d 1 a', [0, 2]],
    ['zdiffstore d 2 a b', [0, 2, 3]],
    ['zunion 2 a b', [1, 2]],
    ['zinter 2 a b WITHSCORES', [1, 2]],
    ['zdiff 1 a', [1]],
    ['zintercard 2 a b LIMIT 1', [1, 2]],
    ['sintercard 2 a b LIMIT 1', [1, 2]],
    ['lmpop 2 a b LEFT', [1, 2]],
    ['zmpop 1 a MIN', [1]],
    ['blmpop 0 2 a b LEFT COUNT 3', [2, 3]],
    ['bzmpop 0 1 a MAX', [2]],
    ['msetex 2 a 1 b 2 EX 10', [1, 3]],
    ['xread STREAMS a 0', [1]],
    ['xread COUNT 2 BLOCK 0 streams a b 0 0', [5, 6]],
    ['xread STREAMS streams 0', [1]],
    ['xreadgroup GROUP g c STREAMS a b > >', [4, 5]],
    ['xreadgroup GROUP streams streams COUNT 1 STREAMS a >', [6]],
    ['xgroup CREATE k g $', [1]],
    ['xgroup help', []],
    ['xinfo stream k FULL', [1]],
    ['xinfo HELP', []],
    ['object ENCODING k', [1]],
    ['object help', []],
    ['memory USAGE k SAMPLES 5', [1]],
    ['memory doctor', []],
    ['migrate host 6379', []],
    ['migrate host 6379 k 0 5000', [2]],
    ['migrate host 6379 k 0 5000 COPY AUTH KEYS', [2]],
    ["migrate host 6379 '' 0 5000 KEYS a b", [6, 7]],
    ["migrate host 6379 '' 0 5000 COPY REPLACE AUTH2 user password keys a b", [11, 12]],
    ['sort k', [0]],
    ['sort k BY weight_* GET object_* GET #', [0]],
    ['sort k BY weight_* LIMIT 0 5 GET object_* ALPHA store d', [0, 10]],
    ['sort k STORE a STORE b', [0, 4]],
    ['sort store', [0]],
    ['sort store DESC', [0]],
    ['sort k STORE', [0]],
    ['sort_ro k BY weight_* GET #', [0]],
    ['georadius k 0 0 1 km', [0]],
    ['georadius k 0 0 1 km WITHDIST STORE d', [0, 7]],
    ['georadius k 0 0 1 km storedist d', [0, 6]],
    ['georadiusbymember k STORE 1 km STORE d', [0, 5]],
    ['georadius_ro k 0 0 1 km', [0]],
    ['spublish channel message', [0]],
    ['publish channel message', []],
    ['ping message', []],
    ['script LOAD text', []],
    ['cluster KEYSLOT k', []],
    ['config GET maxmemory', []],
    // Calls that a server refuses have no keys that are not there.
    ['get', []],
    ['mget', []],
    ['memory usage', []],
    ['bitop AND', []],
    ['copy a', [0]],
    ['eval script', []],
    ['eval script 1', []],
    ['eval script 3 a b', []],
    ['eval script -1 a', []],
    ['eval script 1e0 a', []],
    ['eval script 99999999999 a', []],
    ['eval script keys a', []],
    ["eval script '' a", []],
    ['zunionstore d', []],
    ['zunionstore d 2 a', []],
    ['zinter 2 a', []],
    ['lmpop 1000000000 a LEFT', []],
    ['xread COUNT 1', []],
    ['xread STREAMS', []],
    ["migrate host 6379 '' 0 5000 KEYS", []],
  ];
  for (const [call, indexes] of calls) {
    it(`of ${call}: ${indexes.length === 0 ? 'none' : indexes.join(', ')}`, () => {
      const [name, ...args] = words(call);
      expect(keyIndexes(spec(name as string), args)).to.deep.equal(indexes);
      const buffers = args.map((arg) => Buffer.from(arg));
      expect(keyIndexes(spec(name as string), buffers), 'the same as Buffers').to.deep.equal(indexes);
    });
  }

  it('are found beside binary arguments', () => {
    const binary = Buffer.from([0xff, 0xfe, 0x80]);
    expect(keyIndexes(spec('xread'), ['STREAMS', binary, binary, '0', '0'])).to.deep.equal([1, 2]);
    expect(keyIndexes(spec('sort'), [binary, 'BY', binary, 'STORE', binary])).to.deep.equal([0, 4]);
    expect(keyIndexes(spec('migrate'), ['h', '1', binary, '0', '1'])).to.deep.equal([2]);
  });

  it('leave the arguments as they were', () => {
    const args = Object.freeze(['k', 'STORE', Buffer.from('d')]);
    expect(keyIndexes(spec('sort'), args)).to.deep.equal([0, 2]);
  });

  const counted: [name: string, before: string[]][] = [
    ...['eval', 'evalsha', 'eval_ro', 'evalsha_ro', 'fcall', 'fcall_ro', 'blmpop', 'bzmpop'].map(
      (name): [string, string[]] => [name, ['first']],
    ),
    ...['zunionstore', 'zinterstore', 'zdiffstore'].map((name): [string, string[]] => [name, ['first']]),
    ...[
      'zunion',
      'zinter',
      'zdiff',
      'zintercard',
      'sintercard',
      'sunioncard',
      'sdiffcard',
      'lmpop',
      'zmpop',
      'msetex',
    ].map((name): [string, string[]] => [name, []]),
  ];
  for (const [name, before] of counted) {
    it(`of ${name} are none where it counts more of them than there are`, () => {
      expect(keyIndexes(spec(name), [...before, '3', 'a', 'b'])).to.deep.equal([]);
      expect(keyIndexes(spec(name), [...before, 'many', 'a', 'b'])).to.deep.equal([]);
      expect(keyIndexes(spec(name), [...before, '1', 'a', 'b'])).to.include(before.length + 1);
    });
  }

  describe('of a command that is learned from a server', () => {
    // Parts of a reply of Redis 7.
    const index7 = (index: number) => ['type', 'index', 'spec', ['index', index]];
    const keyword = (word: string, from: number) => ['type', 'keyword', 'spec', ['keyword', word, 'startfrom', from]];
    const range7 = (last: number, step: number, limit: number) => [
      'type',
      'range',
      'spec',
      ['lastkey', last, 'keystep', step, 'limit', limit],
    ];
    const keynum7 = ['type', 'keynum', 'spec', ['keynumidx', 0, 'firstkey', 1, 'keystep', 1]];
    const spec7 = (begin: unknown, find: unknown, ...flags: string[]) => [
      ...['notes', 'for people', 'flags', ['RW', ...flags]],
      ...['begin_search', begin, 'find_keys', find],
    ];
    const movable = (...specs: unknown[]) => ['m.x', -2, ['write', 'movablekeys'], 0, 0, 0, [], [], specs, []];
    const container = [
      'm.x',
      -2,
      [],
      0,
      0,
      0,
      [],
      [],
      [],
      [
        ['m.x|get', 3, ['readonly'], 2, 2, 1, [], [], [spec7(index7(2), range7(0, 1, 0))], []],
        ['m.x|help', 2, [], 0, 0, 0, [], [], [], []],
      ],
    ];

    const learned: [what: string, info: unknown, args: string[], indexes: number[]][] = [
      ['only the first', ['json.set', -4, ['write'], 1, 1, 1], ['k', 'path', 'v'], [0]],
      ['all', ['m.del', -2, ['write'], 1, -1, 1], ['a', 'b', 'c'], [0, 1, 2]],
      ['all but the last', ['m.pop', -3, ['write'], 1, -2, 1], ['a', 'b', '0'], [0, 1]],
      ['every second', ['m.set', -3, ['write'], 1, -1, 2], ['a', '1', 'b', '2'], [0, 2]],
      ['from the second on', ['m.op', -4, ['write'], 2, -1, 1], ['AND', 'd', 'a'], [1, 2]],
      ['a fixed range', ['m.copy', 3, ['write'], 1, 2, 1], ['a', 'b', 'c'], [0, 1]],
      ['a range longer than the call', ['m.copy', -2, ['write'], 1, 2, 1], ['a'], [0]],
      ['no keys', ['m.info', -1, ['readonly'], 0, 0, 0], ['a', 'b'], []],
      ['a step of zero', ['m.odd', -1, [], 1, -1, 0], ['a', 'b'], []],
      [
        'behind a word',
        movable(spec7(keyword('STREAMS', 1), range7(-1, 1, 2))),
        ['n', '1', 'streams', 'a', 'b', '0', '0'],
        [3, 4],
      ],
      ['behind a word that is missing', movable(spec7(keyword('STREAMS', 1), range7(-1, 1, 2))), ['a', 'b'], []],
      [
        'behind the last of a word',
        movable(spec7(keyword('KEYS', -2), range7(-1, 1, 0))),
        ['keys', 'x', 'KEYS', 'a', 'b'],
        [3, 4],
      ],
      ['behind a number', movable(spec7(index7(2), keynum7)), ['script', '2', 'a', 'b', 'c'], [2, 3]],
      ['behind a number that is none', movable(spec7(index7(2), keynum7)), ['script', 'two', 'a', 'b'], []],
      ['behind a number too large', movable(spec7(index7(2), keynum7)), ['script', '3', 'a', 'b'], []],
      [
        'of two specifications',
        movable(spec7(index7(1), range7(0, 1, 0)), spec7(index7(2), keynum7)),
        ['d', '1', 'a'],
        [0, 2],
      ],
      ['of a subcommand', container, ['GET', 'k', 'x'], [1]],
      ['of a subcommand without keys', container, ['help'], []],
      ['a command nobody knows', null, ['a', 'b'], []],
      ['a reply that is missing', undefined, ['a', 'b'], []],
    ];
    for (const [what, info, args, indexes] of learned) {
      it(what, () => {
        expect(keyIndexes(learnSpec('m.command', info), args)).to.deep.equal(indexes);
      });
    }

    const unknown = ['type', 'unknown', 'spec', []];
    const forServers: [what: string, info: unknown[]][] = [
      ['no specification', movable()],
      ['an incomplete specification', movable(spec7(keyword('KEYS', -2), range7(-1, 1, 0), 'incomplete'))],
      ['an unknown beginning', movable(spec7(index7(2), keynum7), spec7(unknown, unknown))],
      ['only a range', movable(spec7(index7(1), range7(0, 1, 0)))],
    ];
    for (const [what, info] of forServers) {
      it(`a server must tell where the keys of a call are: they move, and there is ${what}`, () => {
        expect(isForServerToTell(learnSpec('m.x', info), ['a'])).to.equal(true);
        expect(keyIndexes(learnSpec('m.x', info), ['a'])).to.deep.equal([]);
      });
    }

    it('and of its flags, whether it may be repeated', () => {
      expect(learnSpec('m.get', ['m.get', 2, ['readonly', 'fast'], 1, 1, 1])).to.include({
        name: 'm.get',
        upper: 'M.GET',
        arity: 2,
        repeatable: true,
      });
      expect(learnSpec('m.set', ['m.set', -3, ['write'], 1, 1, 1]).repeatable).to.equal(false);
      expect(learnSpec('m.none', null)).to.include({ arity: -1, repeatable: false });
    });
  });
});
