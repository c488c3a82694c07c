import { expect } from 'chai';
import { Patches } from '../../lib/topology/patches.js';
import { SlotMap } from '../../lib/topology/slot-map.js';

const A = { host: '10.0.0.1', port: 1 };
const B = { host: '10.0.0.2', port: 2 };
const C = { host: '10.0.0.3', port: 3 };
const old = SlotMap.parse([[0, 16383, [A.host, A.port, 'a']]], '');

describe('patches', () => {
  it('leave a map as it is when there are none', () => {
    expect(new Patches().over(old, 0)).to.equal(old);
  });

  it('stand over a map that does not know of them, for two seconds', () => {
    const patches = new Patches();
    patches.add(7, B, 1000);
    for (const now of [1000, 3000]) {
      const map = patches.over(old, now);
      expect([map.ownerOf(6), map.ownerOf(7), map.ownerOf(8)]).to.deep.equal([A, B, A]);
    }
    expect(patches.over(old, 3001)).to.equal(old);
  });

  it('go when a map knows of them: a later one may say otherwise', () => {
    const patches = new Patches();
    patches.add(7, B, 0);
    expect(patches.over(old.withOwner(7, B), 1).ownerOf(7)).to.deep.equal(B);
    expect(patches.over(old.withOwner(7, C), 2).ownerOf(7)).to.deep.equal(C);
  });

  it('take the place of one another', () => {
    const patches = new Patches();
    patches.add(7, B, 0);
    patches.add(7, C, 1);
    expect(patches.over(old, 2).ownerOf(7)).to.deep.equal(C);
  });
});
