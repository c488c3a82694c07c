import type { Connection } from '../client/connection.js';
import { CommandUnit } from './command-unit.js';

/** A command of one slot that tells over which connection it was answered: another one may have another server behind it. */
export class WitnessUnit extends CommandUnit {
  /** The connection it was sent by last. */
  by: Connection | undefined;

  protected override transmit(connection: Connection): void {
    this.by = connection;
    super.transmit(connection);
  }
}
