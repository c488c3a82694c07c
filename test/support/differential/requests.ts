import type { Action, Receive, Request, Step, View } from './play.js';
import * as view from './views.js';

// Slots of the tags: {b} 3300, {f} 3168, {j} 3564, {bar} 5061 are N0's; {c} 7365, {g} 7233, {k} 7629,
// {z} 8157 are N1's; {a} 15495, {d} 11298, {e} 15363 are N2's. N3 follows N0, N4 N1, N5 N2.

type Line = string | readonly string[];

function on(node: number, ...lines: Line[]): Request[] {
  return lines.map((line) => ({ node, connection: 'first', request: words(line), replies: 1 }));
}

function second(node: number, ...lines: Line[]): Request[] {
  return on(node, ...lines).map((step) => ({ ...step, connection: 'second' }));
}

function words(line: Line): readonly string[] {
  return typeof line === 'string' ? line.split(' ').map((word) => (word === "''" ? '' : word)) : line;
}

function seen(by: View, steps: Request[]): Request[] {
  return steps.map((step) => ({ ...step, view: by }));
}

function unordered(steps: Request[]): Request[] {
  return steps.map((step) => ({ ...step, unordered: true }));
}

function replies(count: number, steps: Request[]): Request[] {
  return steps.map((step) => ({ ...step, replies: count }));
}

/** The reply comes later. */
const pending = (steps: Request[]) => replies(0, steps);

function receive(node: number, connection: 'first' | 'second' = 'first'): Receive {
  return { node, connection, receive: true };
}

const startMigration = (slot: number, to: number): Action => ({
  words: `slot ${slot} is on its way to N${to}`,
  action: (side) => side.startMigration(slot, to),
});
const moveKeys = (slot: number, to: number, ...keys: string[]): Action => ({
  words: `${keys.join(', ')} of slot ${slot} to N${to}`,
  action: (side) => side.moveKeys(slot, to, keys),
});
const finishMigration = (slot: number, to: number): Action => ({
  words: `slot ${slot} is N${to}'s`,
  action: (side) => side.finishMigration(slot, to),
});
const catchUp: Action = { words: 'replicas catch up', action: (side) => side.catchUp() };
const blocked = (node: number): Action => ({ words: `N${node} blocks`, action: (side) => side.blocked(node) });

const RETURN_KEYS = 'return {KEYS[1],ARGV[1]}';
const SHA_OF_RETURN_1 = 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db';

const KEY_COMMANDS = [
  'SET {b}s 5',
  'GET {b}s',
  'APPEND {b}s 1',
  'STRLEN {b}s',
  'INCRBY {b}s 4',
  'GETRANGE {b}s 0 0',
  'MSET {b}s 5 {b}t 6',
  'MGET {b}s {b}t {b}none',
  'EXISTS {b}s {b}none',
  'TYPE {b}s',
  'EXPIRE {b}t 100',
  'PERSIST {b}t',
  'RENAME {b}t {b}u',
  'TOUCH {b}s {b}u',
  'DEL {b}u {b}none',
  'UNLINK {b}none',
  'HSET {b}h f 1',
  'HGET {b}h f',
  'HGETALL {b}h',
  'RPUSH {b}l x y',
  'LRANGE {b}l 0 -1',
  'RPOPLPUSH {b}l {b}m',
  'BLPOP {b}l {b}m 0',
  'SADD {b}e x',
  'SMEMBERS {b}e',
  'SINTERSTORE {b}i {b}e {b}e',
  'ZADD {b}z 1 x',
  'ZSCORE {b}z x',
  'XADD {b}x 1 f v',
  'XREAD COUNT 1 STREAMS {b}x 0',
  'WATCH {b}s {b}t',
  'OBJECT ENCODING {b}none',
  ['EVAL', RETURN_KEYS, '1', '{b}s', 'v'],
  'SPUBLISH {b}channel hello',
];

/** Commands that ioredis-mock does not have: they are redirected all the same. */
const REDIRECTED = [
  'ZUNIONSTORE {b}y 2 {b}z {b}z',
  'BITOP AND {b}dest {b}s {b}s',
  'PFADD {b}p x',
  'SORT {b}l',
  'XCLAIM {b}x group me 0 1-1',
  'GEOADD {b}g 1 1 x',
  'COPY {b}1 {b}2',
  'LMPOP 2 {b}1 {b}2 LEFT',
];

const CROSS_SLOT = [
  'MGET {b}1 {c}1',
  'MSET {b}1 1 {c}1 1',
  'DEL {b}1 {a}1',
  'RENAME {b}1 {c}1',
  'SINTER {b}1 {f}1',
  'SUNIONSTORE {b}1 {f}1 {f}2',
  'RPOPLPUSH {b}1 {f}1',
  'BLPOP {b}1 {f}1 1',
  'ZUNIONSTORE {b}1 1 {f}1',
  'XREAD STREAMS {b}1 {c}1 0 0',
  ['EVAL', RETURN_KEYS, '2', '{b}1', '{c}1', 'v'],
  'WATCH {b}1 {f}1',
  'SSUBSCRIBE {b}1 {f}1',
  'PFCOUNT {b}1 {f}1',
  'BITOP NOT {b}1 {f}1',
];

const routing: Step[] = [
  ...KEY_COMMANDS.flatMap((line) => [...on(1, line), ...on(2, line), ...on(0, line)]),
  ...REDIRECTED.flatMap((line) => [...on(1, line), ...on(2, line)]),
];

const hashTags: Step[] = [
  ...on(0, 'SET b 1', 'SET {b} 1', 'SET x{b}y{c} 1', 'SET {b}}z 1', 'SET {}b 1', 'SET {b 1', 'SET b} 1'),
  ...on(1, 'SET {}b 1', 'SET b 1'),
  ...on(2, ['SET', 'with space', '1'], ['SET', '\xff\xfe', '1'], ['SET', '', '1']),
  ...on(
    0,
    ['GET', ''],
    ['GET', '\xff\xfe'],
    ['GET', 'with space'],
    ['SET', '{b}bytes', '\x00\xff\r\n'],
    'GET {b}bytes',
  ),
];

const crossSlot: Step[] = CROSS_SLOT.flatMap((line) => [...on(0, line), ...on(2, line)]);

