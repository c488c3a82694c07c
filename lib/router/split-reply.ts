import { type Merge, positionsOf, type Split } from '../command/merge.js';
import type { Spec } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { codeOf, decorate, type KeyReport, PartialFailureError } from '../errors.js';
import { answer, type Gatherer } from './answer.js';

/**
 * Gathers the replies of a command that was split, and answers once: with the
 * reply that one server would give or, where parts failed, with one error that
 * says key by key what became of it.
 */
export class SplitReply implements Gatherer {
  readonly #replies: unknown[];
  #left: number;
  // Of parts that failed, by where their first keys stand.
  #errors: Map<number, Error> | undefined;

  constructor(
    private readonly spec: Spec,
    private readonly merge: Merge,
    private readonly split: Split,
    private readonly args: readonly Argument[],
    private readonly callback: Callback,
  ) {
    this.#left = split.firsts.length;
    this.#replies = merge.start(args.length / merge.step);
  }

  /** @param first where the first key of the part stands */
  answered(first: number, error: Error | null, reply?: unknown): void {
    if (error === null) {
      this.merge.add(this.#replies, reply, this.split, first);
    } else {
      this.#errors ??= new Map();
      this.#errors.set(first, error);
    }
    this.#left -= 1;
    if (this.#left === 0) {
      this.#finish();
    }
  }

  #finish(): void {
    const errors = this.#errors;
    if (errors === undefined) {
      answer(this.callback, null, this.merge.whole(this.#replies));
      return;
    }
    const reports = new Array<KeyReport>(this.args.length / this.merge.step);
    const causes: Error[] = [];
    for (const [index, first] of this.split.firsts.entries()) {
      const error = errors.get(first);
      this.#report(first, this.split.slots[index] as number, error, reports);
      if (error !== undefined) {
        causes.push(...(error instanceof PartialFailureError ? error.errors : [error]));
      }
    }
    answer(this.callback, decorate(new PartialFailureError(reports, causes), this.spec.upper, this.args));
  }

  #report(first: number, slot: number, error: Error | undefined, reports: KeyReport[]): void {
    for (const [index, position] of positionsOf(this.split.next, first).entries()) {
      const key = this.args[position * this.merge.step] as Argument;
      if (error === undefined) {
        const reply = this.merge.replyOf(this.#replies, first, position);
        reports[position] = { key, slot, outcome: 'applied', reply };
      } else if (error instanceof PartialFailureError) {
        // This part went key by key, and knows about each.
        reports[position] = error.keys[index] as KeyReport;
      } else {
        const outcome = codeOf(error) === 'UNCERTAIN_STATE' ? 'unknown' : 'failed';
        reports[position] = { key, slot, outcome, error };
      }
    }
  }
}
