import { EventEmitter } from 'node:events';
import { promisify } from 'node:util';
import type { Batch, BatchKind } from './batch.js';
import { Calls } from './calls.js';
import { callbackOf } from './command/arguments.js';
import { refusalOf } from './command/refused.js';
import type { Kind } from './command/subscribing.js';
import { specFor } from './command/table.js';
import type { Callback } from './command/types.js';
import { CommandPromise } from './command-promise.js';
import {
  addAliases,
  addCommands,
  type BatchAliases,
  type ChainMethods,
  type CommandMethods,
  type Input,
} from './commands.js';
import { createDefaultClient, loadDefaultClient } from './default-client.js';
import { DefinedCommands } from './defined-commands.js';
import { decorate, describe, InvalidArgumentError } from './errors.js';
import { type ClusterNode, type ClusterStats, Inspection, type ServerReply, type SlotRange } from './inspection.js';
import { type ElementScanOptions, type ScanOptions, scanKeys, scanMembers, scanPairs } from './iterators.js';
import {
  type CheckedOptions,
  checkOptions,
  kept,
  type RedisClusterOptions,
  type ScriptDefinition,
  withoutAliases,
} from './options.js';
import { PubSub } from './pub-sub/pub-sub.js';
import { answer } from './router/answer.js';
import { Dispatcher } from './router/dispatcher.js';
import { Router } from './router/router.js';
import { Watches } from './router/watches.js';
import type { Servers } from './router/whole-cluster.js';
import { parseInfo, type ServerInfo } from './server-info.js';
import { format } from './topology/address.js';

// The events of messages, by what they came for.
const MESSAGES: Readonly<Record<Kind, string>> = { channel: 'message', pattern: 'pmessage', shard: 'smessage' };

// How long quit() waits for what is outstanding.
const QUIT_TIMEOUT = 5000;

let connections = 0;

/** A batch with one method per command. */
export interface Multi extends Batch, BatchAliases, ChainMethods<Multi> {}

// The methods of all commands are added to the prototype by the class itself.
export interface RedisCluster<Client = unknown> extends CommandMethods {
  sendCommand: RedisCluster<Client>['send_command'];
  MULTI: RedisCluster<Client>['multi'];
  BATCH: RedisCluster<Client>['batch'];
  SELECT: RedisCluster<Client>['select'];
  QUIT: RedisCluster<Client>['quit'];
  WATCH: RedisCluster<Client>['watch'];
  UNWATCH: RedisCluster<Client>['unwatch'];
  DISCARD: RedisCluster<Client>['discard'];
}

