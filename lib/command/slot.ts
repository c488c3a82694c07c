import generate from 'cluster-key-slot';
import type { Argument } from './types.js';

export const SLOTS = 16384;

const OPEN = 0x7b;
const CLOSE = 0x7d;

// Keys of ASCII up to this length are given as numbers, in arrays that are made
// once for each length: generate() makes one for each string.
const LONGEST = 128;
const BYTES = Array.from({ length: LONGEST + 1 }, (_, length) => new Array<number>(length).fill(0));

/**
 * The slot of a key: CRC16 of its hash tag, or of the whole key where it has none.
 * @see https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
 */
export function slotOf(key: Argument): number {
  if (typeof key !== 'string' || key.length > LONGEST) {
    return slotOfAny(key);
  }
  const bytes = BYTES[key.length] as number[];
  let mayHaveEmptyTag = true;
  for (let i = 0; i < key.length; i += 1) {
    const code = key.charCodeAt(i);
    if (code > 0x7f) {
      return slotOfAny(key);
    }
    if (code === OPEN && mayHaveEmptyTag) {
      if (isClose(key, i + 1)) {
        return slotOfAllBytes(key);
      }
      mayHaveEmptyTag = false;
    }
    bytes[i] = code;
  }
  return generate(bytes as unknown as Buffer);
}

function slotOfAny(key: Argument): number {
  const open = key.indexOf('{');
  if (open !== -1 && isClose(key, open + 1)) {
    return slotOfAllBytes(key);
  }
  if (typeof key === 'string' && !key.isWellFormed()) {
    // Clients write a lone surrogate as U+FFFD, so that is what the server hashes.
    return generate(key.toWellFormed());
  }
  return generate(key);
}

function isClose(key: Argument, index: number): boolean {
  return (typeof key === 'string' ? key.charCodeAt(index) : key[index]) === CLOSE;
}

/**
 * Redis hashes the whole of a key whose first tag is empty, whatever follows;
 * cluster-key-slot 1.1 would take a later tag. It looks for braces in numbers
 * and uses only their lowest byte for the checksum, so a brace with a higher bit
 * set is hashed and not found.
 */
function slotOfAllBytes(key: Argument): number {
  const bytes = Array.from(Buffer.from(key as string), (byte) => (byte === OPEN ? byte + 0x100 : byte));
  return generate(bytes as unknown as Buffer);
}
