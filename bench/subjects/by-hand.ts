import { load } from './packages.js';
import { type BatchCommand, type Calls, type Done, pairsOf, type Subject } from './subject.js';

const SLOTS = 16_384;

/**
 * What a program does that has no cluster client: a client for each master, and every command given to
 * the one that owns its key. Nothing that stands above these clients can cost less, so it tells what
 * three servers in place of one are worth by themselves, with one command at a time.
 */
export function byHand(bare: Subject): Subject {
  return {
    ...bare,
    name: `${bare.name}/by-hand`,
    title: bare.title.replace('one server', 'a client for each master'),
    group: 'by hand',
    workloads: ['get-1', 'set-1'],
    open: async (servers, form) => {
      const slotOf: (key: string) => number = load('cluster-key-slot');
      const masters = await Promise.all(servers.map((server) => bare.open([server], form)));
      return callsOf((key) => masters[ownerOf(slotOf(key), masters.length)] as Calls);
    },
  };
}

/** The masters share the slots evenly, in their order: each begins where the benchmark's cluster has it begin. */
function ownerOf(slot: number, masters: number): number {
  let owner = masters - 1;
  while (slot < Math.floor((owner * SLOTS) / masters)) {
    owner -= 1;
  }
  return owner;
}

function callsOf(owner: (key: string) => Calls): Calls {
  const one = (command: BatchCommand, done: Done) => owner(command[1]).batch([command], first(done));
  return {
    get: (key, done) => owner(key).get(key, done),
    set: (key, value, done) => owner(key).set(key, value, done),
    mget: (keys, done) => each(keys, (key, told) => owner(key).get(key, told), done),
    mset: ({ flat }, done) => each(pairsOf(flat), ([key, value], told) => owner(key).set(key, value, told), done),
    del: (keys, done) => each(keys, (key, told) => owner(key).del([key], told), done),
    batch: (commands, done) => each(commands, one, done),
  };
}

/** The only reply of a batch of one. */
function first(done: Done): Done {
  return (error, reply) => done(error, (reply as unknown[] | undefined)?.[0]);
}

/** Calls for each item, and answers with all replies in order. */
function each<T>(items: readonly T[], call: (item: T, done: Done) => void, done: Done): void {
  const replies = new Array<unknown>(items.length);
  let left = items.length;
  for (const [index, item] of items.entries()) {
    call(item, (error, reply) => {
      replies[index] = reply;
      left -= 1;
      if (error !== null && error !== undefined) {
        done(error);
      } else if (left === 0) {
        done(null, replies);
      }
    });
  }
}