/**
 * Stands in for one node_redis client and talks to a whole Redis Cluster.
 *
 * Events, as node_redis's: `connect` (a first server is connected), `ready`
 * (commands are taken to their servers), `close` (the last connection is lost),
 * `reconnecting` (`{ attempt, delay, error }`: no server answers), `end`, `error`
 * (an error that no callback and no promise gets), `warning`; of what the cluster
 * consists of: `+node`, `-node` (`{ host, port, role }`), `node error` (an error and
 * the node), `fullReady` (all masters are connected), `topology` (what has changed:
 * `{ added, removed, roles, moved }`); and those of
 * publish/subscribe: `subscribe`, `psubscribe`, `ssubscribe` and their ends with a
 * name and how many there are, `message`, `pmessage`, `smessage`, and
 * `message_buffer` and so on with Buffers.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the prototype gets every method that the interface names.
export class RedisCluster<Client = unknown> extends EventEmitter {
  static {
    addCommands(RedisCluster.prototype, (spec) => {
      const method = function (this: RedisCluster, ...input: unknown[]) {
        return this.#calls.call(spec, input);
      };
      // Without a callback it returns a promise already.
      return Object.defineProperty(method, promisify.custom, { value: method, configurable: true });
    });
    addAliases(RedisCluster.prototype, RedisCluster.prototype.send_command, ['sendCommand']);
    addAliases(RedisCluster.prototype, RedisCluster.prototype.batch, ['BATCH']);
  }

  /** What the cluster was made with, defaults in place. */
  readonly options: CheckedOptions;
  /** Where it connects at first. */
  readonly connection_options: { readonly servers: CheckedOptions['servers'] };
  /** The first of `servers`, as `host:port`. */
  readonly address: string;
  readonly connection_id: number;
  /** The fields of `INFO` of one master, as node_redis reads them. */
  server_info: ServerInfo = {};
  /** Whether `quit` or `end` was called. */
  closing = false;
  readonly #given: RedisClusterOptions<Client>;
  readonly #router: Router;
  readonly #dispatcher: Dispatcher;
  readonly #watches: Watches;
  readonly #pubSub: PubSub;
  readonly #inspection: Inspection;
  readonly #calls: Calls;
  readonly #defined: DefinedCommands;
  #ready = false;
  #ended = false;
  // After end(false) nobody is told of errors that nobody listens for.
  #silent = false;

  /**
   * @param options see the README; `servers` is needed
   * @throws InvalidOptionError (`code` `INVALID_OPTION`) that names the option,
   * what was expected and what came
   */
  constructor(options: RedisClusterOptions<Client>) {
    super();
    const checked = checkOptions(options);
    if (checked.createClient === createDefaultClient) {
      loadDefaultClient();
    }
    this.#given = kept(options);
    this.options = checked;
    this.connection_options = { servers: checked.servers };
    this.address = format(checked.servers[0] as { host: string; port: number });
    this.connection_id = connections;
    connections += 1;
    if (checked.return_buffers && checked.detect_buffers) {
      this.#warn('return_buffers and detect_buffers are both on: replies are always Buffers');
    }
    const coreOptions = {
      ...checked,
      createClient: (port: number, host: string) => checked.createClient(port, host, checked.redisOptions),
    };
    this.#router = new Router(coreOptions, {
      connected: () => this.#tell('connect'),
      opening: (node) => this.#dispatcher.scripts.ensureAll(node),
      ready: () => {
        this.#whenReady();
        this.#pubSub.wake();
      },
      disconnected: () => {
        this.#ready = false;
        this.#tell('close');
      },
      reconnecting: (attempt, delay, error) => {
        this.#ready = false;
        this.#tell('reconnecting', { attempt, delay, error });
      },
      gaveUp: (error) => this.#giveUp(error),
      misuse: (error) => this.#tell('error', error),
      lost: (node) => this.#pubSub.nodeLost(node),
      topology: (map) => {
        this.#pubSub.follow(map);
        for (const master of this.#router.nodes.masters) {
          this.#dispatcher.scripts.ensureAll(master);
        }
      },
      mapChanged: (changes) => this.#inspection.mapChanged(changes),
      nodeConnected: () => this.#inspection.nodeConnected(),
      nodeFailed: (node, error) => this.#inspection.nodeFailed(node, error),
      redirected: (kind, slot, from, to) => this.#inspection.redirected(kind, slot, from, to),
      retried: (slot, node, error) => this.#inspection.retried(slot, node, error),
    });
    this.#inspection = new Inspection(this.#router, this, (event, ...news) => this.#tell(event, ...news));
    this.#pubSub = new PubSub(this.#router.nodes, coreOptions, {
      changed: (event, name, count) => this.#tell(event, name, count),
      message: (...message) => this.#tellMessage(...message),
      error: (error) => this.#tell('error', error),
      refresh: () => this.#router.refresh(),
    });
    this.#dispatcher = new Dispatcher(this.#router, checked.prefix, this);
    this.#watches = new Watches(this.#router, this.#dispatcher, checked.maxQueueLength, (key) => {
      if (!this.closing) {
        this.#warn(
          `WATCH of '${key}' was followed by no exec(), discard() or unwatch() in its asynchronous context: ` +
            'what another context has executed meanwhile did not rely on it',
        );
      }
    });
    this.#calls = new Calls(this, this.#dispatcher, this.#watches, this.#pubSub, (error) => {
      if (!this.#silent) {
        this.#tell('error', error);
      }
    });
    this.#defined = new DefinedCommands(this, this.#calls);
    for (const [name, definition] of Object.entries(checked.scripts)) {
      this.#defined.defineScript(name, definition);
    }
    // Not at once: whoever made it must be able to listen first.
    process.nextTick(() => {
      if (!this.#ended) {
        this.#router.refresh();
      }
    });
  }

  /** Whether a server is connected. */
  get connected(): boolean {
    return this.#router.connected;
  }

  /** Whether commands are taken to their servers; they wait before. */
  get ready(): boolean {
    return this.#ready && this.#router.ready;
  }

  /** How many commands are sent and not answered yet. */
  get command_queue_length(): number {
    return this.#router.outstanding;
  }

  /** How many commands wait for a server that can take them. */
  get offline_queue_length(): number {
    return this.#router.waiting + this.#pubSub.waiting + this.#watches.waiting;
  }

  /** `command_queue_length`, in node_redis's other spelling. */
  get commandQueueLength(): number {
    return this.command_queue_length;
  }

  /** `offline_queue_length`. */
  get offlineQueueLength(): number {
    return this.offline_queue_length;
  }

  /** `should_buffer`. */
  get shouldBuffer(): boolean {
    return this.should_buffer;
  }

  /** `connection_id`. */
  get connectionId(): number {
    return this.connection_id;
  }

  /** `server_info`. */
  get serverInfo(): ServerInfo {
    return this.server_info;
  }

  /** What is subscribed to, in node_redis's form: `subscribe_`, `psubscribe_` or `ssubscribe_` and the name as keys. */
  get subscription_set(): Readonly<Record<string, string>> {
    return this.#pubSub.subscriptionSet;
  }

  /**
   * The servers of the cluster, as far as is known; none before there is a map.
   * Those that are not connected have no `client`: replicas are only with the
   * option `replicas`.
   * @throws InvalidArgumentError when `which` is another word
   * @see https://redis.io/docs/latest/commands/cluster-slots/
   */
  nodes(which: Servers = 'all'): ClusterNode<Client>[] {
    return this.#inspection.nodes(which) as ClusterNode<Client>[];
  }

  /**
   * The master of a slot; undefined while nobody is known to own it.
   * @throws InvalidArgumentError when it is no number from 0 to 16383
   */
  getSlotMaster(slot: number): ClusterNode<Client> | undefined {
    return this.#inspection.slotMaster(slot) as ClusterNode<Client> | undefined;
  }

  /**
   * The master of a key's slot, the option `prefix` before it; undefined while nobody is known to own it.
   * @throws InvalidArgumentError when it is neither a string nor a Buffer
   * @see https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#key-distribution-model
   */
  nodeFor(key: string | Buffer): ClusterNode<Client> | undefined {
    if (typeof key !== 'string' && !Buffer.isBuffer(key)) {
      throw new InvalidArgumentError(`A key is a string or a Buffer, got ${describe(key)}`);
    }
    return this.getSlotMaster(this.#dispatcher.slotOfKey(key));
  }

  /**
   * Who owns which slots: ranges in order, each with its master and replicas.
   * Slots that nobody owns are in none of them.
   */
  getSlots(): SlotRange[] {
    return this.#inspection.slots();
  }

  /**
   * Figures since the beginning, for all and for each server: commands sent,
   * redirections followed, retries, and how often the map was asked for.
   */
  stats(): ClusterStats {
    return this.#inspection.stats();
  }

  /**
   * Waits until it is `ready`, and not at all where it is already.
   * @param callback as of redis-clustr: called with null, or with the error
   * @returns a promise where there is no callback. The error is `NR_CLOSED` when it ends before; `cause` says why, where
   * nobody asked for it
   * @throws InvalidArgumentError when the event is another one, or the callback is no function
   */
  waitFor(event: 'ready', callback: (error: Error | null) => void): void;
  waitFor(event: 'ready'): Promise<void>;
  waitFor(event: 'ready', callback?: (error: Error | null) => void): Promise<void> | undefined {
    if (event !== 'ready') {
      throw new InvalidArgumentError(`waitFor takes 'ready', got ${describe(event)}`);
    }
    if (callback !== undefined && typeof callback !== 'function') {
      throw new InvalidArgumentError(`waitFor takes a function as callback, got ${describe(callback)}`);
    }
    const ready = this.#ended ? Promise.reject(this.#calls.refusal()) : this.#inspection.untilReady();
    if (callback === undefined) {
      return ready;
    }
    ready.then(
      () => answer(callback, null),
      (error: Error) => answer(callback, error),
    );
    return undefined;
  }

  /** Whether commands wait already, so that it may be wise to slow down. */
  get should_buffer(): boolean {
    return this.#router.waiting > 0;
  }

  /**
   * Sends a command by its name.
   * @param args its arguments, as an array
   * @returns a promise where there is no callback
   * @throws InvalidArgumentError when the name is no string, or the arguments are no array
   */
  send_command<T = unknown>(name: string, args: readonly Input[], callback: Callback<T>): boolean;
  send_command<T = unknown>(name: string, callback: Callback<T>): boolean;
  send_command<T = unknown>(name: string, args?: readonly Input[]): Promise<T>;
  send_command<T = unknown>(
    name: string,
    args: readonly Input[],
    callback: Callback<T> | undefined,
  ): boolean | Promise<T>;
  send_command(name: string, args?: readonly Input[] | Callback, callback?: Callback): unknown {
    if (typeof args === 'function') {
      return this.#callByName(name, [args]);
    }
    if (args !== undefined && args !== null && !Array.isArray(args)) {
      throw new InvalidArgumentError(`send_command takes its arguments as an array, got ${describe(args)}`);
    }
    if (callback !== undefined && typeof callback !== 'function') {
      throw new InvalidArgumentError(`send_command takes a function as callback, got ${describe(callback)}`);
    }
    return this.#callByName(name, callback === undefined ? [args ?? []] : [args ?? [], callback]);
  }

  /**
   * Sends a command by its name, arguments and callback following as in
   * `cluster.get(…)`; also commands that have no method, a module's for instance.
   */
  call<T = unknown>(name: string, ...args: [...args: Input[], callback: Callback<T>]): boolean;
  call<T = unknown>(name: string, ...args: Input[]): Promise<T>;
  call<T = unknown>(name: string, ...args: [...args: Input[], callback: Callback<T> | undefined]): boolean | Promise<T>;
  call(name: string, ...input: unknown[]): unknown {
    return this.#callByName(name, input);
  }

  /**
   * Gives a script a method, here and on batches, which is called as any command:
   * with keys and arguments, a callback or for a promise.
   * @param name none that is there already, but for one that was defined by this
   * @throws InvalidArgumentError, InvalidOptionError for a name or definition that cannot be used
   * @see https://redis.io/docs/latest/develop/programmability/eval-intro/
   */
  defineCommand(name: string, definition: ScriptDefinition): void {
    this.#defined.defineScript(name, definition);
  }

  /**
   * Gives a command that has none a method, here and on batches: a module's, or
   * one of a server that is newer than this. `JSON.GET` is there as `json.get`
   * and `json_get`, and both in upper case. Nothing happens where there is one.
   * @throws InvalidArgumentError for a name that is something else already
   */
  addCommand(name: string): void {
    this.#defined.addCommand(name);
  }

  /**
   * Sends a command to servers, each of which answers for itself:
   * `cluster.callEach('all', 'INFO', 'memory')`.
   * @param which `'all'`, `'masters'` or `'replicas'`; those that are not connected are connected for it
   * @param args the arguments of the command, and a callback; none that blocks, as others would wait behind it
   * @returns `[{ host, port, role, error, reply }]`: what each server answered, masters first, the
   * `error` null where it did; a promise of them where there is no callback
   * @throws UnsupportedCommandError (`code` `UNSUPPORTED`), InvalidArgumentError
   */
  callEach<T = unknown>(
    which: Servers,
    name: string,
    ...args: [...args: Input[], callback: Callback<ServerReply<T>[]>]
  ): boolean;
  callEach<T = unknown>(which: Servers, name: string, ...args: Input[]): Promise<ServerReply<T>[]>;
  callEach(which: Servers, name: string, ...input: unknown[]): unknown {
    this.#inspection.checkWhich('callEach', which);
    const lower = checkName(name).toLowerCase();
    return this.#calls.callEach(which, lower, input, (answers) => this.#inspection.repliesOf(answers));
  }

  readonly #send = (name: string, args: readonly Input[]): Promise<unknown> => this.send_command(name, args);

  #callByName(name: string, input: unknown[]): unknown {
    const lower = checkName(name).toLowerCase();
    if (lower === 'quit') {
      return this.quit(callbackOf(input));
    }
    if (lower === 'watch' || lower === 'unwatch' || lower === 'discard') {
      return (this[lower] as (...input: unknown[]) => unknown)(...input);
    }
    return this.#calls.callAny(specFor(lower) ?? lower, input);
  }

  /**
   * Collects commands, to execute them together: as a transaction when their
   * keys share a slot, else each by itself, or not at all with the option
   * `multi: 'atomic'`.
   * @param commands `[['get', 'a'], ['set', 'b', 1]]`
   * @see https://redis.io/docs/latest/commands/multi/
   */
  multi(commands?: readonly (readonly unknown[])[]): Multi {
    return this.#collect(this.options.multi === 'atomic' ? 'atomic' : 'multi', commands);
  }

  /** Collects commands, to execute them together, each by itself. */
  batch(commands?: readonly (readonly unknown[])[]): Multi {
    return this.#collect('batch', commands);
  }

  /**
   * Every key of all masters: `for await (const key of
   * cluster.scanIterator({ match: 'user:*' }))`. One that is there throughout is not
   * missed, also when slots move or masters change. As with `SCAN`, a key may come
   * more than once, and keys are those of the servers, with the option `prefix` in them.
   * @param options `match`, `count`, `type`
   * @returns an async iterator; what a server answers with an error, it throws
   * @throws InvalidArgumentError for options that cannot be used
   * @see https://redis.io/docs/latest/commands/scan/
   */
  scanIterator<T = string>(options?: ScanOptions): AsyncGenerator<T, void, undefined> {
    return scanKeys(this.#send, options);
  }

  /**
   * Every field of a hash with its value, as `[field, value]`; some come twice when
   * another server has to be asked, as the hash has moved or its master was replaced.
   * @param options `match`, `count`
   * @returns an async iterator, as `scanIterator`
   * @throws InvalidArgumentError for options that cannot be used
   * @see https://redis.io/docs/latest/commands/hscan/
   */
  hscanIterator<T = string>(
    key: string | Buffer,
    options?: ElementScanOptions,
  ): AsyncGenerator<[T, T], void, undefined> {
    return scanPairs(this.#calls.sendAndTell, 'hscan', key, options);
  }

  /**
   * Every member of a set.
   * @param options `match`, `count`
   * @returns an async iterator, as `scanIterator`
   * @throws InvalidArgumentError for options that cannot be used
   * @see https://redis.io/docs/latest/commands/sscan/
   */
  sscanIterator<T = string>(key: string | Buffer, options?: ElementScanOptions): AsyncGenerator<T, void, undefined> {
    return scanMembers(this.#calls.sendAndTell, key, options);
  }

  /**
   * Every member of a sorted set with its score, as `[member, score]`; scores are strings, as in `ZSCAN`.
   * @param options `match`, `count`
   * @returns an async iterator, as `scanIterator`
   * @throws InvalidArgumentError for options that cannot be used
   * @see https://redis.io/docs/latest/commands/zscan/
   */
  zscanIterator<T = string>(
    key: string | Buffer,
    options?: ElementScanOptions,
  ): AsyncGenerator<[T, T], void, undefined> {
    return scanPairs(this.#calls.sendAndTell, 'zscan', key, options);
  }

  /**
   * Watches keys of one slot for the caller: the `multi()` that he executes next
   * answers null, and does nothing, when one of them has changed meanwhile. Who the
   * caller is, his asynchronous context tells: whatever follows the call, in the same
   * function, behind `await` and in callbacks.
   * @returns `OK`
   * @throws (to the callback, or as a rejection) `CROSSSLOT` before anything is sent,
   * `QUEUE_FULL` when there is no connection to be had
   * @see https://redis.io/docs/latest/commands/watch/
   */
  watch(...args: [...keys: Input[], callback: Callback<'OK'>]): boolean;
  watch(...keys: Input[]): Promise<'OK'>;
  watch(...args: [...keys: Input[], callback: Callback<'OK'> | undefined]): boolean | Promise<'OK'>;
  watch(...input: unknown[]): unknown {
    let isContinued = () => true;
    const reply = this.#calls.callOwn('watch', -2, input, (args, done) => {
      if (args.length === 0) {
        const error = new Error("ERR wrong number of arguments for 'watch' command");
        process.nextTick(answer, done, decorate(error, 'WATCH', args));
      } else {
        this.#watches.watch(args, done, () => isContinued());
      }
    });
    if (reply instanceof CommandPromise) {
      isContinued = () => reply.isHeard;
    }
    return reply;
  }

  /**
   * Ends what `watch` has begun for the caller.
   * @returns `OK`, also where nothing is watched
   * @see https://redis.io/docs/latest/commands/unwatch/
   */
  unwatch(callback: Callback<'OK'>): boolean;
  unwatch(): Promise<'OK'>;
  unwatch(callback: Callback<'OK'> | undefined): boolean | Promise<'OK'>;
  unwatch(...input: unknown[]): unknown {
    return this.#calls.callOwn('unwatch', 1, input, (_args, done) => this.#watches.unwatch(done));
  }

  /**
   * Transactions begin and end with `multi()`, which has a `discard()` of its own:
   * this one answers with the error that Redis has for it (`code` `ERR`).
   * @see https://redis.io/docs/latest/commands/discard/
   */
  discard(callback: Callback<'OK'>): boolean;
  discard(): Promise<'OK'>;
  discard(...input: unknown[]): unknown {
    return this.#calls.callOwn('discard', 1, input, (args, done) =>
      process.nextTick(answer, done, decorate(new Error('ERR DISCARD without MULTI'), 'DISCARD', args)),
    );
  }

  /** A cluster has only database 0: answers `OK` for that, and an error (`code` `UNSUPPORTED`) for others. */
  select(database: number | string, callback: Callback<'OK'>): boolean;
  select(database: number | string): Promise<'OK'>;
  select(database: number | string, callback: Callback<'OK'> | undefined): boolean | Promise<'OK'>;
  select(...input: unknown[]): unknown {
    const callback = callbackOf(input);
    const error = refusalOf('select', [String(input[0])]) ?? this.#calls.refusal();
    if (error !== undefined) {
      return this.#calls.answerLater(callback, decorate(error, 'SELECT', [String(input[0])]));
    }
    return this.#calls.answerLater(callback, null, 'OK');
  }

  /**
   * Closes after every command that was issued has its answer; those issued
   * later fail with `NR_CLOSED`. Waits five seconds at most. Emits `end`.
   */
  quit(callback: Callback<'OK'>): boolean;
  quit(): Promise<'OK'>;
  quit(callback?: Callback<'OK'>): unknown;
  quit(callback?: Callback<'OK'>): unknown {
    if (this.closing) {
      return this.#calls.answerLater(callback, null, 'OK');
    }
    this.closing = true;
    const closed = this.#close().then(() => 'OK' as const);
    if (typeof callback === 'function') {
      closed.then((ok) => answer(callback, null, ok));
      return true;
    }
    return closed;
  }

  /**
   * Closes at once. Commands without an answer get an error: `NR_CLOSED` where
   * they were not sent, `UNCERTAIN_STATE` for writes that were. Where nobody
   * listens for it, it is emitted as `error` with `flush`, and not without.
   */
  end(flush?: boolean): void {
    if (flush === undefined) {
      this.#warn('end() without the flush parameter says nothing of commands that nobody listens for');
    }
    this.closing = true;
    this.#silent = flush !== true;
    this.#pubSub.close();
    this.#router.destroy();
    this.#end();
  }

  /**
   * Another cluster object with the same options, changed by those given.
   * @param callback called with it when it is ready, or with the first error
   */
  duplicate(
    options?: Partial<RedisClusterOptions> | Callback<RedisCluster<Client>> | null,
    callback?: Callback<RedisCluster<Client>>,
  ): RedisCluster<Client> {
    const changed = typeof options === 'function' ? {} : (options ?? {});
    const done = typeof options === 'function' ? options : callback;
    const all = { ...this.#given, ...(withoutAliases(changed) as Partial<RedisClusterOptions<Client>>) };
    const cluster = this.#watches.outside(() => new RedisCluster<Client>(all));
    this.#defined.copyTo(cluster.#defined);
    if (done !== undefined) {
      const ready = () => {
        cluster.off('error', failed);
        answer(done, null, cluster);
      };
      const failed = (error: Error) => {
        cluster.off('ready', ready);
        cluster.end(true);
        answer(done, error);
      };
      cluster.once('ready', ready);
      cluster.once('error', failed);
    }
    return cluster;
  }

  /** Lets the process end while connections are open. */
  unref(): void {
    this.#router.unref();
    this.#pubSub.unref();
  }

  #collect(kind: BatchKind, commands: readonly (readonly unknown[])[] = []): Multi {
    const batch = this.#defined.newBatch(kind);
    for (const [name, ...input] of commands) {
      // node_redis takes [['get', 'a'], callback] too.
      const [command, ...first] = Array.isArray(name) ? name : [name];
      if (typeof command !== 'string' || command === '') {
        throw new InvalidArgumentError(`A batch takes commands as ['get', 'key'], got ${describe(command)} as a name.`);
      }
      const given = [...first, ...input];
      const defined = this.#defined.translate(command, given);
      batch.add(defined?.command ?? command.toLowerCase(), defined?.input ?? given);
    }
    return batch as Multi;
  }

  #whenReady(): void {
    // node_redis's ready check: libraries read `server_info` as soon as it is ready.
    const node = this.#router.nodes.any();
    const ready = () => {
      if (!this.#ended) {
        this.#ready = true;
        this.#tell('ready');
        this.#inspection.becameReady();
      }
    };
    if (node === undefined) {
      ready();
      return;
    }
    node.ask('info', [], (error, text) => {
      if (error === null && typeof text === 'string') {
        this.server_info = parseInfo(text);
      }
      ready();
    });
  }

  async #close(): Promise<void> {
    const deadline = Date.now() + QUIT_TIMEOUT;
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, QUIT_TIMEOUT);
    });
    const drained = async () => {
      await Promise.all([this.#dispatcher.whole.drained(), this.#pubSub.drained()]);
      await this.#router.drained();
    };
    await Promise.race([drained(), timeUp]);
    clearTimeout(timer);
    this.#pubSub.close();
    await this.#router.close(Math.max(0, deadline - Date.now()));
    this.#end();
  }

  #giveUp(error: Error): void {
    this.closing = true;
    this.#pubSub.close();
    this.#router.destroy(error);
    this.#tell('error', error);
    this.#end(error);
  }

  /** Emits. What a listener throws is an uncaught exception, and no business of whoever had the news. */
  #tell(event: string, ...news: unknown[]): void {
    try {
      this.emit(event, ...news);
    } catch (thrown) {
      process.nextTick(() => {
        throw thrown;
      });
    }
  }

  /** With return_buffers, node_redis has one event with Buffers; else one with strings, and others with Buffers. */
  #tellMessage(kind: Kind, channel: Buffer, message: Buffer, pattern: Buffer | undefined): void {
    const event = MESSAGES[kind];
    const parts = pattern === undefined ? [channel, message] : [pattern, channel, message];
    if (this.options.return_buffers) {
      this.#tell(event, ...parts);
      return;
    }
    this.#tell(event, ...parts.map((part) => part.toString()));
    this.#tell(`${event}_buffer`, ...parts);
    this.#tell(`${event}Buffer`, ...parts);
  }

  /** @param cause why, where nobody asked for it */
  #end(cause?: Error): void {
    if (!this.#ended) {
      this.#ended = true;
      this.#ready = false;
      this.#tell('end');
      this.#inspection.ended(cause);
    }
  }

  #warn(message: string): void {
    // Not at once: nobody can listen while this is being made.
    process.nextTick(() => {
      if (this.listenerCount('warning') > 0) {
        this.emit('warning', message);
      } else {
        process.emitWarning(message, 'ClusterwiseWarning');
      }
    });
  }
}

function checkName(name: unknown): string {
  if (typeof name !== 'string' || name === '') {
    throw new InvalidArgumentError(`The name of a command must be a string, got ${describe(name)}`);
  }
  return name;
}
