import { expect } from 'chai';
import {
  argumentsOf,
  MERGES,
  type Merge,
  positionsOf,
  type Split,
  splitByKey,
  splitBySlot,
} from '../../lib/command/merge.js';
import { slotOf } from '../../lib/command/slot.js';
import { specFor } from '../../lib/command/table.js';
import type { Argument } from '../../lib/command/types.js';

const merge = (name: string) => MERGES.get(name) as Merge;

interface Part {
  readonly slot: number;
  readonly args: readonly Argument[];
  readonly positions: readonly number[];
}

/** Each part with its keys. */
const partsOf = (args: readonly Argument[], step: number, split: Split): Part[] =>
  split.firsts.map((first, i) => ({
    slot: split.slots[i] as number,
    args: argumentsOf(args, step, split, first),
    positions: positionsOf(split.next, first),
  }));

/** The reply of the whole, of the replies of parts, which come in this order. */
const merged = (name: string, keys: number, split: Split, replies: readonly (readonly [first: number, unknown])[]) => {
  const { start, add, whole } = merge(name);
  const all = start(keys);
  for (const [first, reply] of replies) {
    add(all, reply, split, first);
  }
  return whole(all);
};

// The slot of a key in these tables is the number at its end.
const numbered = (key: Argument) => Number(/\d+$/.exec(key.toString())?.[0]);

