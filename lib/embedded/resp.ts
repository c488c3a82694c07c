/**
 * Replies as values, and their form on the wire in RESP2 and RESP3. Strings are
 * bytes: one character each, as `latin1` reads them, so that every byte of keys
 * and values survives.
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export type Reply =
  | null
  | string
  | number
  | Error
  | Status
  | Double
  | MapReply
  | SetReply
  | Pairs
  | NoArray
  | Messages
  | readonly Reply[];

/** A simple string, as `OK`. */
export class Status {
  constructor(readonly text: string) {}
}

/** A number with a fraction: a bulk string in RESP2. */
export class Double {
  constructor(readonly text: string) {}
}

/** A map: in RESP2 an array of keys and values in turn, or of pairs. */
export class MapReply {
  constructor(
    readonly entries: readonly (readonly [Reply, Reply])[],
    readonly inResp2: 'flat' | 'pairs' = 'flat',
  ) {}
}

/** A set: an array in RESP2. */
export class SetReply {
  constructor(readonly members: readonly Reply[]) {}
}

/** An array of pairs, which is flat in RESP2. */
export class Pairs {
  constructor(readonly pairs: readonly (readonly [Reply, Reply])[]) {}
}

/** The absence of an array. */
export class NoArray {
  readonly absent = 'array';
}

/** Messages in the place of a reply, as those of `SUBSCRIBE`. */
export class Messages {
  constructor(readonly messages: readonly (readonly Reply[])[]) {}
}

export const OK = new Status('OK');
export const QUEUED = new Status('QUEUED');
export const NO_ARRAY = new NoArray();

/** A reply on the wire, one character per byte. */
export function encode(reply: Reply, resp3: boolean): string {
  if (typeof reply === 'string') {
    return `$${reply.length}\r\n${reply}\r\n`;
  }
  if (typeof reply === 'number') {
    return `:${reply}\r\n`;
  }
  if (reply === null) {
    return resp3 ? '_\r\n' : '$-1\r\n';
  }
  if (reply instanceof Status) {
    return `+${reply.text}\r\n`;
  }
  if (reply instanceof Error) {
    return `-${reply.message}\r\n`;
  }
  if (reply instanceof Double) {
    return resp3 ? `,${reply.text}\r\n` : encode(reply.text, false);
  }
  if (reply instanceof NoArray) {
    return resp3 ? '_\r\n' : '*-1\r\n';
  }
  if (reply instanceof SetReply) {
    return encodeAll(resp3 ? '~' : '*', reply.members, resp3);
  }
  if (reply instanceof MapReply) {
    if (resp3) {
      return `%${reply.entries.length}\r\n${reply.entries.map(([k, v]) => encode(k, true) + encode(v, true)).join('')}`;
    }
    return encodeAll('*', reply.inResp2 === 'flat' ? reply.entries.flat() : reply.entries, false);
  }
  if (reply instanceof Pairs) {
    return encodeAll('*', resp3 ? reply.pairs : reply.pairs.flat(), resp3);
  }
  if (reply instanceof Messages) {
    return reply.messages.map((message) => encodePush(message, resp3)).join('');
  }
  return encodeAll('*', reply, resp3);
}

/** A message that is no reply: of its own type in RESP3, an array in RESP2. */
export function encodePush(message: readonly Reply[], resp3: boolean): string {
  return encodeAll(resp3 ? '>' : '*', message, resp3);
}

function encodeAll(type: string, replies: readonly Reply[], resp3: boolean): string {
  let text = `${type}${replies.length}\r\n`;
  for (const reply of replies) {
    text += encode(reply, resp3);
  }
  return text;
}
