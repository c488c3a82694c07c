import { channel } from 'node:diagnostics_channel';
import { SLOTS } from './command/slot.js';
import { ClosedError, describe, InvalidArgumentError } from './errors.js';
import type { Node } from './node/node.js';
import type { Router } from './router/router.js';
import type { Answer } from './router/whole-cluster.js';
import { type Address, format } from './topology/address.js';
import { type MapChanges, type Role, type Server, serversOf } from './topology/map-changes.js';

/** A server of the cluster. */
export interface ClusterNode<Client = unknown> {
  readonly host: string;
  readonly port: number;
  /** `unknown`: it is in no map, or there is none yet. */
  readonly role: Role | 'unknown';
  /** What `createClient` made for it; undefined while it is not connected. */
  readonly client: Client | undefined;
}

/** What one server answered. */
export interface ServerReply<T = unknown> extends Address {
  readonly role: Role | 'unknown';
  /** What it answered instead, or why it did not; else null. */
  readonly error: Error | null;
  /** Undefined where there is an error. */
  readonly reply: T | undefined;
}

/** Slots next to each other that belong to one master. */
export interface SlotRange {
  readonly first: number;
  readonly last: number;
  readonly master: Address;
  readonly replicas: readonly Address[];
}

/** Figures of one server; they end when it leaves the cluster. */
export interface NodeStats extends Address {
  readonly role: Role | 'unknown';
  readonly connected: boolean;
  /** Commands sent to it, with `ASKING`, `MULTI`, `EXEC` and what clusterwise asks for itself. */
  readonly commands: number;
  /** Of those, the ones without a reply. */
  readonly outstanding: number;
  /** `MOVED` and `ASK` from it that were followed. */
  readonly redirections: number;
  /** Commands that had to go again, since it said wait or was lost. */
  readonly retries: number;
}

/** Figures since the beginning. */
export interface ClusterStats {
  readonly commands: number;
  readonly redirections: number;
  readonly retries: number;
  /** How often the map was asked for. */
  readonly refreshes: number;
  readonly nodes: readonly NodeStats[];
}

/** Published as `clusterwise:redirection`: a `MOVED` or `ASK` that is followed. */
export interface RedirectionMessage {
  readonly cluster: unknown;
  readonly kind: 'MOVED' | 'ASK';
  readonly slot: number;
  readonly from: Address;
  readonly to: Address;
}

/** Published as `clusterwise:retry`: a command that goes again; `slot` is -1 where it has no key. */
export interface RetryMessage {
  readonly cluster: unknown;
  readonly slot: number;
  readonly node: Address;
  /** What the server said, or why its connection was lost. */
  readonly error: Error;
}

/** Published as `clusterwise:topology`, and emitted as `topology` without `cluster`. */
export interface TopologyMessage extends MapChanges {
  readonly cluster: unknown;
}

/** @see https://nodejs.org/api/diagnostics_channel.html */
const CHANNELS = {
  redirection: channel('clusterwise:redirection'),
  retry: channel('clusterwise:retry'),
  topology: channel('clusterwise:topology'),
};

const ROLES = { all: undefined, masters: 'master', replicas: 'replica' } as const;

interface Tally {
  redirections: number;
  retries: number;
}

/**
 * What can be seen of the cluster from outside. It counts only what is unusual:
 * a command that finds its server passes no line of this.
 */
