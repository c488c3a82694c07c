import type { Socket } from 'node:net';
import { slotOf } from '../command/slot.js';
import { BLOCKING, block } from './blocking.js';
import { entryOf, isWrite, keysOf, mistakeIn } from './metadata.js';
import type { EmbeddedNode, Received } from './node.js';
import { redirectionOf } from './redirect.js';
import { encode, encodePush, NO_ARRAY, OK, QUEUED, type Reply } from './resp.js';
import { SERVER_COMMANDS } from './server-commands.js';
import type { ClusterState } from './state.js';
import { SUBSCRIBING, type Subscriptions } from './subscriptions.js';
import { Wire } from './wire.js';

/** A command that waits for `EXEC`. */
interface Queued {
  readonly name: string;
  readonly args: readonly string[];
  readonly received: Received;
}

interface Transaction {
  readonly commands: Queued[];
  /** A command was refused: `EXEC` will be too. */
  isBroken: boolean;
}

const OUTSIDE_MULTI = new Set(['discard', 'exec', 'multi', 'quit', 'reset', 'watch']);
const WITHOUT_PASSWORD = new Set(['auth', 'hello', 'quit', 'reset']);
const OF_SESSIONS = new Set(['asking', 'discard', 'exec', 'multi', 'unwatch', 'watch']);
const SHARD_CHANNELS = new Set(['spublish', 'ssubscribe', 'sunsubscribe']);
const WHILE_SUBSCRIBED = new Set([...SUBSCRIBING, 'ping', 'quit', 'reset']);

const ELSEWHERE = /^(ASK|CLUSTERDOWN|CROSSSLOT|MOVED|TRYAGAIN) /;

/** One connection of a client to a node. */
export class Session {
  readonly id: number;
  resp3 = false;
  isAuthenticated: boolean;
  isReadonly = false;
  /** What `CLIENT SETNAME` said. */
  name: string | null = null;
  #isAsking = false;
  #transaction: Transaction | undefined;
  // Watched keys, and how often each was written when that began.
  readonly #watched = new Map<string, number>();
  readonly #wire: Wire;

  constructor(
    readonly node: EmbeddedNode,
    readonly state: ClusterState,
    readonly socket: Socket,
    readonly subscriptions: Subscriptions,
    id: number,
  ) {
    this.id = id;
    this.isAuthenticated = state.password === undefined;
    this.#wire = new Wire(node, socket, (typed, args, send) => this.#handle(typed, args, send));
    socket.on('close', () => this.subscriptions.clear());
  }

  /** Sends a message that is no reply. */
  push(message: readonly Reply[]): void {
    this.#wire.write(encodePush(message, this.resp3));
  }

  evict(shardChannel: string): void {
    this.push(this.subscriptions.evict(shardChannel, this));
  }

  /** Is as a new connection. @see https://redis.io/docs/latest/commands/reset/ */
  reset(): void {
    this.#forget();
    this.subscriptions.clear();
    this.resp3 = false;
    this.isReadonly = false;
    this.name = null;
    this.isAuthenticated = this.state.password === undefined;
  }

  /** Whether it has said `ASKING` for what it executes now. */
  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** Goes on with what has come while its node was hanging. */
  resume(): void {
    this.#wire.resume();
  }

  #handle(typed: string, args: string[], send: (text: string) => void): void {
    const name = typed.toLowerCase();
    const received: Received = { command: name, args, executed: false };
    this.node.note(received);
    const rule = this.node.rules.take(name, args);
    if (rule?.drop === 'before') {
      this.socket.destroy();
      return;
    }
    const answer = (reply: Reply) => {
      if (rule?.drop === 'after') {
        this.socket.destroy();
      } else {
        send(encode(reply, this.resp3));
      }
    };
    const isAnswered = rule?.error !== undefined || rule?.reply !== undefined;
    if (isAnswered && name === 'exec') {
      // However it is answered, it ends its transaction.
      this.#forget();
    }
    if (rule?.error !== undefined) {
      answer(this.#broken(new Error(rule.error)));
    } else if (rule?.reply !== undefined) {
      answer(rule.reply);
    } else {
      const reply = this.#execute(typed, args, received);
      if (reply instanceof Promise) {
        reply.then(answer, (error: Error) => answer(new Error(`ERR ${error.message}`)));
      } else {
        answer(reply);
      }
    }
    if (name !== 'asking' && this.#transaction === undefined) {
      this.#isAsking = false;
    }
  }

