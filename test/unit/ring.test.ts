import { expect } from 'chai';
import { Ring } from '../../lib/client/ring.js';

describe('a ring', () => {
  const taken = (ring: Ring<{ n: number }>, count: number) => Array.from({ length: count }, () => ring.shift()?.n);
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

  it('gives back what was put in, in order, however much that is', () => {
    const ring = new Ring<{ n: number }>();
    let pushed = 0;
    let shifted = 0;
    for (const [more, fewer] of [
      [64, 10],
      [10, 0],
      [1, 40],
      [500, 525],
      [3, 3],
      [129, 128],
    ] as const) {
      for (const n of numbers(pushed, pushed + more)) {
        ring.push({ n });
      }
      pushed += more;
      expect(taken(ring, fewer)).to.deep.equal(numbers(shifted, shifted + fewer));
      shifted += fewer;
    }
    expect([pushed - shifted, ring.shift()?.n, ring.shift()]).to.deep.equal([1, pushed - 1, undefined]);
  });

  it('has nothing to give when it is empty', () => {
    const ring = new Ring<{ n: number }>();
    expect([ring.shift(), ring.pop()]).to.deep.equal([undefined, undefined]);
    ring.push({ n: 1 });
    expect([ring.shift()?.n, ring.shift(), ring.pop()]).to.deep.equal([1, undefined, undefined]);
  });

  it('gives back the last one, also where it stands at the beginning of the memory', () => {
    const ring = new Ring<{ n: number }>();
    for (const n of numbers(0, 64)) {
      ring.push({ n });
    }
    taken(ring, 2);
    ring.push({ n: 64 });
    expect([ring.pop()?.n, ring.pop()?.n]).to.deep.equal([64, 63]);
    ring.push({ n: 65 });
    expect(taken(ring, 63)).to.deep.equal([...numbers(2, 63), 65, undefined]);
  });
});
