import { expect } from 'chai';
import { SLOTS } from '../../lib/command/slot.js';
import { type Address, format } from '../../lib/topology/address.js';
import { SlotMap } from '../../lib/topology/slot-map.js';

const ASKED = '10.0.0.9';
const parse = (reply: unknown) => SlotMap.parse(reply, ASKED);
const at = (host: string, port: number): Address => ({ host, port });

/** All that a map says, slot by slot and shard by shard. */
const contents = (map: SlotMap) => ({
  owners: Array.from({ length: SLOTS }, (_, slot) => map.ownerOf(slot)),
  shards: structuredClone(map.shards),
  servers: map.servers,
  firstSlots: map.firstSlots,
});

const THREE = [
  [10923, 16383, ['10.0.0.3', 7002, 'id3'], ['10.0.0.6', 7005, 'id6']],
  [0, 5460, ['10.0.0.1', 7000, 'id1', []], ['10.0.0.4', 7003, 'id4', []]],
  [5461, 10922, ['10.0.0.2', 7001], ['10.0.0.5', 7004], ['10.0.0.7', 7006]],
];

describe('slot map', () => {
  it('reads CLUSTER SLOTS', () => {
    const map = parse(THREE);
    expect(map.shards).to.deep.equal([
      { master: at('10.0.0.1', 7000), id: 'id1', replicas: [at('10.0.0.4', 7003)] },
      { master: at('10.0.0.2', 7001), id: undefined, replicas: [at('10.0.0.5', 7004), at('10.0.0.7', 7006)] },
      { master: at('10.0.0.3', 7002), id: 'id3', replicas: [at('10.0.0.6', 7005)] },
    ]);
    expect(map.firstSlots).to.deep.equal([0, 5461, 10923]);
    expect(map.servers.map(({ port }) => port)).to.deep.equal([7000, 7001, 7002, 7003, 7004, 7006, 7005]);
  });

  const owners: [slot: number, host: string | undefined][] = [
    [0, '10.0.0.1'],
    [5460, '10.0.0.1'],
    [5461, '10.0.0.2'],
    [10922, '10.0.0.2'],
    [10923, '10.0.0.3'],
    [16383, '10.0.0.3'],
    [16384, undefined],
    [-1, undefined],
    [0.5, undefined],
  ];
  for (const [slot, host] of owners) {
    it(`${host === undefined ? 'has no slot' : `${host} owns slot`} ${slot}`, () => {
      const map = parse(THREE);
      expect(map.ownerOf(slot)?.host).to.equal(host);
      expect(map.shardOf(slot)?.master.host).to.equal(host);
    });
  }

  it('leaves the reply as it was', () => {
    const reply = structuredClone(THREE);
    parse(reply);
    expect(reply).to.deep.equal(THREE);
  });

  it('knows a master of many ranges as one', () => {
    const map = parse([
      [2, 3, ['h', 1]],
      [0, 0, ['h', 1]],
      [1, 1, ['g', 1]],
      [9, 9, ['h', 1]],
    ]);
    expect(map.shards).to.have.lengthOf(2);
    expect([0, 1, 2, 3, 9].map((slot) => map.ownerOf(slot)?.host)).to.deep.equal(['h', 'g', 'h', 'h', 'h']);
    expect(map.firstSlots).to.deep.equal([0, 1]);
  });

  it('knows masters apart that differ in host or port', () => {
    const map = parse([
      [0, 0, ['h', 1]],
      [1, 1, ['h', 2]],
      [2, 2, ['g', 1]],
    ]);
    expect(map.servers).to.deep.equal([at('h', 1), at('h', 2), at('g', 1)]);
  });

  it('has holes where nobody owns a slot', () => {
    const map = parse([
      [1, 2, ['h', 1]],
      [5, 5, ['h', 1]],
    ]);
    const owned = [0, 1, 2, 3, 4, 5, 6, 16383].filter((slot) => map.ownerOf(slot) !== undefined);
    expect(owned).to.deep.equal([1, 2, 5]);
    expect(map.shardOf(3)).to.equal(undefined);
    expect(map.firstSlots).to.deep.equal([1]);
  });

  it('is empty at first', () => {
    expect(SlotMap.empty.servers).to.deep.equal([]);
    expect(SlotMap.empty.firstSlots).to.deep.equal([]);
    expect(contents(SlotMap.empty).owners.every((owner) => owner === undefined)).to.equal(true);
  });

  const addresses: [what: string, server: unknown[], address: Address | undefined][] = [
    ['null', [null, 7000, 'id'], at(ASKED, 7000)],
    ['an empty host', ['', 7000, 'id'], at(ASKED, 7000)],
    ['?', ['?', 7000, 'id'], undefined],
    ['? beside its IP as metadata', ['?', 7000, 'id', ['ip', '10.0.0.1']], undefined],
    ['port 0', ['10.0.0.1', 0, 'id'], undefined],
    ['null and port 0', [null, 0, 'id'], undefined],
    ['an IPv4 address', ['10.0.0.1', 65535], at('10.0.0.1', 65535)],
    ['an IPv6 address', ['fe80::1', 7000], at('fe80::1', 7000)],
    ['a short IPv6 address', ['::1', 7000], at('::1', 7000)],
    ['the name of a host', ['redis-1.example.com', 6379, 'id', ['ip', '10.0.0.1']], at('redis-1.example.com', 6379)],
  ];
  for (const [what, server, address] of addresses) {
    const becomes = address === undefined ? 'is left out' : `is at ${format(address)}`;

    it(`${what}: a master ${becomes}`, () => {
      const map = parse([
        [0, 99, server],
        [100, 199, ['other', 1]],
      ]);
      expect(map.ownerOf(0)).to.deep.equal(address);
      expect(map.ownerOf(99)).to.deep.equal(address);
      expect(map.ownerOf(100)).to.deep.equal(at('other', 1));
      expect(map.servers).to.have.lengthOf(address === undefined ? 1 : 2);
    });

    it(`${what}: a replica ${becomes}`, () => {
      const map = parse([[0, 99, ['master', 1], server, ['replica', 2]]]);
      const known = address === undefined ? [] : [address];
      expect(map.shardOf(0)?.replicas).to.deep.equal([...known, at('replica', 2)]);
    });
  }

  it('asks nobody in the place of a master that is not known', () => {
    const map = parse([
      [0, 99, ['?', 7000], ['replica', 1]],
      [100, 100, ['h', 1]],
    ]);
    expect(map.ownerOf(0)).to.equal(undefined);
    expect(map.servers).to.deep.equal([at('h', 1)]);
  });

  it('takes a host that is missing from where it was asked, an IPv6 address too', () => {
    expect(SlotMap.parse([[0, 1, [null, 7000]]], '::1').ownerOf(0)).to.deep.equal(at('::1', 7000));
  });

  const GOOD = [100, 200, ['h', 1]];
  const junk: [what: string, reply: unknown, got: string][] = [
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a string', 'OK', "'OK'"],
    ['a number', 1, '1'],
    ['an object', {}, 'an object'],
    ['no ranges', [], 'an empty array'],
    ['a range that is null', [null], 'null'],
    ['a range that is a string', ['0-16383'], "'0-16383'"],
    ['an empty range', [[]], 'an empty array'],
    ['a range without servers', [[0, 16383]], 'an array of 2'],
    ['a slot that is negative', [[-1, 5, ['h', 1]]], 'an array of 3'],
    ['a slot that is too high', [[0, 16384, ['h', 1]]], 'an array of 3'],
    ['slots in the wrong order', [[5, 4, ['h', 1]]], 'an array of 3'],
    ['a slot that is a fraction', [[0, 0.5, ['h', 1]]], 'an array of 3'],
    ['a slot that is not a number', [[0, Number.NaN, ['h', 1]]], 'an array of 3'],
    ['a slot that is a string', [['0', '16383', ['h', 1]]], 'an array of 3'],
    ['a slot that is null', [[null, 1, ['h', 1]]], 'an array of 3'],
    ['a server that is null', [[0, 1, null]], 'null'],
    ['a server that is a string', [[0, 1, 'h:1']], "'h:1'"],
    ['an empty server', [[0, 1, []]], 'an empty array'],
    ['a server without a port', [[0, 1, ['h']]], 'an array of 1'],
    ['a replica that is none', [[0, 1, ['h', 1], 'junk']], "'junk'"],
    ['a host that is a number', [[0, 1, [127, 1]]], 'an array of 2'],
    ['a host that is undefined', [[0, 1, [undefined, 1]]], 'an array of 2'],
    ['a port that is a string', [[0, 1, ['h', '7000']]], 'an array of 2'],
    ['a port that is null', [[0, 1, ['h', null]]], 'an array of 2'],
    ['a port that is negative', [[0, 1, ['h', -1]]], 'an array of 2'],
    ['a port that is too high', [[0, 1, ['h', 65536]]], 'an array of 2'],
    ['a port that is a fraction', [[0, 1, ['h', 1.5]]], 'an array of 2'],
    ['an unknown host with a bad port', [[0, 1, ['?', 'x']]], 'an array of 2'],
    ['one bad range among good ones', [GOOD, [201, 300], GOOD], 'an array of 2'],
    ['only hosts that are not known', [[0, 16383, ['?', 7000]]], 'an array of 1'],
    ['only ports that are 0', [[0, 16383, ['h', 0]]], 'an array of 1'],
  ];
  for (const [what, reply, got] of junk) {
    it(`refuses ${what}`, () => {
      let message = '';
      try {
        parse(reply);
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(message).to.match(/^CLUSTER SLOTS: expected .+, got /);
      expect(message.slice(message.lastIndexOf('got ') + 4)).to.equal(got);
    });
  }

  describe('with a new owner of a slot', () => {
    it('who is a master already', () => {
      const old = parse(THREE);
      const before = contents(old);
      const map = old.withOwner(42, at('10.0.0.3', 7002));
      expect(map.ownerOf(42)).to.deep.equal(at('10.0.0.3', 7002));
      expect(map.shardOf(42)?.replicas).to.deep.equal([at('10.0.0.6', 7005)]);
      expect(map.shards).to.deep.equal(old.shards);
      expect(contents(old), 'the old map').to.deep.equal(before);
    });

    it('whom nobody knew', () => {
      const old = parse(THREE);
      const before = contents(old);
      const map = old.withOwner(0, at('::1', 7009));
      expect(map.shardOf(0)).to.deep.equal({ master: at('::1', 7009), replicas: [] });
      expect(map.servers).to.have.lengthOf(8);
      expect(map.firstSlots).to.deep.equal([1, 5461, 10923, 0]);
      expect(contents(old), 'the old map').to.deep.equal(before);
    });

    it('and all other slots as they were', () => {
      const old = parse(THREE);
      const map = old.withOwner(5461, at('10.0.0.1', 7000)).withOwner(16383, at('new', 1));
      const changed = contents(map).owners.flatMap((owner, slot) => (owner === old.ownerOf(slot) ? [] : [slot]));
      expect(changed).to.deep.equal([5461, 16383]);
    });

    it('in a hole, and in an empty map', () => {
      const map = SlotMap.empty.withOwner(7, at('h', 1));
      expect(map.ownerOf(7)).to.deep.equal(at('h', 1));
      expect(map.ownerOf(6)).to.equal(undefined);
      expect(SlotMap.empty.ownerOf(7)).to.equal(undefined);
      expect(SlotMap.empty.servers).to.deep.equal([]);
    });

    it('names no first slot for a master that lost its last one', () => {
      const map = parse([
        [0, 0, ['a', 1]],
        [1, 9, ['b', 1]],
      ]).withOwner(0, at('b', 1));
      expect(map.firstSlots).to.deep.equal([0]);
      expect(map.ownerOf(0)).to.deep.equal(at('b', 1));
    });
  });

  describe('of an epoch', () => {
    const OTHERS = [[0, 16383, ['10.0.0.1', 7000, 'other']]];
    const rows: [what: string, older: boolean, map: SlotMap, other: SlotMap][] = [
      ['before that of another', true, SlotMap.parse(THREE, 'h', 4), SlotMap.parse(THREE, 'h', 5)],
      ['the same as that of another', false, SlotMap.parse(THREE, 'h', 5), SlotMap.parse(THREE, 'h', 5)],
      ['after that of another', false, SlotMap.parse(THREE, 'h', 6), SlotMap.parse(THREE, 'h', 5)],
      ['that nobody told', false, SlotMap.parse(THREE, 'h'), SlotMap.parse(THREE, 'h', 5)],
      ['before that of a cluster of other nodes', false, SlotMap.parse(OTHERS, 'h', 4), SlotMap.parse(THREE, 'h', 5)],
      [
        'before that of a patched one',
        true,
        SlotMap.parse(THREE, 'h', 4),
        SlotMap.parse(THREE, 'h', 5).withOwner(0, at('h', 1)),
      ],
      ['after none at all', false, SlotMap.parse(THREE, 'h', 1), SlotMap.empty],
    ];
    for (const [what, older, map, other] of rows) {
      it(`${what} is ${older ? '' : 'not '}older`, () => {
        expect(map.isOlderThan(other)).to.equal(older);
      });
    }
  });

  describe('equals', () => {
    const inAnotherOrder = THREE.map(([first, last, master, ...replicas]) => [
      first,
      last,
      master,
      ...replicas.reverse(),
    ]);
    const others: [what: string, reply: unknown, equal: boolean][] = [
      ['one that was read anew', structuredClone(THREE), true],
      ['one with ranges and replicas in another order', inAnotherOrder.reverse(), true],
      ['no map of fewer replicas', THREE.map((range) => range.slice(0, 3)), false],
      ['no map of fewer masters', THREE.slice(1), false],
      ['no map with a hole', [[0, 5459, ...(THREE[1] as unknown[]).slice(2)], THREE[0], THREE[2]], false],
      ['no map of another port', structuredClone(THREE).with(0, [10923, 16383, ['10.0.0.3', 7009]]), false],
    ];
    for (const [what, reply, equal] of others) {
      it(what, () => {
        expect([parse(THREE).equals(parse(reply)), parse(reply).equals(parse(THREE))]).to.deep.equal([equal, equal]);
      });
    }
  });

  const names: [address: Address, name: string][] = [
    [at('127.0.0.1', 7000), '127.0.0.1:7000'],
    [at('redis.example.com', 6379), 'redis.example.com:6379'],
    [at('::1', 7000), '[::1]:7000'],
  ];
  for (const [address, name] of names) {
    it(`names an address ${name}`, () => {
      expect(format(address)).to.equal(name);
    });
  }
});
