/** How a caller is answered. */
export type Form = 'callback' | 'promise';

/** Called once per call. */
export type Done = (error: unknown, reply?: unknown) => void;

export type BatchCommand = readonly ['get' | 'incr', string] | readonly ['set', string, string];

/** Keys and values of an MSET, in the forms that libraries take. */
export interface Pairs {
  readonly flat: string[];
  readonly record: Record<string, string>;
}

/** What is measured of a client. Each call is made as its library's documentation says is fastest. */
export interface Calls {
  get(key: string, done: Done): void;
  set(key: string, value: string, done: Done): void;
  /** Answers with the values, in order. */
  mget(keys: string[], done: Done): void;
  mset(pairs: Pairs, done: Done): void;
  del(keys: string[], done: Done): void;
  /** Answers with an array of as many replies; an error in it is an error of the whole. */
  batch(commands: readonly BatchCommand[], done: Done): void;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A bare client has one server, or one for each master and keys sorted by hand. */
export type Group = 'clusterwise' | 'bare' | 'by hand' | 'peer';

/** A client that takes part. */
export interface Subject {
  readonly name: string;
  readonly title: string;
  readonly group: Group;
  /** The packages it is made of, for the versions in the report. */
  readonly packages: readonly string[];
  /** The forms in which it can be called; the first is its own. */
  readonly forms: readonly Form[];
  /** The workloads that it takes part in, where that is not all of them. */
  readonly workloads?: readonly string[];
  /** Loads the library and makes a client; it need not be connected yet. */
  open(servers: readonly Address[], form: Form): Promise<Calls>;
}

/** Answers by a promise's end. */
export function settle(promise: PromiseLike<unknown>, done: Done): void {
  promise.then((reply) => done(null, reply), done);
}

/** Many calls in one tick in place of one command that the library does not split. */
export function all<T>(items: readonly T[], call: (item: T) => PromiseLike<unknown>): Promise<unknown[]> {
  return Promise.all(items.map(call));
}

/** `[[key, value], …]` of `[key, value, …]`. */
export function pairsOf(flat: readonly string[]): [string, string][] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] as string, flat[2 * i + 1] as string]);
}
