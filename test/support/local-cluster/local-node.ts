import { RESP_TYPES } from 'redis';
import { type AdminClient, createAdmin } from './admin-client.js';
import { ServerProcess } from './server-process.js';
import { DEADLINE, within } from './wait.js';

/** One node of a `LocalCluster`, with an admin connection of its own. */
export class LocalNode {
  readonly port: number;
  readonly #command: readonly string[];
  #server: ServerProcess | undefined;
  #admin: AdminClient | undefined;
  #id = '';

  private constructor(port: number, command: readonly string[]) {
    this.port = port;
    this.#command = command;
  }

  /**
   * Starts a server, and resolves when it answers. No process is left when it rejects.
   *
   * @param command the program and its arguments
   * @throws PortTakenError when the port is not free, Error when the server ends or takes too long
   */
  static async start(port: number, command: readonly string[], timeout: number): Promise<LocalNode> {
    const node = new LocalNode(port, command);
    await node.#start(timeout);
    return node;
  }

  /** The node id, as in `CLUSTER NODES`. It survives a restart. */
  get id(): string {
    return this.#id;
  }

  /** The process id of the `redis-server` itself; undefined while it does not run. */
  get pid(): number | undefined {
    return this.#server?.pid;
  }

  /** Whether the node can answer: its process runs and is not paused. */
  get running(): boolean {
    return this.#server?.running ?? false;
  }

  /** Fulfilled when the process that runs now has ended. */
  get exited(): Promise<void> {
    return this.#server?.exited ?? Promise.resolve();
  }

  /**
   * Sends one command to this node, without following redirects.
   *
   * @returns the reply in its RESP2 shape: strings, integers, null and arrays of these
   * @throws the error reply of the server, or an Error when the node does not run
   */
  async command<T = unknown>(...args: (string | number | Buffer)[]): Promise<T> {
    return await this.#connected().sendCommand<T>(args.map((arg) => (Buffer.isBuffer(arg) ? arg : String(arg))));
  }

  /** Up to `count` keys of a slot: https://redis.io/commands/cluster-getkeysinslot */
  async keysInSlot(slot: number, count: number): Promise<Buffer[]> {
    return await this.#connected().sendCommand<Buffer[]>(['CLUSTER', 'GETKEYSINSLOT', String(slot), String(count)], {
      typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer },
    });
  }

  /** Kills the server with SIGKILL, also a paused one, and waits for its exit. */
  async kill(): Promise<void> {
    await this.#server?.kill();
  }

  /** Stops the process with SIGSTOP: its connections stay open, and nothing answers. */
  pause(): void {
    this.#server?.pause();
  }

  /** Continues a paused process with SIGCONT. */
  resume(): void {
    this.#server?.resume();
  }

  /**
   * Starts the server again on its port and folder, killing it first when it still runs. Resolves when
   * it answers; its data is lost unless a master has it, and its place in the cluster takes longer.
   */
  async restart(): Promise<void> {
    await this.kill();
    await this.#start(DEADLINE);
  }

  async #start(timeout: number): Promise<void> {
    const server = new ServerProcess(this.port, this.#command);
    const admin = createAdmin(this.port, server);
    this.#server = server;
    this.#admin = admin;
    const answer = async () => {
      await server.ready;
      await admin.connect();
      this.#id = await this.command<string>('CLUSTER', 'MYID');
    };
    try {
      await within(timeout, `the redis-server on port ${this.port} to answer`, answer());
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  #connected(): AdminClient {
    if (this.#admin?.isOpen) return this.#admin;
    throw new Error(`The redis-server on port ${this.port} does not run`);
  }
}
