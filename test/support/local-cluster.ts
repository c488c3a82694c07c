import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, RESP_TYPES } from 'redis';

const HOST = '127.0.0.1';
const SLOTS = 16384;
const DEADLINE = 30_000;
const POLL_INTERVAL = 20;
const MIGRATE_TIMEOUT = 5_000;
const MIGRATE_BATCH = 100;

// The cluster bus listens on port + 10000. Both stay below 32768, where Linux begins to take the
// ports of outgoing connections: a client that retries a killed node must not sit down on its port.
const FIRST_PORT = 11_000;
const PORTS = 10_000;
const BUS_OFFSET = 10_000;

// The pipe on standard input is the lifeline. It ends without a line when this process dies, however
// it dies; a line says that the server is gone already, and that its process id may be another's now.
// `exec` keeps the server on the process id of the shell; the group holds the server's own forks.
const LIFELINE = `
exec 3<&0 </dev/null
(read -r gone <&3 || kill -s KILL -- -$$) >/dev/null 2>&1 &
exec "$@" 2>&1 3<&-`;

// A server killed in this very moment may still write its nodes.conf, hence the second tries.
const FOLDER_GUARD = `
cat >/dev/null
for try in 1 2 3 4 5 6 7 8 9 10; do rm -rf -- "$1" && exit; sleep 0.1; done`;

/** What {@link startLocalCluster} can be told. */
export interface LocalClusterOptions {
  /** Number of masters, which share the slots evenly. Default 3. */
  masters?: number;
  /** Number of replicas of each master. Default 0. */
  replicas?: number;
  /** `cluster-node-timeout` in milliseconds. Default 1500. */
  nodeTimeout?: number;
  /** More arguments of each `redis-server`, such as `['--maxmemory', '10mb']`. */
  config?: string[];
}

interface Launch {
  binary: string;
  dir: string;
  port: number;
  args: string[];
}

interface NodeLine {
  id: string;
  flags: string[];
  epoch: number;
  connected: boolean;
  ranges: [first: number, last: number][];
  importing: number[];
}

interface View {
  node: LocalNode;
  lines: NodeLine[];
}

type SlotsReply = [first: number, last: number, ...nodes: unknown[]][];
type AdminClient = ReturnType<typeof createAdmin>;

class PortTakenError extends Error {}

/** One `redis-server` that cannot outlive this process. */
class ServerProcess {
  /** Fulfilled when the server listens, rejected with its log when it ends before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<void>;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;

  constructor({ binary, dir, port, args }: Launch) {
    const child = spawn('/bin/sh', ['-c', LIFELINE, 'sh', binary, ...args], {
      cwd: dir,
      detached: true, // a Ctrl-C in the terminal is for this process, which may want to stop in order
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child = child;
    // The watcher that reads the lifeline is killed together with the server.
    child.stdin.on('error', () => {});
    this.exited = new Promise((resolve) => {
      child.once('exit', () => {
        child.stdin.end('\n');
        resolve();
      });
    });
    this.ready = new Promise((resolve, reject) => {
      let log = '';
      const read = (chunk: Buffer) => {
        log += chunk.toString();
        if (!log.includes('Ready to accept connections')) return;
        child.stdout.off('data', read).resume();
        resolve();
      };
      child.stdout.on('data', read);
      child.once('error', reject);
      child.once('close', () => reject(endedEarly(port, log)));
    });
  }

  get pid(): number | undefined {
    const { exitCode, signalCode, pid } = this.#child;
    return exitCode === null && signalCode === null ? pid : undefined;
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (this.pid !== undefined) process.kill(this.pid, signal);
  }

  async kill(): Promise<void> {
    if (this.pid === undefined) return;
    process.kill(-this.pid, 'SIGKILL');
    await this.exited;
  }
}

/** One node of a {@link LocalCluster}, with an admin connection of its own. */
export class LocalNode {
  readonly port: number;
  readonly #launch: Launch;
  #server: ServerProcess;
  #admin: AdminClient;
  #id = '';
  #paused = false;

  private constructor(launch: Launch) {
    this.port = launch.port;
    this.#launch = launch;
    this.#server = new ServerProcess(launch);
    this.#admin = createAdmin(launch.port, this.#server);
  }

  /** Starts a server, and resolves when it answers. No process is left when it rejects. */
  static async start(launch: Launch, timeout: number): Promise<LocalNode> {
    const node = new LocalNode(launch);
    await node.#open(timeout);
    return node;
  }

