/** What can be subscribed to. */
export type Kind = 'channel' | 'pattern' | 'shard';

/** The commands that begin and end subscriptions, by what they are for. */
export const SUBSCRIBING: Readonly<Record<Kind, { readonly begin: string; readonly end: string }>> = {
  channel: { begin: 'subscribe', end: 'unsubscribe' },
  pattern: { begin: 'psubscribe', end: 'punsubscribe' },
  shard: { begin: 'ssubscribe', end: 'sunsubscribe' },
};

/** What a command does with subscriptions. */
export interface Subscribing {
  readonly kind: Kind;
  readonly begins: boolean;
}

const BY_NAME: ReadonlyMap<string, Subscribing> = new Map(
  (Object.keys(SUBSCRIBING) as Kind[]).flatMap((kind): [string, Subscribing][] => [
    [SUBSCRIBING[kind].begin, { kind, begins: true }],
    [SUBSCRIBING[kind].end, { kind, begins: false }],
  ]),
);

/** What a command of this name, in lower case, does with subscriptions; undefined where it does nothing. */
export function subscribingOf(name: string): Subscribing | undefined {
  return BY_NAME.get(name);
}
