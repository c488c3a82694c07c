import { EventEmitter } from 'node:events';
import type { Chunks } from '../../lib/client/joined-writes.js';

/** As the socket of a client of redis 5 or 6, with room for so many pieces. */
export class FakeClientSocket extends EventEmitter {
  isReady = true;
  isOpen = true;
  room = Number.POSITIVE_INFINITY;
  readonly written: string[] = [];

  write(commands: Iterable<Chunks>): void {
    for (const chunks of commands) {
      this.written.push(chunks.join(''));
      if (this.written.length >= this.room) {
        break;
      }
    }
  }

  drain(): void {
    this.room = Number.POSITIVE_INFINITY;
    this.emit('drain');
  }
}
