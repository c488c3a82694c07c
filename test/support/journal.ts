import type { Counters } from '../../tools/consistency/load.js';

/** A command and what became of it; times as of `performance.now()`. */
export interface Call {
  readonly command: 'get' | 'incr';
  readonly key: string;
  readonly issuedAt: number;
  /** Undefined while it is under way. */
  settledAt: number | undefined;
  error: Error | undefined;
}

/** Hands commands on to a client, and writes down each of them. */
export class Journal implements Counters {
  readonly calls: Call[] = [];

  constructor(private readonly client: Counters) {}

  /** Commands without an answer so far. */
  get underWay(): Call[] {
    return this.calls.filter(({ settledAt }) => settledAt === undefined);
  }

  get failed(): Call[] {
    return this.calls.filter(({ error }) => error !== undefined);
  }

  /** When a command for a key was answered first after a time. */
  answeredSince(time: number, key: string): number | undefined {
    return this.calls.find(
      (call) => call.key === key && call.error === undefined && call.settledAt !== undefined && call.settledAt > time,
    )?.settledAt;
  }

  get(key: string): Promise<string | null> {
    return this.#record('get', key, () => this.client.get(key));
  }

  incr(key: string): Promise<number> {
    return this.#record('incr', key, () => this.client.incr(key));
  }

  async #record<T>(command: Call['command'], key: string, send: () => Promise<T>): Promise<T> {
    const call: Call = { command, key, issuedAt: performance.now(), settledAt: undefined, error: undefined };
    this.calls.push(call);
    try {
      return await send();
    } catch (error) {
      call.error = error as Error;
      throw error;
    } finally {
      call.settledAt = performance.now();
    }
  }
}

export function codeOf({ error }: Call): string | undefined {
  return (error as { code?: string } | undefined)?.code;
}
