import { expect } from 'chai';
import type { Journey, Unit } from '../../lib/router/unit.js';
import { Waiting } from '../../lib/router/waiting.js';

const NEVER = Number.POSITIVE_INFINITY;
const SLOTS = [-1, 0, 1, 2, 3];

type Choice = (unit: Unit) => boolean;

/** A unit that only waits. */
class Waiter implements Unit {
  readonly isRead = true;
  readonly mayTryAgain = false;
  readonly mayBeOvertaken = false;
  readonly repeatable = true;
  journey: Journey | undefined = undefined;

  constructor(
    readonly name: string,
    readonly slot: number,
    public order: number,
  ) {}

  sendTo(): void {}

  fail(): void {}

  scatter(): boolean {
    return false;
  }
}

const names = (units: readonly Unit[]) => units.map((unit) => (unit as Waiter).name).join(' ');
const everybody = () => true;
const nobody = () => false;
const isTenth = ({ order }: Unit) => order % 10 === 0;
const ofSlots =
  (...slots: number[]) =>
  ({ slot }: Unit) =>
    slots.includes(slot);
const named =
  (...chosen: string[]) =>
  (unit: Unit) =>
    chosen.includes((unit as Waiter).name);

describe('waiting', () => {
  let waiting: Waiting;
  let issued: Waiter[];

  beforeEach(() => {
    waiting = new Waiting();
    issued = [];
  });

  /** What the router does with a unit that it sees for the first time. */
  const issue = (name: string, slot: number) => {
    const unit = new Waiter(name, slot, issued.length + 1);
    issued.push(unit);
    return unit;
  };

  /** Issues units that wait at once, each as `name:slot:dueAt:expiresAt`; the time that is left out never comes. */
  const add = (units: string) => {
    for (const unit of units.split(' ')) {
      const [name = '', slot, dueAt, expiresAt] = unit.split(':');
      waiting.add(issue(name, Number(slot)), dueAt ? Number(dueAt) : NEVER, expiresAt ? Number(expiresAt) : NEVER);
    }
  };

  /** Lets one wait that was issued before. */
  const addAgain = (name: string, dueAt = NEVER, expiresAt = NEVER) => {
    waiting.add(issued.find(named(name)) as Waiter, dueAt, expiresAt);
  };

  /** How many wait, and the slots that are held. */
  const expectState = (length: number, ...held: number[]) => {
    expect(waiting.length, 'length').to.equal(length);
    expect(SLOTS.filter((slot) => waiting.holds(slot)).join(), 'slots held').to.equal(held.join());
  };

  const expectDue = (now: number, isServed: Choice, expected: string) =>
    expect(names(waiting.takeDue(now, isServed)), `due at ${now}`).to.equal(expected);

  const expectExpired = (now: number, expected: string) =>
    expect(names(waiting.takeExpired(now)), `expired at ${now}`).to.equal(expected);

  const expectLeft = (left: readonly Unit[]) =>
    expectState(left.length, ...SLOTS.slice(1).filter((slot) => left.some(ofSlots(slot))));

  /** Of those units some are taken, the others stay in their places. */
  const expectRound = (units: string, take: () => Unit[], expected: string) => {
    add(units);
    expect(names(take())).to.equal(expected);
    const left = issued.filter((unit) => !named(...expected.split(' '))(unit));
    expectLeft(left);
    expect(names(waiting.takeAll()), 'left').to.equal(names(left));
    expectState(0);
  };

  it('holds nobody at first', () => {
    expectState(0);
    expect(waiting.nextTime()).to.equal(NEVER);
    expect(waiting.takeDue(NEVER, everybody)).to.deep.equal([]);
    expect(waiting.takeExpired(1e15)).to.deep.equal([]);
    expect(waiting.takeAll()).to.deep.equal([]);
    expect(waiting.takeAll(everybody)).to.deep.equal([]);
    expectState(0);
  });

  it('leaves a unit as it is', () => {
    const unit = new Waiter('a', 1, 42);
    waiting.add(unit, NEVER, NEVER);
    expect(waiting.takeAll()[0]).to.equal(unit);
    expect(unit).to.include({ order: 42, journey: undefined });
  });

  describe('of those that may go', () => {
    const rounds: [what: string, units: string, now: number, isServed: Choice, go: string][] = [
      ['takes whose time has come', 'a:1:10 b:2:11 c:3:9', 10, nobody, 'a c'],
      ['takes who waits for a change and is served now', 'a:1 b:2 c:1', 0, ofSlots(1), 'a c'],
      ['leaves who waits for a change and is not served, however late', 'a:1', NEVER, nobody, ''],
      ['leaves whose time has not come, served or not', 'a:1:11', 10, everybody, ''],
      ['keeps the order within a slot, whoever was due first', 'a:1:10 b:1:5 c:1 d:1:7', 10, everybody, 'a b c d'],
      ['lets nobody overtake who is not due', 'a:1:20 b:1:5 c:2:5 d:1', 10, everybody, 'c'],
      ['lets nobody overtake who is not served', 'a:1 b:1:5 c:2', 10, ofSlots(2), 'c'],
      ['takes all before the first that is not due', 'a:1:5 b:1 c:1:20 d:1:5', 10, everybody, 'a b'],
      ['takes all before the first that is not served', 'a:1:5 b:1 c:1:5', 10, nobody, 'a'],
      ['looks at everybody without a slot', 'a:-1:20 b:-1:5 c:-1:11 d:-1 e:-1:10', 10, ofSlots(-1), 'b d e'],
      ['lets those without a slot pass who is not served', 'a:-1 b:-1:5', 10, nobody, 'b'],
      ['knows slot 0 as a slot', 'a:0:20 b:0:5', 10, everybody, ''],
      ['takes them as they were issued', 'a:3:5 b:1 c:-1:5 d:3 e:0:5 f:-1 g:1:5', 10, everybody, 'a b c d e f g'],
    ];
    for (const [what, units, now, isServed, go] of rounds) {
      it(what, () => {
        expectRound(units, () => waiting.takeDue(now, isServed), go);
      });
    }

    it('takes only the first of a slot of which one goes alone', () => {
      add('a:1:5 b:1:5 c:2:5 d:2:5 e:-1:5 f:-1:5');
      expect(names(waiting.takeDue(5, nobody, (slot) => slot === 1))).to.equal('a c d e f');
      expectState(1, 1);
    });

    it('asks only of heads that wait for a change whether they are served', () => {
      add('a:1 b:1 c:2:5 d:2 e:2 f:3:99 g:3 h:-1:99 i:-1 j:-1');
      const asked: Unit[] = [];
      const isServed = (unit: Unit) => {
        asked.push(unit);
        return false;
      };
      expectDue(10, isServed, 'c');
      expect(names(asked).split(' ').sort().join(' ')).to.equal('a d i j');
    });
  });

  describe('of those that come back', () => {
    it('gives them the place they had', () => {
      add('a:1:0 b:1:0 c:1:10 x:2:10');
      expectDue(0, nobody, 'a b');
      add('d:1:0');
      addAgain('b', 5);
      expectDue(4, everybody, '');
      addAgain('a', 15);
      expectDue(5, everybody, '');
      expectState(5, 1, 2);
      expectDue(20, nobody, 'a b c x d');
    });

    it('goes by the order that they carry; of the same, as they came: the parts of one that was split', () => {
      for (const name of ['3a', '3b', '5a', '1a', '4a', '1b', '2a']) {
        waiting.add(new Waiter(name, 1, Number(name[0])), 0, NEVER);
      }
      expectState(7, 1);
      expectDue(0, nobody, '1a 1b 2a 3a 3b 4a 5a');
    });

    for (const length of [1, 2, 3, 4, 7, 100]) {
      it(`finds any place in a line of ${length}`, () => {
        const units = Array.from({ length }, (_, i) => new Waiter(String(i), 1, i * 2 + 2));
        for (let place = 0; place <= length; place += 1) {
          const late = new Waiter('late', 1, place * 2 + 1);
          for (const unit of [...units, late]) {
            waiting.add(unit, 0, NEVER);
          }
          expectState(length + 1, 1);
          expectDue(0, nobody, names(units.toSpliced(place, 0, late)));
        }
      });
    }
  });

  it('tells who would stand behind another of its slot', () => {
    add('a:1 b:2 c:-1');
    const [a, b] = issued as [Waiter, Waiter];
    expect(waiting.isBehind(issue('later', 1))).to.equal(true);
    expect(waiting.isBehind(a), 'itself').to.equal(false);
    expect(waiting.isBehind(new Waiter('earlier', 2, b.order - 1))).to.equal(false);
    expect(waiting.isBehind(issue('elsewhere', 3))).to.equal(false);
    expect(waiting.isBehind(issue('anywhere', -1))).to.equal(false);
  });

  describe('of those that have waited too long', () => {
    const rounds: [what: string, units: string, expired: string][] = [
      ['takes them, due or not, as they were issued', 'a:3::10 b:1:99:9 c:-1:0:10 d:3::1 e:1::11', 'a b c d'],
      ['leaves who has time left, due or not', 'a:1:0:11 b:-1:0:11 c:2::11 d:3', ''],
      ['takes who is behind one that has time left', 'a:1::30 b:1::10 c:2::10 d:1::40 e:1:0:9', 'b c e'],
      ['takes who is before one that has time left', 'a:1::9 b:1::30 c:1::10 d:1', 'a c'],
      ['takes a whole line, whichever expires first', 'a:1::10 b:1::8 c:1::9 d:0::11', 'a b c'],
      ['takes who is without a slot, from any place', 'a:-1::11 b:-1::10 c:-1 d:-1::9', 'b d'],
    ];
    for (const [what, units, expired] of rounds) {
      it(what, () => {
        expectRound(units, () => waiting.takeExpired(10), expired);
      });
    }

    it('lets those go that were held by them', () => {
      add('a:1:99:10 b:1:0:99');
      expectDue(10, everybody, '');
      expectExpired(10, 'a');
      expectState(1, 1);
      expectDue(10, nobody, 'b');
      expectState(0);
    });
  });

  describe('looks again at the time of', () => {
    const times: [what: string, units: string, next: number][] = [
      ['one that is due before it expires', 'a:1:20:99', 20],
      ['one that expires before it is due', 'a:1:50:40', 40],
      ['one that waits for a change: when it expires', 'a:1::40', 40],
      ['nobody, when time does nothing for them', 'a:1 b:-1', NEVER],
      ['the first of all slots that is due', 'a:1:30:99 b:0:20:99 c:2:40:99', 20],
      ['the first of all slots that expires', 'a:0:50:60 b:1::40 c:2:45:99', 40],
      ['the head, though who is behind it is due already', 'a:1:30:99 b:1:5:99', 30],
      ['who is behind the head and expires before', 'a:1::30 b:1::5 c:1::6', 5],
      ['who expires first of all, though others are held that are due', 'a:1:30 b:1:5 c:0:20:99 d:0:6:7', 7],
      ['whoever is due first without a slot, in whichever place', 'a:-1:30:99 b:-1:5:99 c:-1:40:99', 5],
      ['whoever expires first without a slot, in whichever place', 'a:-1::99 b:1:50:60 c:-1::7 d:-1:98:98', 7],
    ];
    for (const [what, units, next] of times) {
      it(what, () => {
        add(units);
        expect(waiting.nextTime()).to.equal(next);
        expect(waiting.nextTime(), 'asked again').to.equal(next);
        expect(waiting.length).to.equal(issued.length);
      });
    }

    it('whoever is left', () => {
      add('a:1:10 b:1:5:65 c:1:60:80 d:1:0:61');
      expect(waiting.nextTime()).to.equal(10);
      expectDue(10, nobody, 'a b');
      expect(waiting.nextTime(), 'the head').to.equal(60);
      addAgain('a', 70);
      expect(waiting.nextTime(), 'who expires first').to.equal(61);
      expectExpired(61, 'd');
      expect(waiting.nextTime(), 'the one that came back').to.equal(70);
      waiting.takeAll(named('a'));
      expect(waiting.nextTime(), 'the head again').to.equal(60);
      waiting.takeAll();
      expect(waiting.nextTime()).to.equal(NEVER);
    });
  });

  describe('of all', () => {
    const rounds: [what: string, units: string, chosen: Choice, taken: string][] = [
      ['takes everybody, due or not', 'a:1:99 b:1 c:1:0:0 d:-1 e:-1:0', everybody, 'a b c d e'],
      ['takes who is chosen, from any place', 'a:1 b:1 c:-1 d:1 e:1 f:-1 g:-1', named('b', 'd', 'f'), 'b d f'],
      ['takes nobody where nobody is chosen', 'a:1:0:0 b:-1:0:0', nobody, ''],
      ['takes a whole line', 'a:1 b:2 c:1', ofSlots(1), 'a c'],
      ['takes the head', 'a:1:99 b:1:5', named('a'), 'a'],
      ['takes them as they were issued', 'a:3 b:-1 c:1 d:3 e:0 f:1 g:-1', ofSlots(-1, 1, 3), 'a b c d f g'],
    ];
    for (const [what, units, chosen, taken] of rounds) {
      it(`${what}, and asks once of each`, () => {
        const asked: Unit[] = [];
        const isAsked = (unit: Unit) => {
          asked.push(unit);
          return chosen(unit);
        };
        expectRound(units, () => waiting.takeAll(isAsked), taken);
        expect(asked).to.have.lengthOf(issued.length).and.to.have.members(issued);
      });
    }
  });

  it('keeps ten thousand of one slot in order, whichever comes first', () => {
    const units = Array.from({ length: 10_000 }, (_, i) => issue(String(i), 1));
    for (let i = 0; i < units.length; i += 1) {
      const place = (i * 7919) % units.length;
      // The first 4000 are due, then there is one that is not and expires before the others.
      waiting.add(units[place] as Waiter, place === 4000 ? 20 : 10, place === 4000 ? 15 : 90);
    }
    expectState(10_000, 1);
    expectDue(10, everybody, names(units.slice(0, 4000)));
    for (const unit of units.slice(0, 4000).reverse()) {
      waiting.add(unit, NEVER, 80);
    }
    expect(waiting.nextTime()).to.equal(15);
    expectExpired(15, '4000');
    addAgain('4000', 20, 90);
    expectState(10_000, 1);
    expect(waiting.nextTime()).to.equal(80);
    expectExpired(80, names(units.slice(0, 4000)));
    expect(waiting.nextTime()).to.equal(20);
    expectDue(80, nobody, names(units.slice(4000)));
    expectState(0);
  });

  const MANY = 200_000;
  const ways: [what: string, take: (isChosen: Choice) => Unit[], goes: Choice, asked: number][] = [
    ['all', () => waiting.takeAll(), everybody, 0],
    ['all that are chosen', (isChosen) => waiting.takeAll(isChosen), isTenth, MANY],
    ['all that are expired', () => waiting.takeExpired(10), isTenth, 0],
    ['all that are due', () => waiting.takeDue(10, everybody), everybody, 0],
  ];
  for (const [what, take, goes, asked] of ways) {
    it(`takes ${what} of two hundred thousand in one slot`, () => {
      for (let i = 0; i < MANY; i += 1) {
        const unit = issue(String(i), 1);
        waiting.add(unit, 10, isTenth(unit) ? 10 : 20);
      }
      let timesAsked = 0;
      const taken = take((unit) => {
        timesAsked += 1;
        return isTenth(unit);
      });
      const expected = issued.filter(goes);
      expect(timesAsked, 'times asked').to.equal(asked);
      expect(taken.length).to.equal(expected.length);
      expect(taken.every((unit, i) => unit === expected[i])).to.equal(true);
      expect(waiting.length).to.equal(MANY - expected.length);
      expect(waiting.nextTime()).to.equal(expected.length < MANY ? 10 : NEVER);
    });
  }

  it('does at every step what a plain list would do', () => {
    interface Listed {
      readonly unit: Waiter;
      readonly dueAt: number;
      readonly expiresAt: number;
    }
    let list: Listed[] = [];
    let away: Waiter[] = [];
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    const isHead = ({ unit }: Listed, i: number) =>
      unit.slot === -1 || list.findIndex((other) => other.unit.slot === unit.slot) === i;
    /** Of those that are due, nobody goes who is behind one of its slot that does not. */
    const unheld = (isDue: (listed: Listed) => boolean) => {
      const held = new Set<number>();
      return list.filter((listed) => {
        const goes = !held.has(listed.unit.slot) && isDue(listed);
        if (!goes && listed.unit.slot !== -1) {
          held.add(listed.unit.slot);
        }
        return goes;
      });
    };
    let gone = 0;
    for (let now = 0; now < 3000; now += 1) {
      const step = random(20);
      let taken: Unit[] = [];
      let expected: Listed[] = [];
      if (step < 14) {
        const isNew = away.length === 0 || random(2) === 0;
        const unit = isNew ? issue(String(now), random(5) - 1) : (away[random(away.length)] as Waiter);
        const dueAt = random(3) === 0 ? NEVER : now + random(30);
        const expiresAt = now + random(100);
        away = away.filter((other) => other !== unit);
        waiting.add(unit, dueAt, expiresAt);
        list.push({ unit, dueAt, expiresAt });
        list.sort((a, b) => a.unit.order - b.unit.order);
      } else if (step < 16) {
        taken = waiting.takeExpired(now);
        expected = list.filter(({ expiresAt }) => expiresAt <= now);
      } else if (step < 17) {
        const rest = random(4);
        const isChosen = ({ order }: Unit) => order % 4 === rest;
        taken = waiting.takeAll(isChosen);
        expected = list.filter(({ unit }) => isChosen(unit));
      } else if (step < 18) {
        taken = [waiting.takeOldest() ?? []].flat();
        expected = list.slice(0, 1);
      } else {
        const isServed = ofSlots(random(5) - 1, random(5) - 1);
        taken = waiting.takeDue(now, isServed);
        expected = unheld(({ unit, dueAt }) => (dueAt === NEVER ? isServed(unit) : dueAt <= now));
      }
      list = list.filter((listed) => !expected.includes(listed));
      expect(names(taken), `step ${now}`).to.equal(names(expected.map(({ unit }) => unit)));
      gone += taken.length;
      away.push(...(taken as Waiter[]));
      expectLeft(list.map(({ unit }) => unit));
      const times = [...list.filter(isHead).map(({ dueAt }) => dueAt), ...list.map(({ expiresAt }) => expiresAt)];
      expect(waiting.nextTime(), `next time, step ${now}`).to.equal(Math.min(...times));
    }
    expect(gone).to.be.above(1000);
  });
});
