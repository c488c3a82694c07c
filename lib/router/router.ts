import {
  ClosedError,
  ClusterUnavailableError,
  type ConnectionLostError,
  InvalidClientError,
  QueueFullError,
  TooManyRedirectionsError,
  UncertainStateError,
} from '../errors.js';
import { fetchMap } from '../node/fetch-map.js';
import { HealthWatch } from '../node/health-watch.js';
import { Lanes } from '../node/lanes.js';
import type { Node } from '../node/node.js';
import { Nodes, type ReplicaUse } from '../node/nodes.js';
import { type Address, format } from '../topology/address.js';
import { Patches } from '../topology/patches.js';
import { Refresher } from '../topology/refresher.js';
import { SLOTS, SlotMap } from '../topology/slot-map.js';
import { Barriers } from './barriers.js';
import { backOffTime, decide } from './rules.js';
import { type Journey, NEW, startJourney, type Unit, type UnitOwner } from './unit.js';
import { NO_SLOT, Waiting } from './waiting.js';

export interface RouterOptions {
  servers: readonly Address[];
  createClient: (port: number, host: string) => unknown;
  maxRedirections: number;
  retryTimeout: number;
  retryWrites: boolean;
  maxQueueLength: number;
  maxBlockingConnections: number;
  connectTimeout: number;
  silenceTimeout: number;
  replicas: ReplicaUse;
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
}

const NOT_SENT = 'The command was not sent: the connection was closed.';
// When servers are connected and give no map, it is asked for again after this long.
const RETRY_INTERVAL = 1000;
// While somebody waits for a server that is not there, the map is asked for this often.
const WATCH_INTERVAL = 50;

/**
 * Takes units to the server that owns their slot, and does with what comes back
 * what the rules say. It owns the map, the nodes, and everybody who waits.
 */
export class Router implements UnitOwner {
  readonly nodes: Nodes;
  readonly lanes: Lanes;
  #map = SlotMap.empty;
  readonly #refresher: Refresher;
  readonly #watch: HealthWatch;
  readonly #waiting = new Waiting();
  readonly #options: RouterOptions;
  readonly #readsReplicas: boolean;
  readonly #listener: RouterListener;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #unref = false;
  #closed = false;
  #connected = false;
  #ready = false;
  #causes: readonly Error[] = [];
  // No server answered the last time; `retryStrategy` says when to try again.
  #unreached = false;
  #lastOrder = NEW;
  readonly #barriers = new Barriers();
  readonly #patches = new Patches();
  // Slots whose units a server told to wait, and what it said: the next one goes alone, as the
  // server may say so again, and to that one only.
  readonly #shaken = new Map<number, Error>();
  // How many units were sent to wait, to tell whether somebody came since.
  #arrivals = 0;
  #arrivalsAtFetch = 0;
  #whenDrained: (() => void) | undefined;

