import dns, { type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import sinon from 'sinon';

/** Nobody listens there. */
export const DEAD = { host: '127.0.0.1', port: 1 };

/** A name that never resolves: RFC 2606. */
export const UNKNOWN = { host: 'nosuch.invalid', port: 7000 };

type Lookup = (error: Error | null, address?: string | LookupAddress[], family?: number) => void;

/**
 * Has names of hosts resolve to what `addressOf` says when they are asked for,
 * one address or several; undefined: not at all. Ends with `sinon.restore()`.
 *
 * @returns the names that were asked for, in order
 */
export function stubLookup(addressOf: (host: string) => string | readonly string[] | undefined): string[] {
  const asked: string[] = [];
  const resolve = (host: string): [LookupAddress, ...LookupAddress[]] => {
    asked.push(host);
    const [first, ...others] = [addressOf(host) ?? []].flat();
    if (first === undefined) {
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
    }
    return [{ address: first, family: 4 }, ...others.map((address) => ({ address, family: 4 }))];
  };
  const plain = dns.lookup as (host: string, ...args: unknown[]) => void;
  const lookup = (host: string, ...args: unknown[]) => {
    if (isIP(host) !== 0) {
      plain(host, ...args);
      return;
    }
    const [options, callback] = args as [{ all?: boolean }, Lookup];
    process.nextTick(() => {
      let found: [LookupAddress, ...LookupAddress[]];
      try {
        found = resolve(host);
      } catch (error) {
        callback(error as Error);
        return;
      }
      if (options.all === true) {
        callback(null, found);
      } else {
        callback(null, found[0].address, found[0].family);
      }
    });
  };
  sinon.replace(dns, 'lookup', lookup as typeof dns.lookup);
  // The handshake of redis 6 looks up names by itself.
  sinon.replace(dns.promises, 'lookup', (async (host: string, options?: { all?: boolean }) => {
    const found = resolve(host);
    return options?.all === true ? found : found[0];
  }) as typeof dns.promises.lookup);
  return asked;
}
