import type { Pass } from './pass.js';
import { SlotSet } from './slot-set.js';

/** How far a `SCAN` over all masters is. All of it is in the cursor, so that any client of the cluster can go on. */
export interface Progress {
  /** Slots of which every key was found. */
  readonly done: SlotSet;
  /** The pass under way; none at the start. */
  readonly pass: Pass | undefined;
  /** The cursor that its server gave: `0` when it has nothing more. */
  readonly own: string;
}

const SET = '([\\w-]*)';
const STAMP = '(\\w*)\\.(\\d{1,15})\\.(\\d{1,15})\\.(\\d{1,15})';
const CURSOR = new RegExp(`^(\\d{1,20})@([^~]+)~${STAMP}~${SET}~${SET}~${SET}~${SET}$`);

/** Reads a cursor; `0` is the start. Undefined where it is none of ours. */
export function readCursor(cursor: string): Progress | undefined {
  if (cursor === '0') {
    return { done: new SlotSet(), pass: undefined, own: '0' };
  }
  const fields = CURSOR.exec(cursor);
  if (fields === null) {
    return undefined;
  }
  const [, own = '', node = '', runId = '', epoch, imports, exports, ...texts] = fields;
  const [settled, open, awaited, done] = texts.map((text) => SlotSet.parse(text));
  if (settled === undefined || open === undefined || awaited === undefined || done === undefined) {
    return undefined;
  }
  const stamp = { runId, epoch: Number(epoch), imports: Number(imports), exports: Number(exports) };
  return { done, pass: { node, stamp, settled, open, awaited }, own };
}

/** The cursor that stands for a pass under way. */
export function writeCursor(own: string, { node, stamp, settled, open, awaited }: Pass, done: SlotSet): string {
  const { runId, epoch, imports, exports } = stamp;
  return `${own}@${node}~${runId}.${epoch}.${imports}.${exports}~${settled}~${open}~${awaited}~${done}`;
}
