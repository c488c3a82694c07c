import { expect } from 'chai';
import { readCursor, writeCursor } from '../../lib/scan/cursor.js';
import { beginPass, endPass, type Pass } from '../../lib/scan/pass.js';
import { SlotSet } from '../../lib/scan/slot-set.js';
import { readView, type View } from '../../lib/scan/view.js';

const SLOTS = 16384;
const set = (...slots: number[]) => SlotSet.of((slot) => slots.includes(slot));
const listed = (slots: SlotSet | undefined) => slots && [...Array(SLOTS).keys()].filter((slot) => slots.has(slot));

function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('a set of slots', () => {
  const cases: [title: string, slots: SlotSet, most: number][] = [
    ['nothing', set(), 0],
    ['one slot', set(0), 3],
    ['the last slot', set(SLOTS - 1), 4],
    ['a third', SlotSet.of((slot) => slot >= 5461 && slot < 10923), 6],
    ['everything', SlotSet.of(() => true), 6],
    ['every second slot', SlotSet.of((slot) => slot % 2 === 1), 2731],
  ];
  for (const [title, slots, most] of cases) {
    it(`has a short text: ${title}`, () => {
      const text = String(slots);
      expect(text).to.match(/^[\w-]*$/);
      expect(text.length).to.be.at.most(most);
      expect(listed(SlotSet.parse(text))).to.deep.equal(listed(slots));
    });
  }

  it('any set has one', () => {
    const random = randomFrom(1);
    for (let i = 0; i < 50; i += 1) {
      const density = 1 + random(300);
      const slots = SlotSet.of(() => random(density) === 0);
      expect(listed(SlotSet.parse(String(slots)))).to.deep.equal(listed(slots));
    }
  });

  for (const text of ['gA', '____', '_____w', 'gYB_']) {
    it(`${text} is the text of none`, () => {
      expect(SlotSet.parse(text)).to.equal(undefined);
    });
  }
});

describe('what a server says before it is scanned', () => {
  const NODES = [
    'aaa 10.0.0.1:7000@17000,host-a myself,master - 0 1 7 connected 0-2 9 [1->-bbb] [5-<-ccc]',
    'bbb [::1]:7001@17001 master - 0 1 8 connected 3-5',
    'ccc :0@0 master,fail,noaddr - 0 1 9 disconnected 16383',
    'ddd 10.0.0.4:7003@17003 slave bbb 0 1 8 connected',
    '',
  ].join('\n');
  const STATS =
    'cmdstat_migrate:calls=4,usec=1\r\ncmdstat_restore-asking:calls=12,usec=1\r\ncmdstat_restore:calls=9\r\n';

  it('is read', () => {
    const view = readView(NODES, 'run_id:0123456789abcdef\r\n', STATS) as View;
    expect(view.isMaster).to.equal(true);
    expect(listed(view.owned)).to.deep.equal([0, 1, 2, 9]);
    expect([...view.leaving]).to.deep.equal([[1, 'bbb']]);
    expect(listed(view.arriving)).to.deep.equal([5]);
    expect(listed(view.assigned)).to.deep.equal([0, 1, 2, 3, 4, 5, 9, 16383]);
    expect(view.servers.get('aaa')).to.deep.equal({ host: '10.0.0.1', port: 7000 });
    expect(view.servers.has('ccc')).to.equal(false);
    expect(view.stamp).to.deep.equal({ runId: '0123456789ab', epoch: 7, imports: 12, exports: 4 });
  });

  it('of a replica', () => {
    const view = readView(NODES.replace('myself,', '').replace(' slave', ' myself,slave'), '', '') as View;
    expect([view.isMaster, view.owned.isEmpty]).to.deep.equal([false, true]);
  });

  it('is not there where it is no reply of CLUSTER NODES, and has zeros where INFO is refused', () => {
    expect(readView(new Error('ERR unknown command'), '', '')).to.equal(undefined);
    const { stamp } = readView(NODES, new Error('NOPERM'), new Error('NOPERM')) as View;
    expect(stamp).to.deep.equal({ runId: '', epoch: 7, imports: 0, exports: 0 });
  });
});

describe('the cursor of a SCAN over all masters', () => {
  const stamp = { runId: '0123456789ab', epoch: 7, imports: 1, exports: 2 };
  const pass: Pass = { node: '[::1]:7000', stamp, settled: set(1, 2), open: set(4), awaited: set(9) };

  it('holds all there is to know', () => {
    const cursor = writeCursor('18446744073709551615', pass, set(5));
    const { done, own, pass: read } = readCursor(cursor) as NonNullable<ReturnType<typeof readCursor>>;
    expect([own, listed(done)]).to.deep.equal(['18446744073709551615', [5]]);
    expect([read?.node, read?.stamp]).to.deep.equal([pass.node, stamp]);
    expect([read?.settled, read?.open, read?.awaited].map(listed)).to.deep.equal([[1, 2], [4], [9]]);
  });

  it('is short', () => {
    const settled = SlotSet.of((slot) => slot >= 5461 && slot < 10923);
    const done = SlotSet.of((slot) => slot < 5461);
    const whole = { ...pass, node: '127.0.0.1:7000', settled, open: set(), awaited: set() };
    expect(writeCursor('123456', whole, done).length).to.be.below(80);
  });

  const good = writeCursor('7', pass, set(5));
  const bad = [
    '',
    'x',
    '5',
    '-1',
    '0@',
    good.replace('7@', '@'),
    `${good}~`,
    good.replace('~0', '~-0'),
    `${good}_____w`,
  ];
  for (const cursor of bad) {
    it(`none of ours: '${cursor}'`, () => {
      expect(readCursor(cursor)).to.equal(undefined);
    });
  }
});

