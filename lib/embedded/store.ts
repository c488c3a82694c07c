import type { EventEmitter } from 'node:events';
import { slotOf } from '../command/slot.js';
import { dataError, WRONG_TYPE } from './checks.js';
import { keysOf } from './metadata.js';
import { replyOf } from './reply-shapes.js';
import type { Reply } from './resp.js';

/** What is used of ioredis-mock. */
interface Mock extends EventEmitter {
  readonly data: {
    has(key: string): boolean;
    keys(): Iterable<string>;
    get(key: string): unknown;
    set(key: string, value: unknown): void;
    delete(key: string): void;
  };
  readonly expires: {
    get(key: string): number | undefined;
    set(key: string, at: number): void;
    delete(key: string): void;
    isExpired(key: string): boolean;
  };
  disconnect(): void;
}

type MockClass = new (options: object) => Mock;
type Method = (...args: string[]) => Promise<unknown>;

let stores = 0;

/**
 * Where ioredis-mock comes from: it is an optional peer dependency. `require`
 * works under Jest as well, which has no `import()` in CommonJS.
 * @throws Error that says which package to add
 */
export function loadMock(load: () => unknown = () => require('ioredis-mock')): MockClass {
  try {
    const loaded = load() as MockClass & { default?: MockClass };
    return loaded.default ?? loaded;
  } catch (cause) {
    throw new Error(
      'clusterwise/embedded keeps its data in ioredis-mock, which could not be loaded. ' +
        'Add it: npm install --save-dev ioredis-mock ioredis@5',
      { cause },
    );
  }
}

/** The keys of one shard, its master's and its replicas' alike. Keys, arguments and values are bytes as characters. */
export class Store {
  #mock: Mock | undefined;
  readonly #Mock: MockClass;
  // Counts the writes of each key, for WATCH.
  readonly #versions = new Map<string, number>();
  #writes = 0;
  readonly #waiters: (() => void)[] = [];

  constructor(MockOfRedis: MockClass) {
    this.#Mock = MockOfRedis;
  }

  /** Whether a data command is there. */
  knows(name: string): boolean {
    return typeof this.#methods[name] === 'function';
  }

  /** Executes a data command at once; its reply follows. Errors are replies. */
  async execute(name: string, args: readonly string[]): Promise<Reply> {
    const wrong = dataError(name, args, this.#valueOf(args[0]));
    if (wrong !== undefined) {
      return wrong;
    }
    try {
      const answer = (this.#methods[name] as Method).apply(this.#client, [...args]);
      this.#dropEmpty(name, args);
      return replyOf(name, args, await answer);
    } catch (error) {
      return serverError(name, error as Error);
    }
  }

  has(key: string): boolean {
    const { data, expires } = this.#client;
    return data.has(key) && !expires.isExpired(key);
  }

  /** All of them. */
  keys(): string[] {
    return [...this.#client.data.keys()];
  }

  keysInSlot(slot: number): string[] {
    return this.keys().filter((key) => this.has(key) && slotOf(Buffer.from(key, 'latin1')) === slot);
  }

  /** Gives a key to another store, with its time to live. */
  move(key: string, to: Store): void {
    const { data, expires } = this.#client;
    const value = data.get(key);
    const expiresAt = expires.get(key);
    to.#client.data.set(key, value);
    if (expiresAt !== undefined) {
      to.#client.expires.set(key, expiresAt);
    }
    data.delete(key);
    expires.delete(key);
    this.touch(key);
  }

  /** How many writes there were. */
  get writes(): number {
    return this.#writes;
  }

  /** Tells those who wait that something was written. */
  written(): void {
    this.#writes += 1;
    for (const tell of this.#waiters.splice(0)) {
      tell();
    }
  }

  /** Resolves with the next write after so many, or when the time is up. */
  nextWrite(writes: number, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      if (writes !== this.#writes) {
        resolve();
        return;
      }
      const timer = Number.isFinite(milliseconds) ? setTimeout(resolve, milliseconds) : undefined;
      this.#waiters.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Tells those who watch keys that they were written, and those who wait. */
  wrote(keys: readonly string[]): void {
    for (const key of keys) {
      this.touch(key);
    }
    if (keys.length > 0) {
      this.written();
    }
  }

  /** Marks a key as written. */
  touch(key: string): void {
    this.#versions.set(key, this.version(key) + 1);
  }

  version(key: string): number {
    return this.#versions.get(key) ?? 0;
  }

  close(): void {
    this.written();
    if (this.#mock !== undefined) {
      for (const key of [...this.#mock.data.keys()]) {
        this.#mock.data.delete(key);
      }
      this.#mock.disconnect();
    }
  }

  // Made when it is needed: a cluster of 300 nodes has as many of them.
  get #client(): Mock {
    if (this.#mock === undefined) {
      stores += 1;
      this.#mock = new this.#Mock({ host: `clusterwise-embedded-${stores}`, port: 1 });
    }
    return this.#mock;
  }

  #valueOf(key: string | undefined): unknown {
    return key !== undefined && this.has(key) ? this.#client.data.get(key) : undefined;
  }

  /** Redis has no empty list, set, hash or sorted set, and the mock has; a stream may be empty. */
  #dropEmpty(name: string, args: readonly string[]): void {
    if (name.startsWith('x')) {
      return;
    }
    const { data, expires } = this.#client;
    for (const key of keysOf(name, args)) {
      if (data.has(key) && isEmpty(data.get(key))) {
        data.delete(key);
        expires.delete(key);
      }
    }
  }

  get #methods(): Record<string, Method | undefined> {
    return this.#client as unknown as Record<string, Method | undefined>;
  }
}

function isEmpty(value: unknown): boolean {
  if (value instanceof Map || value instanceof Set) {
    return value.size === 0;
  }
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value) && Object.keys(value).length === 0;
}

/** The words of Redis for an error of the mock. */
function serverError(name: string, error: Error): Error {
  if (error.message.startsWith('Unsupported command')) {
    return new Error(`ERR '${name}' is a command that the embedded cluster does not have`);
  }
  if (/does not contain a/.test(error.message)) {
    return new Error(WRONG_TYPE);
  }
  return /^[A-Z]{3,} /.test(error.message) ? error : new Error(`ERR ${error.message}`);
}
