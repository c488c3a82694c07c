import type { Merge, Part } from '../command/merge.js';
import type { Spec } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { codeOf, decorate, type KeyReport, PartialFailureError } from '../errors.js';
import { answer } from './answer.js';

/**
 * Gathers the replies of a command that was split, and answers once: with the
 * reply that one server would give or, where parts failed, with one error that
 * says key by key what became of it.
 */
export class SplitReply {
  #whole: unknown;
  #left: number;
  // Filled from the first failure on; before it, only the whole is kept.
  readonly #failed = new Map<Part, Error>();
  readonly #replies: Map<Part, unknown> = new Map();

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

  callbackFor(part: Part): Callback {
    return (error, reply) => {
      if (error === null) {
        this.#replies.set(part, reply);
        this.#whole = this.merge.add(this.#whole, reply, part.positions);
      } else {
        this.#failed.set(part, error);
      }
      this.#left -= 1;
      if (this.#left === 0) {
        this.#finish();
      }
    };
  }

  #finish(): void {
    if (this.#failed.size === 0) {
      answer(this.callback, null, this.#whole);
      return;
    }
    const reports = new Array<KeyReport>(this.args.length / this.merge.step);
    for (const part of this.parts) {
      this.#report(part, reports);
    }
    const errors = [...this.#failed.values()].flatMap((error) =>
      error instanceof PartialFailureError ? error.errors : [error],
    );
    answer(this.callback, decorate(new PartialFailureError(reports, errors), this.spec.upper, this.args));
  }

  #report(part: Part, reports: KeyReport[]): void {
    const error = this.#failed.get(part);
    const reply = this.#replies.get(part);
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
