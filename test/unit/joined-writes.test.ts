import { expect } from 'chai';
import { joined } from '../../lib/client/joined-writes.js';

const text = (length: number) => 'x'.repeat(length);

/** Commands that count how many were taken. */
function source(commands: readonly (readonly (string | Buffer)[])[]) {
  const counter = { taken: 0 };
  function* take() {
    for (const command of commands) {
      counter.taken += 1;
      yield command;
    }
  }
  return { counter, take };
}

describe('writes that are joined', () => {
  it('are one piece where all are short strings', () => {
    expect([...joined([['a'], ['b'], ['c']])]).to.deep.equal([['abc']]);
    expect([...joined([])]).to.deep.equal([]);
  });

  it('keep their order around Buffers and long strings, which are not copied', () => {
    const buffer = Buffer.from('b');
    const long = text(4097);
    const pieces = [...joined([['1'], ['2', buffer, '\r\n'], ['3', buffer, '\r\n'], ['4'], [long], ['5'], ['6']])];
    expect(pieces).to.deep.equal([['1', '2', buffer, '\r\n'], ['3', buffer, '\r\n'], ['4', long], ['56']]);
    expect(pieces[0]?.[2]).to.equal(buffer);
  });

  it('are pieces of some length, after each of which the rest may be left where it is', () => {
    const { counter, take } = source(Array.from({ length: 10 }, () => [text(4096)]));
    for (const piece of joined(take())) {
      expect(piece).to.deep.equal([text(16_384)]);
      break;
    }
    expect(counter.taken).to.equal(4);
  });

  it('have all that was taken before it goes wrong', () => {
    function* take() {
      yield ['1'];
      yield ['2'];
      throw new Error('boom');
    }
    const pieces = joined(take());
    expect(pieces.next().value).to.deep.equal(['12']);
    expect(() => pieces.next()).to.throw('boom');
  });

  it('end with the last whole command where the rest is left', () => {
    const { counter, take } = source([['1'], ['2', Buffer.from('b'), '\r\n'], ['3']]);
    for (const piece of joined(take())) {
      expect(piece.map(String)).to.deep.equal(['1', '2', 'b', '\r\n']);
      break;
    }
    expect(counter.taken).to.equal(2);
  });
});
