import { SlotSet } from './slot-set.js';
import type { Stamp, View } from './view.js';

/**
 * A `SCAN` over all masters is a number of passes, each over one server. A pass
 * has found every key of a slot that was there throughout if the same process has
 * owned it throughout, and none of its keys has left it and come back. Slots of
 * which that is not certain are gone over again, at whoever owns them by then.
 */
export interface Pass {
  /** `host:port` of the server. */
  readonly node: string;
  /** What it said of itself at the start. */
  readonly stamp: Stamp;
  /** Slots not done that it owned at the start. */
  readonly settled: SlotSet;
  /** Slots not done that it owned, and that were leaving. */
  readonly open: SlotSet;
  /** Slots that are on their way to it, and whose keys the pass before has found where they come from. */
  readonly awaited: SlotSet;
}

/** What a pass has led to. */
export interface Outcome {
  /** Slots of which every key was found. */
  readonly done: SlotSet;
  /** Slots of which every key was found that had not left, and the id of the server where the others are. */
  readonly halfDone: { readonly slots: SlotSet; readonly to: string } | undefined;
}

/** Begins a pass over a server; undefined where it has nothing that is not done. */
export function beginPass(node: string, view: View, done: SlotSet, awaited: SlotSet): Pass | undefined {
  const { owned, leaving } = view;
  const settled = SlotSet.of((slot) => owned.has(slot) && !leaving.has(slot) && !done.has(slot));
  const open = SlotSet.of((slot) => owned.has(slot) && leaving.has(slot) && !done.has(slot));
  const isIdle = settled.isEmpty && open.isEmpty && awaited.isEmpty;
  return !view.isMaster || isIdle ? undefined : { node, stamp: view.stamp, settled, open, awaited };
}

/** What a pass has led to, by what its server says of itself at the end. */
export function endPass(pass: Pass, view: View, done: SlotSet): Outcome {
  const { settled, open, awaited, stamp } = pass;
  const { owned, leaving, arriving } = view;
  if (!view.isMaster || mayHaveComeBack(stamp, view.stamp)) {
    return { done, halfDone: undefined };
  }
  const hasImported = view.stamp.imports !== stamp.imports;
  const hasExported = view.stamp.exports !== stamp.exports;
  const isDone = (slot: number) =>
    done.has(slot) ||
    (settled.has(slot) && owned.has(slot) && !leaving.has(slot)) ||
    (awaited.has(slot) && (owned.has(slot) || arriving.has(slot)) && !leaving.has(slot) && !hasExported);
  // Keys of a slot that was leaving may have come back, when the move was called off.
  const isHalfDone = (slot: number) =>
    owned.has(slot) && leaving.has(slot) && (settled.has(slot) || (open.has(slot) && !hasImported));
  const [, to] = [...leaving].find(([slot]) => isHalfDone(slot)) ?? [];
  return {
    done: SlotSet.of(isDone),
    halfDone:
      to === undefined ? undefined : { to, slots: SlotSet.of((slot) => leaving.get(slot) === to && isHalfDone(slot)) },
  };
}

/**
 * Whether a key may have been elsewhere when the cursor came by, and come back
 * behind it. By `MIGRATE` that takes one here and one there. Where slots are moved
 * as a whole (Redis 8.4, Valkey 9) only the epoch tells, and in a new process all.
 */
function mayHaveComeBack(before: Stamp, after: Stamp): boolean {
  const hasImported = after.imports !== before.imports;
  const hasExported = after.exports !== before.exports;
  return after.runId !== before.runId || (hasImported && hasExported) || (after.epoch !== before.epoch && !hasImported);
}
