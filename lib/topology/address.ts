/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** An address in words; it names a server in maps and messages. An IPv6 host is put in brackets. */
export function format({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
