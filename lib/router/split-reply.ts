import type { Merge, Piece } from '../command/merge.js';
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
  #whole: unknown;
  #left: number;
  // Of each piece, where it stands among the pieces.
  readonly #replies: unknown[];
  #errors: (Error | undefined)[] | undefined;

  constructor(
    private readonly spec: Spec,
    private readonly merge: Merge,
    private readonly pieces: readonly Piece[],
    private readonly args: readonly Argument[],
    private readonly callback: Callback,
  ) {
    this.#left = pieces.length;
    this.#replies = new Array<unknown>(pieces.length);
    this.#whole = merge.start(args.length / merge.step);
  }

  answered(index: number, error: Error | null, reply?: unknown): void {
    if (error === null) {
      this.#replies[index] = reply;
      this.#whole = this.merge.add(this.#whole, reply, (this.pieces[index] as Piece).positions);
    } else {
      this.#errors ??= new Array<Error | undefined>(this.pieces.length).fill(undefined);
      this.#errors[index] = error;
    }
    this.#left -= 1;
    if (this.#left === 0) {
      this.#finish();
    }
  }

  #finish(): void {
    const errors = this.#errors;
    if (errors === undefined) {
      answer(this.callback, null, this.#whole);
      return;
    }
    const reports = new Array<KeyReport>(this.args.length / this.merge.step);
    for (const [index, piece] of this.pieces.entries()) {
      this.#report(piece, errors[index], this.#replies[index], reports);
    }
    const causes = errors.flatMap((error) => {
      if (error === undefined) {
        return [];
      }
      return error instanceof PartialFailureError ? error.errors : [error];
    });
    answer(this.callback, decorate(new PartialFailureError(reports, causes), this.spec.upper, this.args));
  }

  #report(piece: Piece, error: Error | undefined, reply: unknown, reports: KeyReport[]): void {
    const { slot } = piece;
    piece.positions.forEach((position, index) => {
      const key = piece.args[index * this.merge.step] as Argument;
      if (error === undefined) {
        reports[position] = { key, slot, outcome: 'applied', reply: this.merge.replyOf(reply, index) };
      } else if (error instanceof PartialFailureError) {
        // This part went key by key, and knows about each.
        reports[position] = error.keys[index] as KeyReport;
      } else {
        const outcome = codeOf(error) === 'UNCERTAIN_STATE' ? 'unknown' : 'failed';
        reports[position] = { key, slot, outcome, error };
      }
    });
  }
}
