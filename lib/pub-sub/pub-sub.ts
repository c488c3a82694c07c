import type { Receive } from '../client/subscriber.js';
import { type Kind, SUBSCRIBING, type Subscribing } from '../command/subscribing.js';
import type { Argument, Callback } from '../command/types.js';
import { ClosedError, decorate, QueueFullError } from '../errors.js';
import type { Node } from '../node/node.js';
import type { Nodes } from '../node/nodes.js';
import { answer } from '../router/answer.js';
import type { SlotMap } from '../topology/slot-map.js';
import { EveryMaster } from './every-master.js';
import { type Change, Feed, type FeedOptions } from './feed.js';
import { comesFor, isNotification } from './notifications.js';
import { ShardChannels } from './shard-channels.js';
import { Subscriptions } from './subscriptions.js';

export interface PubSubOptions extends FeedOptions {
  readonly maxQueueLength: number;
}

/** Who hears of what comes. */
export interface PubSubListener {
  /** A subscription began or ended: the event as node_redis names it, and how many there are now. */
  changed(event: string, name: string | Buffer, count: number): void;
  readonly message: Receive;
  /** An error that no callback gets. */
  error(error: Error): void;
  /** The map may be out of date. */
  refresh(): void;
}

/** Where subscriptions can be made. */
interface Source {
  change(change: Change): void;
}

// While every master is listened to, the map is asked for this often: a new
// master is told of by nobody who only listens.
const REFRESH_INTERVAL = 5000;

/** A call of a subscribing command, until it is answered. */
interface Call {
  readonly subscribing: Subscribing;
  readonly args: readonly Argument[];
  readonly names: readonly Buffer[];
  /** Whether names are told as Buffers. */
  readonly buffers: boolean;
  readonly callback: Callback;
  settled: boolean;
  error: Error | null;
}

/**
 * Publish/subscribe with node_redis's calls and events. It answers calls in the
 * order in which they were made, and counts by itself: to servers it only says
 * what is to be listened to.
 */
export class PubSub {
  // What is subscribed to, as far as calls are answered.
  readonly #current = new Subscriptions();
  // The same once all calls are answered, should none fail.
  #intended = new Subscriptions();
  readonly #calls: Call[] = [];
  // What is published reaches every server: any of them will do.
  readonly #feed: Feed;
  readonly #everyMaster: EveryMaster;
  readonly #shardChannels: ShardChannels;
  readonly #refreshTimer: NodeJS.Timeout;
  readonly #nodes: Nodes;
  readonly #options: PubSubOptions;
  readonly #listener: PubSubListener;
  #whenDrained: (() => void) | undefined;
  #closed = false;

