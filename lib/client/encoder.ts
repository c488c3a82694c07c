import type { Argument } from '../command/types.js';

// Memory is taken this much at a time, for the requests of many writes.
const SLAB = 16_384;
// What may be larger is for the library: the copy would cost more than a write of its own.
const LARGEST = 4096;
// A string takes up to three bytes for each of its units, and some for its length and the ends of lines.
const BYTES_PER_UNIT = 3;
const AROUND = 16;
// Up to this length a loop is faster than the call that encodes a string.
const SHORT = 24;
// So many arguments are so common that the beginning of a request is kept.
const COMMON = 8;

const NONE = Buffer.alloc(0);

const CR = 13;
const LF = 10;
const DOLLAR = 36;
const ZERO = 48;

/**
 * Puts requests one behind the other, as servers read them, so that they leave in one piece. A string for each,
 * which is joined, flattened and encoded when it is written, costs more (bench/README.md).
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/#sending-commands-to-a-redis-server
 */
export class Encoder {
  #slab = NONE;
  // From here to there it holds what was not written yet.
  #from = 0;
  #to = 0;

  constructor(private readonly write: (piece: Buffer) => void) {}

  /** Takes a request, unless it may be too large. */
  add(name: string, args: readonly Argument[]): boolean {
    const head = headOf(name, args.length);
    let most = head.length;
    for (let i = 0; i < args.length; i += 1) {
      const arg = args[i] as Argument;
      most += AROUND + (typeof arg === 'string' ? arg.length * BYTES_PER_UNIT : arg.length);
    }
    if (most > LARGEST) {
      return false;
    }
    if (this.#to + most > this.#slab.length) {
      this.flush();
      this.#drop();
      this.#slab = Buffer.allocUnsafeSlow(SLAB);
    }
    const slab = this.#slab;
    let to = this.#to;
    for (let i = 0; i < head.length; i += 1) {
      slab[to + i] = head.charCodeAt(i);
    }
    to += head.length;
    for (let i = 0; i < args.length; i += 1) {
      to = encode(slab, to, args[i] as Argument);
    }
    this.#to = to;
    return true;
  }

  #drop(): void {
    this.#slab = NONE;
    this.#from = 0;
    this.#to = 0;
  }

  /** Writes what was taken, if anything was. */
  flush(): void {
    if (this.#from < this.#to) {
      const piece = this.#slab.subarray(this.#from, this.#to);
      this.#from = this.#to;
      if (this.#to + piece.length > this.#slab.length) {
        // The next one may be as long, and should be in one piece.
        this.#drop();
      }
      this.write(piece);
    }
  }
}

/** Encodes an argument where there is room enough; returns where it ends. */
function encode(slab: Buffer, at: number, arg: Argument): number {
  const { length } = arg;
  if (typeof arg === 'string') {
    // Most strings have a byte for each unit, so that their length is known before they are encoded.
    const start = encodeLength(slab, at, length);
    if (length > SHORT ? slab.write(arg, start) === length : copyAscii(slab, start, arg)) {
      return endLine(slab, start + length);
    }
    const size = Buffer.byteLength(arg);
    const content = encodeLength(slab, at, size);
    slab.write(arg, content);
    return endLine(slab, content + size);
  }
  const start = encodeLength(slab, at, length);
  arg.copy(slab, start);
  return endLine(slab, start + length);
}

/** Copies a string as long as it is ASCII; whether it is. */
function copyAscii(slab: Buffer, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit > 127) {
      return false;
    }
    slab[at + i] = unit;
  }
  return true;
}

function encodeLength(slab: Buffer, at: number, length: number): number {
  slab[at] = DOLLAR;
  let to = at + 1;
  let rest = length;
  for (let power = length < 10 ? 1 : length < 100 ? 10 : length < 1000 ? 100 : 1000; power > 1; power /= 10) {
    const digit = (rest / power) | 0;
    slab[to] = ZERO + digit;
    rest -= digit * power;
    to += 1;
  }
  slab[to] = ZERO + rest;
  return endLine(slab, to + 1);
}

function endLine(slab: Buffer, at: number): number {
  slab[at] = CR;
  slab[at + 1] = LF;
  return at + 2;
}

// Of each command by the number of its arguments: a character for each byte.
const heads = new Map<string, string[]>();
// Most often the next one has the same name.
let lastName = '';
let lastHeads: string[] = [];

/** The beginning of a request, up to its first argument. */
function headOf(name: string, count: number): string {
  if (name !== lastName) {
    lastHeads = headsOf(name);
    lastName = name;
  }
  return lastHeads[count] ?? makeHead(name, count);
}

function headsOf(name: string): string[] {
  let ofName = heads.get(name);
  if (ofName === undefined) {
    ofName = [];
    heads.set(name, ofName);
  }
  return ofName;
}

function makeHead(name: string, count: number): string {
  const bytes = Buffer.from(`*${count + 1}\r\n$${Buffer.byteLength(name)}\r\n${name}\r\n`);
  const head = bytes.toString('latin1');
  if (count < COMMON) {
    lastHeads[count] = head;
  }
  return head;
}
