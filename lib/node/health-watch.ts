import type { Node } from './node.js';

// How often it looks: so often that the shortest patience is more than a look
// before and a look after a time in which this process was held up.
const LOOK = 125;
// A node that owes replies and is silent for so long gets no more to do.
const SUSPICION = 1000;
// A replica that is silent is given up soon, where what it owes are reads, which others can answer.
const REPLICA_PATIENCE = 500;
// A node that owes nothing, but that somebody relies on, is pinged this often.
const PING_INTERVAL = 1000;

/** What the watch asks of its owner. */
export interface WatchListener {
  /** A master is silent: others may know whether it is one still. */
  suspects(node: Node): void;
}

/**
 * What was seen of a node since it sent something. Time is counted in looks: when
 * this process itself was held up, that is one look, and replies that came
 * meanwhile are read before the next.
 */
interface Silence {
  readonly progress: number;
  /** Looks while it owed nothing. */
  idle: number;
  /** Looks while it owed replies. */
  silent: number;
}

/**
 * Finds nodes that hang: the kernel of a stopped process keeps its connections
 * open, so that nobody else tells. A master is given up after `patience`, or as
 * soon as the map knows it as a replica; one that has left altogether is closed
 * by whoever follows the map.
 */
export class HealthWatch {
  readonly #silences = new WeakMap<Node, Silence>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly nodes: () => Iterable<Node>,
    private readonly patience: number,
    private readonly listener: WatchListener,
  ) {
    // Connections keep the process alive, not this.
    this.#timer = setInterval(() => this.#look(), LOOK).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const node of this.nodes()) {
      if (node.connected) {
        this.#examine(node);
      }
    }
  }

  #examine(node: Node): void {
    const silence = this.#silenceOf(node);
    if (node.outstanding === 0) {
      silence.silent = 0;
      silence.idle += 1;
      if (node.held && silence.idle * LOOK >= PING_INTERVAL) {
        silence.idle = 0;
        node.ask('ping', [], () => {});
      }
      return;
    }
    silence.idle = 0;
    silence.silent += 1;
    const time = silence.silent * LOOK;
    const isReplaceable = node.isReplica && node.irreplaceable === 0;
    const patience = isReplaceable ? Math.min(REPLICA_PATIENCE, this.patience) : this.patience;
    if (time >= patience) {
      node.giveUp(new Error(`no reply for ${time} ms`));
    } else if (time >= SUSPICION) {
      node.suspend();
      this.listener.suspects(node);
    }
  }

  #silenceOf(node: Node): Silence {
    const { progress } = node;
    const known = this.#silences.get(node);
    if (known?.progress === progress) {
      return known;
    }
    const silence = { progress, idle: 0, silent: 0 };
    this.#silences.set(node, silence);
    return silence;
  }
}