const badRequests: Step[] = [
  ...on(0, 'NOSUCH', 'nosuch a b', 'NoSuch {c}1', ['BAD\x01', 'x y'], 'get', 'GET', 'GET {b}1 {b}2', 'SET {b}1', 'set'),
  ...on(0, 'MGET', 'HSET {b}h f', 'PING a b', 'ECHO', 'ECHO a b', 'SELECT', 'SELECT 1', 'SELECT 0', 'SELECT x'),
  ...on(
    0,
    'READONLY x',
    'ASKING x',
    'MULTI x',
    'EXEC x',
    'WATCH',
    'EVAL',
    'EVAL x',
    'SUBSCRIBE',
    'PUBLISH a',
    'WAIT 1',
  ),
  ...on(0, 'SET {b}1 1 NX XX'),
  ...on(1, 'GET {b}1 {b}2', 'SET {b}1 1 NX XX', 'NOSUCH {b}1'),
  ...on(0, ['EVAL', 'return 1', 'x'], ['EVAL', 'return 1', '2', '{b}1'], ['EVAL', 'return 1', '-1']),
];

const connections: Step[] = [
  ...on(0, 'PING', 'PING hello', 'ping', 'ECHO hello', 'ECHO {c}1', "ECHO ''"),
  ...seen(view.hello, on(0, 'HELLO 2', 'HELLO')),
  ...seen(view.hello, on(3, 'HELLO 2')),
  ...on(0, 'HELLO 9', 'HELLO x', 'HELLO 2 NOPE', 'HELLO 2 AUTH default', 'HELLO 2 SETNAME'),
  ...seen(view.hello, on(0, 'HELLO 2 SETNAME me')),
  ...on(0, 'CLIENT GETNAME', 'AUTH secret', 'AUTH default secret', 'AUTH someone secret', 'AUTH', 'AUTH a b c'),
  ...seen(view.kind, on(0, 'CLIENT ID')),
  ...on(0, 'CLIENT SETNAME you', 'CLIENT GETNAME', 'CLIENT NOSUCH', 'CLIENT', 'CLIENT GETNAME x', 'CLIENT SETNAME'),
  ...on(0, ['CLIENT', 'SETNAME', 'a b'], 'CLIENT GETNAME', "CLIENT SETNAME ''", 'CLIENT GETNAME'),
  ...second(0, 'CLIENT GETNAME'),
  ...on(0, 'RESET', 'CLIENT GETNAME', 'DISCARD'),
  ...on(0, 'WAIT x 0', 'WAIT 0 x', 'WAIT 0 -1', 'SET {b}1 1', 'WAIT 1 0'),
  ...on(3, 'WAIT 1 0', 'PING', 'ECHO x'),
  ...on(0, 'COMMAND NOSUCH', 'COMMAND INFO nosuch', 'COMMAND GETKEYS GET x', 'COMMAND GETKEYS MSET a 1 b 2'),
  ...on(0, 'FLUSHALL', 'FLUSHDB', 'DBSIZE'),
];

const clusterCommands: Step[] = [
  ...on(0, 'CLUSTER KEYSLOT b', 'CLUSTER KEYSLOT {b}1', 'CLUSTER KEYSLOT {}b', "CLUSTER KEYSLOT ''"),
  ...on(0, 'CLUSTER KEYSLOT', 'CLUSTER KEYSLOT a b', 'CLUSTER', 'CLUSTER NOSUCH', 'cluster nosuch x'),
  ...on(0, 'CLUSTER SLOTS x', 'CLUSTER MYID x', 'CLUSTER COUNTKEYSINSLOT', 'CLUSTER GETKEYSINSLOT 1'),
  ...[0, 1, 2, 3, 4, 5].flatMap((node) => on(node, 'CLUSTER MYID')),
  ...[0, 4].flatMap((node) => seen(view.slots, on(node, 'CLUSTER SLOTS'))),
  ...[0, 4].flatMap((node) => unordered(seen(view.nodes, on(node, 'CLUSTER NODES')))),
  ...[0, 4].flatMap((node) => seen(view.clusterInfo, on(node, 'CLUSTER INFO'))),
  ...[0, 4].flatMap((node) => unordered(seen(view.shards, on(node, 'CLUSTER SHARDS')))),
  ...on(0, 'SET {b}1 1', 'SET {b}2 2', 'HSET {b}3 f v', 'SET {f}1 1'),
  ...on(0, 'CLUSTER COUNTKEYSINSLOT 3300', 'CLUSTER COUNTKEYSINSLOT 3168', 'CLUSTER COUNTKEYSINSLOT 1'),
  ...on(0, 'CLUSTER COUNTKEYSINSLOT 16384', 'CLUSTER COUNTKEYSINSLOT -1', 'CLUSTER COUNTKEYSINSLOT x'),
  ...on(0, 'CLUSTER COUNTKEYSINSLOT 1.5', 'CLUSTER GETKEYSINSLOT 16384 1', 'CLUSTER GETKEYSINSLOT 3300 -1'),
  ...on(0, 'CLUSTER GETKEYSINSLOT x 1', 'CLUSTER GETKEYSINSLOT 3300 x', 'CLUSTER GETKEYSINSLOT 3300 0'),
  ...unordered(on(0, 'CLUSTER GETKEYSINSLOT 3300 10')),
  ...on(0, 'CLUSTER GETKEYSINSLOT 3168 10', 'CLUSTER GETKEYSINSLOT 1 10'),
  ...on(1, 'CLUSTER COUNTKEYSINSLOT 3300', 'CLUSTER GETKEYSINSLOT 3300 10', 'CLUSTER KEYSLOT b'),
  catchUp,
  ...on(3, 'CLUSTER COUNTKEYSINSLOT 3300', 'CLUSTER KEYSLOT b'),
  ...on(0, 'DBSIZE', 'DEL {b}1 {b}2 {b}3', 'CLUSTER COUNTKEYSINSLOT 3300', 'DBSIZE'),
];

