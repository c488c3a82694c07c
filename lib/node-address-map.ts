import { describe, InvalidOptionError } from './errors.js';
import { type Address, format, isPort, parseAddress } from './topology/address.js';

/** An address as it may be given: in words, `[::1]:7000` for IPv6, or as an object. */
export type AddressInput = string | { readonly host: string; readonly port: number };

/** Where servers are reached that announce other addresses; those it does not name are reached where they announce. */
export type NodeAddressMap =
  | Readonly<Record<string, AddressInput>>
  | ((host: string, port: number) => AddressInput | null | undefined);

/**
 * Where a server is reached that announces an address.
 * @throws InvalidOptionError when the user's mapping fails for it
 */
export type Translate = (host: string, port: number) => Address;

const ADDRESS = "'host:port' or { host, port }";

/**
 * Reads the option `nodeAddressMap`.
 * @throws InvalidOptionError that names the address
 */
export function readNodeAddressMap(name: string, value: unknown): Translate {
  if (value === undefined) {
    return (host, port) => ({ host, port });
  }
  if (typeof value === 'function') {
    return (host, port) => call(name, value as (host: string, port: number) => unknown, { host, port });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidOptionError(name, "an object { 'host:port': 'host:port' } or a function", value);
  }
  const table = new Map(
    Object.entries(value).map(([from, to]) => {
      const announced = parseAddress(from);
      if (announced === undefined) {
        throw new InvalidOptionError(name, "addresses as 'host:port', [::1]:7000 for IPv6", from);
      }
      return [format(announced), readAddress(`${name}['${from}']`, to)] as const;
    }),
  );
  return (host, port) => table.get(format({ host, port })) ?? { host, port };
}

function call(name: string, map: (host: string, port: number) => unknown, announced: Address): Address {
  const itsName = `${name}(${describe(announced.host)}, ${announced.port})`;
  let address: unknown;
  try {
    address = map(announced.host, announced.port);
  } catch (error) {
    const reason = error instanceof Error ? error.message : describe(error);
    throw Object.assign(new InvalidOptionError(itsName, ADDRESS, `an exception: ${reason}`), { cause: error });
  }
  return address === undefined || address === null ? announced : readAddress(itsName, address);
}

function readAddress(name: string, value: unknown): Address {
  if (typeof value === 'string') {
    const address = parseAddress(value);
    if (address !== undefined) {
      return address;
    }
  } else if (typeof value === 'object' && value !== null) {
    const { host, port } = value as Partial<Address>;
    if (typeof host === 'string' && host !== '' && isPort(port)) {
      return { host, port };
    }
  }
  throw new InvalidOptionError(name, ADDRESS, value);
}
