import type { Connection } from '../client/connection.js';
import { type Merge, type Piece, splitByKey } from '../command/merge.js';
import { isRepeatable, Keys, type Spec } from '../command/table.js';
import type { Argument, Callback, Request } from '../command/types.js';
import { decorate } from '../errors.js';
import type { Node } from '../node/node.js';
import { answer } from './answer.js';
import { type Part, SplitReply } from './split-reply.js';
import { type Journey, NEW, type Unit, type UnitOwner } from './unit.js';

/** Tells a server that the next command may be for a slot that it is about to get. */
export const ASKING: Request = { name: 'asking', args: [], buffers: false, settle: () => {} };

// They change nothing, and are for the server that was asked before: it gave the
// cursor, has the script, or is the one that would evict the key.
const MASTER_ONLY = new Set(['hscan', 'sscan', 'zscan', 'evalsha_ro', 'touch']);

/** One command for one slot, and the request that an adapter sends. Who gets its reply is left open. */
abstract class SingleUnit implements Unit, Request {
  order = NEW;
  journey: Journey | undefined;
  #node: Node | undefined;

  constructor(
    protected readonly spec: Spec,
    readonly args: readonly Argument[],
    readonly slot: number,
    readonly buffers: boolean,
    protected readonly router: UnitOwner,
  ) {}

  /** Gives the reply to its owner. */
  protected abstract succeed(reply: unknown): void;
  abstract fail(error: Error): void;

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
      this.succeed(reply);
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
    const parts = splitByKey(this.args, merge.step, this.slot);
    const units = splitInto(parts, this.spec, merge, this.args, this.buffers, this.router, (error, reply) => {
      if (error === null) {
        this.succeed(reply);
      } else {
        this.fail(error);
      }
    });
    for (const unit of units) {
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

/** One command for one slot: the common case. */
export class CommandUnit extends SingleUnit {
  constructor(
    spec: Spec,
    args: readonly Argument[],
    slot: number,
    buffers: boolean,
    private readonly callback: Callback,
    router: UnitOwner,
  ) {
    super(spec, args, slot, buffers, router);
  }

  protected succeed(reply: unknown): void {
    const { shape } = this.spec;
    answer(this.callback, null, shape === undefined ? reply : shape(reply));
  }

  fail(error: Error): void {
    answer(this.callback, decorate(error, this.spec.upper, this.args));
  }
}

/** A part of a command that was split: its reply is one of many. */
class PartUnit extends SingleUnit implements Part {
  readonly positions: readonly number[];
  reply: unknown;
  error: Error | undefined;

  constructor(
    spec: Spec,
    { args, slot, positions }: Piece,
    buffers: boolean,
    private readonly whole: SplitReply,
    router: UnitOwner,
  ) {
    super(spec, args, slot, buffers, router);
    this.positions = positions;
  }

  protected succeed(reply: unknown): void {
    this.reply = reply;
    this.whole.replied(this);
  }

  fail(error: Error): void {
    this.error = decorate(error, this.spec.upper, this.args);
    this.whole.failed();
  }
}

/** The units of a command that is split; the callback gets one reply for all of them. */
export function splitInto(
  pieces: readonly Piece[],
  spec: Spec,
  merge: Merge,
  args: readonly Argument[],
  buffers: boolean,
  router: UnitOwner,
  callback: Callback,
): readonly SingleUnit[] {
  const parts = new Array<PartUnit>(pieces.length);
  const whole = new SplitReply(spec, merge, parts, args, callback);
  for (let i = 0; i < pieces.length; i += 1) {
    parts[i] = new PartUnit(spec, pieces[i] as Piece, buffers, whole, router);
  }
  return parts;
}
