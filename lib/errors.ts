/**
 * Every error a user can meet. Replies of a server that a caller has to see are
 * passed on as the injected client made them, with node_redis's fields: `code`,
 * `command`, `args`.
 */

/** What all errors made by clusterwise have in common. */
export class ClusterwiseError extends Error {
  /** A word to switch on: `CROSSSLOT`, `UNCERTAIN_STATE`, … */
  readonly code: string;
  /** The command in upper case, where the error belongs to one. */
  declare command?: string;
  /** The arguments of that command. */
  declare args?: unknown[];
  /** In replies of `multi` and `batch`: the index of the command. */
  declare position?: number;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** An option of the constructor that cannot be used. `code`: `INVALID_OPTION`. */
export class InvalidOptionError extends ClusterwiseError {
  constructor(option: string, expected: string, got: unknown) {
    super('INVALID_OPTION', `Invalid option \`${option}\`: expected ${expected}, got ${describe(got)}`);
  }
}

/** `createClient` threw, or returned something that is no client. `code`: `INVALID_CLIENT`. */
export class InvalidClientError extends TypeError {
  readonly code = 'INVALID_CLIENT';
  override readonly name = 'InvalidClientError';
}

/** An argument that Redis has no form for. `code`: `INVALID_ARGUMENT`. */
export class InvalidArgumentError extends ClusterwiseError {
  constructor(message: string) {
    super('INVALID_ARGUMENT', message);
  }
}

/** A command that has no meaning on a cluster, or would harm others who share its connection. `code`: `UNSUPPORTED`. */
export class UnsupportedCommandError extends ClusterwiseError {
  constructor(command: string, reason: string) {
    super('UNSUPPORTED', `${command} cannot be sent to a cluster: ${reason}`);
  }
}

/** Keys of one command, or of one transaction, lie in different slots. `code`: `CROSSSLOT`. */
export class CrossSlotError extends ClusterwiseError {
  constructor(subject: string, keys: readonly [string, string], slots: readonly [number, number]) {
    super(
      'CROSSSLOT',
      `CROSSSLOT ${subject} needs all its keys in one slot, but '${keys[0]}' is in slot ${slots[0]} and ` +
        `'${keys[1]}' in slot ${slots[1]}. Give such keys a common hash tag, as in ` +
        `'{tag}${keys[0]}' and '{tag}${keys[1]}'. Nothing was sent.`,
    );
  }
}

/** The connection is closed or closing. `code`: `NR_CLOSED`, as in node_redis. */
export class ClosedError extends ClusterwiseError {
  constructor(message: string, options?: ErrorOptions) {
    super('NR_CLOSED', message, options);
    this.name = 'AbortError';
  }
}

/** The connection was lost while the reply of a write was outstanding: it may have been executed, or not. `code`: `UNCERTAIN_STATE`, as in node_redis. */
export class UncertainStateError extends ClusterwiseError {
  constructor(address: string, cause: Error) {
    super(
      'UNCERTAIN_STATE',
      `The connection to ${address} was lost (${cause.message}) before the reply came. The command may have been ` +
        'executed. It is not sent again, so that it cannot be executed twice.',
      { cause },
    );
    this.name = 'AbortError';
  }
}

/** A command was sent from server to server too often. `code`: `TOO_MANY_REDIRECTIONS`. */
export class TooManyRedirectionsError extends ClusterwiseError {
  constructor(
    readonly hops: number,
    readonly slot: number,
    server: string,
    last: Error,
  ) {
    super(
      'TOO_MANY_REDIRECTIONS',
      `Gave up after ${hops} redirections of slot ${slot}; the last came from ${server}: ${last.message}. ` +
        'Do all servers agree about that slot? redis-cli --cluster check tells',
      { cause: last },
    );
  }
}

/** Nobody could take the command within `retryTimeout`. `code`: `CLUSTER_UNAVAILABLE`; `cause` and `errors` say what each server answered. */
export class ClusterUnavailableError extends ClusterwiseError {
  readonly errors: readonly Error[];
  /** In milliseconds. */
  readonly waited: number;

