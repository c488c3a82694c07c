import type { Connection } from '../client/connection.js';
import { splitByKey } from '../command/merge.js';
import { isRepeatable, Keys, type Spec } from '../command/table.js';
import type { Argument, Callback, Request } from '../command/types.js';
import { decorate } from '../errors.js';
import type { Node } from '../node/node.js';
import { answer } from './answer.js';
import { SplitReply } from './split-reply.js';
import { type Journey, NEW, type Unit, type UnitOwner } from './unit.js';

/** Tells a server that the next command may be for a slot that it is about to get. */
export const ASKING: Request = { name: 'asking', args: [], buffers: false, settle: () => {} };

// They change nothing, and are for the server that was asked before: it gave the
// cursor, has the script, or is the one that would evict the key.
const MASTER_ONLY = new Set(['hscan', 'sscan', 'zscan', 'evalsha_ro', 'touch']);

/** One command for one slot: the common case, and the request that an adapter sends. */
export class CommandUnit implements Unit, Request {
  order = NEW;
  journey: Journey | undefined;
  #node: Node | undefined;

  constructor(
    private readonly spec: Spec,
    readonly args: readonly Argument[],
    readonly slot: number,
    readonly buffers: boolean,
    private readonly callback: Callback,
    protected readonly router: UnitOwner,
  ) {}

  get name(): string {
    return this.spec.name;
  }

  get repeatable(): boolean {
    return isRepeatable(this.spec, this.args);
  }

  get isRead(): boolean {
    return this.slot !== -1 && this.repeatable && !MASTER_ONLY.has(this.name);
  }

  get mayTryAgain(): boolean {
    return this.spec.keys === Keys.Many && !this.mayBeOvertaken;
  }

  get mayBeOvertaken(): boolean {
    return false;
  }

  sendTo(node: Node): void {
    node.send(this);
  }

  write(connection: Connection, node: Node): void {
    this.#node = node;
    node.sent += 1;
    this.transmit(connection);
  }

  /** Sends it, or another request in its place. */
  protected transmit(connection: Connection, request: Request = this): void {
    const { journey } = this;
    if (journey !== undefined) {
      journey.asked = journey.asking;
      if (journey.asking) {
        connection.send(ASKING);
      }
    }
    connection.send(request);
  }

  settle(error: Error | null, reply?: unknown): void {
    const node = this.#node as Node;
    if (error === null) {
      const { shape } = this.spec;
      answer(this.callback, null, shape === undefined ? reply : shape(reply));
    } else {
      this.router.refused(this, node, error);
    }
    node.answered();
  }

  fail(error: Error): void {
    answer(this.callback, decorate(error, this.spec.upper, this.args));
  }

  scatter(): boolean {
    const { merge } = this.spec;
    if (merge === undefined || this.args.length <= merge.step) {
      return false;
    }
    const parts = splitByKey(this.args, merge.step, this.slot);
    const whole = new SplitReply(this.spec, merge, parts, this.args, this.callback);
    for (const part of parts) {
      const unit = new CommandUnit(this.spec, part.args, part.slot, this.buffers, whole.callbackFor(part), this.router);
      // It goes on in the place of the whole, with what is left of its budgets.
      unit.order = this.order;
      unit.journey = this.journey && { ...this.journey };
      if (unit.journey?.asked) {
        // The owner of the slot has none of the keys: it would only name this node again.
        unit.journey.target = this.#node;
        unit.journey.asking = true;
      }
      this.router.route(unit);
    }
    return true;
  }
}
