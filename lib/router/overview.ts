import { SLOTS } from '../command/slot.js';
import { InvalidClientError, InvalidOptionError } from '../errors.js';
import { fetchMap } from '../node/fetch-map.js';
import { HealthWatch } from '../node/health-watch.js';
import { Lanes } from '../node/lanes.js';
import type { Node } from '../node/node.js';
import { Nodes } from '../node/nodes.js';
import type { ReplicaUse } from '../node/readers.js';
import { ReplicationWatch } from '../node/replication-watch.js';
import { type Address, format } from '../topology/address.js';
import { changesBetween, changesByMove, type MapChanges } from '../topology/map-changes.js';
import { Patches } from '../topology/patches.js';
import { Refresher } from '../topology/refresher.js';
import { SlotMap } from '../topology/slot-map.js';

export interface OverviewOptions {
  servers: readonly Address[];
  nodeAddressMap: (host: string, port: number) => Address;
  createClient: (port: number, host: string) => unknown;
  maxBlockingConnections: number;
  connectTimeout: number;
  silenceTimeout: number;
  replicas: ReplicaUse;
  minimizeConnections: boolean;
  refreshInterval: number;
  coalesce: boolean;
  retryStrategy: (attempt: number) => number | Error | null;
}

/** What is told of the cluster as a whole. */
export interface ClusterListener {
  /** A first connection stands, after there was none. */
  connected(): void;
  /** A node is connected, and nobody has sent anything yet. */
  opening?(node: Node): void;
  /** A map is in place, after there was none that could be used. */
  ready(): void;
  /** The last connection is lost. */
  disconnected(): void;
  /** No server answers. Going on after `delay`. */
  reconnecting(attempt: number, delay: number, error: Error): void;
  /** It will not go on: `retryStrategy` said so. */
  gaveUp(error: Error): void;
  /** `createClient` is at fault. */
  misuse(error: Error): void;
  /** The connection to a node was lost, or it is silent: whoever can, goes elsewhere. */
  lost?(node: Node): void;
  /** A map was fetched, and its nodes are in place. */
  topology?(map: SlotMap): void;
  /** The map is another one, by a fetch or by a `MOVED`. */
  mapChanged?(changes: MapChanges): void;
  /** A node is connected, and is known so. */
  nodeConnected?(node: Node): void;
  /** The connection to a node was lost, or could not be made. */
  nodeFailed?(node: Node, error: Error): void;
}

/** What whoever sends commands must know at once. */
export interface OverviewUser {
  /** A slot has another owner than before. */
  moved(slot: number, formerOwner: Node): void;
  /** A node has answered what was awaited. */
  caughtUp(node: Node): void;
  /** A node has come or gone: somebody may be served now, or go elsewhere. */
  changed(): void;
  /** Nothing is outstanding at one of the nodes. */
  idle(): void;
  /** A map was fetched. `changed`: slots have moved by it; `isFirst`: there was none before. */
  adopted(changed: boolean, isFirst: boolean): void;
  /** `createClient` is at fault for a node, or for all. Returns whether somebody is told of it. */
  misused(error: Error, node: Node | undefined): boolean;
  /** Whether somebody began to wait since the last fetch began. */
  isAwaited(): boolean;
}

// When servers are connected and give no map, it is asked for again after this long.
const RETRY_INTERVAL = 1000;
// While somebody waits for a server that is not there, the map is asked for this often.
const WATCH_INTERVAL = 50;

/**
 * What is known of the cluster: who owns which slot, the nodes and how they are.
 * It decides when the map is fetched, and what is told when no server answers.
 */
export class Overview {
  readonly nodes: Nodes;
  readonly lanes: Lanes;
  #map = SlotMap.empty;
  #fetches = 0;
  #connected = false;
  #ready = false;
  // Why no server gave a map the last time.
  #causes: readonly Error[] = [];
  // What was told last of a function of the user's that fails, while it does.
  #told: string | undefined;
  // No server answered the last time; `retryStrategy` says when to try again.
  #unreached = false;
  #closed = false;
  readonly #patches = new Patches();
  readonly #refresher: Refresher;
  readonly #watch: HealthWatch;
  readonly #replication: ReplicationWatch | undefined;
  readonly #options: OverviewOptions;
  readonly #listener: ClusterListener;
  readonly #user: OverviewUser;

