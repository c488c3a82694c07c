import { expect } from 'chai';
import { MERGES, type Merge, type Piece, splitByKey, splitBySlot } from '../../lib/command/merge.js';
import { slotOf } from '../../lib/command/slot.js';
import { specFor } from '../../lib/command/table.js';
import type { Argument } from '../../lib/command/types.js';

const merge = (name: string) => MERGES.get(name) as Merge;

// The slot of a key in these tables is the number at its end.
const numbered = (key: Argument) => Number(/\d+$/.exec(key.toString())?.[0]);

describe('merge', () => {
  it('is for the commands whose keys stand each for itself, and no others', () => {
    expect([...MERGES.keys()].sort()).to.deep.equal(['del', 'exists', 'mget', 'mset', 'touch', 'unlink']);
    expect(specFor('mget')?.merge).to.equal(merge('mget'));
    expect(specFor('msetnx')?.merge).to.equal(undefined);
  });

  const splits: [what: string, step: number, args: string[], parts: Piece[]][] = [
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
      expect(splitBySlot(args, step, numbered)).to.deep.equal(parts);
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
    expect(splitByKey(['a', 'b', 'a'], 1, 7)).to.deep.equal([
      { slot: 7, args: ['a'], positions: [0] },
      { slot: 7, args: ['b'], positions: [1] },
      { slot: 7, args: ['a'], positions: [2] },
    ]);
    expect(splitByKey(['a', 'x', 'b', 'y'], 2, 7)).to.deep.equal([
      { slot: 7, args: ['a', 'x'], positions: [0] },
      { slot: 7, args: ['b', 'y'], positions: [1] },
    ]);
  });

  for (const name of ['del', 'exists', 'touch', 'unlink']) {
    it(`adds up the replies of ${name.toUpperCase()}`, () => {
      const { step, start, add, replyOf } = merge(name);
      expect(step).to.equal(1);
      expect(add(add(start(5), 2, [0, 3, 4]), 1, [1, 2])).to.equal(3);
      expect(start(3)).to.equal(0);
      expect(replyOf(2, 1)).to.equal(2);
    });
  }

  it('puts the replies of MGET in order, whichever comes first', () => {
    const { step, start, add, replyOf } = merge('mget');
    expect(step).to.equal(1);
    const last = add(start(4), ['b', null], [1, 3]);
    expect(add(last, ['a', Buffer.from('c')], [0, 2])).to.deep.equal(['a', 'b', Buffer.from('c'), null]);
    expect(start(2)).to.deep.equal([null, null]);
    expect(replyOf(['a', null], 1)).to.equal(null);
    expect(replyOf(['a', null], 0)).to.equal('a');
  });

  it('starts the reply of MGET anew for each command', () => {
    const { start, add } = merge('mget');
    add(start(1), ['a'], [0]);
    expect(start(1)).to.deep.equal([null]);
  });

  it('says OK for MSET', () => {
    const { step, start, add, replyOf } = merge('mset');
    expect(step).to.equal(2);
    expect(add(add(start(2), 'OK', [0]), 'OK', [1])).to.equal('OK');
    expect(replyOf('OK', 1)).to.equal('OK');
  });

  describe('over 10,000 keys, some of them twice', () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `key:${(i * 7919) % 9000}`);
    const stored = (key: Argument) => (key.toString().endsWith('3') ? null : `value of ${key}`);

    /** Replies of parts, the last part first. */
    const merged = (name: string, parts: readonly Piece[], reply: (part: Piece) => unknown) =>
      parts.reduceRight(
        (whole, part) => merge(name).add(whole, reply(part), part.positions),
        merge(name).start(10_000),
      );

    it('gives the reply of one server to MGET', () => {
      const parts = splitBySlot(keys, 1, slotOf);
      expect(parts.length).to.be.greaterThan(5000);
      expect(merged('mget', parts, (part) => part.args.map(stored))).to.deep.equal(keys.map(stored));
    });

    it('gives the reply of one server to EXISTS', () => {
      const exists = (args: readonly Argument[]) => args.filter((key) => stored(key) !== null).length;
      const parts = splitBySlot(keys, 1, slotOf);
      expect(merged('exists', parts, (part) => exists(part.args))).to.equal(exists(keys));
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
      const parts = splitBySlot(args, 2, slotOf);
      expect(held(parts.map((part) => part.args))).to.deep.equal(held([args]));
    });
  });
});
