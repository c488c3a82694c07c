import type { Node } from './node.js';

const INTERVAL = 1000;
// Masters write to their replicas every ten seconds at least, as they are made.
const LONGEST_SILENCE = 30;

/**
 * Finds replicas that do not hear from their master: they go on answering with
 * what they had, however old it is.
 */
export class ReplicationWatch {
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly replicas: () => Iterable<Node>) {
    // Connections keep the process alive, not this.
    this.#timer = setInterval(() => this.#look(), INTERVAL).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const replica of this.replicas()) {
      replica.ask('info', ['replication'], (error, text) => {
        // A user may be refused that; then nothing is known of it. It may be a master by now.
        replica.isStale = replica.isReplica && error === null && isStale(String(text));
      });
    }
  }
}

/**
 * Whether a replica may be behind for more than a moment.
 * @param text its `INFO replication`
 * @see https://redis.io/docs/latest/commands/info/
 */
export function isStale(text: string): boolean {
  const field = (name: string) => new RegExp(`^${name}:([^\r\n]*)`, 'm').exec(text)?.[1];
  return (
    field('role') === 'slave' &&
    (field('master_link_status') !== 'up' || Number(field('master_last_io_seconds_ago') ?? 0) > LONGEST_SILENCE)
  );
}
