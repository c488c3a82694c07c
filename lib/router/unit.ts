import type { Node } from '../node/node.js';

/**
 * What the router takes to one server as a whole: a command, or a transaction.
 */
export interface Unit {
  /** The slot of its keys; -1 where it has none and any master will do. */
  readonly slot: number;
  /** Sent twice, it does what it does once. */
  readonly repeatable: boolean;
  /** It only reads keys, so that a replica may answer it. */
  readonly isRead: boolean;
  /** Others of its slot that were issued later need not wait for it. */
  readonly mayBeOvertaken: boolean;
  /** It has several keys, so that `TRYAGAIN` may come back while its slot moves. */
  readonly mayTryAgain: boolean;
  /** It is a script or a function, which may answer with errors of its own. */
  readonly runsScript?: boolean;
  /** Its place among all units, in the order in which they were issued. */
  order: number;
  /** What has happened on the way. Most units arrive without one. */
  journey: Journey | undefined;
  /** Sends it to a node that is ready. */
  sendTo(node: Node): void;
  /** Ends it with an error. */
  fail(error: Error): void;
  /** Goes on key by key in its stead, where it may be split; false where it may not. */
  scatter(): boolean;
  /** Brings the text of its script or function along from now on; false where nobody knows it. */
  spellOut?(): boolean;
}

/** The order of a unit that the router has not seen yet. */
export const NEW = 0;

/** Who takes units where they belong: the router, as units know it. */
export interface UnitOwner {
  /** Takes a unit to the owner of its slot. */
  route(unit: Unit): void;
  /** Takes back a unit that a node answered with an error. */
  refused(unit: Unit, node: Node, error: Error): void;
  /** Whether units of its slot wait that were issued before it. */
  isHeld(unit: Unit): boolean;
}

/** The state of a unit whose way is not straight. */
export interface Journey {
  /** Redirections followed. */
  hops: number;
  /** Times it was backed off, for the length of the next. */
  backoffs: number;
  /** What the waiting room had heard when it was backed off last. */
  news: number;
  /** How often the map had been asked for when it was sent to wait. */
  fetches: number;
  /** When it began to wait this time. */
  since: number;
  /** When it was sent last, but for a first time without a detour. */
  sentAt: number;
  /** How often the connection was lost that it was sent by. */
  losses: number;
  /** How long it has waited before that, in milliseconds. */
  waited: number;
  /** The server it was sent to by a redirection, for the next attempt only. */
  target: Node | undefined;
  /** Whether that server is to be told `ASKING` first. */
  asking: boolean;
  /** Whether the server it was sent to last was told so. */
  asked: boolean;
  /** Why it waits: what its owner gets when the time is up. */
  cause: Error | undefined;
}

export function startJourney(unit: Unit): Journey {
  unit.journey ??= {
    hops: 0,
    backoffs: 0,
    news: 0,
    fetches: 0,
    since: 0,
    sentAt: 0,
    losses: 0,
    waited: 0,
    target: undefined,
    asking: false,
    asked: false,
    cause: undefined,
  };
  return unit.journey;
}
