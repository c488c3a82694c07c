import type { Connection } from '../client/connection.js';
import { shortened } from '../command/blocking.js';
import type { Errand, Lanes } from '../node/lanes.js';
import type { Node } from '../node/node.js';
import { ASKING, CommandUnit } from './command-unit.js';

/** A command that waits on the server until there is something for it: it takes a connection of its own. */
export class BlockingUnit extends CommandUnit implements Errand {
  // When it was first sent: on the way from server to server it blocks no longer in all than it was asked to.
  #since: number | undefined;
  #isAsking = false;
  #lane: Node | undefined;

  constructor(
    private readonly lanes: Lanes,
    ...command: ConstructorParameters<typeof CommandUnit>
  ) {
    super(...command);
  }

  /** When it is answered is for the server to say, so nobody can rely on it. */
  override get mayBeOvertaken(): boolean {
    return true;
  }

  /** It may change what it reads, and a replica does not block. */
  override get isRead(): boolean {
    return false;
  }

  override sendTo(node: Node): void {
    // It may be written later than it is sent, when the router has made up its mind anew.
    this.#isAsking = this.journey?.asking === true;
    this.lanes.send(node, this);
  }

  get isHeld(): boolean {
    return this.router.isHeld(this);
  }

  override write(connection: Connection, node: Node): void {
    this.#lane = node;
    super.write(connection, node);
  }

  override settle(error: Error | null, reply?: unknown): void {
    const lane = this.#lane as Node;
    if (error?.message.startsWith('UNBLOCKED')) {
      this.lanes.discard(lane);
    } else {
      this.lanes.release(lane);
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
    if (this.#since === undefined) {
      this.#since = performance.now();
      connection.send(this);
      return;
    }
    const { name, buffers } = this;
    connection.send({
      name,
      args: shortened(name, this.args, performance.now() - this.#since),
      buffers,
      settle: (error, reply) => this.settle(error, reply),
    });
  }
}