  constructor(waitedFor: string, milliseconds: number, causes: readonly Error[]) {
    const reasons = causes.map((cause) => cause.message).join('; ');
    super(
      'CLUSTER_UNAVAILABLE',
      `Waited ${milliseconds} ms for ${waitedFor}${reasons === '' ? '' : `: ${reasons}`}`,
      causes.length === 0 ? undefined : { cause: causes.length === 1 ? causes[0] : new AggregateError(causes) },
    );
    this.errors = causes;
    this.waited = milliseconds;
  }
}

/** `maxQueueLength` commands wait already. `code`: `QUEUE_FULL`. */
export class QueueFullError extends ClusterwiseError {
  constructor(limit: number) {
    super('QUEUE_FULL', `${limit} commands wait already (option \`maxQueueLength\`)`);
  }
}

/** As many commands block on a server, or callers watch keys there, as may. `code`: `QUEUE_FULL`. */
export class TooManyBlockedError extends ClusterwiseError {
  constructor(limit: number, server: string) {
    super(
      'QUEUE_FULL',
      `${limit} commands block at ${server}, or callers watch keys there, already (option \`maxBlockingConnections\`)`,
    );
  }
}

/** What happened to one key of a command that was split. */
export interface KeyReport {
  readonly key: string | Buffer;
  readonly slot: number;
  /** `applied`: executed. `failed`: certainly not. `unknown`: its connection was lost. */
  readonly outcome: 'applied' | 'failed' | 'unknown';
  /** For `MGET` the value of the key, for the others what its part answered. */
  readonly reply?: unknown;
  readonly error?: Error;
}

/**
 * Some parts of a command that was split over slots failed; all others are done.
 * `code` is that of the first part that failed, `keys` says key by key what was
 * applied, `errors` holds one error for each part that failed.
 */
export class PartialFailureError extends ClusterwiseError {
  keys: readonly KeyReport[];
  readonly errors: readonly Error[];

  constructor(keys: readonly KeyReport[], errors: readonly Error[]) {
    const count = (outcome: KeyReport['outcome']) => keys.filter((key) => key.outcome === outcome).length;
    const first = errors[0] as Error;
    super(
      codeOf(first) ?? 'PARTIAL_FAILURE',
      `${first.message} (of ${keys.length} keys ${count('applied')} were applied, ${count('failed')} failed, ` +
        `${count('unknown')} are unknown: see \`keys\` of this error)`,
      { cause: first },
    );
    this.keys = keys;
    this.errors = errors;
  }

  /** @internal Reports by other names: as the caller knows the keys, without a prefix. */
  renameKeys(names: readonly (string | Buffer)[]): void {
    this.keys = this.keys.map((report, i) => ({ ...report, key: names[i] ?? report.key }));
  }
}

/** A transaction that was refused before it was sent. `code`: `EXECABORT`, as a server would say; `errors` says why, each with its `position`. */
export class TransactionRefusedError extends ClusterwiseError {
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    super('EXECABORT', 'EXECABORT Transaction discarded because of previous errors. Nothing was sent.');
    this.errors = errors;
  }
}

/**
 * A server refused `MULTI` and executed commands that followed it, each by
 * itself: the transaction was none. It is not sent again. `code`:
 * `UNCERTAIN_STATE`; `cause` is why `MULTI` was refused.
 */
export class TransactionBrokenError extends ClusterwiseError {
  constructor(executed: number, commands: number, cause: Error) {
    super(
      'UNCERTAIN_STATE',
      `MULTI was refused (${cause.message}), and ${executed} of ${commands} commands were executed outside of a transaction`,
      { cause },
    );
  }
}

/** How an adapter says that a request has no answer because its connection is gone. Users see it only as a cause. */
export class ConnectionLostError extends ClusterwiseError {
  constructor(
    reason: string,
    /** False only when the request certainly never left this process. */
    readonly sent: boolean,
    options?: ErrorOptions,
  ) {
    super('CONNECTION_LOST', reason, options);
  }
}

// As node_redis reads a code: the upper case word at the start.
const CODE = /^([A-Z]+)(?:\s|$)/;

/**
 * Gives an error the fields that node_redis gives to its own: `code`, `command`,
 * `args`; a server's error is named `ReplyError`.
 */
export function decorate(error: Error, command: string, args: readonly unknown[]): Error {
  const target = error as Error & { code?: unknown; command?: unknown; args?: unknown };
  if (!(error instanceof ClusterwiseError)) {
    const code = CODE.exec(error.message);
    if (code !== null) {
      target.code = code[1];
      if (error.name !== 'ReplyError') {
        // Some libraries have only a getter for the name.
        Object.defineProperty(error, 'name', { value: 'ReplyError', configurable: true, writable: true });
      }
    }
  }
  target.command = command;
  if (args.length > 0) {
    target.args = [...args];
  }
  return error;
}

/** The `code` of an error, where it has one. */
export function codeOf(error: Error): string | undefined {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : undefined;
}

/** A value in words, for a message. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'string') {
    return `'${value.length > 60 ? `${value.slice(0, 60)}…` : value}'`;
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  if (typeof value === 'symbol' || typeof value === 'bigint') {
    return `a ${typeof value}`;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
  }
  const name = (value as object).constructor?.name;
  return name === undefined || name === 'Object' ? 'an object' : `an object of ${name}`;
}
