import { expect } from 'chai';
import sinon from 'sinon';
import { Overlap } from '../../lib/pub-sub/overlap.js';

describe('Overlap', () => {
  // What comes, in order: from the (F)ormer server, the (N)ew one, or the (L)ast one after that; and what of it is delivered.
  const TABLE: [title: string, come: string, delivered: string][] = [
    ['a message that both send, whoever is first', 'Fa Na Nb Fb', 'Fa Nb'],
    ['what only the former one sends', 'Fa Fb', 'Fa Fb'],
    ['what only the new one sends', 'Na Nb', 'Na Nb'],
    ['the same message as often as it was published', 'Fa Fa Na Na Na Fa', 'Fa Fa Na'],
    ['messages in orders of their own', 'Fa Fb Nb Nc Na Fc', 'Fa Fb Nc'],
    ['what a third one sends again', 'Fa Na Nb Lb La Lc Nc', 'Fa Nb Lc'],
    ['one that the former is far behind with', 'Na Nb Nc Fa Fb Fc Fd Nd', 'Na Nb Nc Fd'],
  ];

  for (const [title, come, delivered] of TABLE) {
    it(`delivers once: ${title}`, () => {
      const overlap = new Overlap();
      const sources: Record<string, object> = { F: {}, N: {}, L: {} };
      const admitted = come
        .split(' ')
        .filter(([from, message]) =>
          overlap.admits(
            sources[from as string] as object,
            'channel',
            Buffer.from('c'),
            Buffer.from(message as string),
            undefined,
          ),
        );
      expect(admitted.join(' ')).to.equal(delivered);
    });
  }

  it('forgets what will not come again from another source', () => {
    const clock = sinon.useFakeTimers();
    try {
      const overlap = new Overlap();
      const [former, heir] = [{}, {}];
      const admits = (source: object, message: string) =>
        overlap.admits(source, 'channel', Buffer.from('c'), Buffer.from(message), undefined);
      expect([admits(former, 'early'), admits(former, 'again')]).to.deep.equal([true, true]);
      clock.tick(10);
      expect([admits(former, 'late'), admits(former, 'again')]).to.deep.equal([true, true]);
      overlap.forget(10);
      expect(['early', 'late', 'again'].map((message) => admits(heir, message))).to.deep.equal([true, false, false]);
    } finally {
      clock.restore();
    }
  });

  it('tells messages apart by every part of them', () => {
    const overlap = new Overlap();
    const former = {};
    const [a, b, ab, none] = ['a', 'b', 'ab', ''].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer, Buffer];
    const comma = Buffer.from('a,b');
    for (const [kind, channel, message, pattern] of [
      ['channel', ab, none, undefined],
      ['channel', a, b, undefined],
      ['shard', a, b, undefined],
      ['pattern', a, b, a],
      ['pattern', a, b, b],
      ['channel', comma, none, undefined],
      ['channel', a, comma, undefined],
    ] as const) {
      expect(overlap.admits(former, kind, channel, message, pattern)).to.equal(true);
      expect(overlap.admits(former, kind, channel, message, pattern)).to.equal(true);
      expect(overlap.admits({}, kind, channel, message, pattern)).to.equal(false);
    }
  });
});
