import { InvalidOptionError } from '../errors.js';
import type { Address } from '../topology/address.js';
import type { Node } from './node.js';

/** A server that can answer a read. */
export interface Reader extends Address {
  readonly role: 'master' | 'replica';
}

/** Picks one of those who can answer a read of a slot; there is always one. */
export type PickReader = (readers: readonly [Reader, ...Reader[]], slot: number) => Reader;

/** Who answers reads: masters, masters and replicas in turn, replicas while there are any, or whomever a function picks. */
export type ReplicaUse = 'never' | 'share' | 'always' | PickReader;

interface Candidate {
  readonly node: Node;
  readonly reader: Reader;
}

/** A master and its replicas, and which of them answers the next read. */
export class Readers {
  readonly #candidates: readonly Candidate[];

  constructor(
    private readonly master: Node,
    readonly replicas: readonly Node[],
    private readonly use: ReplicaUse,
    /** A function picked nobody. */
    private readonly misused: (error: InvalidOptionError) => void,
  ) {
    const nodes = use === 'always' ? replicas : [master, ...replicas];
    this.#candidates = nodes.map((node) => ({
      node,
      reader: { ...node.address, role: node === master ? 'master' : 'replica' },
    }));
  }

  /**
   * Somebody who is ready and not behind; else the master while it is ready; else somebody
   * who may be behind, as nobody can be asked who is not. Undefined: nobody is ready.
   */
  pick(slot: number): Node | undefined {
    if (typeof this.use === 'function') {
      return this.#picked(this.use, slot);
    }
    const from = Math.floor(Math.random() * this.#candidates.length);
    return this.#first(from, false) ?? (this.master.ready ? this.master : this.#first(from, true));
  }

  #first(from: number, mayBeStale: boolean): Node | undefined {
    for (let i = 0; i < this.#candidates.length; i += 1) {
      const { node } = this.#candidates[(from + i) % this.#candidates.length] as Candidate;
      if (mayAnswer(node, mayBeStale)) {
        return node;
      }
    }
    return undefined;
  }

  #picked(pick: PickReader, slot: number): Node | undefined {
    let able = this.#candidates.filter(({ node }) => mayAnswer(node, false));
    if (able.length === 0) {
      able = this.#candidates.filter(({ node }) => mayAnswer(node, true));
    }
    const [first, ...others] = able.map(({ reader }) => reader);
    if (first === undefined) {
      return undefined;
    }
    const readers = [first, ...others] as const;
    let picked: unknown;
    try {
      picked = pick(readers, slot);
    } catch (error) {
      this.misused(new InvalidOptionError('replicas', 'a function that picks a server, and does not throw', error));
      return undefined;
    }
    const index = readers.indexOf(picked as Reader);
    if (index === -1) {
      this.misused(
        new InvalidOptionError('replicas', 'a function that returns one of the servers it is given', picked),
      );
    }
    return able[index]?.node;
  }
}

function mayAnswer(node: Node, mayBeStale: boolean): boolean {
  return node.ready && !node.lags && (mayBeStale || !node.isStale);
}