describe('what a pass has led to', () => {
  const STAMP = { runId: 'a', epoch: 7, imports: 1, exports: 2 };
  // Slots 1 and 2 are its own, 2 is leaving, 9 is on its way to it.
  const at = (change: Partial<View> = {}, stamp: Partial<View['stamp']> = {}): View => ({
    isMaster: true,
    owned: set(1, 2),
    leaving: new Map([[2, 'b']]),
    arriving: set(9),
    assigned: set(1, 2, 9),
    servers: new Map(),
    stamp: { ...STAMP, ...stamp },
    ...change,
  });
  const begin = (view = at()) => beginPass('a:1', view, set(0), set(9)) as Pass;
  const still = new Map<number, string>();

  const cases: [title: string, before: View, after: View, done: number[], halfDone: number[] | undefined][] = [
    ['nothing has happened', at(), at(), [0, 1, 9], [2]],
    ['another process', at(), at({}, { runId: 'c' }), [0], undefined],
    ['a replica by now', at(), at({ isMaster: false }), [0], undefined],
    ['keys came', at(), at({}, { imports: 5 }), [0, 1, 9], undefined],
    ['keys went', at(), at({}, { exports: 5 }), [0, 1], [2]],
    ['keys came and went', at(), at({}, { imports: 5, exports: 5 }), [0], undefined],
    ['slots came as a whole', at(), at({}, { epoch: 8 }), [0], undefined],
    ['slots came with their keys', at(), at({}, { epoch: 8, imports: 5 }), [0, 1, 9], undefined],
    ['a slot has left', at(), at({ owned: set(2) }), [0, 9], [2]],
    ['a move was called off', at(), at({ leaving: still }), [0, 1, 9], undefined],
    ['a move was begun', at({ leaving: still }), at(), [0, 1, 9], [2]],
    ['a move was begun, and keys came', at({ leaving: still }), at({}, { imports: 5 }), [0, 1, 9], [2]],
    ['what was awaited is there', at(), at({ owned: set(1, 2, 9), arriving: set() }), [0, 1, 9], [2]],
    ['what was awaited comes no more', at(), at({ arriving: set() }), [0, 1], [2]],
    ['what was awaited leaves again', at(), at({ owned: set(1, 9), leaving: new Map([[9, 'b']]) }), [0, 1], undefined],
  ];
  for (const [title, before, after, done, halfDone] of cases) {
    it(title, () => {
      const outcome = endPass(begin(before), after, set(0));
      expect(listed(outcome.done)).to.deep.equal(done);
      expect(listed(outcome.halfDone?.slots)).to.deep.equal(halfDone);
    });
  }

  it('none is begun over a replica, or over a master that has nothing left', () => {
    expect(beginPass('a:1', at({ isMaster: false }), set(0), set())).to.equal(undefined);
    expect(beginPass('a:1', at(), set(1, 2), set())).to.equal(undefined);
    expect(beginPass('a:1', at(), set(1, 2), set(9))?.awaited.has(9)).to.equal(true);
  });
});

const KEYS_PER_SLOT = 4;
const MOVING = [0, 1, 2, 3, 4, 5];

interface ModelKey {
  readonly slot: number;
  readonly id: string;
}

/** Servers whose slots move key by key, to and fro, while they fail over and restart. */
class Model {
  readonly servers = [0, 1, 2].map((index) => ({
    id: `id${index}`,
    run: `run${index}`,
    epoch: index + 1,
    imports: 0,
    exports: 0,
    keys: new Map<string, ModelKey>(),
  }));
  readonly owners = MOVING.map((slot) => slot % 3);
  readonly leaving = new Map<number, number>();
  readonly all: ModelKey[] = [];
  #runs = 0;

  constructor(private readonly random: (below: number) => number) {
    for (const slot of MOVING) {
      for (let i = 0; i < KEYS_PER_SLOT; i += 1) {
        const key = { slot, id: `${slot}:${i}` };
        this.all.push(key);
        this.server(this.owners[slot] as number).keys.set(key.id, key);
      }
    }
  }

  server(index: number) {
    return this.servers[index] as (typeof this.servers)[number];
  }

