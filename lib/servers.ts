import { InvalidOptionError } from './errors.js';
import { type Address, format, isPort, parseAddress } from './topology/address.js';

/** A server as it may be given: `{ host, port }`, `'host:port'`, or a URL `redis://user:password@host:port`. */
export type ServerInput = string | { host?: string; port?: number };

/** What URLs of servers say beside addresses: fields of `redisOptions`, for whoever makes clients. */
export interface UrlOptions {
  username?: string;
  password?: string;
  /** Options of `tls.connect`: empty, as a URL says only that it is to be TLS. */
  tls?: Record<string, never>;
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 6379;

const SERVER = "{ host, port }, 'host:port' or a URL redis://user:password@host:port";

interface Server {
  readonly address: Address;
  /** What its URL says, where it has one. */
  readonly url?: { readonly tls: boolean; readonly username: string; readonly password: string };
}

/**
 * Reads the option `servers`.
 * @throws InvalidOptionError that names the server; passwords are left out of it
 */
export function readServers(name: string, value: unknown): { addresses: readonly Address[]; options: UrlOptions } {
  if (!Array.isArray(value) || value.length === 0) {
    const got = typeof value === 'string' ? redacted(value) : value;
    throw new InvalidOptionError(name, 'an array of at least one { host, port }', got);
  }
  const servers = value.map((server: unknown, index): Server => {
    const itsName = `${name}[${index}]`;
    if (typeof server === 'string') {
      return server.includes('://') ? readUrl(itsName, server) : { address: readWords(itsName, server) };
    }
    return { address: readObject(itsName, server) };
  });
  return { addresses: servers.map(({ address }) => address), options: optionsOf(name, servers) };
}

function readWords(name: string, text: string): Address {
  const address = parseAddress(text, DEFAULT_PORT);
  if (address === undefined) {
    throw new InvalidOptionError(name, SERVER, redacted(text));
  }
  return address;
}

/** @see https://www.iana.org/assignments/uri-schemes/prov/redis */
function readUrl(name: string, text: string): Server {
  const refuse = (expected: string) => new InvalidOptionError(name, expected, redacted(text));
  let url: URL;
  let username: string;
  let password: string;
  try {
    url = new URL(text);
    [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  } catch {
    throw refuse(SERVER);
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw refuse('a URL that begins with redis:// or rediss://');
  }
  if (!['', '/', '/0'].includes(url.pathname)) {
    throw refuse('a URL without a database but 0: a cluster has no other');
  }
  if (url.search !== '' || url.hash !== '') {
    throw refuse('a URL that ends with the port');
  }
  const address = parseAddress(url.host, DEFAULT_PORT);
  if (address === undefined) {
    throw refuse('a URL with a host, and a port from 1 to 65535');
  }
  return { address, url: { tls: url.protocol === 'rediss:', username, password } };
}

function readObject(name: string, server: unknown): Address {
  if (typeof server !== 'object' || server === null || Array.isArray(server)) {
    throw new InvalidOptionError(name, SERVER, server);
  }
  for (const field of Object.keys(server)) {
    if (field !== 'host' && field !== 'port') {
      throw new InvalidOptionError(`${name}.${field}`, 'only host and port', (server as never)[field]);
    }
  }
  const { host = DEFAULT_HOST, port = DEFAULT_PORT } = server as { host?: unknown; port?: unknown };
  if (typeof host !== 'string' || host === '') {
    throw new InvalidOptionError(`${name}.host`, 'the name or address of a host', host);
  }
  const number = typeof port === 'string' && /^\d+$/.test(port) ? Number(port) : port;
  if (!isPort(number)) {
    throw new InvalidOptionError(`${name}.port`, 'a port from 1 to 65535', port);
  }
  return { host, port: number };
}

/** What all URLs say: one `createClient` makes the clients of all servers, also of those that no URL names. */
function optionsOf(name: string, servers: readonly Server[]): UrlOptions {
  let first: { url: NonNullable<Server['url']>; index: number } | undefined;
  let login: { username: string; password: string; index: number } | undefined;
  for (const [index, { url, address }] of servers.entries()) {
    if (url === undefined) {
      continue;
    }
    first ??= { url, index };
    const refuse = (what: string, other: number) =>
      new InvalidOptionError(`${name}[${index}]`, `${what} as ${name}[${other}]: all get the same`, format(address));
    if (url.tls !== first.url.tls) {
      throw refuse('redis:// or rediss://', first.index);
    }
    if (url.username !== '' || url.password !== '') {
      login ??= { ...url, index };
      if (url.username !== login.username || url.password !== login.password) {
        throw refuse('the same user and password', login.index);
      }
    }
  }
  return {
    ...(login !== undefined && login.username !== '' ? { username: login.username } : {}),
    ...(login !== undefined && login.password !== '' ? { password: login.password } : {}),
    ...(first?.url.tls ? { tls: {} } : {}),
  };
}

/** Without what may be a password. */
function redacted(text: string): string {
  return text.replace(/^([a-z]+:\/\/)?.*@/is, '$1***@');
}