  #execute(typed: string, args: string[], received: Received): Reply | Promise<Reply> {
    const name = typed.toLowerCase();
    const rejection = this.#rejectionOf(typed, args);
    if (rejection !== undefined) {
      return name === 'exec' ? this.#abort(rejection) : this.#broken(rejection);
    }
    const refusal = this.#refusalOf(name);
    if (refusal !== undefined) {
      return refusal;
    }
    if (this.#transaction !== undefined && !OUTSIDE_MULTI.has(name)) {
      if (!this.#transaction.isBroken) {
        this.#transaction.commands.push({ name, args, received });
      }
      return QUEUED;
    }
    received.executed = true;
    return this.run(name, args);
  }

  /** Executes a command that nothing speaks against. */
  run(name: string, args: string[]): Reply | Promise<Reply> {
    switch (name) {
      case 'multi':
        this.#transaction = { commands: [], isBroken: false };
        return OK;
      case 'discard':
        this.#forget();
        return OK;
      case 'exec':
        return this.#exec();
      case 'watch':
        for (const key of args) {
          this.#watched.set(key, this.store.version(key));
        }
        return OK;
      case 'unwatch':
        this.#watched.clear();
        return OK;
      case 'asking':
        this.#isAsking = true;
        return OK;
    }
    if (SUBSCRIBING.has(name)) {
      return this.subscriptions.run(name, args, this);
    }
    const own = SERVER_COMMANDS.get(name);
    if (own !== undefined) {
      return own(this, args);
    }
    if (BLOCKING.has(name)) {
      return this.#block(name, args);
    }
    return this.executeData(name, args);
  }

  /** Executes a command of the keyspace, and remembers which keys it may have written. */
  executeData(name: string, args: readonly string[]): Promise<Reply> {
    const { store } = this;
    if (!isWrite(name, args) && !name.startsWith('eval')) {
      return store.execute(name, args);
    }
    const keys = name.startsWith('flush') ? store.keys() : keysOf(name, args);
    const before = keys.map((key) => store.has(key));
    const reply = store.execute(name, args);
    // What was not there and is not there now has not changed.
    store.wrote(keys.filter((key, i) => before[i] || store.has(key)));
    return reply;
  }

  get store() {
    return this.state.shardOf(this.node).store;
  }

  /** A reply may take long: what comes after it waits, as on a server. */
  async #block(name: string, args: readonly string[]): Promise<Reply> {
    if (this.#transaction !== undefined) {
      return block(this, name, args, 0);
    }
    this.#wire.hold();
    try {
      return await block(this, name, args);
    } finally {
      this.#wire.release();
    }
  }

  #exec(): Reply | Promise<Reply> {
    const { commands } = this.#transaction as Transaction;
    const isDirty = [...this.#watched].some(([key, version]) => this.store.version(key) !== version);
    if (isDirty) {
      this.#forget();
      return NO_ARRAY;
    }
    // All begin within one turn, so nothing comes between them.
    const replies = commands.map(({ name, args, received }) => {
      received.executed = true;
      return this.run(name, [...args]);
    });
    this.#forget();
    return Promise.all(replies);
  }

  /** Why a command is neither executed nor queued, which breaks a transaction: Redis's `processCommand`, in its order. */
  #rejectionOf(typed: string, args: readonly string[]): Error | undefined {
    const mistake = mistakeIn(typed, args);
    if (mistake !== undefined) {
      return mistake;
    }
    const name = typed.toLowerCase();
    if (!this.isAuthenticated && !WITHOUT_PASSWORD.has(name)) {
      return new Error('NOAUTH Authentication required.');
    }
    const redirection = this.redirectionOf(name, args, this.#isAsking);
    if (redirection !== undefined) {
      return new Error(redirection);
    }
    const isReplica = this.state.shardOf(this.node).master !== this.node;
    if (isReplica && this.#commandsOf(name, args).some((command) => isWrite(command.name, command.args))) {
      return new Error("READONLY You can't write against a read only replica.");
    }
    if (this.subscriptions.count > 0 && !this.resp3 && !WHILE_SUBSCRIBED.has(name)) {
      return new Error(
        `ERR Can't execute '${entryOf(name, args)?.fullName}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
      );
    }
    const isOurs = SERVER_COMMANDS.has(name) || SUBSCRIBING.has(name) || BLOCKING.has(name) || OF_SESSIONS.has(name);
    return isOurs || this.store.knows(name)
      ? undefined
      : new Error(`ERR '${name}' is a command that the embedded cluster does not have`);
  }

  /** Why a command is not executed, without harm to a transaction. */
  #refusalOf(name: string): Error | undefined {
    if (name === 'multi' && this.#transaction !== undefined) {
      return new Error('ERR MULTI calls can not be nested');
    }
    if (name === 'watch' && this.#transaction !== undefined) {
      return new Error('ERR WATCH inside MULTI is not allowed');
    }
    if ((name === 'exec' || name === 'discard') && this.#transaction === undefined) {
      return new Error(`ERR ${name.toUpperCase()} without MULTI`);
    }
    if (name === 'exec' && this.#transaction?.isBroken) {
      this.#forget();
      return new Error('EXECABORT Transaction discarded because of previous errors.');
    }
    return undefined;
  }

  /** The error that sends a command elsewhere, if it is not for this node. */
  redirectionOf(name: string, args: readonly string[], asking: boolean): string | undefined {
    const commands = this.#commandsOf(name, args);
    const all = commands.flatMap((command) => keysOf(command.name, command.args));
    if (all.length === 0) {
      return undefined;
    }
    const keys = all.length === 1 ? all : [...new Set(all)];
    const { state, node, store } = this;
    const slots = keys.map((key) => slotOf(Buffer.from(key, 'latin1')));
    const [slot] = slots as [number];
    const shard = state.shardOf(node);
    const owner = state.owners[slot];
    const migration = state.migrations.get(slot);
    return redirectionOf({
      slots,
      exists: migration === undefined ? [] : keys.map((key) => store.has(key)),
      owner: owner?.master.address,
      isOwner: owner?.master === node,
      isReplicaOfOwner: owner === shard && shard.master !== node,
      migratingTo: migration?.from.master === node ? migration.to.master.address : undefined,
      isImporting: migration?.to.master === node,
      asking,
      readonly: this.isReadonly,
      isWrite: commands.some((command) => isWrite(command.name, command.args)),
      isShardChannel: SHARD_CHANNELS.has(name),
      isUp: state.isUp,
    });
  }

  /** What a command is about to execute: those that were queued, if it is `EXEC`. */
  #commandsOf(name: string, args: readonly string[]): readonly { name: string; args: readonly string[] }[] {
    return name === 'exec' ? (this.#transaction?.commands ?? []) : [{ name, args }];
  }

  /** An `EXEC` that is rejected ends its transaction. */
  #abort(rejection: Error): Error {
    this.#forget();
    return ELSEWHERE.test(rejection.message)
      ? rejection
      : new Error(`EXECABORT Transaction discarded because of: ${rejection.message.replace(/^ERR /, '')}`);
  }

  /** An error while a transaction is queued breaks it. */
  #broken(error: Error): Error {
    if (this.#transaction !== undefined) {
      this.#transaction.isBroken = true;
    }
    return error;
  }

  #forget(): void {
    this.#transaction = undefined;
    this.#watched.clear();
    this.#isAsking = false;
  }
}
