import type { Connection } from '../client/connection.js';
import type { Spec } from '../command/table.js';
import type { Argument, Callback, Request } from '../command/types.js';
import type { Errand, Lanes } from '../node/lanes.js';
import type { Node } from '../node/node.js';
import { ASKING, CommandUnit } from './command-unit.js';
import type { UnitOwner } from './unit.js';

/** Where keys are watched. */
export interface WatchPlace {
  readonly home: Node;
  /** The connection beside that of the home. */
  readonly lane: Node;
  /** The slot is on its way there: each request says `ASKING`. */
  readonly isAsking: boolean;
}

/** The first `WATCH` of a session: the connection that it was answered by is kept. */
export class WatchUnit extends CommandUnit implements Errand {
  #home: Node | undefined;
  #lane: Node | undefined;
  #isAsking = false;

  constructor(
    spec: Spec,
    keys: readonly Argument[],
    slot: number,
    callback: Callback,
    router: UnitOwner,
    private readonly lanes: Lanes,
  ) {
    super(spec, keys, slot, false, callback, router);
  }

  /** Once it was answered. */
  get place(): WatchPlace {
    return { home: this.#home as Node, lane: this.#lane as Node, isAsking: this.#isAsking };
  }

  /** Whoever has to wait for it is held elsewhere. */
  override get mayBeOvertaken(): boolean {
    return true;
  }

  override get repeatable(): boolean {
    return true;
  }

  override get isRead(): boolean {
    return false;
  }

  get isHeld(): boolean {
    return this.router.isHeld(this);
  }

  override sendTo(node: Node): void {
    this.#home = node;
    this.#isAsking = this.journey?.asking === true;
    this.lanes.send(node, this);
  }

  override write(connection: Connection, node: Node): void {
    this.#lane = node;
    super.write(connection, node);
  }

  override settle(error: Error | null, reply?: unknown): void {
    if (error !== null) {
      this.lanes.release(this.#lane as Node);
    }
    super.settle(error, reply);
  }

  returned(home: Node, error: Error): void {
    this.router.refused(this, home, error);
  }

  protected override transmit(connection: Connection): void {
    if (this.#isAsking) {
      connection.send(ASKING);
    }
    connection.send(this);
  }
}

/** What follows on the connection where keys are watched: the answer is the caller's, whatever it is. */
export class WatchErrand implements Errand {
  readonly isHeld = false;

  constructor(
    private readonly name: string,
    private readonly args: readonly Argument[],
    private readonly isAsking: boolean,
    private readonly callback: (error: Error | null) => void,
  ) {}

  write(connection: Connection, node: Node): void {
    const settle: Request['settle'] = (error) => {
      this.callback(error);
      node.answered();
    };
    if (this.isAsking) {
      connection.send(ASKING);
    }
    node.sent += 1;
    connection.send({ name: this.name, args: this.args, buffers: false, settle });
  }

  returned(_home: Node, error: Error): void {
    this.callback(error);
  }

  fail(error: Error): void {
    this.callback(error);
  }
}
