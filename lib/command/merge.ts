import { SLOTS } from './slot.js';
import type { Argument } from './types.js';

/** How a command over keys of many slots is split, and its replies put together again. */
export interface Merge {
  /** How many arguments belong to a key, the key included: 2 for `MSET`. */
  readonly step: number;
  /** Room for the replies of all keys. */
  start(keys: number): unknown[];
  /** Puts the reply of a part where its keys stand. */
  add(replies: unknown[], reply: unknown, split: Split, first: number): void;
  /** The reply of the whole command. */
  whole(replies: unknown[]): unknown;
  /** What belongs to a key of the part whose first key stands there. */
  replyOf(replies: readonly unknown[], first: number, position: number): unknown;
}

const sum: Merge = {
  step: 1,
  start: (keys) => new Array<unknown>(keys).fill(0),
  add: (replies, reply, _split, first) => {
    replies[first] = reply;
  },
  whole: (replies) => (replies as number[]).reduce((total, reply) => total + reply, 0),
  replyOf: (replies, first) => replies[first],
};

const inOrder: Merge = {
  step: 1,
  start: (keys) => new Array<unknown>(keys).fill(null),
  add: (replies, reply, { next }, first) => {
    const part = reply as unknown[];
    let position = first;
    let i = 0;
    do {
      replies[position] = part[i];
      i += 1;
      position = next === undefined ? NONE : (next[position] as number);
    } while (position !== NONE);
  },
  whole: (replies) => replies,
  replyOf: (replies, _first, position) => replies[position],
};

const allOk: Merge = {
  step: 2,
  start: (keys) => new Array<unknown>(keys).fill(null),
  add: (replies, reply, _split, first) => {
    replies[first] = reply;
  },
  // The first key is the first of its part. `OK` may be a Buffer.
  whole: (replies) => replies[0],
  replyOf: (replies, first) => replies[first],
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

// No key stands behind another one at the beginning.
const NONE = 0;

/**
 * The keys of a command by slot. A part is known by where its first key stands, as most parts of a
 * command over many slots have only that one: nothing is made for each of them here.
 */
export interface Split {
  /** Of each part, where its first key stands. Parts come in the order of their first keys. */
  readonly firsts: readonly number[];
  /** Of each part, its slot. */
  readonly slots: readonly number[];
  /** Of each key, where the next one of its part stands, or 0; undefined when no part has two. */
  readonly next: readonly number[] | undefined;
}

// For each slot, the number of the last key that was there. Numbers go on from command to command, so
// that nothing has to be cleared.
const lasts = new Float64Array(SLOTS).fill(-1);
let nextNumber = 0;

/** Splits arguments by slot; keys within a part are in the order given. */
export function splitBySlot(args: readonly Argument[], step: number, slotOfKey: (key: Argument) => number): Split {
  const firsts: number[] = [];
  const slots: number[] = [];
  let next: number[] | undefined;
  const start = nextNumber;
  const keys = Math.ceil(args.length / step);
  nextNumber += keys;
  for (let position = 0; position < keys; position += 1) {
    const slot = slotOfKey(args[position * step] as Argument);
    const last = (lasts[slot] as number) - start;
    lasts[slot] = start + position;
    if (last < 0) {
      firsts.push(position);
      slots.push(slot);
    } else {
      next ??= new Array<number>(keys).fill(NONE);
      next[last] = position;
    }
  }
  return { firsts, slots, next };
}

/** Splits the arguments of one slot key by key. */
export function splitByKey(args: readonly Argument[], step: number, slot: number): Split {
  const firsts = Array.from({ length: args.length / step }, (_, position) => position);
  return { firsts, slots: firsts.map(() => slot), next: undefined };
}

/** The arguments of a part. */
export function argumentsOf(args: readonly Argument[], step: number, { next }: Split, first: number): Argument[] {
  if (next === undefined || next[first] === NONE) {
    return step === 1 ? [args[first] as Argument] : args.slice(first * step, first * step + step);
  }
  return positionsOf(next, first).flatMap((position) => args.slice(position * step, position * step + step));
}

/** Where the keys of a part stand. */
export function positionsOf(next: Split['next'], first: number): number[] {
  const positions = [first];
  let position = next?.[first] ?? NONE;
  while (position !== NONE) {
    positions.push(position);
    position = next?.[position] ?? NONE;
  }
  return positions;
}