  constructor(options: OverviewOptions, listener: ClusterListener, user: OverviewUser) {
    this.#options = options;
    this.#listener = listener;
    this.#user = user;
    const { createClient, connectTimeout, coalesce, replicas, minimizeConnections } = options;
    const { maxBlockingConnections, silenceTimeout } = options;
    const connecting = { createClient, connectTimeout, coalesce, unref: false };
    this.nodes = new Nodes(
      {
        ...connecting,
        replicas,
        minimizeConnections,
        badPick: (error) => this.#tellOnce(error),
        translate: options.nodeAddressMap,
      },
      {
        connected: (node) => this.#nodeConnected(node),
        lost: (node, error, misuse) => this.#nodeLost(node, error, misuse),
        caughtUp: (node) => {
          this.lanes.caughtUp(node);
          user.caughtUp(node);
        },
        idle: () => user.idle(),
      },
    );
    this.lanes = new Lanes({ ...connecting, maxBlockingConnections, silenceTimeout }, () => user.idle());
    this.#refresher = new Refresher(options.refreshInterval, {
      fetch: () => {
        this.#fetches += 1;
        return fetchMap(this.nodes, this.#map, options.servers);
      },
      adopted: (map) => this.#adopted(map),
      failed: (error, attempt) => this.#unreachable(error, attempt),
    });
    this.#watch = new HealthWatch(() => this.nodes.all, silenceTimeout, {
      suspects: (node) => {
        this.#refresher.refresh();
        this.#listener.lost?.(node);
      },
    });
    this.#replication = replicas === 'never' ? undefined : new ReplicationWatch(() => this.nodes.readingReplicas());
  }

  get connected(): boolean {
    return this.#connected;
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** Who owns which slot, as far as is known. */
  get map(): SlotMap {
    return this.#map;
  }

  /** How often a fetch of the map was begun. */
  get fetches(): number {
    return this.#fetches;
  }

  /** Requests sent and not answered. */
  get outstanding(): number {
    return this.nodes.outstanding + this.lanes.outstanding;
  }

  /** Why there is no server, as far as is known: one cause for each that was tried. */
  get causes(): readonly Error[] {
    if (this.#causes.length > 0) {
      return this.#causes;
    }
    const errors = new Map<string, Error | undefined>(this.#options.servers.map((seed) => [format(seed), undefined]));
    for (const { name, lastError } of this.nodes.all) {
      errors.set(name, lastError);
    }
    return [...errors].map(([name, error]) => error ?? new Error(`${name}: no answer yet`));
  }

  /** Asks for the map. */
  refresh(): void {
    this.#refresher.refresh();
  }

  /** Somebody waits: the map is asked for often, since the next one may help. */
  lookOften(): void {
    if (this.#ready) {
      this.#refresher.refreshIn(WATCH_INTERVAL);
    }
  }

  /** Somebody begins to wait for a node, or for any: does what no timer does. */
  lookAfter(node: Node | undefined): void {
    if (node !== undefined && (node.misused || node.lastError === undefined)) {
      // `createClient` is asked again when somebody needs the node; or nobody has needed it so far.
      node.connect();
    } else if (this.#map === SlotMap.empty && this.#causes.length > 0 && !this.#unreached) {
      this.#refresher.refresh();
    }
    this.lookOften();
  }

  /** Gives a slot to a node that was named as its owner. */
  assign(slot: number, owner: Node): void {
    const address = this.#map.ownerOf(slot);
    if (address === undefined || format(address) !== owner.name) {
      const formerOwner = this.nodes.ownerOf(slot);
      const before = this.#map;
      this.#map = before.withOwner(slot, owner.address);
      this.#patches.add(slot, owner.address, Date.now());
      this.nodes.assign(slot, owner);
      if (formerOwner !== undefined) {
        this.#user.moved(slot, formerOwner);
      }
      this.#refresher.refreshAfterChange();
      this.#tellChanges(changesByMove(before, this.#map, slot));
    }
  }

  unref(): void {
    this.#refresher.unref();
    this.nodes.unref();
    this.lanes.unref();
  }

  /** Closes after the last replies, or when the time is up. */
  async close(milliseconds: number): Promise<void> {
    this.#stop();
    await Promise.all([this.nodes.close(milliseconds), this.lanes.close(milliseconds)]);
  }

  /** Closes now. */
  destroy(): void {
    this.#stop();
    this.#connected = false;
    this.#ready = false;
    this.nodes.destroy();
    this.lanes.destroy();
  }

  #stop(): void {
    this.#closed = true;
    this.#refresher.stop();
    this.#watch.stop();
    this.#replication?.stop();
  }

  #nodeConnected(node: Node): void {
    this.#listener.opening?.(node);
    if (!this.#connected) {
      this.#connected = true;
      this.#listener.connected();
    }
    if (this.#unreached) {
      this.#refresher.refresh();
    }
    this.#becomeReady();
    this.#user.changed();
    this.#listener.nodeConnected?.(node);
  }

  #nodeLost(node: Node, error: Error, misuse: boolean): void {
    if (this.#closed) {
      return;
    }
    this.#listener.lost?.(node);
    // Without a map another seed may do: whether one does is known when the fetch is over.
    if (misuse && this.#map !== SlotMap.empty) {
      this.#misused(error, node);
    }
    if (node.wasSilent) {
      this.lanes.giveUp(node);
    }
    if (this.#connected && ![...this.nodes.all].some((other) => other.connected)) {
      this.#connected = false;
      this.#ready = false;
      this.#listener.disconnected();
    }
    if (!misuse && !this.#unreached && this.nodes.masters.includes(node)) {
      this.#refresher.refresh();
    }
    this.#user.changed();
    this.#listener.nodeFailed?.(node, error);
  }

  #tellChanges(changes: MapChanges | undefined): void {
    if (changes !== undefined) {
      this.#listener.mapChanged?.(changes);
    }
  }

  #misused(error: Error, node: Node | undefined): void {
    if (!this.#user.misused(error, node)) {
      this.#listener.misuse(error);
    }
  }

  #becomeReady(): void {
    if (!this.#ready && this.nodes.any() !== undefined) {
      this.#ready = true;
      this.#listener.ready();
    }
  }

  #adopted(fetched: SlotMap): void {
    const before = this.#map;
    const isFirst = before === SlotMap.empty;
    this.#map = this.#patches.over(fetched, Date.now());
    this.#causes = [];
    this.#told = undefined;
    this.#unreached = false;
    const former = Array.from({ length: SLOTS }, (_, slot) => this.nodes.ownerOf(slot));
    this.nodes.follow(this.#map);
    this.lanes.keep(new Set(this.nodes.all));
    let changed = false;
    former.forEach((node, slot) => {
      if (node !== undefined && node !== this.nodes.ownerOf(slot)) {
        changed = true;
        this.#user.moved(slot, node);
      }
    });
    this.#becomeReady();
    this.#user.adopted(changed, isFirst);
    this.#listener.topology?.(fetched);
    this.#tellChanges(changesBetween(before, this.#map));
  }

  /** A function of the user's fails: who listens need not hear it at every fetch. */
  #tellOnce(failure: Error | undefined): void {
    if (failure !== undefined && failure.message !== this.#told) {
      this.#told = failure.message;
      this.#listener.misuse(failure);
    }
  }

  /** No server gave a map. Returns when to try again, or null: never. */
  #unreachable(error: Error, attempt: number): number | null {
    this.#causes = error instanceof AggregateError ? (error.errors as Error[]) : [error];
    const badMapping = this.#causes.find((cause) => cause instanceof InvalidOptionError);
    if (this.#connected && (badMapping === undefined || this.#map !== SlotMap.empty)) {
      // Servers are there, and answer with no map for now: what is known stays good.
      this.#tellOnce(badMapping);
      return RETRY_INTERVAL;
    }
    const misuse = badMapping ?? this.#causes.find((cause) => cause instanceof InvalidClientError);
    if (
      misuse !== undefined &&
      (misuse === badMapping || this.#causes.every((cause) => cause instanceof InvalidClientError))
    ) {
      this.#unreached = false;
      // Time does not mend it; the next command does, or one that came since the attempt began.
      if (this.#user.isAwaited()) {
        return 0;
      }
      this.#misused(misuse, undefined);
      return null;
    }
    this.#unreached = true;
    let delay: number | Error | null;
    try {
      delay = this.#options.retryStrategy(attempt);
    } catch (thrown) {
      this.#listener.gaveUp(thrown instanceof Error ? thrown : error);
      return null;
    }
    // As in node_redis, anything but a number gives up.
    if (typeof delay !== 'number' || Number.isNaN(delay)) {
      this.#listener.gaveUp(whyGivenUp(delay, error));
      return null;
    }
    this.#listener.reconnecting(attempt, delay, error);
    return delay;
  }
}

/** What a strategy said in place of a delay. One that was written for node_redis expects an object, and makes NaN of a number. */
function whyGivenUp(said: unknown, cause: Error): Error {
  if (Number.isNaN(said)) {
    return Object.assign(new InvalidOptionError('retryStrategy', 'it to return milliseconds, null or an Error', said), {
      cause,
    });
  }
  return said instanceof Error ? said : cause;
}
