import type { Connection } from '../client/connection.js';
import type { Request } from '../command/types.js';
import type { Errand, Lanes } from '../node/lanes.js';
import type { Node } from '../node/node.js';
import { ASKING, CommandUnit } from './command-unit.js';

/** A command that takes a connection beside that of its node. */
export abstract class LaneUnit extends CommandUnit implements Errand {
  /** The connection that it was written to last. */
  protected lane: Node | undefined;
  protected isAsking = false;

  constructor(
    protected readonly lanes: Lanes,
    ...command: ConstructorParameters<typeof CommandUnit>
  ) {
    super(...command);
  }

  /** When the server answers a command that blocks, nobody can rely on; and whoever has to wait for a watch is held elsewhere. */
  override get mayBeOvertaken(): boolean {
    return true;
  }

  /** It may change what it reads, and a replica neither blocks nor watches. */
  override get isRead(): boolean {
    return false;
  }

  get isHeld(): boolean {
    return this.router.isHeld(this);
  }

  override sendTo(node: Node): void {
    // It may be written later than it is sent, when the router has made up its mind anew.
    this.isAsking = this.journey?.asking === true;
    this.lanes.send(node, this);
  }

  override write(connection: Connection, node: Node): void {
    this.lane = node;
    super.write(connection, node);
  }

  returned(home: Node, error: Error): void {
    this.router.refused(this, home, error);
  }

  protected override transmit(connection: Connection, request: Request = this): void {
    if (this.isAsking) {
      connection.send(ASKING);
    }
    connection.send(request);
  }
}
