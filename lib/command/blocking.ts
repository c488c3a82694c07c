import type { Argument } from './types.js';

/** How long a call may block: which argument says so, and in what unit. */
export interface BlockingTime {
  readonly index: number;
  /** Milliseconds in one of its units. */
  readonly unit: 1 | 1000;
}

const LAST = new Set(['blpop', 'brpop', 'brpoplpush', 'blmove', 'bzpopmin', 'bzpopmax']);
const FIRST = new Set(['blmpop', 'bzmpop']);
// Where the options of stream reads begin: XREADGROUP has GROUP, a group and a consumer before.
const OPTIONS: ReadonlyMap<string, number> = new Map([
  ['xread', 0],
  ['xreadgroup', 3],
]);

/** They block, and are about what was written over the connection they come on, so that another one will not do. */
export const WAITS: ReadonlySet<string> = new Set(['wait', 'waitaof']);

/** Whether calls of a command may block, as its flags say. */
export function mayBlock(name: string, flags: readonly unknown[]): boolean {
  return flags.includes('blocking') && !WAITS.has(name);
}

/** Whether a call blocks, of a command whose calls may. */
export function blocks(name: string, args: readonly Argument[]): boolean {
  return !OPTIONS.has(name) || blockingTimeOf(name, args) !== undefined;
}

/** How long a call may block; undefined where it does not, or where that is not known. */
export function blockingTimeOf(name: string, args: readonly Argument[]): BlockingTime | undefined {
  if (LAST.has(name)) {
    return { index: args.length - 1, unit: 1000 };
  }
  if (FIRST.has(name)) {
    return { index: 0, unit: 1000 };
  }
  for (let i = OPTIONS.get(name) ?? args.length; i < args.length; i += 1) {
    const word = (args[i] as Argument).toString().toLowerCase();
    if (word === 'streams') {
      return undefined;
    }
    if (word === 'block') {
      return { index: i + 1, unit: 1 };
    }
  }
  return undefined;
}

/** How long a call may block at most, in milliseconds; undefined where that is for ever, or not known. */
export function longestBlock(name: string, args: readonly Argument[]): number | undefined {
  const time = blockingTimeOf(name, args);
  const whole = time === undefined ? 0 : Number(args[time.index]) * time.unit;
  // Zero is for ever, and anything else that is no time is for the server to say.
  return whole > 0 ? whole : undefined;
}

/** The arguments of a call that has blocked for a while already, in milliseconds, and shall not block longer in all. */
export function shortened(name: string, args: readonly Argument[], blocked: number): readonly Argument[] {
  const time = blockingTimeOf(name, args);
  const whole = longestBlock(name, args);
  if (time === undefined || whole === undefined) {
    return args;
  }
  const left = Math.max(1, Math.round(whole - blocked)) / time.unit;
  // Redis before 6 takes whole seconds only.
  const isWhole = Number.isInteger(Number(args[time.index]));
  return args.with(time.index, String(isWhole ? Math.ceil(left) : left));
}
