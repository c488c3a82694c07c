import { SLOTS } from './slot.js';
import type { Argument } from './types.js';

/** How a command over keys of many slots is split, and its replies put together again. */
export interface Merge {
  /** How many arguments belong to a key, the key included: 2 for `MSET`. */
  readonly step: number;
  /** Starts the reply of the whole command. */
  start(keys: number): unknown;
  /** Adds the reply of a part, whose keys stood at these positions; returns the whole. */
  add(whole: unknown, reply: unknown, positions: readonly number[]): unknown;
  /** Of the reply of a part, what belongs to the key at this index of the part. */
  replyOf(reply: unknown, index: number): unknown;
}

const sum: Merge = {
  step: 1,
  start: () => 0,
  add: (whole, reply) => (whole as number) + (reply as number),
  replyOf: (reply) => reply,
};

const inOrder: Merge = {
  step: 1,
  start: (keys) => new Array<unknown>(keys).fill(null),
  add: (whole, reply, positions) => {
    const values = whole as unknown[];
    const part = reply as unknown[];
    for (let i = 0; i < positions.length; i += 1) {
      values[positions[i] as number] = part[i];
    }
    return values;
  },
  replyOf: (reply, index) => (reply as unknown[])[index],
};

const allOk: Merge = {
  step: 2,
  start: () => 'OK',
  add: (_whole, reply) => reply,
  replyOf: (reply) => reply,
};

/**
 * The commands that may be split, since each key stands for itself. Others are
 * not, because their promise is one about all keys: `MSETNX`, `*STORE`, …
 */
export const MERGES: ReadonlyMap<string, Merge> = new Map([
  ['del', sum],
  ['exists', sum],
  ['touch', sum],
  ['unlink', sum],
  ['mget', inOrder],
  ['mset', allOk],
]);

/** A piece of a split command: arguments of one slot, and where its keys stood in the whole. */
export interface Piece {
  readonly slot: number;
  readonly args: Argument[];
  readonly positions: number[];
}

// For each slot, the number of the last piece that was made for it. Numbers go on from
// command to command, so that nothing has to be cleared.
const numbers = new Float64Array(SLOTS).fill(-1);
let nextNumber = 0;

/** Splits arguments by slot; pieces come in the order of their first keys, keys within a piece in the order given. */
export function splitBySlot(args: readonly Argument[], step: number, slotOfKey: (key: Argument) => number): Piece[] {
  const pieces: Piece[] = [];
  const first = nextNumber;
  for (let i = 0, position = 0; i < args.length; i += step, position += 1) {
    const key = args[i] as Argument;
    const slot = slotOfKey(key);
    const number = numbers[slot] as number;
    if (number < first) {
      numbers[slot] = nextNumber;
      nextNumber += 1;
      pieces.push(step === 1 ? { slot, args: [key], positions: [position] } : pieceAt(args, i, step, slot, position));
    } else {
      const piece = pieces[number - first] as Piece;
      for (let j = i; j < i + step; j += 1) {
        piece.args.push(args[j] as Argument);
      }
      piece.positions.push(position);
    }
  }
  return pieces;
}

/** Splits the arguments of one slot key by key. */
export function splitByKey(args: readonly Argument[], step: number, slot: number): Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < args.length; i += step) {
    pieces.push(pieceAt(args, i, step, slot, i / step));
  }
  return pieces;
}

function pieceAt(args: readonly Argument[], from: number, step: number, slot: number, position: number): Piece {
  return { slot, args: args.slice(from, from + step), positions: [position] };
}