  /** The node id, as in `CLUSTER NODES`. It survives a restart. */
  get id(): string {
    return this.#id;
  }

  /** The process id of the `redis-server` itself; undefined while it does not run. */
  get pid(): number | undefined {
    return this.#server.pid;
  }

  /** Whether the node can answer: its process runs and is not paused. */
  get running(): boolean {
    return this.pid !== undefined && !this.#paused;
  }

  /**
   * Sends one command to this node, without following redirects.
   *
   * @returns the reply in its RESP2 shape: strings, integers, null and arrays of these
   * @throws the error reply of the server, or an Error when the node does not run
   */
  async command<T = unknown>(...args: (string | number | Buffer)[]): Promise<T> {
    return await this.#connected().sendCommand<T>(args.map(toArgument));
  }

  /** Up to `count` keys of a slot: https://redis.io/commands/cluster-getkeysinslot */
  async keysInSlot(slot: number, count: number): Promise<Buffer[]> {
    return await this.#connected().sendCommand<Buffer[]>(['CLUSTER', 'GETKEYSINSLOT', String(slot), String(count)], {
      typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer },
    });
  }

  /** Kills the server with SIGKILL, also a paused one, and waits for its exit. */
  async kill(): Promise<void> {
    await this.#server.kill();
    closeAdmin(this.#admin);
    this.#paused = false;
  }

  /** Stops the process with SIGSTOP: its connections stay open, and nothing answers. */
  pause(): void {
    this.#server.signal('SIGSTOP');
    this.#paused = true;
  }

  /** Continues a paused process with SIGCONT. */
  resume(): void {
    this.#server.signal('SIGCONT');
    this.#paused = false;
  }

  /**
   * Starts the server again on its port and folder, killing it first when it still runs. Resolves when
   * it answers; its data is lost unless a master has it, and its place in the cluster takes longer.
   */
  async restart(): Promise<void> {
    await this.kill();
    this.#server = new ServerProcess(this.#launch);
    this.#admin = createAdmin(this.port, this.#server);
    await this.#open(DEADLINE);
  }

  async #open(timeout: number): Promise<void> {
    try {
      const open = this.#server.ready.then(() => this.#admin.connect());
      await within(timeout, `redis-server on port ${this.port} to accept connections`, open);
      this.#id = await this.command<string>('CLUSTER', 'MYID');
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  #connected(): AdminClient {
    if (this.#admin.isOpen) return this.#admin;
    throw new Error(`The redis-server on port ${this.port} does not run`);
  }
}

/** A Redis Cluster of processes on this machine. {@link startLocalCluster} makes one. */
export class LocalCluster {
  /** The masters of the start first, then their replicas: one of each master, and so on. */
  readonly nodes: readonly LocalNode[];
  readonly servers: { host: string; port: number }[];
  readonly #nodeTimeout: number;
  readonly #removeFolder: () => Promise<void>;
  #stopped: Promise<void> | undefined;

  constructor(nodes: LocalNode[], nodeTimeout: number, removeFolder: () => Promise<void>) {
    this.nodes = nodes;
    this.servers = nodes.map(({ port }) => ({ host: HOST, port }));
    this.#nodeTimeout = nodeTimeout;
    this.#removeFolder = removeFolder;
  }

  /** The nodes that serve slots now and answer: neither killed nor paused ones, nor replicas. */
  async masters(): Promise<LocalNode[]> {
    const views = await this.#views();
    const owners = new Set(slotOwners(views));
    return views.map(({ node }) => node).filter(({ id }) => owners.has(id));
  }

  /**
   * The owner of a slot, as the nodes that answer see it. That is a killed master, too, until a
   * replica has taken its place.
   *
   * @throws Error when no node owns the slot
   */
  async ownerOf(slot: number): Promise<LocalNode> {
    checkSlot(slot);
    const id = slotOwners(await this.#views())[slot];
    const owner = this.nodes.find((node) => node.id === id);
    if (owner === undefined) throw new Error(`No node owns slot ${slot}`);
    return owner;
  }

  /**
   * Opens a slot for its move: IMPORTING on the target, MIGRATING on the source.
   * https://redis.io/commands/cluster-setslot
   */
  async startMigration(slot: number, to: LocalNode): Promise<void> {
    const from = await this.ownerOf(slot);
    if (from === to) throw new Error(`The node on port ${to.port} owns slot ${slot} already`);
    await to.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', from.id);
    await from.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', to.id);
  }

  /**
   * Moves up to `count` keys of an open slot from its owner to the target; all when absent.
   *
   * @returns how many have moved
   */
  async moveKeys(slot: number, to: LocalNode, count = Number.POSITIVE_INFINITY): Promise<number> {
    return await moveKeysBetween(slot, await this.ownerOf(slot), to, count);
  }

  /**
   * Gives a slot to the target: SETSLOT NODE there, then on the source, then on the other masters.
   * Replicas hear of it from their masters a moment later.
   *
   * @throws Error when the source still has keys of the slot
   */
  async finishMigration(slot: number, to: LocalNode): Promise<void> {
    const from = await this.ownerOf(slot);
    // The source refuses to give away a slot with keys, but by then the target has it.
    const left = await from.command<number>('CLUSTER', 'COUNTKEYSINSLOT', slot);
    if (left > 0 && from !== to) {
      throw new Error(`The node on port ${from.port} still has ${left} keys of slot ${slot}`);
    }
    for (const node of new Set([to, from, ...(await this.masters())])) {
      await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', to.id);
    }
  }

  /**
   * Takes back a move that has not been finished: the moved keys go home, and both ends are STABLE.
   * The owner is the first to be, because a MIGRATING node answers ASK to the keys that come back;
   * until they are back it answers as if they did not exist.
   */
  async cancelMigration(slot: number): Promise<void> {
    const home = await this.ownerOf(slot);
    const guests = (await this.#views()).filter(({ node, lines }) => isImporting(node, lines, slot));
    await home.command('CLUSTER', 'SETSLOT', slot, 'STABLE');
    for (const { node: guest } of guests) {
      await moveKeysBetween(slot, guest, home, Number.POSITIVE_INFINITY);
      await guest.command('CLUSTER', 'SETSLOT', slot, 'STABLE');
    }
  }

  /** Moves a slot with all its keys: the start, the keys and the finish of a migration. */
  async moveSlot(slot: number, to: LocalNode): Promise<void> {
    await this.startMigration(slot, to);
    await this.moveKeys(slot, to);
    await this.finishMigration(slot, to);
  }

  /** Removes every key: FLUSHALL on each master. */
  async flush(): Promise<void> {
    await Promise.all((await this.masters()).map((node) => node.command('FLUSHALL')));
  }

  /** Kills every process, closes the admin connections, removes the data. Can be called again. */
  async stop(): Promise<void> {
    this.#stopped ??= killAll(this.nodes).then(this.#removeFolder);
    await this.#stopped;
  }

  async #views(): Promise<View[]> {
    const answers = await Promise.allSettled(
      this.nodes
        .filter((node) => node.running)
        .map((node) => within(this.#nodeTimeout, `port ${node.port} to answer`, viewOf(node))),
    );
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }
}

/**
 * Starts a Redis Cluster on free ports of 127.0.0.1, and resolves when every node serves it. Its
 * processes and its data folder go away with {@link LocalCluster.stop}, and with this process.
 *
 * @throws Error when `redis-server` is missing, ends, or the cluster is not complete in 30 seconds;
 *   nothing is left running then
 */
export async function startLocalCluster(options: LocalClusterOptions = {}): Promise<LocalCluster> {
  const { masters = 3, replicas = 0, nodeTimeout = 1500, config = [] } = options;
  checkInteger('masters', masters, 1);
  checkInteger('replicas', replicas, 0);
  checkInteger('nodeTimeout', nodeTimeout, 1);
  const binary = findRedisServer();
  if (binary === undefined) {
    throw new Error(
      'redis-server is not on the PATH: install it with `apt-get install redis-server` or `brew install redis`',
    );
  }
  const deadline = Date.now() + DEADLINE;
  const folder = await mkdtemp(join(tmpdir(), 'clusterwise-'));
  const removeFolder = await guardFolder(folder);
  const launches = await Promise.allSettled(
    Array.from({ length: masters * (1 + replicas) }, () =>
      launchNode(binary, folder, clusterArguments(nodeTimeout, config), deadline),
    ),
  );
  const nodes = launches.flatMap((launch) => (launch.status === 'fulfilled' ? [launch.value] : []));
  const cluster = new LocalCluster(nodes, nodeTimeout, removeFolder);
  try {
    for (const launch of launches) if (launch.status === 'rejected') throw launch.reason;
    await joinNodes(nodes, masters, deadline);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

/** The path of `redis-server` on the PATH, or undefined. */
export function findRedisServer(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'redis-server')).find(isExecutable);
}

/**
 * Polls until the condition holds.
 *
 * @param what what is awaited, in the words of the error: "a replica to take over"
 * @throws Error when it does not hold in time, or the error of the condition
 */
export async function waitUntil(what: string, condition: () => Promise<boolean>, timeout = DEADLINE): Promise<void> {
  const poll = new AbortController();
  const holds = async () => {
    while (!poll.signal.aborted && !(await condition())) await sleep(POLL_INTERVAL);
  };
  try {
    await within(timeout, what, holds());
  } finally {
    poll.abort();
  }
}

async function within<T>(timeout: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const expire = () => reject(new Error(`Timed out while waiting for ${what}`));
    timer = setTimeout(expire, Math.max(timeout, 0));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function clusterArguments(nodeTimeout: number, config: string[]): string[] {
  return [
    ...['--save', '', '--appendonly', 'no'],
    ...['--cluster-node-timeout', String(nodeTimeout), '--cluster-require-full-coverage', 'yes'],
    // A lone node does not learn its own address from a peer.
    ...['--cluster-announce-ip', HOST],
    // A replica stays eligible however long a test has kept it from its master.
    ...['--cluster-replica-validity-factor', '0'],
    // CLUSTER SLOTS lists a replica from its first replicated byte, which can be this ping.
    ...['--repl-ping-replica-period', '1', '--repl-diskless-sync-delay', '0'],
    ...['--protected-mode', 'no', '--enable-debug-command', 'yes'],
    ...config,
    // What follows is what this file relies on; the log says when the server is ready.
    ...['--bind', HOST, '--daemonize', 'no', '--logfile', '', '--loglevel', 'notice'],
    ...['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf'],
  ];
}

async function launchNode(binary: string, folder: string, shared: string[], deadline: number): Promise<LocalNode> {
  for (;;) {
    const port = await freePort();
    const dir = await mkdtemp(join(folder, `${port}-`));
    const args = [...shared, '--port', String(port), '--dir', dir];
    try {
      return await LocalNode.start({ binary, dir, port, args }, deadline - Date.now());
    } catch (error) {
      if (!(error instanceof PortTakenError) || Date.now() > deadline) throw error;
    }
  }
}

async function joinNodes(nodes: LocalNode[], masters: number, deadline: number): Promise<void> {
  const onEveryNode = async (what: string, holds: (node: LocalNode) => Promise<boolean>) => {
    const all = async () => (await Promise.all(nodes.map(holds))).every(Boolean);
    await waitUntil(`${what} on every node`, all, deadline - Date.now());
  };
  // Distinct epochs and slots from before the first meeting leave nothing to be negotiated.
  await Promise.all(
    nodes.map(async (node, index) => {
      await node.command('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      if (index >= masters) return;
      const first = Math.floor((index * SLOTS) / masters);
      const last = Math.floor(((index + 1) * SLOTS) / masters) - 1;
      await node.command('CLUSTER', 'ADDSLOTSRANGE', first, last);
    }),
  );
  // Every pair meets by command, which is faster than the gossip of a chain.
  await Promise.all(
    nodes.flatMap((node, index) =>
      nodes.slice(index + 1).map((peer) => node.command('CLUSTER', 'MEET', HOST, peer.port)),
    ),
  );
  await onEveryNode(`links to all ${nodes.length} nodes`, (node) => knowsAll(node, nodes));
  await Promise.all(
    nodes.slice(masters).map(async (replica, index) => {
      const master = nodes[index % masters];
      if (master !== undefined) await replica.command('CLUSTER', 'REPLICATE', master.id);
    }),
  );
  const copies = nodes.length / masters;
  await onEveryNode('complete CLUSTER SLOTS', (node) => coversAllSlots(node, copies));
  await onEveryNode('cluster_state:ok', isStateOk);
}

async function knowsAll(node: LocalNode, nodes: LocalNode[]): Promise<boolean> {
  const { lines } = await viewOf(node);
  const known = new Set(lines.filter(({ connected }) => connected).map(({ id }) => id));
  return lines.length === nodes.length && nodes.every(({ id }) => known.has(id));
}

async function coversAllSlots(node: LocalNode, copies: number): Promise<boolean> {
  const ranges = await node.command<SlotsReply>('CLUSTER', 'SLOTS');
  const covered = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return covered === SLOTS && ranges.every(([, , ...holders]) => holders.length === copies);
}

async function isStateOk(node: LocalNode): Promise<boolean> {
  const info = await node.command<string>('CLUSTER', 'INFO');
  return info.includes('cluster_state:ok');
}

async function viewOf(node: LocalNode): Promise<View> {
  return { node, lines: parseNodeLines(await node.command<string>('CLUSTER', 'NODES')) };
}

/** Reads https://redis.io/commands/cluster-nodes */
function parseNodeLines(reply: string): NodeLine[] {
  return reply
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [id = '', , flags = '', , , , epoch, link, ...slots] = line.split(' ');
      const isRange = (slot: string) => !slot.startsWith('[');
      return {
        id,
        flags: flags.split(','),
        epoch: Number(epoch),
        connected: link === 'connected' && !/handshake|noaddr|fail/.test(flags),
        ranges: slots.filter(isRange).map(parseRange),
        importing: slots.flatMap((slot) => /^\[(\d+)-<-/.exec(slot)?.[1] ?? []).map(Number),
      };
    });
}

function parseRange(range: string): [first: number, last: number] {
  const [first, last = first] = range.split('-');
  return [Number(first), Number(last)];
}

/** The owner's id of each slot: where two views differ, the claim with the highest epoch holds. */
function slotOwners(views: View[]): (string | undefined)[] {
  const owners = new Array<string | undefined>(SLOTS);
  const claims = views.flatMap(({ lines }) => lines).sort((a, b) => a.epoch - b.epoch);
  for (const { id, ranges } of claims) {
    for (const [first, last] of ranges) owners.fill(id, first, last + 1);
  }
  return owners;
}

function isImporting(node: LocalNode, lines: NodeLine[], slot: number): boolean {
  return lines.some(({ id, importing }) => id === node.id && importing.includes(slot));
}

async function moveKeysBetween(slot: number, from: LocalNode, to: LocalNode, count: number): Promise<number> {
  let moved = 0;
  while (moved < count) {
    const keys = await from.keysInSlot(slot, Math.min(count - moved, MIGRATE_BATCH));
    if (keys.length === 0) break;
    // One command for each key, because its reply tells a moved key from one that has expired.
    const replies = await Promise.all(
      keys.map((key) => from.command('MIGRATE', HOST, to.port, key, 0, MIGRATE_TIMEOUT)),
    );
    moved += replies.filter((reply) => reply === 'OK').length;
  }
  return moved;
}

function createAdmin(port: number, server: ServerProcess) {
  const admin = createClient({
    RESP: 2,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    socket: {
      host: HOST,
      port,
      reconnectStrategy: () => (server.pid === undefined ? false : POLL_INTERVAL),
    },
  });
  // Without a listener a lost connection would end this process; the commands reject anyway.
  admin.on('error', () => {});
  server.exited.then(() => closeAdmin(admin));
  return admin;
}

function closeAdmin(admin: AdminClient): void {
  if (admin.isOpen) admin.destroy();
}

function toArgument(argument: string | number | Buffer): string | Buffer {
  return typeof argument === 'number' ? String(argument) : argument;
}

async function killAll(nodes: readonly LocalNode[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.kill()));
}

async function guardFolder(folder: string): Promise<() => Promise<void>> {
  const guard = spawn('/bin/sh', ['-c', FOLDER_GUARD, 'sh', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(guard, 'spawn');
  const removed = once(guard, 'exit');
  return async () => {
    guard.stdin.end();
    await removed;
  };
}

function endedEarly(port: number, log: string): Error {
  const message = `The redis-server on port ${port} ended before it was ready:\n${log.trim()}`;
  const taken = /Address already in use|Failed listening on port/.test(log);
  return taken ? new PortTakenError(message) : new Error(message);
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    if ((await isFree(port)) && (await isFree(port + BUS_OFFSET))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, HOST), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function checkInteger(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new TypeError(`Expected \`${name}\` to be an integer from ${least} up, got ${value}`);
}

function checkSlot(slot: number): void {
  if (Number.isInteger(slot) && slot >= 0 && slot < SLOTS) return;
  throw new TypeError(`Expected \`slot\` to be an integer from 0 to ${SLOTS - 1}, got ${slot}`);
}
