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

/** A part of a split command: arguments of one slot, and where its keys stood in the whole. */
export interface Part {
  readonly slot: number;
  readonly args: Argument[];
  readonly positions: number[];
}

/** Splits arguments by slot; parts come in the order of their first keys, keys within a part in the order given. */
export function splitBySlot(args: readonly Argument[], step: number, slotOfKey: (key: Argument) => number): Part[] {
  const bySlot = new Map<number, Part>();
  for (let i = 0, position = 0; i < args.length; i += step, position += 1) {
    const slot = slotOfKey(args[i] as Argument);
    let part = bySlot.get(slot);
    if (part === undefined) {
      part = { slot, args: [], positions: [] };
      bySlot.set(slot, part);
    }
    for (let j = i; j < i + step && j < args.length; j += 1) {
      part.args.push(args[j] as Argument);
    }
    part.positions.push(position);
  }
  return [...bySlot.values()];
}

/** Splits the arguments of one slot key by key. */
export function splitByKey(args: readonly Argument[], step: number, slot: number): Part[] {
  const parts: Part[] = [];
  for (let i = 0; i < args.length; i += step) {
    parts.push({ slot, args: args.slice(i, i + step), positions: [i / step] });
  }
  return parts;
}
