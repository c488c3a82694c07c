import {
  ClusterUnavailableError,
  ClusterwiseError,
  type ConnectionLostError,
  InvalidClientError,
  TooManyRedirectionsError,
  UncertainStateError,
} from '../errors.js';
import type { Lanes } from '../node/lanes.js';
import type { Node } from '../node/node.js';
import type { Nodes } from '../node/nodes.js';
import type { SlotMap } from '../topology/slot-map.js';
import { Barriers } from './barriers.js';
import { type ClusterListener, Overview, type OverviewOptions } from './overview.js';
import { backOffTime, decide } from './rules.js';
import { type Journey, NEW, startJourney, type Unit, type UnitOwner } from './unit.js';
import { NO_SLOT } from './waiting.js';
import { WaitingRoom, type WaitingRoomOptions } from './waiting-room.js';

export interface RouterOptions extends OverviewOptions, WaitingRoomOptions {
  maxRedirections: number;
  retryWrites: boolean;
}

/** What is told of the router's work, beside the cluster as a whole. */
export interface RouterListener extends ClusterListener {
  /** A redirection is followed. */
  redirected?(kind: 'MOVED' | 'ASK', slot: number, from: Node, to: Node): void;
  /** A unit goes again: the server said wait, or its connection was lost. */
  retried?(slot: number, node: Node, error: Error): void;
}

/**
 * Takes units to the server that owns their slot, and does with what comes back
 * what the rules say.
 */
export class Router implements UnitOwner {
  readonly nodes: Nodes;
  readonly lanes: Lanes;
  readonly #overview: Overview;
  readonly #room: WaitingRoom;
  readonly #barriers = new Barriers();
  readonly #options: RouterOptions;
  readonly #listener: RouterListener;
  readonly #readsReplicas: boolean;
  #lastOrder = NEW;
  #closed = false;
  #whenDrained: (() => void) | undefined;

