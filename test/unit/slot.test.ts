import { expect } from 'chai';
import { slotOf } from '../../lib/command/slot.js';
import type { Argument } from '../../lib/command/types.js';

/** CRC16 bit by bit, as appendix A of the cluster specification defines it. */
function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
    }
  }
  return crc;
}

/** The slot as the cluster specification finds it. */
function specifiedSlot(key: Argument): number {
  const bytes = Buffer.from(key as string);
  const open = bytes.indexOf('{');
  const close = open === -1 ? -1 : bytes.indexOf('}', open + 1);
  return crc16(close > open + 1 ? bytes.subarray(open + 1, close) : bytes) % 16384;
}

function* wordsOver(alphabet: string, longest: number): Generator<string> {
  yield '';
  if (longest > 0) {
    for (const word of wordsOver(alphabet, longest - 1)) {
      for (const letter of alphabet) {
        yield letter + word;
      }
    }
  }
}

describe('slot', () => {
  const known: [key: string, slot: number][] = [
    ['', 0],
    ['123456789', 0x31c3],
    ['foo', 12182],
    ['bar', 5061],
    ['hello', 866],
    ['foo{hash_tag}', 2515],
    ['bar{hash_tag}', 2515],
  ];
  for (const [key, slot] of known) {
    it(`of '${key}' is ${slot}`, () => {
      expect(slotOf(key)).to.equal(slot);
      expect(slotOf(Buffer.from(key))).to.equal(slot);
    });
  }

  const sameTag: [key: Argument, tag: string][] = [
    ['{user1000}.following', 'user1000'],
    ['foo{{bar}}zap', '{bar'],
    ['foo{bar}{zap}', 'bar'],
    ['}{bar}', 'bar'],
    ['{ü😀}x', 'ü😀'],
    [Buffer.from('\0{bar}\xff', 'latin1'), 'bar'],
  ];
  for (const [key, tag] of sameTag) {
    it(`of ${JSON.stringify(key.toString())} is that of its tag '${tag}'`, () => {
      expect(slotOf(key)).to.equal(crc16(Buffer.from(tag)) % 16384);
    });
  }

  const untagged = ['{}', 'foo{}{bar}', '{}}', '{}{a}', '{}😀{a}', '{a', 'a}b{', '}{', '{', '}', 'a}', '{{', '}}'];
  for (const key of untagged) {
    it(`of '${key}' is that of the whole key`, () => {
      const slot = crc16(Buffer.from(key)) % 16384;
      expect(slotOf(key)).to.equal(slot);
      expect(slotOf(Buffer.from(key))).to.equal(slot);
    });
  }

  const unicode = [
    'é',
    '日本語',
    '😀',
    'a😀{b}',
    '{😀}',
    '\0',
    '\ud83d',
    'a\ud83d',
    '\ude00a',
    '{\ud83d}\ude00',
    '{}\ud83d',
    '\ud83d{a}',
  ];
  for (const key of unicode) {
    it(`of ${JSON.stringify(key)} is that of its bytes in UTF-8`, () => {
      expect(slotOf(key)).to.equal(specifiedSlot(key));
    });
  }

  it('is the specified one for every string over "{}ab" of up to six characters', () => {
    for (const key of wordsOver('{}ab', 6)) {
      expect(slotOf(key), `'${key}'`).to.equal(specifiedSlot(key));
      expect(slotOf(Buffer.from(key)), `Buffer of '${key}'`).to.equal(specifiedSlot(key));
    }
  });

  it('is the specified one for every byte, alone, in a tag and after an empty tag', () => {
    for (let byte = 0; byte < 256; byte += 1) {
      for (const key of [[byte], [0x7b, byte, 0x7d, byte], [0x7b, 0x7d, byte, 0x7b, byte, 0x7d]].map(Buffer.from)) {
        expect(slotOf(key), key.toString('hex')).to.equal(specifiedSlot(key));
      }
    }
  });

  it('leaves a Buffer as it was', () => {
    const key = Buffer.from('{}{a}');
    slotOf(key);
    expect(key.toString()).to.equal('{}{a}');
  });
});
