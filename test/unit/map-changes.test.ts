import { expect } from 'chai';
import { changesBetween, changesByMove, type MapChanges } from '../../lib/topology/map-changes.js';
import { SlotMap } from '../../lib/topology/slot-map.js';

const at = (port: number) => ({ host: 'h', port });
const as = (port: number, role: 'master' | 'replica') => ({ host: 'h', port, role });

/** Ranges of a first slot, a last slot, and ports: the master's, then those of replicas. */
const mapOf = (...ranges: number[][]) =>
  SlotMap.parse(
    ranges.map(([first, last, ...ports]) => [first, last, ...ports.map((port) => ['h', port, `id-${port}`])]),
    'h',
  );

const BEFORE = mapOf([0, 8191, 1, 11], [8192, 16383, 2, 12]);

const ROWS: [title: string, before: SlotMap, after: SlotMap, changes: MapChanges | undefined][] = [
  ['nothing', BEFORE, mapOf([8192, 16383, 2, 12], [0, 8191, 1, 11]), undefined],
  ['ranges told in pieces', BEFORE, mapOf([0, 5, 1, 11], [6, 8191, 1, 11], [8192, 16383, 2, 12]), undefined],
  [
    'the first map',
    SlotMap.empty,
    BEFORE,
    {
      added: [as(1, 'master'), as(2, 'master'), as(11, 'replica'), as(12, 'replica')],
      removed: [],
      roles: [],
      moved: [
        { first: 0, last: 8191, from: undefined, to: at(1) },
        { first: 8192, last: 16383, from: undefined, to: at(2) },
      ],
    },
  ],
  [
    'a failover',
    BEFORE,
    mapOf([0, 8191, 11], [8192, 16383, 2, 12]),
    {
      added: [],
      removed: [as(1, 'master')],
      roles: [as(11, 'master')],
      moved: [{ first: 0, last: 8191, from: at(1), to: at(11) }],
    },
  ],
  [
    'a handover',
    BEFORE,
    mapOf([0, 8191, 11, 1], [8192, 16383, 2, 12]),
    {
      added: [],
      removed: [],
      roles: [as(11, 'master'), as(1, 'replica')],
      moved: [{ first: 0, last: 8191, from: at(1), to: at(11) }],
    },
  ],
  [
    'a new replica',
    BEFORE,
    mapOf([0, 8191, 1, 11], [8192, 16383, 2, 12, 13]),
    { added: [as(13, 'replica')], removed: [], roles: [], moved: [] },
  ],
  [
    'slots that move, and one that nobody owns any more',
    BEFORE,
    mapOf([0, 4, 1, 11], [5, 6, 2, 12], [8, 8191, 1, 11], [8192, 16383, 2, 12]),
    {
      added: [],
      removed: [],
      roles: [],
      moved: [
        { first: 5, last: 6, from: at(1), to: at(2) },
        { first: 7, last: 7, from: at(1), to: undefined },
      ],
    },
  ],
];

describe('changes of a map', () => {
  for (const [title, before, after, changes] of ROWS) {
    it(`are told of ${title}`, () => {
      expect(changesBetween(before, after)).to.deep.equal(changes);
    });
  }

  it('by one slot that moves to a known master are that slot', () => {
    const changes = changesByMove(BEFORE, BEFORE.withOwner(5, at(2)), 5);
    const moved = [{ first: 5, last: 5, from: at(1), to: at(2) }];
    expect(changes).to.deep.equal({ added: [], removed: [], roles: [], moved });
  });

  it('by one slot that moves to a replica make it a master, and to a stranger add him', () => {
    expect(changesByMove(BEFORE, BEFORE.withOwner(5, at(11)), 5)?.roles).to.deep.equal([as(11, 'master')]);
    expect(changesByMove(BEFORE, BEFORE.withOwner(5, at(9)), 5)?.added).to.deep.equal([as(9, 'master')]);
  });
});
