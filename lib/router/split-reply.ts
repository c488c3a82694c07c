import type { Merge } from '../command/merge.js';
import type { Spec } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { codeOf, decorate, type KeyReport, PartialFailureError } from '../errors.js';
import { answer } from './answer.js';

/** A part of a command that was split, and what came of it. */
export interface Part {
  readonly slot: number;
  readonly args: readonly Argument[];
  /** Where its keys stood in the whole. */
  readonly positions: readonly number[];
  readonly reply: unknown;
  readonly error: Error | undefined;
}

/**
 * Gathers the replies of a command that was split, and answers once: with the
 * reply that one server would give or, where parts failed, with one error that
 * says key by key what became of it.
 */
export class SplitReply {
  #whole: unknown;
  #left: number;
  #isComplete = true;

  constructor(
    private readonly spec: Spec,
    private readonly merge: Merge,
    private readonly parts: readonly Part[],
    private readonly args: readonly Argument[],
    private readonly callback: Callback,
  ) {
    this.#left = parts.length;
    this.#whole = merge.start(args.length / merge.step);
  }

  /** A part has its reply. */
  replied({ reply, positions }: Part): void {
    this.#whole = this.merge.add(this.#whole, reply, positions);
    this.#settle();
  }

  /** A part has its error. */
  failed(): void {
    this.#isComplete = false;
    this.#settle();
  }

  #settle(): void {
    this.#left -= 1;
    if (this.#left === 0) {
      this.#finish();
    }
  }

  #finish(): void {
    if (this.#isComplete) {
      answer(this.callback, null, this.#whole);
      return;
    }
    const reports = new Array<KeyReport>(this.args.length / this.merge.step);
    for (const part of this.parts) {
      this.#report(part, reports);
    }
    const errors = this.parts.flatMap(({ error = [] }) =>
      error instanceof PartialFailureError ? error.errors : error,
    );
    answer(this.callback, decorate(new PartialFailureError(reports, errors), this.spec.upper, this.args));
  }

  #report(part: Part, reports: KeyReport[]): void {
    const { error, reply } = part;
    part.positions.forEach((position, index) => {
      const key = part.args[index * this.merge.step] as Argument;
      if (error === undefined) {
        const ofKey = this.merge.replyOf(reply, index);
        reports[position] = { key, slot: part.slot, outcome: 'applied', reply: ofKey };
      } else if (error instanceof PartialFailureError) {
        // This part went key by key, and knows about each.
        reports[position] = error.keys[index] as KeyReport;
      } else {
        const outcome = codeOf(error) === 'UNCERTAIN_STATE' ? 'unknown' : 'failed';
        reports[position] = { key, slot: part.slot, outcome, error };
      }
    });
  }
}