const transactions: Step[] = [
  ...on(0, 'EXEC', 'DISCARD', 'MULTI', 'MULTI', 'SET {b}1 1', 'EXEC'),
  ...on(0, 'MULTI', 'SET {b}1 1', 'INCR {b}1', 'GET {b}1', 'EXEC', 'GET {b}1', 'MULTI', 'EXEC'),
  ...on(0, 'MULTI', 'SET {b}1 x', 'DISCARD', 'GET {b}1', 'DISCARD'),
  // Errors while queueing.
  ...on(0, 'MULTI', 'NOSUCH', 'SET {b}1 x', 'EXEC', 'GET {b}1'),
  ...on(0, 'MULTI', 'GET', 'EXEC', 'EXEC', 'MULTI', 'SET {c}1 x', 'SET {b}1 x', 'EXEC', 'GET {b}1'),
  ...on(0, 'MULTI', 'MGET {b}1 {c}1', 'EXEC', 'MULTI', 'NOSUCH', 'DISCARD', 'MULTI', 'GET {b}1', 'EXEC'),
  ...on(0, 'MULTI', 'CLUSTER NOSUCH', 'EXEC', 'MULTI', 'CLUSTER KEYSLOT', 'EXEC', 'MULTI', 'CLUSTER KEYSLOT b', 'EXEC'),
  // Nothing is queued behind an error, so the two slots do not matter.
  ...on(0, 'MULTI', 'NOSUCH', 'SET {b}1 x', 'SET {f}1 x', 'EXEC'),
  // Each in its slot, and not all in one.
  ...on(0, 'MULTI', 'SET {b}1 x', 'SET {f}1 x', 'EXEC', 'GET {b}1', 'EXEC'),
  ...on(0, 'MULTI', 'PING', 'ECHO x', 'EXEC', 'MULTI', 'PING', 'GET {b}1', 'ECHO x', 'EXEC'),
  // Errors while executing.
  ...on(0, 'MULTI', 'RPUSH {b}1 x', 'SET {b}2 y', 'EXEC', 'GET {b}2', 'MULTI', 'SELECT 1', 'EXEC'),
  // WATCH
  ...on(0, 'WATCH {b}1', 'MULTI', 'SET {b}1 2', 'EXEC', 'GET {b}1'),
  ...on(0, 'WATCH {b}1'),
  ...second(0, 'SET {b}1 theirs'),
  ...on(0, 'MULTI', 'SET {b}1 mine', 'EXEC', 'GET {b}1', 'MULTI', 'SET {b}1 mine', 'EXEC'),
  ...on(0, 'WATCH {b}1', 'SET {b}1 own', 'MULTI', 'GET {b}1', 'EXEC'),
  ...on(0, 'WATCH {b}1', 'UNWATCH', 'SET {b}1 own', 'MULTI', 'GET {b}1', 'EXEC'),
  ...on(0, 'WATCH {b}1 {b}none'),
  ...second(0, 'SET {b}none 1'),
  ...on(0, 'MULTI', 'GET {b}1', 'EXEC', 'WATCH {b}1', 'DISCARD', 'MULTI', 'DISCARD'),
  ...second(0, 'GET {b}1', 'SET {b}other 1'),
  ...on(0, 'WATCH {b}1', 'MULTI', 'GET {b}1', 'EXEC', 'WATCH {b}1', 'MULTI', 'DISCARD'),
  ...second(0, 'SET {b}1 x'),
  ...on(0, 'MULTI', 'GET {b}1', 'EXEC'),
  ...on(0, 'WATCH {b}gone'),
  ...second(0, 'DEL {b}gone', 'EXPIRE {b}gone 10', 'SREM {b}gone x'),
  ...on(0, 'MULTI', 'GET {b}1', 'EXEC', 'WATCH {b}1'),
  ...second(0, 'DEL {b}1'),
  ...on(0, 'MULTI', 'GET {b}1', 'EXEC', 'WATCH {b}2'),
  ...second(0, 'FLUSHALL'),
  ...on(0, 'MULTI', 'GET {b}2', 'EXEC'),
  ...on(0, 'MULTI', 'WATCH {b}1', 'GET {b}1', 'EXEC', 'MULTI', 'UNWATCH', 'EXEC', 'UNWATCH'),
  ...on(0, 'WATCH {c}1', 'WATCH {b}1', 'WATCH {f}1', 'MULTI', 'SET {b}1 1', 'EXEC'),
  ...on(0, 'WATCH {b}1', 'MULTI', 'NOSUCH'),
  ...second(0, 'SET {b}1 2'),
  ...on(0, 'EXEC', 'MULTI', 'GET {b}1', 'EXEC'),
  // What may block does not.
  ...on(0, 'MULTI', 'BLPOP {b}list 0', 'RPUSH {b}list x', 'BLPOP {b}list 0', 'EXEC'),
  ...on(0, 'MULTI', 'ASKING', 'READONLY', 'READWRITE', 'EXEC'),
  ...on(
    0,
    'MULTI',
    'PUBLISH x y',
    'SPUBLISH {b}x y',
    'SPUBLISH {c}x y',
    'EXEC',
    'MULTI',
    ['EVAL', 'return 1', '0'],
    'EXEC',
  ),
  ...on(0, 'MULTI', 'RESET', 'EXEC'),
];