export class Inspection {
  readonly #total: Tally = { redirections: 0, retries: 0 };
  readonly #byNode = new Map<string, Tally>();
  #isFull = false;
  #waiters: { resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(
    private readonly router: Router,
    /** What is told as the sender of messages. */
    private readonly cluster: { readonly ready: boolean },
    private readonly tell: (event: string, ...news: unknown[]) => void,
  ) {}

  nodes(which: keyof typeof ROLES): ClusterNode[] {
    this.checkWhich('nodes', which);
    const role = ROLES[which];
    const servers = [...serversOf(this.router.map).values()];
    return servers.filter((server) => role === undefined || server.role === role).map((server) => this.#view(server));
  }

  /** @throws InvalidArgumentError when it is not a word for some of the servers */
  checkWhich(method: string, which: unknown): void {
    if (typeof which !== 'string' || !Object.hasOwn(ROLES, which)) {
      throw new InvalidArgumentError(`${method} takes 'all', 'masters' or 'replicas', got ${describe(which)}`);
    }
  }

  /** What servers answered, with what they are. */
  repliesOf(answers: readonly Answer[]): ServerReply[] {
    const servers = serversOf(this.router.map);
    return answers.map(({ node, outcome }) => ({
      ...copy(node.address),
      role: servers.get(node.name)?.role ?? 'unknown',
      error: outcome.error,
      reply: outcome.reply,
    }));
  }

  slotMaster(slot: number): ClusterNode | undefined {
    if (!Number.isInteger(slot) || slot < 0 || slot >= SLOTS) {
      throw new InvalidArgumentError(`A slot is a number from 0 to ${SLOTS - 1}, got ${describe(slot)}`);
    }
    const master = this.router.map.ownerOf(slot);
    return master && this.#view({ ...master, role: 'master' });
  }

  slots(): SlotRange[] {
    const { map } = this.router;
    const ranges: { first: number; last: number; master: Address; replicas: Address[] }[] = [];
    let former: unknown;
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const shard = map.shardOf(slot);
      if (shard !== undefined && shard === former) {
        (ranges.at(-1) as { last: number }).last = slot;
      } else if (shard !== undefined) {
        ranges.push({ first: slot, last: slot, master: copy(shard.master), replicas: shard.replicas.map(copy) });
      }
      former = shard;
    }
    return ranges;
  }

  stats(): ClusterStats {
    const { nodes, map, fetches } = this.router;
    const servers = serversOf(map);
    return {
      commands: nodes.sent,
      ...this.#total,
      refreshes: fetches,
      nodes: [...nodes.all].map((node) => ({
        ...copy(node.address),
        role: servers.get(node.name)?.role ?? 'unknown',
        connected: node.connected,
        commands: node.sent + node.sentBeside,
        outstanding: node.outstanding,
        ...(this.#byNode.get(node.name) ?? { redirections: 0, retries: 0 }),
      })),
    };
  }

  /** Resolves when commands are taken to their servers; rejects when that will never be. */
  untilReady(): Promise<void> {
    return this.cluster.ready
      ? Promise.resolve()
      : new Promise((resolve, reject) => {
          this.#waiters.push({ resolve, reject });
        });
  }

  becameReady(): void {
    for (const { resolve } of this.#waiters.splice(0)) {
      resolve();
    }
    this.#checkFull();
  }

  ended(cause?: Error): void {
    const options = cause === undefined ? undefined : { cause };
    for (const { reject } of this.#waiters.splice(0)) {
      reject(new ClosedError('The connection was closed before it was ready', options));
    }
  }

  nodeConnected(): void {
    this.#checkFull();
  }

  nodeFailed({ address, name }: Node, error: Error): void {
    this.#checkFull();
    const role = serversOf(this.router.map).get(name)?.role ?? 'unknown';
    this.tell('node error', error, { ...copy(address), role, client: undefined });
  }

  /** Tells of another map, but not within: whoever listens may do what he likes. */
  mapChanged(changes: MapChanges): void {
    process.nextTick(() => {
      for (const server of changes.removed) {
        this.#byNode.delete(format(server));
        this.tell('-node', server);
      }
      for (const server of changes.added) {
        this.tell('+node', server);
      }
      this.tell('topology', changes);
      if (CHANNELS.topology.hasSubscribers) {
        CHANNELS.topology.publish({ cluster: this.cluster, ...changes } satisfies TopologyMessage);
      }
      this.#checkFull();
    });
  }

  redirected(kind: 'MOVED' | 'ASK', slot: number, from: Node, to: Node): void {
    this.#total.redirections += 1;
    this.#tallyOf(from).redirections += 1;
    if (CHANNELS.redirection.hasSubscribers) {
      const message = { cluster: this.cluster, kind, slot, from: from.address, to: to.address };
      CHANNELS.redirection.publish(message satisfies RedirectionMessage);
    }
  }

  retried(slot: number, node: Node, error: Error): void {
    this.#total.retries += 1;
    this.#tallyOf(node).retries += 1;
    if (CHANNELS.retry.hasSubscribers) {
      CHANNELS.retry.publish({ cluster: this.cluster, slot, node: node.address, error } satisfies RetryMessage);
    }
  }

  #tallyOf({ name }: Node): Tally {
    let tally = this.#byNode.get(name);
    if (tally === undefined) {
      tally = { redirections: 0, retries: 0 };
      this.#byNode.set(name, tally);
    }
    return tally;
  }

  #view({ host, port, role }: Server): ClusterNode {
    return { host, port, role, client: this.router.nodes.find({ host, port })?.client };
  }

  /** Whether there is a connection to every master, after there was none to one of them. */
  #checkFull(): void {
    const { masters } = this.router.nodes;
    const isFull = this.cluster.ready && masters.length > 0 && masters.every((master) => master.connected);
    if (isFull !== this.#isFull) {
      this.#isFull = isFull;
      if (isFull) {
        this.tell('fullReady');
      }
    }
  }
}

function copy({ host, port }: Address): Address {
  return { host, port };
}
