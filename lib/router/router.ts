import {
  ClosedError,
  ClusterUnavailableError,
  type ConnectionLostError,
  InvalidClientError,
  QueueFullError,
  TooManyRedirectionsError,
  UncertainStateError,
} from '../errors.js';
import type { Node } from '../node/node.js';
import { Nodes } from '../node/nodes.js';
import { type Address, format } from '../topology/address.js';
import { Refresher } from '../topology/refresher.js';
import { SlotMap } from '../topology/slot-map.js';
import { backOffTime, decide } from './rules.js';
import { startJourney, type Unit, type UnitOwner } from './unit.js';
import { Waiting } from './waiting.js';

export interface RouterOptions {
  servers: readonly Address[];
  createClient: (port: number, host: string) => unknown;
  maxRedirections: number;
  retryTimeout: number;
  retryWrites: boolean;
  maxQueueLength: number;
  connectTimeout: number;
  refreshInterval: number;
  coalesce: boolean;
  retryStrategy: (attempt: number) => number | null;
}

/** What the router tells the cluster. */
export interface RouterListener {
  /** A first connection stands, after there was none. */
  connected(): void;
  /** A map is in place, after there was none that could be used. */
  ready(): void;
  /** No server answers. Going on after `delay`. */
  reconnecting(attempt: number, delay: number, error: Error): void;
  /** It will not go on: `retryStrategy` said so. */
  gaveUp(error: Error): void;
  /** `createClient` is at fault. */
  misuse(error: Error): void;
}

// A server that is asked for its map and stays silent is passed over after this long.
const ASK_TIMEOUT = 1000;
// While somebody waits for a server that is not there, the map is asked for this often.
const WATCH_INTERVAL = 100;

/**
 * Takes units to the server that owns their slot, and does with what comes back
 * what the rules say. It owns the map, the nodes, and everybody who waits.
 */
export class Router implements UnitOwner {
  readonly nodes: Nodes;
  #map = SlotMap.empty;
  readonly #refresher: Refresher;
  readonly #waiting = new Waiting();
  readonly #options: RouterOptions;
  readonly #listener: RouterListener;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #unref = false;
  #closed = false;
  #connected = false;
  #ready = false;
  #causes: readonly Error[] = [];
  #whenDrained: (() => void) | undefined;