/** Slot 3300 goes from N0 to N1: {b}1 and {b}2 first, {b}3 and {b}4 with the slot. */
const migration: Step[] = [
  ...on(0, 'MSET {b}1 1 {b}2 2 {b}3 3 {b}4 4'),
  // A transaction that begins now and ends when the slot has gone.
  ...second(0, 'MULTI', 'SET {b}3 x'),
  ...second(1, 'WATCH {c}1', 'MULTI', 'SET {c}1 x'),
  startMigration(3300, 1),
  ...on(0, 'GET {b}1', 'GET {b}none', 'SET {b}new 1', 'MGET {b}1 {b}2', 'MGET {b}none {b}no', 'MGET {b}1 {b}none'),
  ...on(1, 'GET {b}1', 'ASKING', 'GET {b}1', 'GET {b}1'),
  moveKeys(3300, 1, '{b}1', '{b}2'),
  ...[0, 1, 2].flatMap((node) => unordered(seen(view.nodes, on(node, 'CLUSTER NODES')))),
  ...seen(view.slots, on(0, 'CLUSTER SLOTS')),
  ...[0, 1].flatMap((node) => on(node, 'CLUSTER COUNTKEYSINSLOT 3300')),
  ...[0, 1].flatMap((node) => unordered(on(node, 'CLUSTER GETKEYSINSLOT 3300 10'))),
  // The source: what is there, what is not, all, some and none of many.
  ...on(0, 'GET {b}1', 'GET {b}3', 'SET {b}1 x', 'SET {b}3 3', 'DEL {b}2', 'INCR {b}4', 'SET {b}4 4', 'TYPE {b}2'),
  ...on(
    0,
    'MGET {b}3 {b}4',
    'MGET {b}1 {b}2',
    'MGET {b}1 {b}3',
    'MGET {b}3 {b}none',
    'MGET {b}1 {b}1',
    'MGET {b}3 {b}3',
  ),
  ...on(0, 'MSET {b}1 x {b}3 x', 'MSET {b}1 x {b}none x', 'DEL {b}1 {b}3', 'EXISTS {b}3 {b}4', 'RENAME {b}3 {b}1'),
  ...on(
    0,
    'ASKING',
    'GET {b}1',
    'ASKING',
    'GET {b}3',
    'MGET {b}3 {c}1',
    'BLPOP {b}list 0',
    'SPUBLISH {b}1 x',
    'WATCH {b}1',
  ),
  ...on(0, ['EVAL', RETURN_KEYS, '1', '{b}1', 'v'], ['EVAL', RETURN_KEYS, '1', '{b}3', 'v']),
  // The target, without and with ASKING.
  ...on(1, 'GET {b}1', 'GET {b}3', 'MGET {b}1 {b}2', 'SET {b}1 x', 'SSUBSCRIBE {b}channel'),
  ...on(1, 'ASKING', 'GET {b}1', 'GET {b}1', 'ASKING', 'PING', 'GET {b}1', 'ASKING', 'NOSUCH', 'GET {b}1'),
  ...on(1, 'ASKING', 'ASKING', 'GET {b}1', 'ASKING', 'GET', 'GET {b}1', 'ASKING', 'GET {b}none', 'ASKING', 'GET {b}3'),
  ...on(1, 'ASKING', 'MGET {b}1 {b}2', 'ASKING', 'MGET {b}1 {b}3', 'ASKING', 'MGET {b}3 {b}4', 'ASKING', 'MGET {b}1'),
  ...on(1, 'ASKING', 'MGET {b}none {b}none', 'ASKING', 'MGET {b}1 {c}1', 'ASKING', 'GET {a}1', 'ASKING', 'GET {c}1'),
  ...on(
    1,
    'ASKING',
    'SET {b}new 1',
    'ASKING',
    'DEL {b}new',
    'ASKING',
    'MSET {b}1 1 {b}2 2',
    'ASKING',
    'MSET {b}1 1 {b}3 2',
  ),
  ...on(1, 'ASKING', ['EVAL', RETURN_KEYS, '1', '{b}1', 'v'], 'ASKING', 'TYPE {b}2', 'ASKING', 'WATCH {b}1', 'UNWATCH'),
  ...on(1, 'ASKING', 'SPUBLISH {b}1 x', 'ASKING', 'SPUBLISH {b}1 x'),
  ...second(1, 'GET {b}1'),
  // A third node, and replicas of both.
  ...on(2, 'GET {b}1', 'GET {b}3', 'ASKING', 'GET {b}1', 'MGET {b}1 {b}3'),
  catchUp,
  ...on(3, 'GET {b}3', 'READONLY', 'GET {b}3', 'GET {b}1', 'MGET {b}1 {b}3', 'ASKING', 'GET {b}1'),
  ...on(4, 'READONLY', 'GET {b}1', 'ASKING', 'GET {b}1'),
  // Transactions in a slot on its way.
  ...on(
    0,
    'MULTI',
    'GET {b}3',
    'GET {b}4',
    'EXEC',
    'MULTI',
    'GET {b}1',
    'EXEC',
    'MULTI',
    'GET {b}3',
    'GET {b}1',
    'EXEC',
  ),
  ...on(0, 'MULTI', 'MGET {b}1 {b}3', 'EXEC', 'MULTI', 'GET {b}3', 'DISCARD'),
  ...on(1, 'MULTI', 'GET {b}1', 'EXEC', 'ASKING', 'MULTI', 'GET {b}1', 'GET {b}2', 'EXEC', 'GET {b}1'),
  ...on(1, 'ASKING', 'MULTI', 'GET {b}1', 'GET {b}3', 'EXEC', 'GET {b}1', 'ASKING', 'MULTI', 'DISCARD', 'GET {b}1'),
  ...on(1, 'ASKING', 'MULTI', 'SET {b}1 1', 'SET {b}2 2', 'EXEC', 'MULTI', 'ASKING', 'GET {b}1', 'EXEC'),
  ...on(1, 'ASKING', 'MULTI', 'GET {a}1', 'EXEC', 'ASKING', 'EXEC', 'GET {b}1'),
  // What stood queued, and what is watched, when keys go.
  ...on(0, 'WATCH {b}3'),
  moveKeys(3300, 1, '{b}3', '{b}4'),
  ...on(0, 'MULTI', 'PING', 'EXEC', 'GET {b}3', 'MGET {b}3 {b}4', 'CLUSTER COUNTKEYSINSLOT 3300'),
  ...on(0, 'MULTI', 'PING', 'EXEC'),
  finishMigration(3300, 1),
  ...second(0, 'EXEC', 'EXEC', 'GET {b}1'),
  ...second(1, 'EXEC'),
  ...on(0, 'GET {b}1', 'SET {b}3 x', 'MGET {b}1 {b}3', 'MULTI', 'GET {b}1', 'EXEC', 'ASKING', 'GET {b}1'),
  ...on(1, 'GET {b}1', 'MGET {b}1 {b}2 {b}3 {b}4', 'ASKING', 'GET {b}1', 'CLUSTER COUNTKEYSINSLOT 3300'),
  ...on(2, 'GET {b}1'),
  ...on(3, 'GET {b}1', 'READONLY', 'GET {b}1'),
  catchUp,
  ...on(4, 'READONLY', 'GET {b}1'),
  ...[0, 3].flatMap((node) => seen(view.slots, on(node, 'CLUSTER SLOTS'))),
  ...[0, 1, 4].flatMap((node) => unordered(seen(view.nodes, on(node, 'CLUSTER NODES')))),
  ...unordered(seen(view.shards, on(2, 'CLUSTER SHARDS'))),
  ...seen(view.clusterInfo, on(2, 'CLUSTER INFO')),
  // Home again: a queued transaction whose slot goes, one that is broken, a pop that waits, and a shard channel.
  ...second(1, 'MULTI', 'GET {b}1'),
  ...on(1, 'MULTI', 'GET {b}1', 'NOSUCH'),
  startMigration(3300, 0),
  moveKeys(3300, 0, '{b}1', '{b}2', '{b}3', '{b}4'),
  finishMigration(3300, 0),
  ...second(1, 'EXEC', 'GET {b}1'),
  ...on(1, 'EXEC', 'EXEC', 'GET {b}1'),
  ...on(0, 'MGET {b}1 {b}2 {b}3 {b}4'),
];

