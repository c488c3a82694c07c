import type { Callback } from '../command/types.js';
import type { Node } from '../node/node.js';
import { answer } from './answer.js';
import { type Journey, NEW, type Unit } from './unit.js';

/** Does something as soon as there is a server for it, in the place of a command. */
export class Postponed implements Unit {
  readonly isRead = false;
  readonly mayBeOvertaken = false;
  readonly mayTryAgain = false;
  readonly repeatable = true;
  order = NEW;
  journey: Journey | undefined = undefined;

  constructor(
    private readonly begin: (node: Node) => void,
    private readonly callback: Callback,
    /** The slot whose owner it is for; -1: any master. */
    readonly slot = -1,
  ) {}

  sendTo(node: Node): void {
    this.begin(node);
  }

  fail(error: Error): void {
    answer(this.callback, error);
  }

  scatter(): boolean {
    return false;
  }
}
