import type { Figures } from './results.js';
import { median } from './statistics.js';

// Long enough for many collections of young objects, short enough for all
// subjects to have had one each before a busy machine is a quiet one again.
const SLICE = 100;

// In milliseconds, before the first slice, when all are there: until code is compiled.
// V8 throws compiled code away where nothing is done for long, as while others start.
const WARM_UP = 500;

/** One turn of everybody. */
export interface Pass {
  readonly milliseconds: number;
  /** Whether what is measured is a figure. */
  readonly counts: boolean;
}

/** What is measured in slices is warmed up before; all else is measured once. */
export function passesOf(isSliced: boolean, seconds: number): Pass[] {
  const milliseconds = seconds * 1000;
  if (!isSliced) {
    return [{ milliseconds, counts: true }];
  }
  const count = Math.max(1, Math.round(milliseconds / SLICE));
  const slice = { milliseconds: milliseconds / count, counts: true };
  return [{ milliseconds: WARM_UP, counts: false }, ...new Array<Pass>(count).fill(slice)];
}

/** One figure of many slices: of each metric the median, as a slice that was disturbed says little. */
export function ofSlices(slices: readonly Figures[]): Figures {
  const names = Object.keys(slices[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(slices.map((slice) => slice[name] as number))]));
}

/** The order in which all have a slice: each time another one is the first, and nobody has two in a row. */
export function inTurn<T>(all: readonly T[], pass: number): T[] {
  const first = pass % Math.max(1, all.length);
  return [...all.slice(first), ...all.slice(0, first)];
}
