import { readServerError } from '../command/server-error.js';
import { ConnectionLostError } from '../errors.js';

/** What to do with a unit that came back with an error. */
export type Verdict =
  /** To the named server at once; the slot is its own from now on. */
  | { do: 'move'; slot: number; host: string; port: number }
  /** To the named server once, after `ASKING`; the map stays. */
  | { do: 'ask'; host: string; port: number }
  /** Key by key if it may be split, else back off. */
  | { do: 'scatter' }
  /** Again with the text of its script or function, if that is known. */
  | { do: 'spellOut' }
  /** Again after a while; the map may be out of date. */
  | { do: 'backOff' }
  /** Again as soon as the owner of its slot is there. */
  | { do: 'again' }
  /** It may have been executed: its owner must know. */
  | { do: 'uncertain' }
  /** The error is the answer. */
  | { do: 'fail' };

const SCATTER: Verdict = { do: 'scatter' };
const SPELL_OUT: Verdict = { do: 'spellOut' };
const BACK_OFF: Verdict = { do: 'backOff' };
const AGAIN: Verdict = { do: 'again' };
const UNCERTAIN: Verdict = { do: 'uncertain' };
const FAIL: Verdict = { do: 'fail' };

/**
 * The rules for what comes back: one row for each kind of error.
 *
 * | what comes back | executed? | what happens |
 * |---|---|---|
 * | `MOVED` | no | `move` |
 * | `ASK` | no | `ask` |
 * | `TRYAGAIN` | no | `scatter` |
 * | `NOSCRIPT`, `ERR Function not found` | no | `spellOut` |
 * | `CLUSTERDOWN`, `LOADING`, `MASTERDOWN`, `READONLY` | no | `backOff` |
 * | one of those words, `TRYAGAIN` too, by a script | yes | `fail` |
 * | connection lost, not sent | no | `again` |
 * | connection lost, a read, or anything with `retryWrites` | unknown | `again` |
 * | connection lost, a write | unknown | `uncertain` |
 * | any other error | – | `fail` |
 */
export function decide(error: Error, repeatable: boolean, runsScript = false): Verdict {
  if (error instanceof ConnectionLostError) {
    return repeatable || !error.sent ? AGAIN : UNCERTAIN;
  }
  const reply = readServerError(error.message, runsScript);
  switch (reply.kind) {
    case 'moved':
      return { do: 'move', slot: reply.slot, host: reply.host, port: reply.port };
    case 'ask':
      return { do: 'ask', host: reply.host, port: reply.port };
    case 'tryagain':
      return SCATTER;
    case 'noscript':
      return SPELL_OUT;
    case 'unavailable':
      return BACK_OFF;
    case 'other':
      return FAIL;
  }
}

const FIRST_BACK_OFF = 50;
const LONGEST_BACK_OFF = 1000;

/**
 * How long to back off, in milliseconds: 50 doubling to 1,000, of which the
 * upper half is left to chance, so that many callers do not come back together.
 */
export function backOffTime(backoffs: number, random: number): number {
  const most = Math.min(FIRST_BACK_OFF * 2 ** backoffs, LONGEST_BACK_OFF);
  return most / 2 + (most / 2) * random;
}