/** What a slot that goes does to those who wait in it. */
const waitingInSlot: Step[] = [
  ...pending(on(0, 'BLPOP {f}list 0')),
  blocked(0),
  ...replies(1, on(3, 'SSUBSCRIBE {f}news')),
  ...second(0, 'SSUBSCRIBE {f}news'),
  ...on(1, 'WATCH {f}1'),
  startMigration(3168, 1),
  finishMigration(3168, 1),
  receive(0),
  receive(0, 'second'),
  receive(3),
  ...on(0, 'PING'),
  ...second(0, 'PING', 'GET {b}1'),
  startMigration(3168, 0),
  finishMigration(3168, 0),
];

const replicas: Step[] = [
  ...on(0, 'SET {b}1 1', 'SET {b}2 2', 'HSET {b}h f v'),
  catchUp,
  ...on(3, 'GET {b}1', 'SET {b}1 x', 'MGET {b}1 {b}2', 'MGET {b}1 {f}1', 'READONLY', 'GET {b}1', 'MGET {b}1 {b}2'),
  ...on(3, 'HGETALL {b}h', 'GET {b}none', 'EXISTS {b}1', 'TTL {b}1', 'SET {b}1 x', 'DEL {b}1', 'MGET {b}1 {f}1'),
  ...on(3, 'GET {c}1', 'GET {a}1', 'SET {c}1 x', 'BLPOP {b}l 1', 'EXPIRE {b}1 5', 'WATCH {b}1', 'UNWATCH'),
  ...on(3, ['EVAL', RETURN_KEYS, '1', '{b}1', 'v'], ['EVAL', RETURN_KEYS, '1', '{c}1', 'v']),
  ...on(
    3,
    'MULTI',
    'GET {b}1',
    'GET {b}2',
    'EXEC',
    'MULTI',
    'SET {b}1 x',
    'EXEC',
    'MULTI',
    'GET {b}1',
    'GET {f}1',
    'EXEC',
  ),
  ...on(3, 'MULTI', 'FLUSHALL', 'EXEC', 'FLUSHALL', 'FLUSHDB', 'PUBLISH x y', 'SPUBLISH {b}x y', 'SPUBLISH {c}x y'),
  ...on(3, ['SCRIPT', 'LOAD', 'return 1'], 'DBSIZE', 'PING', 'CLUSTER KEYSLOT b'),
  ...on(
    3,
    'READONLY',
    'READWRITE',
    'GET {b}1',
    'READWRITE',
    ['EVAL', RETURN_KEYS, '1', '{b}1', 'v'],
    'ASKING',
    'GET {b}1',
  ),
  ...second(3, 'GET {b}1', 'MULTI', 'READONLY', 'GET {b}1', 'EXEC', 'READONLY', 'RESET', 'GET {b}1'),
  ...on(4, 'GET {c}1', 'READONLY', 'GET {c}1', 'GET {b}1', 'MULTI', 'GET {c}1'),
  ...second(4, 'FLUSHALL'),
  ...on(4, 'READWRITE', 'EXEC', 'READWRITE', 'MULTI', 'GET {c}1', 'EXEC'),
  ...on(5, 'SET {a}1 x', 'GET {a}1', 'READONLY', 'SET {a}1 x', 'GET {a}1'),
  ...on(0, 'READONLY', 'GET {b}1', 'GET {c}1', 'SET {b}1 1', 'READWRITE'),
];

const pubSub: Step[] = [
  ...on(0, 'SUBSCRIBE news'),
  ...replies(2, on(0, 'SUBSCRIBE sport news')),
  ...on(0, 'PSUBSCRIBE n*'),
  ...on(1, 'SUBSCRIBE news'),
  ...on(3, 'SUBSCRIBE news'),
  ...on(2, 'PUBLISH news one'),
  receive(0),
  receive(0),
  receive(1),
  receive(3),
  ...second(0, 'PUBLISH news two'),
  receive(0),
  receive(0),
  receive(1),
  receive(3),
  ...second(1, 'PUBLISH sport three'),
  receive(0),
  ...second(3, 'PUBLISH news four'),
  receive(0),
  receive(0),
  receive(1),
  receive(3),
  ...second(2, 'PUBLISH nobody five'),
  receive(0),
  ...unordered(second(0, 'PUBSUB CHANNELS', 'PUBSUB CHANNELS s*', 'PUBSUB CHANNELS x*')),
  ...second(0, 'PUBSUB NUMSUB news sport x', 'PUBSUB NUMPAT', 'PUBSUB NUMSUB', 'PUBSUB NOSUCH', 'PUBSUB'),
  ...second(2, 'PUBSUB CHANNELS', 'PUBSUB NUMSUB news', 'PUBSUB NUMPAT'),
  // What a subscriber may not do.
  ...on(
    0,
    'GET {b}1',
    'GET {c}1',
    'SET {b}1 1',
    'PUBLISH news x',
    'ECHO x',
    'CLUSTER KEYSLOT x',
    'MULTI',
    'NOSUCH',
    'GET',
  ),
  ...on(0, 'PING', 'PING hello', 'CLIENT ID', 'HELLO 2', 'READONLY', 'ASKING'),
  ...on(0, 'UNSUBSCRIBE sport', 'UNSUBSCRIBE unknown', 'UNSUBSCRIBE', 'PUNSUBSCRIBE', 'UNSUBSCRIBE', 'GET {b}1'),
  ...on(1, 'UNSUBSCRIBE news', 'UNSUBSCRIBE news', 'PUNSUBSCRIBE x', 'PING', 'SUBSCRIBE a', 'RESET', 'PING'),
  ...on(3, 'UNSUBSCRIBE'),
  ...replies(3, on(1, 'PSUBSCRIBE h?llo g[ae]llo w*')),
  ...second(1, 'PUBLISH hallo x'),
  receive(1),
  ...second(1, 'PUBLISH hxllo y'),
  receive(1),
  ...second(1, 'PUBLISH gallo y', 'PUBLISH gillo y'),
  receive(1),
  ...second(1, 'PUBLISH world z'),
  receive(1),
  ...replies(3, on(1, 'PUNSUBSCRIBE h?llo g[ae]llo w*')),
  ...on(2, 'MULTI', 'SUBSCRIBE x', 'SUBSCRIBE y', 'PING'),
];

