/**
 * A reply as it was on the wire: a reader for clients would show `+OK` and `$2 OK` alike. Strings
 * have a sign before them: `+` for simple ones, `-` for errors, `$` for bulk, `,` for doubles, `#`
 * for booleans.
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export type Wire =
  | string
  | number
  | { absent: 'string' | 'array' | 'null' }
  | { map: [Wire, Wire][] }
  | { set: Wire[] }
  | { push: Wire[] }
  | Wire[];

const ABSENT = { $: { absent: 'string' }, '*': { absent: 'array' } } as const;

/** Reads replies of RESP2 and RESP3 from the bytes of a connection. */
export class RespReader {
  #text = '';
  #position = 0;

  /** The replies that are complete with these bytes. */
  read(bytes: Buffer): Wire[] {
    this.#text += bytes.toString('latin1');
    const replies: Wire[] = [];
    for (;;) {
      this.#position = 0;
      const reply = this.#reply();
      if (reply === undefined) {
        return replies;
      }
      this.#text = this.#text.slice(this.#position);
      replies.push(reply);
    }
  }

  #reply(): Wire | undefined {
    const line = this.#line();
    if (line === undefined) {
      return undefined;
    }
    const rest = line.slice(1);
    switch (line[0]) {
      case '+':
      case '-':
      case ',':
      case '#':
        return line;
      case ':':
        return Number(rest);
      case '_':
        return { absent: 'null' };
      case '$':
      case '=':
        return rest === '-1' ? ABSENT.$ : this.#bulk(Number(rest));
      case '*':
        return rest === '-1' ? ABSENT['*'] : this.#many(Number(rest));
      case '~':
        return wrap(this.#many(Number(rest)), (set) => ({ set }));
      case '>':
        return wrap(this.#many(Number(rest)), (push) => ({ push }));
      case '%':
        return wrap(this.#many(Number(rest) * 2), (flat) => ({ map: pairs(flat) }));
      default:
        throw new Error(`Expected a reply, got ${line}`);
    }
  }

  #line(): string | undefined {
    const end = this.#text.indexOf('\r\n', this.#position);
    if (end === -1) {
      return undefined;
    }
    const line = this.#text.slice(this.#position, end);
    this.#position = end + 2;
    return line;
  }

  #bulk(length: number): string | undefined {
    const start = this.#position;
    this.#position = start + length + 2;
    return this.#position > this.#text.length ? undefined : `$${this.#text.slice(start, start + length)}`;
  }

  #many(length: number): Wire[] | undefined {
    const replies: Wire[] = [];
    while (replies.length < length) {
      const reply = this.#reply();
      if (reply === undefined) {
        return undefined;
      }
      replies.push(reply);
    }
    return replies;
  }
}

function wrap(replies: Wire[] | undefined, into: (replies: Wire[]) => Wire): Wire | undefined {
  return replies === undefined ? undefined : into(replies);
}

function pairs(flat: readonly Wire[]): [Wire, Wire][] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[i * 2] as Wire, flat[i * 2 + 1] as Wire]);
}
