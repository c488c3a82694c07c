import type { Connection } from '../client/connection.js';
import { argumentsOf, splitByKey } from '../command/merge.js';
import { isRepeatable, Keys, type Spec } from '../command/table.js';
import type { Argument, Request } from '../command/types.js';
import { decorate } from '../errors.js';
import type { Node } from '../node/node.js';
import { answer, type Receiver } from './answer.js';
import { SplitReply } from './split-reply.js';
import { type Journey, NEW, type Unit, type UnitOwner } from './unit.js';

/** Tells a server that the next command may be for a slot that it is about to get. */
export const ASKING: Request = { name: 'asking', args: [], buffers: false, settle: () => {} };

// They change nothing, and are for the server that was asked before: it gave the
// cursor, has the script, or is the one that would evict the key.
const MASTER_ONLY = new Set(['hscan', 'sscan', 'zscan', 'evalsha_ro', 'touch']);

const RUNS_SCRIPT = /^(?:eval|evalsha|fcall)(?:_ro)?$/;

/**
 * One command for one slot, or what a command that is split has for one: the common
 * case. It is the request that an adapter sends, too, and there is nothing between it
 * and whoever is to have the reply.
 */
export class CommandUnit implements Unit, Request {
  order = NEW;
  journey: Journey | undefined = undefined;
  #node: Node | undefined;

  /** @param index tells the receiver whose reply it gets, where it gathers those of several */
  constructor(
    protected readonly spec: Spec,
    readonly args: readonly Argument[],
    readonly slot: number,
    readonly buffers: boolean,
    private readonly receiver: Receiver,
    protected readonly router: UnitOwner,
    private readonly index = 0,
  ) {}

  get name(): string {
    return this.spec.name;
  }

  get repeatable(): boolean {
    return isRepeatable(this.spec, this.args);
  }

  get isRead(): boolean {
    return this.slot !== -1 && this.repeatable && !MASTER_ONLY.has(this.name) && this.spec.atMaster !== true;
  }

  get mayTryAgain(): boolean {
    return this.spec.keys === Keys.Many && !this.mayBeOvertaken;
  }

  get mayBeOvertaken(): boolean {
    return false;
  }

  get runsScript(): boolean {
    return RUNS_SCRIPT.test(this.name);
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
      this.#succeed(reply);
    } else {
      this.router.refused(this, node, error);
    }
    node.answered();
  }

  scatter(): boolean {
    const { merge } = this.spec;
    if (merge === undefined || this.args.length <= merge.step) {
      return false;
    }
    const { spec, args, slot, buffers, router } = this;
    const split = splitByKey(args, merge.step, slot);
    const whole = new SplitReply(spec, merge, split, args, (error, reply) => {
      if (error === null) {
        this.#succeed(reply);
      } else {
        this.fail(error);
      }
    });
    for (const first of split.firsts) {
      const own = argumentsOf(args, merge.step, split, first);
      const unit = new CommandUnit(spec, own, slot, buffers, whole, router, first);
      // It goes on in the place of the whole, with what is left of its budgets.
      unit.order = this.order;
      unit.journey = this.journey && { ...this.journey };
      if (unit.journey?.asked) {
        // The owner of the slot has none of the keys: it would only name this node again.
        unit.journey.target = this.#node;
        unit.journey.asking = true;
      }
      router.route(unit);
    }
    return true;
  }

  fail(error: Error): void {
    const { receiver } = this;
    decorate(error, this.spec.upper, this.args);
    if (typeof receiver === 'function') {
      answer(receiver, error);
    } else {
      receiver.answered(this.index, error);
    }
  }

  #succeed(reply: unknown): void {
    const { receiver } = this;
    const { shape } = this.spec;
    const shaped = shape === undefined ? reply : shape(reply);
    if (typeof receiver === 'function') {
      answer(receiver, null, shaped);
    } else {
      receiver.answered(this.index, null, shaped);
    }
  }
}
