import type { Connection } from '../client/connection.js';
import type { Argument, Request } from '../command/types.js';
import { ConnectionLostError } from '../errors.js';
import type { Node, Writable } from '../node/node.js';
import { type Journey, NEW, startJourney, type Unit, type UnitOwner } from './unit.js';

/** One thing to ask a server. */
export type Question = Pick<Request, 'name' | 'args' | 'buffers'>;

export interface Talker {
  /** What to ask a server. */
  questionsFor(node: Node): readonly Question[];
  /** Takes what it answered to each; returns an error where it should be asked again, or another one. */
  heard(node: Node, replies: readonly unknown[]): Error | undefined;
  failed(error: Error): void;
}

/** Several reads that are sent to the owner of a slot, or to a given server, in one write, whatever they are by then. */
export class Talk implements Unit, Writable {
  readonly repeatable = true;
  readonly isRead = false;
  readonly mayBeOvertaken = true;
  readonly mayTryAgain = false;
  order = NEW;
  journey: Journey | undefined = undefined;

  constructor(
    readonly slot: number,
    private readonly talker: Talker,
    private readonly router: UnitOwner,
    /** Nobody else will do: it has keys that are on their way to it. */
    private readonly target?: Node,
  ) {
    if (target !== undefined) {
      startJourney(this).target = target;
    }
  }

  sendTo(node: Node): void {
    const to = this.target ?? node;
    if (to.ready) {
      to.send(this);
    } else {
      const error = new Error(`CLUSTERDOWN ${to.name} has keys of slot ${this.slot}, and no connection`);
      process.nextTick(() => this.router.refused(this, node, error));
    }
  }

  write(connection: Connection, node: Node): void {
    const questions = this.talker.questionsFor(node);
    const replies: unknown[] = [];
    for (const { name, args, buffers } of questions) {
      node.sent += 1;
      const settle = (error: Error | null, reply?: unknown) => {
        replies.push(error ?? reply);
        if (replies.length === questions.length) {
          this.#heard(node, replies);
        }
        node.answered();
      };
      connection.send({ name, args: args as readonly Argument[], buffers, settle });
    }
  }

  fail(error: Error): void {
    this.talker.failed(error);
  }

  scatter(): boolean {
    return false;
  }

  #heard(node: Node, replies: readonly unknown[]): void {
    const refusal = replies.find((reply) => reply instanceof ConnectionLostError) ?? this.talker.heard(node, replies);
    if (refusal !== undefined) {
      this.router.refused(this, node, refusal as Error);
    }
  }
}
