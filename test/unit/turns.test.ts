import { expect } from 'chai';
import { Turns } from '../../lib/client/turns.js';

describe('turns', () => {
  /** Takes so many turns; has them told, and says what was told by then. */
  function take(count: number) {
    const turns = new Turns();
    const taken = Array.from({ length: count }, () => turns.take());
    const told: number[] = [];
    const tell = (...which: number[]) => {
      for (const i of which) {
        turns.tell(taken[i] as number, () => told.push(i));
      }
      return [...told];
    };
    return { turns, tell };
  }

  it('are told in order, whatever comes first', () => {
    const { tell } = take(4);
    expect(tell(2, 1)).to.deep.equal([]);
    expect(tell(0)).to.deep.equal([0, 1, 2]);
    expect(tell(3)).to.deep.equal([0, 1, 2, 3]);
  });

  it('are over when all were told', () => {
    const { turns, tell } = take(2);
    expect(turns.areOver).to.equal(false);
    tell(1);
    expect(turns.areOver).to.equal(false);
    tell(0);
    expect(turns.areOver).to.equal(true);
  });

  it('are in order where one leads to another', () => {
    const turns = new Turns();
    const told: string[] = [];
    const [a, b, c] = [turns.take(), turns.take(), turns.take()];
    turns.tell(c, () => told.push('c'));
    turns.tell(a, () => {
      told.push('a');
      turns.tell(b, () => told.push('b'));
    });
    expect(told).to.deep.equal(['a', 'b', 'c']);
  });

  it('are not waited for when they are ended', () => {
    const { turns, tell } = take(4);
    expect(tell(3, 1)).to.deep.equal([]);
    turns.end();
    expect(tell()).to.deep.equal([1, 3]);
    expect(tell(2, 0)).to.deep.equal([1, 3, 2, 0]);
  });
});