  constructor(options: RouterOptions, listener: RouterListener) {
    this.#listener = listener;
    this.#options = options;
    this.#readsReplicas = options.replicas !== 'never';
    this.#room = new WaitingRoom(options, {
      isServed: (unit) => this.#isServed(unit),
      isHeld: (unit) => this.#barriers.isHeld(unit),
      isBarred: (slot) => this.#barriers.holds(slot),
      go: (unit) => this.#dispatch(unit),
      inVain: (unit, waited) => this.#inVain(unit, waited),
      woken: () => {
        if (this.#room.length > 0) {
          this.#overview.lookOften();
        }
        this.#checkDrained();
      },
    });
    this.#overview = new Overview(options, listener, {
      moved: (slot, formerOwner) => this.#barriers.raise(slot, formerOwner, this.#lastOrder),
      caughtUp: (node) => {
        this.#barriers.caughtUp(node);
        this.#room.wake();
      },
      changed: () => this.#room.wake(),
      idle: () => this.#checkDrained(),
      adopted: (changed, isFirst) => this.#adopted(changed, isFirst),
      misused: (error, node) => this.#misused(error, node),
      isAwaited: () => this.#room.some(({ journey }) => journey?.fetches === this.#overview.fetches),
    });
    this.nodes = this.#overview.nodes;
    this.lanes = this.#overview.lanes;
  }

  /** Asks for the map; for the first time, and whenever it may be out of date. */
  refresh(): void {
    this.#overview.refresh();
  }

  get connected(): boolean {
    return this.#overview.connected;
  }

  get ready(): boolean {
    return this.#overview.ready;
  }

  /** Nothing is sent any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Who owns which slot, as far as is known. */
  get map(): SlotMap {
    return this.#overview.map;
  }

  /** How often the map was asked for. */
  get fetches(): number {
    return this.#overview.fetches;
  }

  /** How many units wait here. */
  get waiting(): number {
    return this.#room.length + this.lanes.waiting;
  }

  /** Requests sent and not answered. */
  get outstanding(): number {
    return this.#overview.outstanding;
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
    if ((this.#room.length === 0 && this.#barriers.size === 0) || !this.#isTaken(slot)) {
      if (unit.journey !== undefined) {
        this.#dispatch(unit);
        return;
      }
      const node = slot === -1 ? this.nodes.any() : this.nodes.ownerOf(slot);
      if (node?.ready) {
        unit.sendTo(node);
        if (slot !== -1) {
          this.#barriers.sent(slot, node);
          if (this.#barriers.mayComeBack(unit)) {
            this.#barriers.holdBehind(unit, node);
          }
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
    return this.#room.holds(slot) || this.#barriers.holds(slot);
  }

  isHeld(unit: Unit): boolean {
    return !this.#mayReadAnywhere(unit) && (this.#room.isBehind(unit) || this.#barriers.isHeld(unit));
  }

  /** Whether others of its slot are concerned by what happens to it: reads from anywhere and what blocks have no place in line. */
  #hasPlace(unit: Unit): boolean {
    return unit.slot !== -1 && !unit.mayBeOvertaken && !this.#mayReadAnywhere(unit);
  }

  /** Takes a unit that came back with an error where the rules say. */
  refused(unit: Unit, node: Node, error: Error): void {
    if (node.isReplica && this.#mayReadAnywhere(unit) && this.#skips(unit, node, error)) {
      return;
    }
    const verdict = decide(error, unit.repeatable || this.#options.retryWrites, unit.runsScript);
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
        this.#barriers.unsettle(unit.slot);
        this.#follow(unit, node, error, verdict, true);
        break;
      case 'scatter':
        this.#barriers.unsettle(unit.slot);
        this.#listener.retried?.(unit.slot, node, error);
        if (!unit.scatter()) {
          this.#told(unit, error);
        }
        break;
      case 'spellOut':
        this.#spellOut(unit, node, error);
        break;
      case 'backOff':
        this.#listener.retried?.(unit.slot, node, error);
        this.#told(unit, error);
        this.#overview.refresh();
        break;
      case 'again':
        this.#listener.retried?.(unit.slot, node, error);
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
    if (!this.#readNow(unit)) {
      return false;
    }
    this.#listener.retried?.(unit.slot, replica, error);
    return true;
  }

  /** Resolves when nobody waits and no reply is outstanding. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenDrained = resolve;
      this.#checkDrained();
    });
  }

  unref(): void {
    this.#room.unref();
    this.#overview.unref();
  }

  /** Closes after the last replies, or when the time is up. */
  async close(milliseconds: number): Promise<void> {
    this.#closed = true;
    this.#room.shut();
    await this.#overview.close(milliseconds);
    this.destroy();
  }

  /**
   * Closes now: whoever waits or has no reply yet gets an error.
   * @param cause why, where nobody asked for it
   */
  destroy(cause?: Error): void {
    this.#closed = true;
    this.#room.shut();
    this.#overview.destroy();
    this.#room.close(cause);
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
    let target: Node;
    try {
      const announced = { host: to.host === '' ? node.address.host : to.host, port: to.port };
      const address = this.nodes.translate(announced);
      target = asking ? this.nodes.named(address) : this.nodes.at(address);
    } catch (badMapping) {
      unit.fail(badMapping as Error);
      return;
    }
    target.connect();
    if (asking && target.lastError !== undefined) {
      // It is not there. The owner would only name it again: that is no redirection, but waiting.
      journey.hops -= 1;
      this.#listener.retried?.(unit.slot, node, error);
      this.#backOff(unit, error);
      return;
    }
    this.#listener.redirected?.(asking ? 'ASK' : 'MOVED', to.slot ?? unit.slot, node, target);
    journey.target = target;
    journey.asking = asking;
    journey.cause = undefined;
    if (!asking) {
      if (node.isReplica) {
        // It does not answer for its master as it should, and would say the same to the next.
        node.skip();
      }
      this.#overview.assign(to.slot as number, target);
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
    this.#goOn(unit);
  }

  /** A server has lost a script: whoever was sent there meanwhile may come back too, and later ones wait. */
  #spellOut(unit: Unit, node: Node, error: Error): void {
    if (this.#closed || unit.spellOut?.() !== true) {
      unit.fail(error);
      return;
    }
    if (unit.slot !== -1 && node === this.nodes.ownerOf(unit.slot)) {
      this.#barriers.raise(unit.slot, node, this.#lastOrder);
    }
    this.#goOn(unit);
  }

  /** Sends a unit that has come back, unless one that was issued before it waits, or may still come back. */
  #goOn(unit: Unit): void {
    if (this.isHeld(unit)) {
      this.#wait(unit, Number.POSITIVE_INFINITY);
    } else {
      this.#dispatch(unit);
    }
  }

  /** A server said wait. Redirections that led there were no loop: what follows the wait has all of them again. */
  #told(unit: Unit, error: Error): void {
    startJourney(unit).hops = 0;
    this.#backOff(unit, error);
    if (this.#hasPlace(unit)) {
      this.#room.tell(unit.slot, error);
    }
  }

  #backOff(unit: Unit, error: Error): void {
    const journey = startJourney(unit);
    journey.target = undefined;
    journey.asking = false;
    journey.cause = error;
    if (journey.news !== this.#room.news) {
      // Its server may not have heard yet of what has happened since, and will soon.
      journey.news = this.#room.news;
      journey.backoffs = 0;
    }
    const delay = backOffTime(journey.backoffs, Math.random());
    journey.backoffs += 1;
    this.#wait(unit, this.#hasPlace(unit) && this.#room.isBehind(unit) ? Number.POSITIVE_INFINITY : Date.now() + delay);
  }

  /** The connection was lost that it was sent by, or about to be. */
  #sendAgain(unit: Unit, error: ConnectionLostError, node: Node): void {
    const journey = startJourney(unit);
    journey.target = undefined;
    journey.asking = false;
    journey.cause = undefined;
    if (journey.losses > 0) {
      // Who takes it to be lost again and again is waited for, too.
      journey.waited += Date.now() - journey.sentAt;
    }
    const isOverdue = journey.losses > 0 && journey.waited >= this.#options.retryTimeout;
    journey.losses += 1;
    if (!isOverdue && node.isReplica && !node.ready && this.#mayReadAnywhere(unit)) {
      // It may be slow wherever it is sent, and masters are given more time than replicas.
      const owner = this.nodes.ownerOf(unit.slot);
      if (owner?.ready) {
        journey.sentAt = Date.now();
        unit.sendTo(owner);
        return;
      }
      if (this.#readNow(unit)) {
        journey.sentAt = Date.now();
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
      journey.sentAt = Date.now();
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
    if (!this.#hasPlace(unit)) {
      return false;
    }
    const { asking, backoffs } = startJourney(unit);
    const mayComeBack = (asking && backoffs > 0) || this.#barriers.mayComeBack(unit);
    return this.#room.leave(unit.slot) || (mayComeBack && !this.#barriers.isHeld(unit));
  }

  #wait(unit: Unit, dueAt: number): void {
    startJourney(unit).fetches = this.#overview.fetches;
    this.#room.add(unit, this.#mayReadAnywhere(unit) ? NO_SLOT : unit.slot, dueAt);
    if (dueAt === Number.POSITIVE_INFINITY && !this.#closed) {
      this.#overview.lookAfter(this.#destinationOf(unit));
    }
  }

  /** What a unit is told that has waited too long. */
  #inVain(unit: Unit, waited: number): Error {
    const { cause } = startJourney(unit);
    if (cause !== undefined) {
      return Object.assign(cause, unit.slot === -1 ? { waited } : { waited, slot: unit.slot });
    }
    const said = this.#room.toldOf(unit.slot);
    if (said !== undefined && this.#hasPlace(unit)) {
      // What was said to the one before it: an error of its own, as it gets the fields of its command.
      return Object.assign(new Error(said.message, { cause: said }), { waited, slot: unit.slot });
    }
    const owner = unit.slot === -1 ? undefined : this.nodes.ownerOf(unit.slot);
    if (owner !== undefined) {
      const causes = owner.lastError === undefined ? [] : [owner.lastError];
      return new ClusterUnavailableError(`${owner.name}, the owner of slot ${unit.slot}`, waited, causes);
    }
    const what = this.ready && unit.slot !== -1 ? `an owner of slot ${unit.slot}` : 'a server of the cluster';
    return new ClusterUnavailableError(what, waited, this.#overview.causes);
  }

  #adopted(changed: boolean, isFirst: boolean): void {
    if (changed) {
      this.#room.hasten();
    }
    if (!isFirst) {
      this.#failUnowned();
    }
    this.#room.wake();
  }

  /**
   * Whoever waited already when this map was asked for, and has no owner in it either, need not wait
   * longer: a server that is down owns its slots until another takes over, so nothing is on its way.
   * Only whom a server told to wait waits on.
   */
  #failUnowned(): void {
    const unowned = this.#room.take(({ slot, journey }) => {
      const { fetches, cause } = journey as Journey;
      const isTold = cause !== undefined || this.#room.toldOf(slot) !== undefined;
      return slot !== -1 && !isTold && fetches < this.#overview.fetches && this.nodes.ownerOf(slot) === undefined;
    });
    for (const { unit, waited } of unowned) {
      const cause = new Error('CLUSTER SLOTS names none');
      unit.fail(new ClusterUnavailableError(`an owner of slot ${unit.slot}`, waited, [cause]));
    }
  }

  /** No waiting helps those who need this node, or any. Returns whether there are such. */
  #misused(error: Error, node: Node | undefined): boolean {
    const isLast = this.nodes.masters.every((master) => master === node || master.misused);
    const concerned = this.#room.take(
      (unit) => node === undefined || this.#destinationOf(unit) === node || (unit.slot === -1 && isLast),
    );
    for (const { unit } of concerned) {
      // One error each: it gets the fields of the command it ends. And not within
      // the call, so that whoever tries again at once leaves room for others.
      const options = { cause: error.cause ?? error };
      const own =
        error instanceof ClusterwiseError
          ? new ClusterwiseError(error.code, error.message, options)
          : new InvalidClientError(error.message, options);
      setImmediate(() => unit.fail(own));
    }
    return concerned.length > 0;
  }

  #checkDrained(): void {
    if (this.#whenDrained !== undefined && this.waiting === 0 && this.outstanding === 0) {
      this.#whenDrained();
      this.#whenDrained = undefined;
    }
  }
}
