import { expect } from 'chai';
import { Overlap } from '../../lib/pub-sub/overlap.js';

describe('Overlap', () => {
  // What comes, in order: from the (F)ormer server or the (N)ew one, and what of it is delivered.
  const TABLE: [title: string, come: string, delivered: string][] = [
    ['a message that both send, whoever is first', 'Fa Na Nb Fb', 'Fa Nb'],
    ['what only the former one sends', 'Fa Fb', 'Fa Fb'],
    ['what only the new one sends', 'Na Nb', 'Na Nb'],
    ['the same message as often as it was published', 'Fa Fa Na Na Na Fa', 'Fa Fa Na'],
    ['messages in orders of their own', 'Fa Fb Nb Nc Na Fc', 'Fa Fb Nc'],
    ['one that the former is far behind with', 'Na Nb Nc Fa Fb Fc Fd Nd', 'Na Nb Nc Fd'],
  ];

  for (const [title, come, delivered] of TABLE) {
    it(`delivers once: ${title}`, () => {
      const overlap = new Overlap();
      const admitted = come
        .split(' ')
        .filter(([from, message]) =>
          overlap.admits(from === 'F', 'channel', Buffer.from('c'), Buffer.from(message as string), undefined),
        );
      expect(admitted.join(' ')).to.equal(delivered);
    });
  }

  it('tells messages apart by every part of them', () => {
    const overlap = new Overlap();
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
      expect(overlap.admits(true, kind, channel, message, pattern)).to.equal(true);
      expect(overlap.admits(true, kind, channel, message, pattern)).to.equal(true);
      expect(overlap.admits(false, kind, channel, message, pattern)).to.equal(false);
    }
  });
});
