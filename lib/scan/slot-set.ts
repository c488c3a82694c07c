import { SLOTS } from '../command/slot.js';

// As long as this, the text of a set is a bit for each slot.
const BITMAP = SLOTS / 8;

/** A set of slots. It has a short text: a few characters for a few ranges, 2,731 at most. */
export class SlotSet {
  readonly #members = new Uint8Array(SLOTS);
  // Its text, as long as it is known: that of most cursors is the text of the one before.
  #text: string | undefined;

  /** The slots for which that is true. */
  static of(belongs: (slot: number) => boolean): SlotSet {
    const set = new SlotSet();
    for (let slot = 0; slot < SLOTS; slot += 1) {
      if (belongs(slot)) {
        set.add(slot);
      }
    }
    return set;
  }

  get isEmpty(): boolean {
    return !this.#members.includes(1);
  }

  has(slot: number): boolean {
    return this.#members[slot] === 1;
  }

  add(slot: number): void {
    this.#text = undefined;
    this.#members[slot] = 1;
  }

  addRange(first: number, last: number): void {
    this.#text = undefined;
    this.#members.fill(1, first, last + 1);
  }

  /** The lowest of its slots for which that is true. */
  find(suits: (slot: number) => boolean): number | undefined {
    for (let slot = this.#members.indexOf(1); slot !== -1; slot = this.#members.indexOf(1, slot + 1)) {
      if (suits(slot)) {
        return slot;
      }
    }
    return undefined;
  }

  /** The lengths of its gaps and ranges in turn, seven bits to a byte; or a bitmap, where that is shorter. */
  toString(): string {
    this.#text ??= this.#write();
    return this.#text;
  }

  /** Reads such a text; undefined where it is none. */
  static parse(text: string): SlotSet | undefined {
    const bytes = Buffer.from(text, 'base64url');
    const set = new SlotSet();
    if (bytes.length === BITMAP) {
      return SlotSet.of((slot) => ((bytes[slot >> 3] as number) & (1 << (slot & 7))) !== 0);
    }
    let from = 0;
    let length = 0;
    let shift = 0;
    let member = 0;
    for (const byte of bytes) {
      length += (byte & 0x7f) << shift;
      shift += 7;
      if (from + length > SLOTS || shift > 21) {
        return undefined;
      }
      if (byte < 0x80) {
        set.#members.fill(member, from, from + length);
        from += length;
        length = 0;
        shift = 0;
        member = 1 - member;
      }
    }
    set.#text = text;
    return shift === 0 ? set : undefined;
  }

  #write(): string {
    const bytes: number[] = [];
    let from = 0;
    for (let member = 0; from < SLOTS; member = 1 - member) {
      const end = this.#members.indexOf(1 - member, from);
      if (end === -1) {
        // What is left is one gap, which goes without saying, or one range.
        if (member === 1) {
          pushNumber(bytes, SLOTS - from);
        }
        break;
      }
      pushNumber(bytes, end - from);
      from = end;
    }
    return Buffer.from(bytes.length < BITMAP ? bytes : this.#bitmap()).toString('base64url');
  }

  #bitmap(): Uint8Array {
    const bits = new Uint8Array(BITMAP);
    this.#members.forEach((member, slot) => {
      bits[slot >> 3] = (bits[slot >> 3] as number) | (member << (slot & 7));
    });
    return bits;
  }
}

function pushNumber(bytes: number[], number: number): void {
  let left = number;
  for (; left >= 0x80; left >>= 7) {
    bytes.push((left & 0x7f) | 0x80);
  }
  bytes.push(left);
}