const shardPubSub: Step[] = [
  ...on(1, 'SSUBSCRIBE {b}x', 'SPUBLISH {b}x hello'),
  ...on(2, 'SSUBSCRIBE {b}x', 'SUNSUBSCRIBE {b}x', 'SUNSUBSCRIBE'),
  ...replies(2, on(0, 'SSUBSCRIBE {b}x {b}y')),
  ...on(0, 'SSUBSCRIBE {f}x', 'SUBSCRIBE x', 'GET {b}1'),
  ...second(0, 'SPUBLISH {b}x one', 'SPUBLISH {b}z two'),
  receive(0),
  ...second(0, 'PUBLISH {b}x three', 'SPUBLISH x four', 'SPUBLISH {b}x'),
  // Replicas serve their shard's channels.
  ...on(3, 'SSUBSCRIBE {b}x'),
  ...second(0, 'SPUBLISH {b}x five'),
  receive(0),
  receive(3),
  ...second(3, 'SPUBLISH {b}x six', 'SPUBLISH {c}x six'),
  receive(0),
  receive(3),
  ...unordered(second(0, 'PUBSUB SHARDCHANNELS')),
  ...second(0, 'PUBSUB SHARDNUMSUB {b}x {b}y {b}z', 'PUBSUB CHANNELS', 'PUBSUB SHARDCHANNELS *y'),
  ...second(1, 'PUBSUB SHARDCHANNELS', 'PUBSUB SHARDNUMSUB {b}x'),
  ...on(0, 'SUNSUBSCRIBE {b}y', 'SUNSUBSCRIBE {f}x', 'SUNSUBSCRIBE', 'SUNSUBSCRIBE', 'UNSUBSCRIBE', 'GET {b}1'),
  ...on(3, 'SUNSUBSCRIBE {b}x'),
];

const blocking: Step[] = [
  ...on(0, 'RPUSH {b}l a b c', 'BLPOP {b}l 0', 'BRPOP {b}none {b}l 0', 'BLPOP {b}none 0.01', 'BRPOP {b}none 0.01'),
  ...on(0, 'BLPOP {b}l -1', 'BLPOP {b}l x', 'BLPOP {b}l', 'BLPOP {c}l 1', 'BRPOPLPUSH {b}l {b}m 0', 'LRANGE {b}m 0 -1'),
  ...on(0, 'BRPOPLPUSH {b}none {b}m 0.01', 'BLMOVE {b}m {b}l LEFT RIGHT 0', 'BLMOVE {b}none {b}l LEFT RIGHT 0.01'),
  ...on(0, 'BLPOP {b}l 0', 'SET {b}string 1', 'BLPOP {b}string 1'),
  ...pending(on(0, 'BLPOP {b}l {b}m 0')),
  blocked(0),
  ...second(0, 'SET {b}x 1', 'RPUSH {b}other 1', 'RPUSH {b}m value'),
  receive(0),
  ...on(0, 'EXISTS {b}m'),
  ...pending(on(0, 'BRPOPLPUSH {b}l {b}m 0', 'PING')),
  blocked(0),
  ...second(0, 'MULTI', 'RPUSH {b}l 1 2', 'LLEN {b}l', 'EXEC'),
  receive(0),
  receive(0),
  ...on(0, 'LRANGE {b}l 0 -1', 'LRANGE {b}m 0 -1', 'ZADD {b}z 1 a 2 b', 'BZPOPMIN {b}z 0', 'BZPOPMAX {b}y {b}z 0'),
  ...on(0, 'BZPOPMIN {b}z 0.01'),
];

/** What has no element left is no key any more. */
const emptied: Step[] = [
  ...on(0, 'RPUSH {b}l a', 'LMOVE {b}l {b}m LEFT RIGHT', 'EXISTS {b}l', 'TYPE {b}l', 'LREM {b}m 0 a', 'EXISTS {b}m'),
  ...on(0, 'RPUSH {b}l a', 'LTRIM {b}l 1 0', 'EXISTS {b}l', 'RPUSH {b}l a', 'RPOPLPUSH {b}l {b}m', 'EXISTS {b}l {b}m'),
  ...on(0, 'RPUSH {b}n a', 'BLMOVE {b}n {b}m LEFT RIGHT 0', 'EXISTS {b}n', 'DEL {b}m', 'DBSIZE'),
  ...on(0, 'SADD {b}s a', 'SMOVE {b}s {b}t a', 'EXISTS {b}s', 'SPOP {b}t', 'EXISTS {b}t', 'SADD {b}s a'),
  ...on(0, 'SDIFFSTORE {b}s {b}x {b}y', 'EXISTS {b}s', 'HSET {b}h f v', 'HDEL {b}h f', 'EXISTS {b}h'),
  ...on(0, 'ZADD {b}z 1 a', 'ZREM {b}z a', 'EXISTS {b}z', 'ZADD {b}z 1 a', 'ZPOPMIN {b}z', 'EXISTS {b}z'),
  ...on(0, 'RPUSH {b}l a', ['EVAL', "return redis.call('lrem', KEYS[1], 0, 'a')", '1', '{b}l'], 'EXISTS {b}l'),
  ...on(0, 'MULTI', 'RPUSH {b}l a', 'LREM {b}l 0 a', 'EXISTS {b}l', 'EXEC', 'DBSIZE'),
];

