import { EventEmitter } from 'node:events';

type Reply = unknown;
type Handler = (name: string, args: readonly (string | Buffer)[]) => Reply;

/** Returned by a handler: no reply, ever. */
export const SILENCE = Symbol('silence');

/** What a server says of an error. */
export function replyError(message: string): Error {
  return Object.assign(new Error(message), { name: 'ReplyError' });
}

interface Sent {
  command: string;
  args: readonly (string | Buffer)[];
  callback: (error: Error | null, reply?: Reply) => void;
  answer?: () => void;
}

/** A client with the face of node_redis 3, whose server is a function. */
export class FakeClient extends EventEmitter {
  ready = false;
  readonly options: Record<string, unknown> = {};
  readonly command_queue: Sent[] = [];
  readonly stream = { destroy: () => {} };
  readonly reply_parser = { optionReturnBuffers: false };
  enable_offline_queue = true;
  buffers = false;
  corks = 0;
  handle_reply = (reply: Reply) => reply;

  constructor(readonly server: FakeServer) {
    super();
    setImmediate(() => {
      if (server.refuses) {
        this.emit('error', new Error(`connect ECONNREFUSED ${server.port}`));
      } else if (!server.hangs) {
        this.ready = true;
        this.emit('ready');
      }
    });
  }

  internal_send_command(sent: Sent): boolean {
    this.command_queue.push(sent);
    this.server.log.push([sent.command, ...sent.args.map(String)]);
    const reply = this.server.execute(sent.command, sent.args);
    if (reply instanceof Promise) {
      reply.then((later) => this.#answer(sent, later));
    } else if (reply !== SILENCE) {
      setImmediate(() => this.#answer(sent, reply));
    }
    return true;
  }

  /** As of a server, replies come in the order of the commands. */
  #answer(sent: Sent, reply: Reply): void {
    sent.answer = () => {
      sent.callback(...((reply instanceof Error ? [reply] : [null, reply]) as [Error | null, Reply]));
    };
    while (this.command_queue[0]?.answer !== undefined) {
      this.command_queue.shift()?.answer?.();
    }
  }

  cork(): void {
    this.corks += 1;
  }

  uncork(): void {}

  quit(callback: () => void): void {
    if (!this.server.hangs) {
      setImmediate(callback);
    }
  }

  end(): void {
    this.ready = false;
    this.server.clients.delete(this);
    for (const { callback } of this.command_queue.splice(0)) {
      callback(Object.assign(new Error('It might have been processed.'), { name: 'AbortError', code: 'NR_CLOSED' }));
    }
  }

  unref(): void {
    this.server.unrefs += 1;
  }
}

/** One server of a fake cluster. A handler that returns a promise answers later. */
export class FakeServer {
  /** Every command received, in order. */
  readonly log: string[][] = [];
  readonly clients = new Set<FakeClient>();
  /** How many clients were made for it. */
  made = 0;
  unrefs = 0;
  refuses = false;
  hangs = false;
  handler: Handler = () => 'OK';
  /** Its reply to INFO. */
  info = 'redis_version:7.0.15\r\n';
  /** What it takes for the epoch of the cluster. */
  epoch = 1;

  constructor(
    private readonly cluster: FakeCluster,
    readonly port: number,
  ) {}

  execute(name: string, args: readonly (string | Buffer)[]): Reply {
    if (this.hangs) {
      return SILENCE;
    }
    if (name === 'cluster' && String(args[0]).toUpperCase() === 'INFO') {
      return `cluster_state:ok\r\ncluster_current_epoch:${this.epoch}\r\n`;
    }
    if (name === 'cluster' && String(args[0]).toUpperCase() === 'SLOTS') {
      this.cluster.fetches += 1;
      return typeof this.cluster.slots === 'function' ? this.cluster.slots(this.port) : this.cluster.slots;
    }
    if (name === 'info') {
      return this.info;
    }
    return this.handler(name, args);
  }

  /** What was asked of it, without what every node is asked. */
  get commands(): string[][] {
    return this.log.filter(([name]) => name !== 'cluster' && name !== 'info');
  }

  /** Its connections break. */
  drop(): void {
    for (const client of [...this.clients]) {
      client.ready = false;
      client.emit('end');
    }
  }
}

/** Servers that do what a test says; `createClient` is for the option of that name. */
export class FakeCluster {
  readonly servers: readonly FakeServer[];
  /** How often `CLUSTER SLOTS` was answered. */
  fetches = 0;
  /** The reply of `CLUSTER SLOTS`. */
  slots: unknown[] | Error | ((port: number) => unknown);

  /** By default two masters with half of the slots each. */
  constructor(ports: readonly number[] = [1, 2]) {
    this.servers = ports.map((port) => new FakeServer(this, port));
    const width = Math.ceil(16384 / ports.length);
    this.slots = ports.map((port, i) => [
      i * width,
      Math.min((i + 1) * width, 16384) - 1,
      ['127.0.0.1', port, `id-${port}`],
    ]);
  }

  server(port: number): FakeServer {
    const server = this.servers.find((candidate) => candidate.port === port);
    if (server === undefined) {
      throw new Error(`no fake server at port ${port}`);
    }
    return server;
  }

  readonly createClient = (port: number): FakeClient => {
    const server = this.server(port);
    server.made += 1;
    const client = new FakeClient(server);
    server.clients.add(client);
    return client;
  };
}
