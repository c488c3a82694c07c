/** A server's error, read. */
export type ServerError =
  | { kind: 'moved' | 'ask'; slot: number; host: string; port: number }
  | { kind: 'tryagain' }
  | { kind: 'unavailable' }
  | { kind: 'noscript' }
  | { kind: 'other' };

// Before the reason why a server would not even begin an EXEC.
const DISCARDED = 'EXECABORT Transaction discarded because of: ';

const OTHER: ServerError = { kind: 'other' };
const TRYAGAIN: ServerError = { kind: 'tryagain' };
const NOSCRIPT: ServerError = { kind: 'noscript' };
const UNAVAILABLE: ServerError = { kind: 'unavailable' };

// What servers say themselves with words that a script may answer with, too, having been executed.
const BY_SERVER =
  /^(?:TRYAGAIN Multiple keys request|CLUSTERDOWN (?:The cluster is down|Hash slot not served)|LOADING \S+ is loading the dataset|MASTERDOWN Link with MASTER is down|READONLY You can't write against a read only)/;

/**
 * Reads what a server answered. A redirection that is malformed is an ordinary
 * error: it must not touch the map.
 * @param mayBeScripts whether it was a script or a function that was to be executed, whose own words these may be
 * @see https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#redirection-and-resharding
 */
export function readServerError(message: string, mayBeScripts = false): ServerError {
  const read = readByWord(message);
  const isWait = read === TRYAGAIN || read === UNAVAILABLE;
  return mayBeScripts && isWait && !BY_SERVER.test(message) ? OTHER : read;
}

function readByWord(message: string): ServerError {
  switch (firstWord(message)) {
    case 'MOVED':
      return readRedirection('moved', message);
    case 'ASK':
      return readRedirection('ask', message);
    case 'TRYAGAIN':
      return TRYAGAIN;
    case 'NOSCRIPT':
      // A script may answer with that word, too, having been executed.
      return message.startsWith('NOSCRIPT No matching script') ? NOSCRIPT : OTHER;
    case 'UNBLOCKED':
      // A command that blocked is told so when its master becomes a replica; or by CLIENT UNBLOCK, which is for its caller.
      return message.includes('instance state changed') ? UNAVAILABLE : OTHER;
    case 'CLUSTERDOWN':
    case 'LOADING':
    case 'MASTERDOWN':
    case 'READONLY':
      return UNAVAILABLE;
    case 'ERR':
      return message === 'ERR Function not found' ? NOSCRIPT : OTHER;
    case 'EXECABORT':
      return message.startsWith(DISCARDED) ? readServerError(message.slice(DISCARDED.length)) : OTHER;
    default:
      return OTHER;
  }
}

// The address is split at its last colon, since an IPv6 address has colons. An
// empty host means the host that was asked; `?` means that it is not known.
const REDIRECTION = /^(?:MOVED|ASK) (\d{1,5}) (\S*):(\d{1,5})$/;

function readRedirection(kind: 'moved' | 'ask', message: string): ServerError {
  const match = REDIRECTION.exec(message);
  if (match === null) {
    return OTHER;
  }
  const slot = Number(match[1]);
  const host = match[2] as string;
  const port = Number(match[3]);
  return slot < 16384 && port > 0 && port < 65536 && host !== '?' ? { kind, slot, host, port } : OTHER;
}

function firstWord(message: string): string {
  const space = message.indexOf(' ');
  return space === -1 ? message : message.slice(0, space);
}