const scripts: Step[] = [
  ...on(0, ['EVAL', 'return 1', '0'], ['EVAL', RETURN_KEYS, '1', '{b}1', 'v'], ['EVAL', RETURN_KEYS, '1', '{c}1', 'v']),
  ...on(0, ['EVAL', "redis.call('set', KEYS[1], ARGV[1]) return 1", '1', '{b}1', 'v'], 'GET {b}1'),
  ...on(0, ['EVAL', "return redis.call('get', KEYS[1])", '1', '{b}1'], ['EVAL', 'return {1, 2, {3}}', '0']),
  ...on(0, ['SCRIPT', 'LOAD', 'return 1'], `EVALSHA ${SHA_OF_RETURN_1} 0`, `EVALSHA ${SHA_OF_RETURN_1} 1 {b}1`),
  ...on(0, `EVALSHA ${SHA_OF_RETURN_1} 1 {c}1`, `EVALSHA ${SHA_OF_RETURN_1} 2 {b}1 {f}1`, 'EVALSHA nosuch 0'),
  ...on(0, `SCRIPT EXISTS ${SHA_OF_RETURN_1} nosuch`, 'SCRIPT EXISTS', 'SCRIPT NOSUCH', 'SCRIPT', 'SCRIPT LOAD'),
  ...on(1, `EVALSHA ${SHA_OF_RETURN_1} 0`, `SCRIPT EXISTS ${SHA_OF_RETURN_1}`, `EVALSHA ${SHA_OF_RETURN_1} 1 {b}1`),
  ...on(1, `EVALSHA ${SHA_OF_RETURN_1.toUpperCase()} 1 {c}1`, ['EVAL', 'return 1', '0']),
  ...on(1, `EVALSHA ${SHA_OF_RETURN_1.toUpperCase()} 1 {c}1`),
  ...on(0, 'SCRIPT FLUSH', `SCRIPT EXISTS ${SHA_OF_RETURN_1}`, `EVALSHA ${SHA_OF_RETURN_1} 0`),
  ...on(1, 'SCRIPT FLUSH'),
];

const strings: Step[] = [
  ...on(
    0,
    'SET {b}1 a',
    'SET {b}1 b NX',
    'SET {b}1 b XX',
    'GET {b}1',
    'SET {b}1 c GET',
    'SETNX {b}1 d',
    'GETSET {b}1 e',
  ),
  ...on(0, 'GETDEL {b}1', 'GET {b}1', 'APPEND {b}1 ab', 'STRLEN {b}1', 'SETRANGE {b}1 1 xyz', 'GETRANGE {b}1 1 2'),
  ...on(0, 'INCR {b}n', 'INCRBY {b}n 5', 'DECR {b}n', 'DECRBY {b}n 2', 'INCRBYFLOAT {b}n 0.5', 'GET {b}n', 'INCR {b}1'),
  ...on(0, 'MSET {b}x 1 {b}y 2', 'MGET {b}x {b}none {b}y', 'MSETNX {b}x 1 {b}w 2', 'EXISTS {b}x {b}x {b}none'),
  ...on(
    0,
    'TYPE {b}x',
    'TYPE {b}none',
    'RENAME {b}x {b}v',
    'RENAME {b}none {b}v',
    'RENAMENX {b}v {b}y',
    'DEL {b}v {b}none',
  ),
  ...on(
    0,
    'SETEX {b}e 100 v',
    'TTL {b}e',
    'PERSIST {b}e',
    'TTL {b}e',
    'TTL {b}none',
    'EXPIRE {b}none 10',
    'EXPIRE {b}e 50',
  ),
  ...on(
    0,
    'TTL {b}e',
    'PTTL {b}none',
    'EXPIRE {b}e -1',
    'EXISTS {b}e',
    'PSETEX {b}e 100000 v',
    'TTL {b}e',
    'SET {b}e x',
    'TTL {b}e',
  ),
  ...on(0, 'SETBIT {b}bits 7 1', 'GETBIT {b}bits 7', 'BITCOUNT {b}bits', 'UNLINK {b}e {b}bits'),
];

const collections: Step[] = [
  ...on(
    0,
    'HSET {b}h f 1',
    'HSET {b}h f 2 g 3',
    'HGET {b}h f',
    'HGET {b}h none',
    'HMGET {b}h f none g',
    'HGETALL {b}h',
  ),
  ...on(
    0,
    'HGETALL {b}none',
    'HLEN {b}h',
    'HEXISTS {b}h f',
    'HKEYS {b}h',
    'HVALS {b}h',
    'HINCRBY {b}h f 5',
    'HDEL {b}h f x',
  ),
  ...on(0, 'HSETNX {b}h g 1', 'HMSET {b}h a 1 b 2', 'HSTRLEN {b}h a', 'HINCRBYFLOAT {b}h a 0.5'),
  ...on(
    0,
    'RPUSH {b}l a b c d',
    'LPUSH {b}l z',
    'LRANGE {b}l 0 -1',
    'LRANGE {b}none 0 -1',
    'LLEN {b}l',
    'LINDEX {b}l 0',
  ),
  ...on(0, 'LINDEX {b}l 99', 'LSET {b}l 0 y', 'LSET {b}none 0 y', 'LREM {b}l 0 b', 'LTRIM {b}l 0 2', 'LPOP {b}l'),
  ...on(0, 'RPOP {b}l', 'LPOP {b}none', 'LPOP {b}l 5', 'LPOP {b}none 5', 'LPUSHX {b}none x', 'RPOPLPUSH {b}none {b}l'),
  ...on(
    0,
    'SADD {b}s a',
    'SADD {b}s a',
    'SMEMBERS {b}s',
    'SMEMBERS {b}none',
    'SCARD {b}s',
    'SISMEMBER {b}s a',
    'SISMEMBER {b}s x',
  ),
  ...on(
    0,
    'SADD {b}t a',
    'SINTER {b}s {b}t',
    'SUNION {b}s {b}t',
    'SDIFF {b}s {b}t',
    'SMOVE {b}s {b}u a',
    'SPOP {b}u',
    'SPOP {b}u',
  ),
  ...on(0, 'SRANDMEMBER {b}t', 'SREM {b}t a x', 'EXISTS {b}t', 'SUNIONSTORE {b}w {b}none'),
  ...on(
    0,
    'ZADD {b}z 1 a 2.5 b 3 c',
    'ZADD {b}z 1 a',
    'ZSCORE {b}z b',
    'ZSCORE {b}z none',
    'ZCARD {b}z',
    'ZRANK {b}z b',
  ),
  ...on(0, 'ZRANK {b}z none', 'ZRANGE {b}z 0 -1', 'ZRANGE {b}z 0 -1 WITHSCORES', 'ZREVRANGE {b}z 0 1 WITHSCORES'),
  ...on(0, 'ZRANGEBYSCORE {b}z 2 3', 'ZRANGEBYSCORE {b}z (1 +inf WITHSCORES', 'ZCOUNT {b}z 1 2', 'ZINCRBY {b}z 1.5 a'),
  ...on(0, 'ZINCRBY {b}z 1 c', 'ZADD {b}z NX 9 a', 'ZADD {b}z XX CH 9 a', 'ZPOPMIN {b}z', 'ZPOPMAX {b}z 5'),
  ...on(0, 'ZPOPMIN {b}z', 'ZRANGE {b}none 0 -1', 'ZREM {b}z a', 'ZADD {b}z 1 a', 'ZREM {b}z a none'),
];