  constructor(nodes: Nodes, options: PubSubOptions, listener: PubSubListener) {
    this.#nodes = nodes;
    this.#options = options;
    this.#listener = listener;
    const owner = {
      refused: (kind: Kind, name: Buffer, error: Error) => this.#refused(kind, name, error),
      misuse: (error: Error) => listener.error(error),
    };
    this.#feed = new Feed(options, {
      ...owner,
      place: (former) => this.#place(former),
      message: (kind, channel, ...rest) => {
        if (!isNotification(channel)) {
          listener.message(kind, channel, ...rest);
        }
      },
    });
    this.#everyMaster = new EveryMaster(nodes, options, {
      ...owner,
      message: (kind, channel, ...rest) => {
        if (isNotification(channel)) {
          listener.message(kind, channel, ...rest);
        }
      },
    });
    this.#shardChannels = new ShardChannels(nodes, options, { ...owner, message: listener.message }, () =>
      listener.refresh(),
    );
    this.#refreshTimer = setInterval(() => {
      if (this.#everyMaster.isUsed) {
        listener.refresh();
      }
    }, REFRESH_INTERVAL).unref();
  }

  /** How many calls have no answer. */
  get waiting(): number {
    return this.#calls.length;
  }

  /** What is subscribed to, in node_redis's form. */
  get subscriptionSet(): Record<string, string> {
    const set: Record<string, string> = Object.create(null);
    for (const kind of this.#current.kinds) {
      for (const name of this.#current.of(kind)) {
        set[`${SUBSCRIBING[kind].begin}_${name}`] = name.toString();
      }
    }
    return set;
  }

  /** Takes a call: the answer is the last of its names, or null where there was nothing to end. */
  call(subscribing: Subscribing, args: readonly Argument[], buffers: boolean, callback: Callback): void {
    const { kind, begins } = subscribing;
    const all = args.length === 0 && !begins;
    const names = all ? this.#intended.of(kind) : args.map((arg) => (typeof arg === 'string' ? Buffer.from(arg) : arg));
    const call: Call = { subscribing, args, names, buffers, callback, settled: false, error: null };
    const refusal = this.#refusalOf(call);
    this.#calls.push(call);
    if (refusal !== undefined) {
      this.#settleLater(call, refusal);
      return;
    }
    const concerned = unique(names).filter((name) => begins || this.#intended.has(kind, name));
    this.#intended.change(subscribing, names);
    this.#changeAll(subscribing, concerned, (error) => this.#settle(call, error));
  }

  /** Nothing can be expected of a node any more. */
  nodeLost(node: Node): void {
    if (this.#feed.node === node) {
      this.#feed.move();
    }
    this.#everyMaster.nodeLost(node);
    this.#shardChannels.nodeLost(node);
  }

  /** A map was fetched: nodes may have come and gone. */
  follow(map: SlotMap): void {
    const { node } = this.#feed;
    if (node !== undefined && ![...this.#nodes.all].includes(node)) {
      this.#feed.move();
    }
    this.#feed.sit();
    this.#everyMaster.follow(map);
    this.#shardChannels.follow();
  }

  /** Nodes are ready that were not. */
  wake(): void {
    this.#feed.sit();
    this.#everyMaster.follow();
    this.#shardChannels.follow();
  }

  /** Resolves when every call has its answer. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenDrained = resolve;
      this.#checkDrained();
    });
  }

  unref(): void {
    this.#feed.unref();
    this.#everyMaster.unref();
    this.#shardChannels.unref();
  }

  /** Closes now: calls without an answer get an error. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#refreshTimer);
    const errorFor = () => new ClosedError('The connection was closed before a server took the subscription.');
    this.#feed.close(errorFor);
    this.#everyMaster.close(errorFor);
    this.#shardChannels.close(errorFor);
  }

  #place(former: Node | undefined): Node | undefined {
    const ready = this.#nodes.masters.filter((node) => node.ready);
    const others = ready.filter((node) => node !== former);
    return others[Math.floor(Math.random() * others.length)] ?? ready[0];
  }

  #refusalOf({ subscribing: { kind, begins }, names }: Call): Error | undefined {
    if (begins && names.length === 0) {
      // As a server says it.
      return new Error(`ERR wrong number of arguments for '${SUBSCRIBING[kind].begin}' command`);
    }
    const { maxQueueLength } = this.#options;
    return this.#calls.length >= maxQueueLength ? new QueueFullError(maxQueueLength) : undefined;
  }

  /** Begins or ends subscriptions, wherever it has to be; done when it is everywhere. */
  #changeAll(subscribing: Subscribing, names: readonly Buffer[], done: (error: Error | null) => void): void {
    const { kind, begins } = subscribing;
    const sources: [Source, readonly Buffer[]][] =
      kind === 'shard'
        ? [[this.#shardChannels, names]]
        : [
            [this.#feed, names.filter((name) => comesFor(kind, name).published)],
            [this.#everyMaster, names.filter((name) => comesFor(kind, name).notifications)],
          ];
    const concerned = sources.filter(([, own]) => own.length > 0);
    let left = concerned.length;
    let failure: Error | null = null;
    for (const [source, own] of concerned) {
      source.change({
        kind,
        begins,
        names: own,
        expiresAt: Date.now() + this.#options.retryTimeout,
        done: (error) => {
          failure ??= error;
          left -= 1;
          if (left === 0) {
            done(failure);
          }
        },
      });
    }
    if (left === 0) {
      process.nextTick(done, null);
    }
  }

  #settleLater(call: Call, error: Error | null): void {
    process.nextTick(() => this.#settle(call, error));
  }

  #settle(call: Call, error: Error | null): void {
    call.settled = true;
    call.error = error;
    while (this.#calls[0]?.settled) {
      this.#finish(this.#calls.shift() as Call);
    }
    this.#checkDrained();
  }

  #finish({ subscribing, args, names, buffers, callback, error }: Call): void {
    const { kind, begins } = subscribing;
    const command = SUBSCRIBING[kind][begins ? 'begin' : 'end'];
    if (error !== null) {
      this.#intend();
      if (begins) {
        this.#undo(kind, names);
      }
      answer(callback, decorate(error, command.toUpperCase(), args));
      return;
    }
    const told = args.length === 0 ? names.filter((name) => this.#current.has(kind, name)) : names;
    let last: string | Buffer | null = null;
    for (const name of told) {
      this.#current.change(subscribing, [name]);
      last = buffers ? name : name.toString();
      this.#listener.changed(command, last, this.#current.countWith(kind));
    }
    answer(callback, null, last);
  }

  /** After a call that failed. */
  #intend(): void {
    this.#intended = this.#current.copy();
    for (const { subscribing, names, error } of this.#calls) {
      if (error === null) {
        this.#intended.change(subscribing, names);
      }
    }
  }

  /** What a call has begun at some servers and was refused at others. One server refuses all of it. */
  #undo(kind: Kind, names: readonly Buffer[]): void {
    const stray = unique(names).filter((name) => !this.#intended.has(kind, name));
    if (!this.#closed && (kind === 'shard' || names.some((name) => comesFor(kind, name).notifications))) {
      this.#changeAll({ kind, begins: false }, stray, () => {});
    }
  }

  #refused(kind: Kind, name: Buffer, error: Error): void {
    if (!this.#current.has(kind, name)) {
      return;
    }
    this.#current.change({ kind, begins: false }, [name]);
    this.#intend();
    this.#undo(kind, [name]);
    this.#listener.error(decorate(error, SUBSCRIBING[kind].begin.toUpperCase(), [name.toString()]));
  }

  #checkDrained(): void {
    if (this.#calls.length === 0) {
      this.#whenDrained?.();
      this.#whenDrained = undefined;
    }
  }
}

function unique(names: readonly Buffer[]): Buffer[] {
  return [...new Map(names.map((name) => [name.toString('latin1'), name])).values()];
}
