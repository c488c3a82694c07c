import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { format } from '../topology/address.js';
import { checkRule, type FaultRule, FaultRules } from './rules.js';
import { Session } from './session.js';
import type { ClusterState } from './state.js';
import { Subscriptions } from './subscriptions.js';

/** A command that a node has received. */
export interface Received {
  /** Lower case. */
  readonly command: string;
  /** Bytes as characters (`latin1`). */
  readonly args: readonly string[];
  /** Whether it was executed, and not refused, redirected or queued for an `EXEC` that never came. */
  executed: boolean;
}

const HOST = '127.0.0.1';

const newRunId = () => randomBytes(20).toString('hex');

let sessions = 0;

/** One node of an embedded cluster: a server on a port of the loopback interface. */
export class EmbeddedNode {
  readonly host = HOST;
  readonly id: string;
  /** Scripts that it has loaded or evaluated, by their SHA1. */
  readonly scripts = new Map<string, string>();
  /** @internal How many keys `MIGRATE` has sent away, and how many came to it. */
  exports = 0;
  /** @internal */
  imports = 0;
  #runId = newRunId();
  readonly #rules = new FaultRules();
  readonly #state: ClusterState;
  #server: Server | undefined;
  #port = 0;
  #isHanging = false;
  #delay = 0;
  readonly #sessions = new Set<Session>();
  #received: Received[] = [];
  #closed: Promise<void> = Promise.resolve();

  /** @internal */
  constructor(state: ClusterState, id: string) {
    this.#state = state;
    this.id = id;
  }

  get port(): number {
    return this.#port;
  }

  /** `host:port` */
  get address(): string {
    return format(this);
  }

  /** Whether it listens. */
  get isAlive(): boolean {
    return this.#server !== undefined;
  }

  get isHanging(): boolean {
    return this.#isHanging;
  }

  /** How long it waits before each command, in milliseconds. */
  get delay(): number {
    return this.#delay;
  }

  /** Whether it is a master now. */
  get isMaster(): boolean {
    return this.#state.shardOf(this).master === this;
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#sessions.size;
  }

  /** Every command it has received since the start, or since `forget()`, in order. */
  get received(): readonly Received[] {
    return this.#received;
  }

  /** @internal As of a process: another one after `kill`. */
  get runId(): string {
    return this.#runId;
  }

  /** @internal */
  get rules(): FaultRules {
    return this.#rules;
  }

  /** Empties `received`. */
  forget(): void {
    this.#received = [];
  }

  /** @internal */
  note(received: Received): void {
    this.#received.push(received);
  }

  /**
   * What it does with the next commands that match, instead of executing them:
   * `node.reply({ command: 'get', times: 3, error: 'LOADING Redis is loading the dataset in memory' })`
   * @throws TypeError for a rule that says nothing to do, or something unknown
   */
  reply(rule: FaultRule): void {
    checkRule(rule);
    this.#rules.add(rule);
  }

  /** Stops: its connections break, and nobody can connect. */
  kill(): void {
    const server = this.#server;
    if (server !== undefined) {
      this.#runId = newRunId();
      this.#closed = new Promise((resolve) => server.close(() => resolve()));
      this.#server = undefined;
    }
    this.cut();
  }

  /** @internal Resolves when the port and all connections are closed, after `kill`. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /** Breaks its connections; new ones are welcome. */
  cut(): void {
    for (const { socket } of this.#sessions) {
      socket.destroy();
    }
  }

  /** Stays connected, and neither reads nor answers. */
  hang(): void {
    this.#isHanging = true;
    for (const { socket } of this.#sessions) {
      socket.pause();
    }
  }

  /** Waits so long before each command, in milliseconds; 0: not at all. */
  slow(milliseconds: number): void {
    if (!Number.isFinite(milliseconds) || milliseconds < 0) {
      throw new TypeError(`Expected milliseconds from 0 up, got ${milliseconds}`);
    }
    this.#delay = milliseconds;
  }

  /** Is well again after `kill`, `hang`, `slow` and `reply`; on the same port, and with its keys. */
  async revive(): Promise<void> {
    this.#isHanging = false;
    this.#delay = 0;
    this.#rules.clear();
    for (const session of this.#sessions) {
      session.socket.resume();
      session.resume();
    }
    if (this.#server === undefined) {
      await this.listen(this.#port);
    }
  }

  /** @internal Listens on a port; 0: on any that is free. */
  listen(port: number): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => this.#connected(socket));
    return new Promise((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'EADDRINUSE'
            ? new Error(`Port ${port} of ${HOST} is in use. Choose another, or none: a free one is found`, {
                cause: error,
              })
            : error,
        ),
      );
      server.listen(port, HOST, () => {
        this.#server = server;
        this.#port = (server.address() as { port: number }).port;
        resolve();
      });
    });
  }

  #connected(socket: Socket): void {
    sessions += 1;
    const session = new Session(this, this.#state, socket, new Subscriptions(this.#state.pubSub), sessions);
    this.#sessions.add(session);
    socket.once('close', () => this.#sessions.delete(session));
    if (this.#isHanging) {
      socket.pause();
    }
  }
}
