import type { Connection } from '../client/connection.js';
import { longestBlock, shortened } from '../command/blocking.js';
import type { Node } from '../node/node.js';
import { LaneUnit } from './lane-unit.js';

/** A command that waits on the server until there is something for it. */
export class BlockingUnit extends LaneUnit {
  // When it was first sent: on the way from server to server it blocks no longer in all than it was asked to.
  #since: number | undefined;

  get longest(): number | undefined {
    return longestBlock(this.name, this.args);
  }

  override settle(error: Error | null, reply?: unknown): void {
    const lane = this.lane as Node;
    if (error?.message.startsWith('UNBLOCKED')) {
      this.lanes.discard(lane);
    } else {
      this.lanes.release(lane);
    }
    super.settle(error, reply);
  }

  protected override transmit(connection: Connection): void {
    if (this.#since === undefined) {
      this.#since = performance.now();
      super.transmit(connection);
      return;
    }
    const { name, buffers } = this;
    super.transmit(connection, {
      name,
      args: shortened(name, this.args, performance.now() - this.#since),
      buffers,
      settle: (error, reply) => this.settle(error, reply),
    });
  }
}