const streams: Step[] = [
  ...on(0, 'XADD {b}x 1 f v', 'XADD {b}x 2 f w g z', 'XLEN {b}x', 'XLEN {b}none', 'XRANGE {b}x - +', 'XRANGE {b}x 2 +'),
  ...on(0, 'XREVRANGE {b}x + -', 'XREAD STREAMS {b}x 0', 'XREAD STREAMS {b}x 2'),
  ...on(0, 'XRANGE {b}none - +', 'DEL {b}x', 'XLEN {b}x'),
];

const wrongTypes: Step[] = [
  ...on(0, 'SET {b}s 1', 'RPUSH {b}l 1', 'HSET {b}h f v', 'SADD {b}e x', 'ZADD {b}z 1 x'),
  ...on(
    0,
    'GET {b}l',
    'GET {b}h',
    'INCR {b}l',
    'APPEND {b}l x',
    'STRLEN {b}h',
    'HGET {b}s f',
    'HSET {b}s f v',
    'HGETALL {b}l',
  ),
  ...on(
    0,
    'LPUSH {b}s x',
    'LRANGE {b}s 0 -1',
    'LPOP {b}h',
    'SADD {b}s x',
    'SMEMBERS {b}l',
    'SISMEMBER {b}s x',
    'ZADD {b}s 1 x',
  ),
  ...on(0, 'ZRANGE {b}s 0 -1', 'ZSCORE {b}h x', 'LLEN {b}s', 'TYPE {b}l', 'TYPE {b}z', 'HDEL {b}e x'),
];

/** The chapters of the list; each begins on new connections, and without keys. */
export const CHAPTERS: ReadonlyMap<string, readonly Step[]> = new Map([
  ['key commands at each master', routing],
  ['hash tags', hashTags],
  ['keys of more than one slot', crossSlot],
  ['bad requests', badRequests],
  ['connections', connections],
  ['CLUSTER', clusterCommands],
  ['transactions', transactions],
  ['a slot on its way', migration],
  ['who waits in a slot that goes', waitingInSlot],
  ['replicas', replicas],
  ['publish and subscribe', pubSub],
  ['shard channels', shardPubSub],
  ['blocking', blocking],
  ['emptied keys', emptied],
  ['scripts', scripts],
  ['strings and expiry', strings],
  ['collections', collections],
  ['streams', streams],
  ['wrong types', wrongTypes],
]);

/** The smaller list for RESP3. */
export const RESP3: readonly Step[] = [
  ...seen(view.hello, on(0, 'HELLO 3')),
  ...on(
    0,
    'GET {b}none',
    'SET {b}1 1',
    'SET {b}1 x NX',
    'HSET {b}h f v',
    'HGETALL {b}h',
    'HGETALL {b}none',
    'HGET {b}h x',
  ),
  ...on(
    0,
    'HMGET {b}h f x',
    'SADD {b}s a',
    'SMEMBERS {b}s',
    'SMEMBERS {b}none',
    'SUNION {b}s {b}s',
    'SISMEMBER {b}s a',
  ),
  ...on(0, 'ZADD {b}z 1 a 2.5 b', 'ZSCORE {b}z b', 'ZSCORE {b}z a', 'ZSCORE {b}z none', 'ZRANGE {b}z 0 -1'),
  ...on(0, 'ZRANGE {b}z 0 -1 WITHSCORES', 'ZINCRBY {b}z 1 a', 'ZPOPMIN {b}z', 'ZPOPMAX {b}z 2', 'ZPOPMIN {b}z'),
  ...on(
    0,
    'BLPOP {b}none 0.01',
    'BRPOPLPUSH {b}none {b}l 0.01',
    'XADD {b}x 1 f v',
    'XREAD STREAMS {b}x 0',
    'XRANGE {b}x - +',
  ),
  ...on(
    0,
    'XREAD STREAMS {b}x 5',
    'MGET {b}1 {b}none',
    'INCRBYFLOAT {b}1 0.5',
    'LPOP {b}none',
    'LPOP {b}none 2',
    'GET {c}1',
  ),
  ...on(
    0,
    'MGET {b}1 {c}1',
    'PING',
    'NOSUCH',
    'MULTI',
    'GET {b}none',
    'HGETALL {b}h',
    'EXEC',
    'WATCH {b}1',
    'SET {b}1 2',
  ),
  ...on(0, 'MULTI', 'GET {b}1', 'EXEC', ['EVAL', 'return false', '0'], 'CLIENT GETNAME', 'CONFIG GET nosuch'),
  ...on(0, 'SUBSCRIBE news', 'GET {b}1', 'PING', 'PSUBSCRIBE n*', 'SSUBSCRIBE {b}news', 'PUBSUB NUMSUB news'),
  ...replies(3, on(0, 'PUBLISH news own')),
  ...second(0, 'PUBLISH news theirs', 'SPUBLISH {b}news shard'),
  receive(0),
  receive(0),
  receive(0),
  ...on(0, 'UNSUBSCRIBE', 'PUNSUBSCRIBE n*', 'SUNSUBSCRIBE', 'GET {b}1', 'RESET', 'GET {b}none'),
];
