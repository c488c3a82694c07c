import { isIPv6 } from 'node:net';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** An address in words; it names a server in maps and messages. An IPv6 host is put in brackets. */
export function format({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

// An IPv6 host stands in brackets, as its colons and that of the port could not be told apart.
const WORDS = /^(?:\[([^[\]]+)\]|([^:[\]/@?#\s]+))(?::(\d{1,5}))?$/;

/**
 * Reads an address in words.
 * @param defaultPort where none is named; without it one has to be
 * @returns undefined for what is no address
 */
export function parseAddress(text: string, defaultPort?: number): Address | undefined {
  const [, bracketed, plain, digits] = WORDS.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? defaultPort : Number(digits);
  if (host === undefined || !isPort(port) || (bracketed !== undefined && !isIPv6(bracketed))) {
    return undefined;
  }
  return { host, port };
}

export function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
}
