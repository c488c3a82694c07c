import { describe, InvalidClientError } from '../errors.js';
import type { Address } from '../topology/address.js';

/** Makes the client of a server, or a promise of one. */
export type ClientFactory = (port: number, host: string) => unknown;

/** @throws InvalidClientError when `createClient` throws */
export function makeClient(createClient: ClientFactory, { host, port }: Address): unknown {
  try {
    return createClient(port, host);
  } catch (error) {
    const message = `createClient(${port}, '${host}') threw: ${asError(error).message}`;
    throw new InvalidClientError(message, { cause: error });
  }
}

/** What was thrown, or rejected with, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`not an error, but ${describe(thrown)}`);
}
