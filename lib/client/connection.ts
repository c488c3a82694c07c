import type { Request } from '../command/types.js';

/** What a connection tells its node. */
export interface ConnectionListener {
  /** Requests may be sent now. */
  ready(): void;
  /** It is gone, or could not be made; called once, before the requests outstanding are answered, and followed by `destroy`. */
  lost(error: Error): void;
}

/**
 * The small face that every client library is given: one connection to one
 * server, that sends requests in order and is used until it is lost. It never
 * connects again by itself, never queues, never sends anything twice.
 */
export interface Connection {
  /** The injected client. */
  readonly client: unknown;
  /** How many bytes have come from the server, where the library tells. */
  readonly bytesRead?: number | undefined;
  /** Connects where the client is not connected yet. Called once, unless it is destroyed before. */
  open(listener: ConnectionListener): void;
  /** Sends, after whatever was sent before. Only between `ready` and `lost`. */
  send(request: Request): void;
  /** From here to `uncork`, what is sent may leave in one write. Left out where the library sees to that by itself. */
  cork?(): void;
  uncork?(): void;
  /** What is sent in one turn may leave in one piece, where it is the library that collects it. Called once; only then is it known whether there is a `cork`. */
  joinWrites?(): void;
  /** Closes after the last reply. Resolves when closed, also when it was closed already. */
  quit(): Promise<void>;
  /** Closes now, in whatever state it is; requests outstanding get a `ConnectionLostError`. May be called twice. */
  destroy(): void;
  /** Lets the process end while this is open. */
  unref(): void;
}
