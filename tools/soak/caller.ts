import { Violation } from './model.js';
import type { Report } from './report.js';

/** What a call was answered. */
export interface Answer {
  readonly error: Error | null;
  readonly reply: unknown;
  /** When it was called, and how long it took. */
  readonly issuedAt: number;
  readonly took: number;
}

export type Callback = (error: Error | null, reply?: unknown) => void;

interface Call {
  readonly what: string;
  readonly during: string;
  readonly issuedAt: number;
  isOverdue: boolean;
}

/** Calls clients, and sees that each call is answered: once, and by its deadline. */
export class Caller {
  readonly #pending = new Set<Call>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly report: Report,
    /** How long a call may take, in milliseconds. */
    private readonly deadline: number,
  ) {
    this.#timer = setInterval(() => this.#look(), 1000);
  }

  /** Calls without an answer. */
  get pending(): number {
    return this.#pending.size;
  }

  /** @param what the call in words */
  answer(what: string, start: (callback: Callback) => void): Promise<Answer> {
    const call: Call = { what, during: this.report.during, issuedAt: performance.now(), isOverdue: false };
    this.#pending.add(call);
    return new Promise((resolve) => {
      let isAnswered = false;
      start((error, reply) => {
        if (isAnswered) {
          this.report.violated(new Violation(`${what} was answered twice`));
          return;
        }
        isAnswered = true;
        this.#pending.delete(call);
        const took = performance.now() - call.issuedAt;
        this.report.took(what, call.during, call.issuedAt);
        resolve({ error, reply, issuedAt: call.issuedAt, took });
      });
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const call of this.#pending) {
      const waited = performance.now() - call.issuedAt;
      if (waited > this.deadline && !call.isOverdue) {
        call.isOverdue = true;
        this.report.violated(new Violation(`${call.what} has no answer after ${Math.round(waited)} ms`));
      }
    }
  }
}
