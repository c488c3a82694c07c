import { keysOf } from './metadata.js';
import { NO_ARRAY, type Reply } from './resp.js';
import type { Session } from './session.js';

interface Form {
  /** The command that does the same without waiting. */
  readonly immediate: string;
  /** Whether its keys are tried one after the other, and named in the reply. */
  readonly eachKey: boolean;
}

/** Commands that wait until there is something for them. */
export const BLOCKING: ReadonlyMap<string, Form> = new Map([
  ['blpop', { immediate: 'lpop', eachKey: true }],
  ['brpop', { immediate: 'rpop', eachKey: true }],
  ['bzpopmin', { immediate: 'zpopmin', eachKey: true }],
  ['bzpopmax', { immediate: 'zpopmax', eachKey: true }],
  ['blmove', { immediate: 'lmove', eachKey: false }],
  ['brpoplpush', { immediate: 'rpoplpush', eachKey: false }],
]);

// What ends the wait. While keys are on their way, more may come.
const GONE = /^(MOVED|CLUSTERDOWN)/;

/** Executes a blocking command; its last argument is the time it may wait, in seconds. */
export async function block(session: Session, name: string, args: readonly string[], most?: number): Promise<Reply> {
  const { immediate, eachKey } = BLOCKING.get(name) as Form;
  const seconds = most ?? Number(args.at(-1));
  if (Number.isNaN(seconds) || seconds < 0) {
    return new Error(Number.isNaN(seconds) ? 'ERR timeout is not a float or out of range' : 'ERR timeout is negative');
  }
  const own = args.slice(0, -1);
  const isForEver = seconds === 0 && most === undefined;
  const deadline = isForEver ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000;
  const { store, isAsking } = session;
  for (;;) {
    const { writes } = store;
    for (const call of eachKey ? own.map((key) => [key]) : [own]) {
      const reply = await store.execute(immediate, call);
      if (!isNothing(reply)) {
        store.wrote(keysOf(immediate, call));
        return eachKey && !(reply instanceof Error) ? [call[0] as string, ...[reply].flat()] : reply;
      }
    }
    const left = deadline - Date.now();
    if (left <= 0) {
      return NO_ARRAY;
    }
    await store.nextWrite(writes, left);
    if (session.socket.destroyed) {
      // Nobody would get what it took.
      return NO_ARRAY;
    }
    const redirection = session.redirectionOf(name, args, isAsking);
    if (redirection !== undefined && GONE.test(redirection)) {
      return new Error(redirection);
    }
  }
}

function isNothing(reply: Reply): boolean {
  return reply === null || (Array.isArray(reply) && reply.length === 0);
}