  constructor(options: RouterOptions, listener: RouterListener) {
    this.#options = options;
    this.#listener = listener;
    const { createClient, connectTimeout, coalesce } = options;
    this.nodes = new Nodes(
      { createClient, connectTimeout, coalesce, unref: false },
      {
        connected: () => this.#nodeConnected(),
        lost: (node, error, misuse) => this.#nodeLost(node, error, misuse),
        idle: () => this.#checkDrained(),
      },
    );
    this.#refresher = new Refresher(options.refreshInterval, {
      fetch: () => this.#fetch(),
      adopted: (map) => this.#adopted(map),
      failed: (error, attempt) => this.#unreachable(error, attempt),
    });
  }

  start(): void {
    this.#refresher.refresh();
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

  /** How many units wait here. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes a unit to the owner of its slot, now or as soon as there is one. */
  route(unit: Unit): void {
    const { slot } = unit;
    if (this.#waiting.length === 0 || !this.#waiting.holds(slot)) {
      const node = slot === -1 ? this.nodes.any() : this.nodes.ownerOf(slot);
      if (node?.ready) {
        node.send(unit);
        return;
      }
    }
    this.#wait(unit, Number.POSITIVE_INFINITY);
  }

  /** Takes a unit that came back with an error where the rules say. */
  refused(unit: Unit, node: Node, error: Error): void {
    const verdict = decide(error, unit.repeatable || this.#options.retryWrites);
    switch (verdict.do) {
      case 'fail':
        unit.fail(error);
        break;
      case 'uncertain':
        unit.fail(new UncertainStateError(node.name, error));
        break;
      case 'move':
        this.#follow(unit, node, error, verdict, false);
        break;
      case 'ask':
        this.#follow(unit, node, error, verdict, true);
        break;
      case 'scatter':
        if (unit.scatter()) {
          break;
        }
        this.#backOff(unit, error);
        break;
      case 'backOff':
        this.#backOff(unit, error);
        this.#refresher.refresh();
        break;
      case 'again':
        this.#sendAgain(unit, error as ConnectionLostError, node);
        break;
    }
    this.#checkDrained();
  }

  /** Resolves when nobody waits and no reply is outstanding. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenDrained = resolve;
      this.#checkDrained();
    });
  }

  unref(): void {
    this.#unref = true;
    this.#timer?.unref();
    this.#refresher.unref();
    this.nodes.unref();
  }

  /** Closes after the last replies, or when the time is up. */
  async close(milliseconds: number): Promise<void> {
    this.#refresher.stop();
    await this.nodes.close(milliseconds);
    this.destroy();
  }

  /** Closes now: whoever waits or has no reply yet gets an error. */
  destroy(): void {
    this.#closed = true;
    this.#connected = false;
    this.#ready = false;
    this.#refresher.stop();
    clearTimeout(this.#timer);
    this.nodes.destroy();
    for (const unit of this.#waiting.takeAll()) {
      unit.fail(new ClosedError('The command was not sent: the connection was closed.'));
    }
    this.#checkDrained();
  }

  #follow(
    unit: Unit,
    node: Node,
    error: Error,
    to: { host: string; port: number; slot?: number },
    asking: boolean,
  ): void {
    if (this.#closed) {
      unit.fail(error);
      return;
    }
    const journey = startJourney(unit);
    journey.hops += 1;
    if (journey.hops > this.#options.maxRedirections) {
      unit.fail(new TooManyRedirectionsError(journey.hops - 1, to.slot ?? unit.slot, error));
      return;
    }
    const target = this.nodes.at({ host: to.host === '' ? node.address.host : to.host, port: to.port });
    target.connect();
    journey.target = target;
    journey.asking = asking;
    journey.cause = undefined;
    if (!asking) {
      this.#patch(to.slot as number, target);
      if (target === node && !journey.replaced) {
        // It names itself: what answered is not the server that the name stands for now.
        journey.replaced = true;
        node.reconnect();
      }
    }
    this.#dispatch(unit);
  }

  #patch(slot: number, owner: Node): void {
    const address = this.#map.ownerOf(slot);
    if (address === undefined || format(address) !== owner.name) {
      this.#map = this.#map.withOwner(slot, owner.address);
      this.nodes.assign(slot, owner);
    }
    this.#refresher.refreshAfterChange();
  }

  #backOff(unit: Unit, error: Error): void {
    const journey = startJourney(unit);
    journey.target = undefined;
    journey.asking = false;
    journey.cause = error;
    const delay = backOffTime(journey.backoffs, Math.random());
    journey.backoffs += 1;
    this.#wait(unit, Date.now() + delay);
  }

  #sendAgain(unit: Unit, error: ConnectionLostError, node: Node): void {
    const journey = startJourney(unit);
    journey.target = undefined;
    journey.asking = false;
    journey.cause = undefined;
    if (node.ready) {
      // The library gave up this one without losing the connection, or has not
      // told of it yet: not at once again, or it could go round for ever.
      this.#backOff(unit, error);
      journey.cause = undefined;
    } else {
      this.#wait(unit, Number.POSITIVE_INFINITY);
    }
  }

  /** Sends a unit that waited, or was redirected; whoever is not served waits again. */
  #dispatch(unit: Unit): void {
    const journey = startJourney(unit);
    let node: Node | undefined;
    if (journey.target !== undefined && !journey.target.closed && journey.target.lastError === undefined) {
      node = journey.target;
    } else {
      journey.target = undefined;
      journey.asking = false;
      node = unit.slot === -1 ? this.nodes.any() : this.nodes.ownerOf(unit.slot);
    }
    if (node?.ready) {
      node.send(unit);
      // The next attempt goes by the map again.
      journey.target = undefined;
      journey.asking = false;
    } else {
      this.#wait(unit, Number.POSITIVE_INFINITY);
    }
  }

  #wait(unit: Unit, dueAt: number): void {
    if (this.#closed) {
      unit.fail(new ClosedError('The command was not sent: the connection was closed.'));
      return;
    }
    const { maxQueueLength, retryTimeout } = this.#options;
    if (this.#waiting.length >= maxQueueLength) {
      unit.fail(new QueueFullError(maxQueueLength));
      return;
    }
    const journey = startJourney(unit);
    if (journey.since === 0) {
      journey.since = Date.now();
    }
    const expiresAt = journey.since + retryTimeout;
    this.#waiting.add(unit, dueAt, expiresAt);
    this.#wakeAt(Math.min(dueAt, expiresAt));
    if (dueAt === Number.POSITIVE_INFINITY && this.#ready) {
      this.#refresher.refreshIn(WATCH_INTERVAL);
    }
  }

  #wakeAt(time: number): void {
    if (time >= this.#timerAt) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timerAt = time;
    this.#timer = setTimeout(() => this.#wake(false), Math.max(0, time - Date.now()));
    if (this.#unref) {
      this.#timer.unref();
    }
  }

  /** Sends off whoever may go. `changed`: a map has come, or a node has connected. */
  #wake(changed: boolean): void {
    if (this.#waiting.length === 0) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = Date.now();
    for (const unit of this.#waiting.takeExpired(now)) {
      unit.fail(this.#expired(unit, now));
    }
    for (const unit of this.#waiting.takeDue(now, changed)) {
      this.#dispatch(unit);
    }
    if (this.#waiting.length > 0) {
      this.#wakeAt(this.#waiting.nextTime());
    }
    this.#checkDrained();
  }

  #expired(unit: Unit, now: number): Error {
    const journey = startJourney(unit);
    if (journey.cause !== undefined) {
      return journey.cause;
    }
    const owner = unit.slot === -1 ? undefined : this.nodes.ownerOf(unit.slot);
    const waited = now - journey.since;
    if (owner !== undefined) {
      return new ClusterUnavailableError(
        `${owner.name}, the owner of slot ${unit.slot}`,
        waited,
        owner.lastError === undefined ? this.#causes : [owner.lastError],
      );
    }
    const what = this.#ready && unit.slot !== -1 ? `an owner of slot ${unit.slot}` : 'a server of the cluster';
    return new ClusterUnavailableError(what, waited, this.#causes);
  }

  #nodeConnected(): void {
    if (!this.#connected) {
      this.#connected = true;
      this.#listener.connected();
    }
    this.#becomeReady();
    this.#wake(true);
  }

  #nodeLost(node: Node, error: Error, misuse: boolean): void {
    if (this.#closed) {
      return;
    }
    if (misuse) {
      this.#listener.misuse(error);
      // No waiting helps those who need this node, and without a map nobody knows who does.
      for (const unit of this.#waiting.takeAll()) {
        // One each: it gets the fields of the command it ends.
        unit.fail(new InvalidClientError(error.message, { cause: error.cause ?? error }));
      }
      this.#checkDrained();
      return;
    }
    if (this.#waiting.length > 0) {
      // Whoever was redirected to this node goes by the map again.
      this.#wake(true);
    }
    if (![...this.nodes.all].some((other) => other.ready)) {
      this.#connected = false;
      this.#ready = false;
    }
    if (node.client === undefined && this.nodes.masters.includes(node)) {
      this.#refresher.refresh();
    }
  }

  #becomeReady(): void {
    if (!this.#ready && this.nodes.any() !== undefined) {
      this.#ready = true;
      this.#listener.ready();
    }
  }

  #adopted(map: SlotMap): void {
    this.#map = map;
    this.#causes = [];
    this.nodes.follow(map);
    this.#becomeReady();
    this.#wake(true);
  }

  #unreachable(error: Error, attempt: number): number | null {
    this.#causes = error instanceof AggregateError ? (error.errors as Error[]) : [error];
    const delay = this.#options.retryStrategy(attempt);
    // As in node_redis, anything but a number gives up.
    if (typeof delay !== 'number' || Number.isNaN(delay)) {
      this.#listener.gaveUp(error);
      return null;
    }
    this.#listener.reconnecting(attempt, delay, error);
    return delay;
  }

  /** Asks for the map: nodes that are connected first, then any that are known, then the seeds. */
  async #fetch(): Promise<SlotMap> {
    const causes: Error[] = [];
    const asked = new Set<string>();
    const known = shuffled([...this.nodes.all]).sort((a, b) => Number(b.ready) - Number(a.ready));
    const addresses = [...known.map((node) => node.address), ...this.#map.servers, ...this.#options.servers];
    for (const address of addresses) {
      const name = format(address);
      if (asked.has(name) || this.#closed) {
        continue;
      }
      asked.add(name);
      try {
        return await this.#askForMap(this.nodes.at(address));
      } catch (error) {
        causes.push(error as Error);
      }
    }
    throw new AggregateError(causes, `No server answers: ${causes.map((cause) => cause.message).join('; ')}`);
  }

  async #askForMap(node: Node): Promise<SlotMap> {
    await node.opened();
    const reply = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${node.name}: no reply to CLUSTER SLOTS`)), ASK_TIMEOUT);
      node.ask('cluster', ['SLOTS'], (error, slots) => {
        clearTimeout(timer);
        if (error === null) {
          resolve(slots);
        } else {
          reject(new Error(`${node.name}: ${error.message}`, { cause: error }));
        }
      });
    });
    return SlotMap.parse(reply, node.address.host);
  }

  #checkDrained(): void {
    if (this.#whenDrained !== undefined && this.#waiting.length === 0 && this.nodes.outstanding === 0) {
      this.#whenDrained();
      this.#whenDrained = undefined;
    }
  }
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