  /** Something happens that an operator, or a crash, can do. */
  step(): void {
    const slot = this.random(MOVING.length);
    const owner = this.owners[slot] as number;
    const to = this.leaving.get(slot);
    switch (this.random(to === undefined ? 8 : 5)) {
      case 0:
      case 1:
      case 2:
        if (to === undefined) {
          this.leaving.set(slot, (owner + 1 + this.random(2)) % 3);
        } else {
          this.move(slot, owner, to, 1 + this.random(2));
        }
        break;
      case 3:
        if (to !== undefined) {
          this.move(slot, owner, to, KEYS_PER_SLOT);
          this.owners[slot] = to;
          this.leaving.delete(slot);
          this.server(to).epoch = Math.max(...this.servers.map(({ epoch }) => epoch)) + 1;
        }
        break;
      case 4:
        if (to !== undefined) {
          // Called off: what has left comes back.
          this.leaving.delete(slot);
          this.move(slot, to, owner, KEYS_PER_SLOT);
        }
        break;
      case 5:
        this.#runs += 1;
        this.server(owner).run = `another${this.#runs}`;
        break;
    }
  }

  move(slot: number, from: number, to: number, count: number): void {
    const source = this.server(from);
    const keys = [...source.keys.values()].filter((key) => key.slot === slot).slice(0, count);
    for (const key of keys) {
      source.keys.delete(key.id);
      source.exports += 1;
      this.server(to).keys.set(key.id, key);
      this.server(to).imports += 1;
    }
  }

  view(index: number): View {
    const { id: _id, run, epoch, imports, exports } = this.server(index);
    const mine = (slot: number) => this.owners[slot] === index;
    return {
      isMaster: true,
      owned: SlotSet.of(mine),
      leaving: new Map([...this.leaving].filter(([slot]) => mine(slot)).map(([slot, to]) => [slot, `id${to}`])),
      arriving: SlotSet.of((slot) => this.leaving.get(slot) === index),
      assigned: SlotSet.of((slot) => slot < MOVING.length),
      servers: new Map(),
      stamp: { runId: run, epoch, imports, exports },
    };
  }

  /** The keys of a server in the order of its hash, from a place on. */
  page(index: number, cursor: number, count: number): { keys: ModelKey[]; next: number } {
    const { keys, run } = this.server(index);
    const place = ({ id }: ModelKey) =>
      1 + ([...`${run}${id}`].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 7) >>> 0);
    const left = [...keys.values()].filter((key) => place(key) >= cursor).sort((a, b) => place(a) - place(b));
    const next = left[count];
    return { keys: left.slice(0, count), next: next === undefined ? 0 : place(next) };
  }
}

/** As `ScanCall` does it, on a model; returns what was found. */
function scanModel(model: Model, random: (below: number) => number, calm: number): Set<string> {
  const found = new Set<string>();
  let done = SlotSet.of((slot) => slot >= MOVING.length);
  let pass: Pass | undefined;
  let target = 0;
  let own = 0;
  for (let turn = 0; MOVING.some((slot) => !done.has(slot)); turn += 1) {
    expect(turn, 'it ends').to.be.below(calm + 200);
    const shake = () => {
      for (let steps = turn < calm ? random(4) : 0; steps > 0; steps -= 1) {
        model.step();
      }
    };
    shake();
    if (pass === undefined || own === 0) {
      let awaited = set();
      target = pass === undefined ? target : Number(pass.node);
      if (pass !== undefined) {
        const outcome = endPass(pass, model.view(target), done);
        done = outcome.done;
        awaited = outcome.halfDone?.slots ?? awaited;
        const next = MOVING.find((slot) => !done.has(slot));
        if (next === undefined) {
          break;
        }
        target = outcome.halfDone ? Number(outcome.halfDone.to.slice(2)) : (model.owners[next] as number);
      }
      pass = beginPass(String(target), model.view(target), done, awaited);
      if (pass === undefined) {
        target = (target + 1) % 3;
        continue;
      }
      own = 1;
      shake();
    }
    const page = model.page(target, own, 1 + random(3));
    own = page.next;
    for (const { id, slot } of page.keys) {
      if (!done.has(slot)) {
        found.add(id);
      }
    }
  }
  return found;
}

describe('passes over servers', () => {
  it('miss no key, and end, whatever happens to slots and servers', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = randomFrom(seed);
      const model = new Model(random);
      const found = scanModel(model, random, random(40));
      const missed = model.all.filter(({ id }) => !found.has(id)).map(({ id }) => id);
      expect(missed, `with seed ${seed}`).to.deep.equal([]);
    }
  }).timeout(60_000);

  it('end while slots stay half-moved', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const random = randomFrom(seed);
      const model = new Model(random);
      for (const slot of MOVING.slice(0, 4)) {
        const owner = model.owners[slot] as number;
        const to = (owner + 1 + random(2)) % 3;
        model.leaving.set(slot, to);
        model.move(slot, owner, to, random(KEYS_PER_SLOT));
      }
      expect(scanModel(model, random, 0).size).to.equal(model.all.length);
    }
  });
});
