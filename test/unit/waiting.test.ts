import { expect } from 'chai';
import type { Journey, Unit } from '../../lib/router/unit.js';
import { Waiting } from '../../lib/router/waiting.js';

const NEVER = Number.POSITIVE_INFINITY;

/** A unit that only waits. */
class Waiter implements Unit {
  readonly repeatable = true;
  journey: Journey | undefined;

  constructor(
    readonly name: string,
    readonly slot: number,
  ) {}

  write(): void {}

  fail(): void {}

  scatter(): boolean {
    return false;
  }
}

const names = (units: readonly Unit[]) => units.map((unit) => (unit as Waiter).name).join(' ');

describe('waiting', () => {
  let waiting: Waiting;

  beforeEach(() => {
    waiting = new Waiting();
  });

  const add = (name: string, slot: number, dueAt = NEVER, expiresAt = NEVER) => {
    const unit = new Waiter(name, slot);
    waiting.add(unit, dueAt, expiresAt);
    return unit;
  };

  it('holds nobody at first', () => {
    expect(waiting.length).to.equal(0);
    expect(waiting.holds(1)).to.equal(false);
    expect(waiting.nextTime()).to.equal(NEVER);
    expect(waiting.takeDue(NEVER, true)).to.deep.equal([]);
    expect(waiting.takeExpired(1e15)).to.deep.equal([]);
    expect(waiting.takeAll()).to.deep.equal([]);
  });

  it('knows the slots of those that wait', () => {
    add('a', 1, 10);
    add('b', 1, 20);
    add('c', 0, 10);
    expect(waiting.length).to.equal(3);
    expect([0, 1, 2].map((slot) => waiting.holds(slot))).to.deep.equal([true, true, false]);
    waiting.takeDue(10, false);
    expect([0, 1, 2].map((slot) => waiting.holds(slot))).to.deep.equal([false, true, false]);
    waiting.takeDue(20, false);
    expect(waiting.holds(1)).to.equal(false);
    expect(waiting.length).to.equal(0);
  });

  it('holds nobody behind units without a slot', () => {
    add('a', -1);
    expect(waiting.holds(-1)).to.equal(false);
    expect(waiting.length).to.equal(1);
  });

  it('starts the journey of a unit, and keeps one that has begun', () => {
    const unit = add('a', 1);
    const { journey } = unit;
    expect(journey).to.include({ hops: 0, backoffs: 0 });
    waiting.takeAll();
    waiting.add(unit, NEVER, NEVER);
    expect(unit.journey).to.equal(journey);
  });

  describe('of those that may go', () => {
    const rounds: [what: string, units: [string, number, number][], now: number, changed: boolean, go: string][] = [
      [
        'takes whose time has come',
        [
          ['a', 1, 10],
          ['b', 2, 11],
          ['c', 3, 9],
        ],
        10,
        false,
        'a c',
      ],
      [
        'takes who waits for a change when there is one',
        [
          ['a', 1, NEVER],
          ['b', 2, NEVER],
        ],
        0,
        true,
        'a b',
      ],
      ['leaves who waits for a change when there is none', [['a', 1, NEVER]], 1e15, false, ''],
      ['leaves whose time has not come, whatever changes', [['a', 1, 11]], 10, true, ''],
      [
        'keeps the order within a slot',
        [
          ['a', 1, 10],
          ['b', 1, 5],
          ['c', 1, 10],
        ],
        10,
        false,
        'a b c',
      ],
      [
        'lets nobody overtake who is not due',
        [
          ['a', 1, 20],
          ['b', 1, 5],
          ['c', 2, 5],
          ['d', 1, NEVER],
        ],
        10,
        true,
        'c',
      ],
      [
        'lets nobody overtake who waits for a change',
        [
          ['a', 1, NEVER],
          ['b', 1, 5],
        ],
        10,
        false,
        '',
      ],
      [
        'lets those go that come before the first that is not due',
        [
          ['a', 1, 5],
          ['b', 1, 20],
          ['c', 1, 5],
        ],
        10,
        false,
        'a',
      ],
      [
        'keeps no order without a slot',
        [
          ['a', -1, 20],
          ['b', -1, 5],
          ['c', -1, NEVER],
        ],
        10,
        false,
        'b',
      ],
      [
        'knows slot 0 as a slot',
        [
          ['a', 0, 20],
          ['b', 0, 5],
        ],
        10,
        false,
        '',
      ],
    ];
    for (const [what, units, now, changed, go] of rounds) {
      it(what, () => {
        for (const [name, slot, dueAt] of units) {
          add(name, slot, dueAt);
        }
        expect(names(waiting.takeDue(now, changed))).to.equal(go);
        const left = units.map(([name]) => name).filter((name) => !go.split(' ').includes(name));
        expect(names(waiting.takeAll()), 'those left').to.equal(left.join(' '));
      });
    }

    it('takes nobody twice', () => {
      add('a', 1, 5);
      expect(names(waiting.takeDue(10, true))).to.equal('a');
      expect(names(waiting.takeDue(10, true))).to.equal('');
    });
  });

  describe('of those that come back', () => {
    it('gives them the place they had', () => {
      const a = add('a', 1, 0);
      const b = add('b', 1, 0);
      add('c', 1, 10);
      add('x', 2, 10);
      expect(names(waiting.takeDue(0, false))).to.equal('a b');
      add('d', 1, 0);
      waiting.add(b, 5, NEVER);
      waiting.add(a, 5, NEVER);
      expect(names(waiting.takeDue(20, true))).to.equal('a b c x d');
    });

    it('lets nobody overtake them who came while they were away', () => {
      const a = add('a', 1, 0);
      waiting.takeDue(0, false);
      add('b', 1, 0);
      waiting.add(a, 50, NEVER);
      expect(names(waiting.takeDue(10, false))).to.equal('');
      expect(names(waiting.takeDue(50, false))).to.equal('a b');
    });

    it('keeps the order of a thousand, whichever comes back first', () => {
      const units = Array.from({ length: 1000 }, (_, i) => add(String(i), i % 3, 0));
      waiting.takeAll();
      for (let i = 0; i < units.length; i += 1) {
        waiting.add(units[(i * 389) % 1000] as Waiter, 0, NEVER);
      }
      expect(names(waiting.takeDue(0, false))).to.equal(names(units));
    });
  });

  describe('of those that have waited too long', () => {
    it('takes them, due or not, and leaves the others in order', () => {
      add('a', 1, NEVER, 30);
      add('b', 1, NEVER, 10);
      add('c', 2, 99, 9);
      add('d', -1, 0, 10);
      add('e', 1, NEVER, 11);
      expect(names(waiting.takeExpired(10))).to.equal('b c d');
      expect(waiting.length).to.equal(2);
      expect(waiting.holds(1)).to.equal(true);
      expect(waiting.holds(2)).to.equal(false);
      expect(names(waiting.takeDue(0, true))).to.equal('a e');
    });

    it('lets those go that were held by them', () => {
      add('a', 1, 99, 10);
      add('b', 1, 0, 99);
      expect(names(waiting.takeDue(10, false))).to.equal('');
      expect(names(waiting.takeExpired(10))).to.equal('a');
      expect(names(waiting.takeDue(10, false))).to.equal('b');
    });
  });

  const times: [what: string, units: [dueAt: number, expiresAt: number][], next: number][] = [
    [
      'the first that is due',
      [
        [30, 99],
        [20, 99],
      ],
      20,
    ],
    [
      'the first that expires',
      [
        [NEVER, 50],
        [NEVER, 40],
      ],
      40,
    ],
    [
      'whichever comes first',
      [
        [NEVER, 50],
        [60, 99],
        [45, 98],
      ],
      45,
    ],
  ];
  for (const [what, units, next] of times) {
    it(`looks again at the time of ${what}`, () => {
      for (const [dueAt, expiresAt] of units) {
        add('a', 1, dueAt, expiresAt);
      }
      expect(waiting.nextTime()).to.equal(next);
    });
  }

  it('gives up all at once, in order', () => {
    add('a', 1, 99);
    add('b', -1);
    add('c', 1, 0);
    expect(names(waiting.takeAll())).to.equal('a b c');
    expect(waiting.length).to.equal(0);
    expect(waiting.holds(1)).to.equal(false);
  });
});