describe('merge', () => {
  it('is for the commands whose keys stand each for itself, and no others', () => {
    expect([...MERGES.keys()].sort()).to.deep.equal(['del', 'exists', 'mget', 'mset', 'touch', 'unlink']);
    expect(specFor('mget')?.merge).to.equal(merge('mget'));
    expect(specFor('msetnx')?.merge).to.equal(undefined);
  });

  const splits: [what: string, step: number, args: string[], parts: Part[]][] = [
    ['nothing', 1, [], []],
    ['one key', 1, ['a1'], [{ slot: 1, args: ['a1'], positions: [0] }]],
    ['keys of one slot', 1, ['a1', 'b1'], [{ slot: 1, args: ['a1', 'b1'], positions: [0, 1] }]],
    [
      'keys of two slots, mixed',
      1,
      ['a2', 'b1', 'c2', 'd1'],
      [
        { slot: 2, args: ['a2', 'c2'], positions: [0, 2] },
        { slot: 1, args: ['b1', 'd1'], positions: [1, 3] },
      ],
    ],
    [
      'a key that comes twice',
      1,
      ['a1', 'b2', 'a1'],
      [
        { slot: 1, args: ['a1', 'a1'], positions: [0, 2] },
        { slot: 2, args: ['b2'], positions: [1] },
      ],
    ],
    [
      'keys with values',
      2,
      ['a1', 'x', 'b2', 'y', 'c1', 'z'],
      [
        { slot: 1, args: ['a1', 'x', 'c1', 'z'], positions: [0, 2] },
        { slot: 2, args: ['b2', 'y'], positions: [1] },
      ],
    ],
    [
      'a value that is missing',
      2,
      ['a1', 'x', 'b2'],
      [
        { slot: 1, args: ['a1', 'x'], positions: [0] },
        { slot: 2, args: ['b2'], positions: [1] },
      ],
    ],
  ];
  for (const [what, step, args, parts] of splits) {
    it(`splits ${what} by slot`, () => {
      const before = [...args];
      expect(partsOf(args, step, splitBySlot(args, step, numbered))).to.deep.equal(parts);
      expect(args, 'as it was').to.deep.equal(before);
    });
  }

  it('asks for the slots of keys, not of values', () => {
    const asked: Argument[] = [];
    splitBySlot(['a1', 'x', 'b1', 'y'], 2, (key) => {
      asked.push(key);
      return 1;
    });
    expect(asked).to.deep.equal(['a1', 'b1']);
  });

  it('splits by key', () => {
    const keys = ['a', 'b', 'a'];
    expect(partsOf(keys, 1, splitByKey(keys, 1, 7))).to.deep.equal([
      { slot: 7, args: ['a'], positions: [0] },
      { slot: 7, args: ['b'], positions: [1] },
      { slot: 7, args: ['a'], positions: [2] },
    ]);
    const pairs = ['a', 'x', 'b', 'y'];
    expect(partsOf(pairs, 2, splitByKey(pairs, 2, 7))).to.deep.equal([
      { slot: 7, args: ['a', 'x'], positions: [0] },
      { slot: 7, args: ['b', 'y'], positions: [1] },
    ]);
  });

  it('says of nothing that it is a second key where each part has one', () => {
    expect(splitBySlot(['a1', 'b2', 'c3'], 1, numbered).next).to.equal(undefined);
    expect(splitBySlot(['a1', 'b2', 'c3'], 1, numbered).firsts).to.deep.equal([0, 1, 2]);
  });

  // Keys a and d have a slot, as b and c.
  const four = splitBySlot(['a1', 'b2', 'c2', 'd1'], 1, numbered);

  for (const name of ['del', 'exists', 'touch', 'unlink']) {
    it(`adds up the replies of ${name.toUpperCase()}`, () => {
      const { step, start, add, replyOf } = merge(name);
      expect(step).to.equal(1);
      expect(
        merged(name, 4, four, [
          [1, 2],
          [0, 1],
        ]),
      ).to.equal(3);
      expect(merged(name, 3, four, [])).to.equal(0);
      const replies = start(4);
      add(replies, 2, four, 1);
      expect(replyOf(replies, 1, 2)).to.equal(2);
    });
  }

  it('puts the replies of MGET in order, whichever comes first', () => {
    const { step, start, add, replyOf } = merge('mget');
    expect(step).to.equal(1);
    const c = Buffer.from('c');
    expect(
      merged('mget', 4, four, [
        [1, ['b', c]],
        [0, ['a', null]],
      ]),
    ).to.deep.equal(['a', 'b', c, null]);
    expect(merged('mget', 2, four, [])).to.deep.equal([null, null]);
    const replies = start(4);
    add(replies, ['b', c], four, 1);
    expect(replyOf(replies, 1, 1)).to.equal('b');
    expect(replyOf(replies, 1, 2)).to.equal(c);
  });

  it('starts the reply of MGET anew for each command', () => {
    const { start, add } = merge('mget');
    add(start(4), ['a', 'd'], four, 0);
    expect(start(1)).to.deep.equal([null]);
  });

  it('says OK for MSET, as servers have said it', () => {
    const { step, start, add, replyOf } = merge('mset');
    expect(step).to.equal(2);
    for (const ok of ['OK', Buffer.from('OK')]) {
      expect(
        merged('mset', 4, four, [
          [1, ok],
          [0, ok],
        ]),
      ).to.equal(ok);
      const replies = start(4);
      add(replies, ok, four, 1);
      expect(replyOf(replies, 1, 2)).to.equal(ok);
    }
  });

  describe('over 10,000 keys, some of them twice', () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `key:${(i * 7919) % 9000}`);
    const stored = (key: Argument) => (key.toString().endsWith('3') ? null : `value of ${key}`);

    /** Replies of parts, the last part first. */
    const backwards = (name: string, split: Split, reply: (args: readonly Argument[]) => unknown) => {
      const replies = split.firsts.map((first) => [first, reply(argumentsOf(keys, 1, split, first))] as const);
      return merged(name, keys.length, split, replies.reverse());
    };

    it('gives the reply of one server to MGET', () => {
      const split = splitBySlot(keys, 1, slotOf);
      expect(split.firsts.length).to.be.greaterThan(5000);
      expect(backwards('mget', split, (args) => args.map(stored))).to.deep.equal(keys.map(stored));
    });

    it('gives the reply of one server to EXISTS', () => {
      const exists = (args: readonly Argument[]) => args.filter((key) => stored(key) !== null).length;
      expect(backwards('exists', splitBySlot(keys, 1, slotOf), exists)).to.equal(exists(keys));
    });

    it('leaves what one server would hold after MSET', () => {
      const args = keys.flatMap((key, i) => [key, String(i)]);
      const held = (calls: readonly (readonly Argument[])[]) => {
        const database = new Map<Argument, Argument>();
        for (const call of calls) {
          for (let i = 0; i < call.length; i += 2) {
            database.set(call[i] as Argument, call[i + 1] as Argument);
          }
        }
        return [...database].sort();
      };
      const parts = partsOf(args, 2, splitBySlot(args, 2, slotOf));
      expect(held(parts.map((part) => part.args))).to.deep.equal(held([args]));
    });
  });
});
