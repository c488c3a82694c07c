/** An argument as it goes to a client: everything else was turned into one of these at the door. */
export type Argument = string | Buffer;

/** node_redis's callback. */
// biome-ignore lint/suspicious/noExplicitAny: what a command replies depends on the command, and legacy callbacks name the type they expect.
export type Callback<T = any> = (error: Error | null, reply: T) => void;

/** What an adapter sends: a command for one server, and where its reply goes. */
export interface Request {
  /** Lower case. */
  readonly name: string;
  readonly args: readonly Argument[];
  /** Whether strings of the reply are wanted as Buffers. */
  readonly buffers: boolean;
  /**
   * Called exactly once. `error` is the server's, or a `ConnectionLostError`.
   * The reply has the shape of RESP2: strings or Buffers, numbers, null, arrays.
   */
  settle(error: Error | null, reply?: unknown): void;
}