  constructor(options: RouterOptions, listener: RouterListener) {
    this.#options = options;
    this.#listener = listener;
    const { createClient, connectTimeout, coalesce, replicas, maxBlockingConnections } = options;
    this.#readsReplicas = replicas !== 'never';
    this.nodes = new Nodes(
      { createClient, connectTimeout, coalesce, replicas, unref: false },
      {
        connected: () => this.#nodeConnected(),
        lost: (node, error, misuse) => this.#nodeLost(node, error, misuse),
        caughtUp: (node) => {
          this.#barriers.caughtUp(node);
          this.lanes.caughtUp(node);
          this.#wake();
        },
        idle: () => this.#checkDrained(),
      },
    );
    this.lanes = new Lanes({ createClient, connectTimeout, coalesce, maxBlockingConnections, unref: false }, () =>
      this.#checkDrained(),
    );
    this.#refresher = new Refresher(options.refreshInterval, {
      fetch: () => {
        this.#arrivalsAtFetch = this.#arrivals;
        return fetchMap(this.nodes, this.#map, options.servers);
      },
      adopted: (map) => this.#adopted(map),
      failed: (error, attempt) => this.#unreachable(error, attempt),
    });
    this.#watch = new HealthWatch(() => this.nodes.all, options.silenceTimeout, {
      suspects: (node) => {
        this.#refresher.refresh();
        this.#listener.lost?.(node);
      },
    });
  }

  start(): void {
    this.refresh();
  }

  /** Asks for the map. */
  refresh(): void {
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
    return this.#waiting.length + this.lanes.waiting;
  }

  /** Requests sent and not answered. */
  get outstanding(): number {
    return this.nodes.outstanding + this.lanes.outstanding;
  }

  /** Takes a unit to the owner of its slot, or where its journey leads, now or as soon as there is one. */
  route(unit: Unit): void {
    const { slot } = unit;
    if (unit.order === NEW) {
      this.#lastOrder += 1;
      unit.order = this.#lastOrder;
    }
    if (this.#mayReadAnywhere(unit) && this.#readNow(unit)) {
      return;
    }
    if ((this.#waiting.length === 0 && this.#barriers.size === 0) || !this.#isTaken(slot)) {
      if (unit.journey !== undefined) {
        this.#dispatch(unit);
        return;
      }
      const node = slot === -1 ? this.nodes.any() : this.nodes.ownerOf(slot);
      if (node?.ready) {
        unit.sendTo(node);
        if (slot !== -1) {
          this.#barriers.sent(slot, node);
        }
        return;
      }
    }
    this.#wait(unit, Number.POSITIVE_INFINITY);
  }

  /** Whether replicas may answer it. */
  #mayReadAnywhere(unit: Unit): boolean {
    return this.#readsReplicas && unit.isRead;
  }

  /** Has a read answered by whoever may. Replicas are behind their master anyway, so it waits for nobody. */
  #readNow(unit: Unit): boolean {
    const reader = this.nodes.readerOf(unit.slot);
    if (reader?.ready !== true) {
      return false;
    }
    unit.sendTo(reader);
    return true;
  }

  /** Whether units of that slot wait, so that one that is issued now must stay behind. */
  #isTaken(slot: number): boolean {
    return this.#waiting.holds(slot) || this.#barriers.holds(slot);
  }

  isHeld(unit: Unit): boolean {
    return this.#waiting.isBehind(unit) || this.#barriers.isHeld(unit);
  }

  /** Takes a unit that came back with an error where the rules say. */
  refused(unit: Unit, node: Node, error: Error): void {
    if (node.isReplica && this.#mayReadAnywhere(unit) && this.#skips(unit, node, error)) {
      return;
    }
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
        if (!unit.scatter()) {
          this.#told(unit, error);
        }
        break;
      case 'backOff':
        this.#told(unit, error);
        this.#refresher.refresh();
        break;
      case 'again':
        this.#sendAgain(unit, error as ConnectionLostError, node);
        break;
    }
    this.#checkDrained();
  }

  /** Whether a replica that cannot answer is passed over: others may answer the read at once. */
  #skips(unit: Unit, replica: Node, error: Error): boolean {
    if (decide(error, true).do !== 'backOff') {
      return false;
    }
    replica.skip();
    return this.#readNow(unit);
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
    this.lanes.unref();
  }

  /** Closes after the last replies, or when the time is up. */
  async close(milliseconds: number): Promise<void> {
    this.#closed = true;
    this.#refresher.stop();
    this.#watch.stop();
    await Promise.all([this.nodes.close(milliseconds), this.lanes.close(milliseconds)]);
    this.destroy();
  }

  /**
   * Closes now: whoever waits or has no reply yet gets an error.
   * @param cause why, where nobody asked for it
   */
  destroy(cause?: Error): void {
    this.#closed = true;
    this.#connected = false;
    this.#ready = false;
    this.#refresher.stop();
    this.#watch.stop();
    clearTimeout(this.#timer);
    this.nodes.destroy();
    this.lanes.destroy();
    for (const unit of this.#waiting.takeAll()) {
      unit.fail(new ClosedError(NOT_SENT, cause && { cause }));
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
      unit.fail(new TooManyRedirectionsError(journey.hops - 1, to.slot ?? unit.slot, node.name, error));
      return;
    }
    const target = this.nodes.at({ host: to.host === '' ? node.address.host : to.host, port: to.port });
    target.connect();
    if (asking && target.lastError !== undefined) {
      // It is not there. The owner would only name it again: that is no redirection, but waiting.
      journey.hops -= 1;
      this.#backOff(unit, error);
      return;
    }
    journey.target = target;
    journey.asking = asking;
    journey.cause = undefined;
    if (!asking) {
      if (node.isReplica) {
        // It does not answer for its master as it should, and would say the same to the next.
        node.skip();
      }
      this.#patch(to.slot as number, target);
      // By name: it may be a connection beside that of the node.
      if (target.name === node.name) {
        // It names itself: what answered is not the server that the address stands for now.
        node.replace();
        if (node.ready) {
          this.#backOff(unit, error);
          return;
        }
      }
    }
    this.#dispatch(unit);
  }

  #patch(slot: number, owner: Node): void {
    const address = this.#map.ownerOf(slot);
    if (address === undefined || format(address) !== owner.name) {
      const formerOwner = this.nodes.ownerOf(slot);
      this.#map = this.#map.withOwner(slot, owner.address);
      this.#patches.add(slot, owner.address, Date.now());
      this.nodes.assign(slot, owner);
      if (formerOwner !== undefined) {
        this.#barriers.raise(slot, formerOwner, this.#lastOrder);
      }
      this.#refresher.refreshAfterChange();
    }
  }

  /** A server said wait. Redirections that led there were no loop: what follows the wait has all of them again. */
  #told(unit: Unit, error: Error): void {
    startJourney(unit).hops = 0;
    this.#backOff(unit, error);
    if (unit.slot !== -1) {
      this.#shaken.set(unit.slot, error);
    }
  }

  #backOff(unit: Unit, error: Error): void {
    const journey = startJourney(unit);
    journey.target = undefined;
    journey.asking = false;
    journey.cause = error;
    const delay = backOffTime(journey.backoffs, Math.random());
    journey.backoffs += 1;
    this.#wait(unit, this.#waiting.isBehind(unit) ? Number.POSITIVE_INFINITY : Date.now() + delay);
  }

  #sendAgain(unit: Unit, error: ConnectionLostError, node: Node): void {
    const journey = startJourney(unit);
    journey.target = undefined;
    journey.asking = false;
    journey.cause = undefined;
    if (node.isReplica && !node.ready && this.#mayReadAnywhere(unit)) {
      // It may be slow wherever it is sent, and masters are given more time than replicas.
      const owner = this.nodes.ownerOf(unit.slot);
      if (owner?.ready) {
        unit.sendTo(owner);
        return;
      }
      if (this.#readNow(unit)) {
        return;
      }
    }
    if (node.ready) {
      // The library gave up this one without losing the connection, or has not
      // told of it yet: not at once again, or it could go round for ever.
      this.#backOff(unit, error);
      journey.cause = undefined;
    } else {
      this.#wait(unit, Number.POSITIVE_INFINITY);
    }
  }

  /** Where a unit that waited, or was redirected, goes next. */
  #destinationOf(unit: Unit): Node | undefined {
    const target = unit.journey?.target;
    if (target !== undefined && !target.closed && target.lastError === undefined) {
      return target;
    }
    if (unit.slot === -1) {
      return this.nodes.any();
    }
    return this.#mayReadAnywhere(unit) ? this.nodes.readerOf(unit.slot) : this.nodes.ownerOf(unit.slot);
  }

  #isServed(unit: Unit): boolean {
    const isHeld = !this.#mayReadAnywhere(unit) && this.#barriers.isHeld(unit);
    return !isHeld && this.#destinationOf(unit)?.ready === true;
  }

  /** Sends a unit that waited, or was redirected; whoever is not served waits again. */
  #dispatch(unit: Unit): void {
    const journey = startJourney(unit);
    const node = this.#destinationOf(unit);
    if (node !== journey.target) {
      journey.target = undefined;
      journey.asking = false;
    }
    if (node?.ready) {
      unit.sendTo(node);
      if (unit.slot !== -1 && node === this.nodes.ownerOf(unit.slot)) {
        this.#barriers.sent(unit.slot, node);
      }
      if (this.#goesAlone(unit)) {
        this.#barriers.holdBehind(unit, node);
      }
      // The next attempt goes by the map again.
      journey.target = undefined;
      journey.asking = false;
    } else {
      this.#wait(unit, Number.POSITIVE_INFINITY);
    }
  }

  /** Whether later ones of its slot must wait for its answer: it was told to wait, and may be told so again. */
  #goesAlone(unit: Unit): boolean {
    const { asking, backoffs } = startJourney(unit);
    return this.#shaken.delete(unit.slot) || (asking && backoffs > 0 && !this.#barriers.isHeld(unit));
  }

  #wait(unit: Unit, dueAt: number): void {
    if (this.#closed) {
      process.nextTick(() => unit.fail(new ClosedError(NOT_SENT)));
      return;
    }
    const { maxQueueLength, retryTimeout } = this.#options;
    if (this.#waiting.length >= maxQueueLength) {
      process.nextTick(() => unit.fail(new QueueFullError(maxQueueLength)));
      return;
    }
    const journey = startJourney(unit);
    journey.since = Date.now();
    const expiresAt = journey.since + Math.max(0, retryTimeout - journey.waited);
    this.#arrivals += 1;
    journey.arrival = this.#arrivals;
    const line = this.#mayReadAnywhere(unit) ? NO_SLOT : unit.slot;
    if (!this.#waiting.holds(line)) {
      this.#shaken.delete(line);
    }
    this.#waiting.add(unit, dueAt, expiresAt, line);
    this.#wakeAt(Math.min(dueAt, expiresAt));
    if (dueAt === Number.POSITIVE_INFINITY) {
      this.#lookAfter(unit);
    }
  }

  /** Does what may be done so that a unit need not wait. */
  #lookAfter(unit: Unit): void {
    const destination = this.#destinationOf(unit);
    if (destination?.misused) {
      // No timer does that: `createClient` is asked again when somebody needs the node.
      destination.connect();
    } else if (this.#map === SlotMap.empty && this.#causes.length > 0 && !this.#unreached) {
      this.#refresher.refresh();
    }
    this.#lookOften();
  }

  /** While somebody waits, the map is asked for often: the next one may help. */
  #lookOften(): void {
    if (this.#ready && this.#waiting.length > 0) {
      this.#refresher.refreshIn(WATCH_INTERVAL);
    }
  }

  #wakeAt(time: number): void {
    if (time >= this.#timerAt) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timerAt = time;
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, time - Date.now()));
    if (this.#unref) {
      this.#timer.unref();
    }
  }

  /** Sends off whoever may go. */
  #wake(): void {
    clearTimeout(this.#timer);
    this.#timerAt = Number.POSITIVE_INFINITY;
    if (this.#waiting.length > 0) {
      const now = Date.now();
      for (const unit of this.#waiting.takeExpired(now)) {
        unit.fail(this.#expired(unit, now));
      }
      const isServed = (unit: Unit) => this.#isServed(unit);
      for (const unit of this.#waiting.takeDue(now, isServed, (slot) => this.#shaken.has(slot))) {
        const journey = startJourney(unit);
        journey.waited += now - journey.since;
        if (this.#barriers.isHeld(unit)) {
          this.#wait(unit, Number.POSITIVE_INFINITY);
        } else {
          this.#dispatch(unit);
        }
      }
      this.#wakeAt(this.#waiting.nextTime());
      this.#lookOften();
    }
    this.#checkDrained();
  }

  #expired(unit: Unit, now: number): Error {
    const journey = startJourney(unit);
    const waited = journey.waited + now - journey.since;
    if (journey.cause !== undefined) {
      return Object.assign(journey.cause, unit.slot === -1 ? { waited } : { waited, slot: unit.slot });
    }
    const said = this.#shaken.get(unit.slot);
    if (said !== undefined) {
      // What was said to the one before it: an error of its own, as it gets the fields of its command.
      return new Error(said.message, { cause: said });
    }
    const owner = unit.slot === -1 ? undefined : this.nodes.ownerOf(unit.slot);
    if (owner !== undefined) {
      return new ClusterUnavailableError(
        `${owner.name}, the owner of slot ${unit.slot}`,
        waited,
        owner.lastError === undefined ? this.#causes : [owner.lastError],
      );
    }
    const what = this.#ready && unit.slot !== -1 ? `an owner of slot ${unit.slot}` : 'a server of the cluster';
    return new ClusterUnavailableError(what, waited, this.#causes.length === 0 ? this.#causesSoFar() : this.#causes);
  }

  /** Why no server has answered, when not all have been asked yet. */
  #causesSoFar(): Error[] {
    const errors = new Map<string, Error | undefined>(this.#options.servers.map((seed) => [format(seed), undefined]));
    for (const { name, lastError } of this.nodes.all) {
      errors.set(name, lastError);
    }
    return [...errors].map(([name, error]) => error ?? new Error(`${name}: no answer yet`));
  }

  #nodeConnected(): void {
    if (!this.#connected) {
      this.#connected = true;
      this.#listener.connected();
    }
    if (this.#unreached) {
      this.#refresher.refresh();
    }
    this.#becomeReady();
    this.#wake();
  }

  #nodeLost(node: Node, error: Error, misuse: boolean): void {
    if (this.#closed) {
      return;
    }
    this.#listener.lost?.(node);
    if (misuse) {
      this.#blame(node, error);
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
    // Whoever was redirected to this node goes by the map again.
    this.#wake();
  }

  /** No waiting helps those who need this node. */
  #blame(node: Node, error: Error): void {
    if (this.#map === SlotMap.empty) {
      // Another seed may do: whether one does is known when the fetch is over.
      return;
    }
    const isLast = this.nodes.masters.every((master) => master === node || master.misused);
    this.#misused(error, (unit) => this.#destinationOf(unit) === node || (unit.slot === -1 && isLast));
  }

  #misused(error: Error, isConcerned: (unit: Unit) => boolean): void {
    const concerned = this.#waiting.takeAll(isConcerned);
    if (concerned.length === 0) {
      this.#listener.misuse(error);
    }
    for (const unit of concerned) {
      // One error each: it gets the fields of the command it ends. And not within
      // the call, so that whoever tries again at once leaves room for others.
      setImmediate(() => unit.fail(new InvalidClientError(error.message, { cause: error.cause ?? error })));
    }
  }

  #becomeReady(): void {
    if (!this.#ready && this.nodes.any() !== undefined) {
      this.#ready = true;
      this.#listener.ready();
    }
  }

  #adopted(fetched: SlotMap): void {
    const isFirst = this.#map === SlotMap.empty;
    this.#map = this.#patches.over(fetched, Date.now());
    this.#causes = [];
    this.#unreached = false;
    const former = Array.from({ length: SLOTS }, (_, slot) => this.nodes.ownerOf(slot));
    this.nodes.follow(this.#map);
    this.lanes.keep(new Set(this.nodes.all));
    let changed = false;
    former.forEach((node, slot) => {
      if (node !== undefined && node !== this.nodes.ownerOf(slot)) {
        changed = true;
        this.#barriers.raise(slot, node, this.#lastOrder);
      }
    });
    if (changed) {
      this.#endBackOff();
    }
    this.#becomeReady();
    if (!isFirst) {
      this.#failUnowned();
    }
    this.#wake();
    this.#listener.topology?.(fetched);
  }

  /**
   * Whoever waited already when this map was asked for, and has no owner in it either, need not wait
   * longer: a server that is down owns its slots until another takes over, so nothing is on its way.
   * Only whom a server told to wait waits on.
   */
  #failUnowned(): void {
    const unowned = this.#waiting.takeAll(({ slot, journey }) => {
      const { arrival, cause } = journey as Journey;
      const isTold = cause !== undefined || this.#shaken.has(slot);
      return slot !== -1 && !isTold && arrival <= this.#arrivalsAtFetch && this.nodes.ownerOf(slot) === undefined;
    });
    const now = Date.now();
    for (const unit of unowned) {
      const { since, waited } = startJourney(unit);
      const cause = new Error('CLUSTER SLOTS names none');
      unit.fail(new ClusterUnavailableError(`an owner of slot ${unit.slot}`, waited + now - since, [cause]));
    }
  }

  /** What the cluster was waiting for may have happened. A server that has not heard of it is asked again soon. */
  #endBackOff(): void {
    for (const unit of this.#waiting.hasten()) {
      startJourney(unit).backoffs = 0;
    }
  }

  #unreachable(error: Error, attempt: number): number | null {
    this.#causes = error instanceof AggregateError ? (error.errors as Error[]) : [error];
    if (this.#connected) {
      // Servers are there, and answer with no map for now: what is known stays good.
      return RETRY_INTERVAL;
    }
    const misuse = this.#causes.find((cause) => cause instanceof InvalidClientError);
    if (misuse !== undefined && this.#causes.every((cause) => cause instanceof InvalidClientError)) {
      // Time does not mend it; the next command does, or one that came since the attempt began.
      const cameSince = this.#arrivals > this.#arrivalsAtFetch && this.#waiting.length > 0;
      this.#misused(misuse, () => !cameSince);
      return cameSince ? 0 : null;
    }
    this.#unreached = true;
    let delay: number | null;
    try {
      delay = this.#options.retryStrategy(attempt);
    } catch (thrown) {
      this.#listener.gaveUp(thrown instanceof Error ? thrown : error);
      return null;
    }
    // As in node_redis, anything but a number gives up.
    if (typeof delay !== 'number' || Number.isNaN(delay)) {
      this.#listener.gaveUp(error);
      return null;
    }
    this.#listener.reconnecting(attempt, delay, error);
    return delay;
  }

  #checkDrained(): void {
    if (this.#whenDrained !== undefined && this.waiting === 0 && this.outstanding === 0) {
      this.#whenDrained();
      this.#whenDrained = undefined;
    }
  }
}
