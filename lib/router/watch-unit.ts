import type { Connection } from '../client/connection.js';
import type { Argument, Request } from '../command/types.js';
import type { Errand } from '../node/lanes.js';
import type { Node } from '../node/node.js';
import { ASKING } from './command-unit.js';
import { LaneUnit } from './lane-unit.js';

/** Where keys are watched. */
export interface WatchPlace {
  readonly home: Node;
  /** The connection beside that of the home. */
  readonly lane: Node;
  /** The slot is on its way there: each request says `ASKING`. */
  readonly isAsking: boolean;
}

/** The first `WATCH` of a session: the connection that it was answered by is kept. */
export class WatchUnit extends LaneUnit {
  #home: Node | undefined;

  /** Once it was answered. */
  get place(): WatchPlace {
    return { home: this.#home as Node, lane: this.lane as Node, isAsking: this.isAsking };
  }

  override get repeatable(): boolean {
    return true;
  }

  override sendTo(node: Node): void {
    this.#home = node;
    super.sendTo(node);
  }

  override settle(error: Error | null, reply?: unknown): void {
    if (error !== null) {
      this.lanes.release(this.lane as Node);
    }
    super.settle(error, reply);
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
