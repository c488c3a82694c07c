import type { Argument } from './types.js';

/** Where a `SCAN` over all masters stands: at this cursor of the master that owns this slot. */
export interface ScanPosition {
  readonly cursor: string;
  readonly slot: number;
}

// A master is named by the first of its slots: whoever succeeds it owns that too.
const CURSOR = /^(\d{1,20})(?:@(\d{1,5}))?$/;

/** Reads a cursor; `0` is the start, at the first master. Undefined where it is none of ours. */
export function readCursor(cursor: Argument, firstSlots: readonly number[]): ScanPosition | undefined {
  const match = CURSOR.exec(cursor.toString());
  if (match === null) {
    return undefined;
  }
  const [, own = '', slot] = match;
  if (slot === undefined) {
    return own === '0' ? { cursor: '0', slot: Math.min(...firstSlots) } : undefined;
  }
  return Number(slot) < 16384 ? { cursor: own, slot: Number(slot) } : undefined;
}

/** The cursor to go on with, after a master has answered with one of its own; `0` when all are done. */
export function nextCursor(answered: string, { slot }: ScanPosition, firstSlots: readonly number[]): string {
  if (answered !== '0') {
    return `${answered}@${slot}`;
  }
  const later = firstSlots.filter((first) => first > slot);
  return later.length === 0 ? '0' : `0@${Math.min(...later)}`;
}
