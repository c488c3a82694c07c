import type { Gathering } from '../command/policy.js';
import { atMaster, type Spec } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { ClusterUnavailableError, ConnectionLostError, decorate, UncertainStateError } from '../errors.js';
import type { Node } from '../node/node.js';
import { untilAcknowledged } from './acknowledgement.js';
import { answer } from './answer.js';
import { Postponed } from './postponed.js';
import type { Router } from './router.js';

/** Sends a command to the owner of a slot. */
type Send = (spec: Spec, args: Argument[], slot: number, buffers: boolean, callback: Callback) => void;

type Done = (error: Error | null, reply?: unknown) => void;

/** What came of a command at one server. */
export interface Outcome {
  readonly error: Error | null;
  readonly reply: unknown;
}

/** What came of it, and where. */
export interface Answer {
  readonly node: Node;
  readonly outcome: Outcome;
}

/** Which servers a command is for. */
export type Servers = 'all' | 'masters' | 'replicas';

/** Commands that more than one server must execute. */
export class WholeCluster {
  // Calls that are not answered yet: between what they ask, no server may owe a reply.
  #underWay = 0;
  #whenDrained: (() => void) | undefined;

  constructor(
    private readonly router: Router,
    private readonly send: Send,
  ) {}

  /** Has all masters execute a command, and replicas too where it is for them; their replies become one. */
  gather(spec: Spec, args: Argument[], buffers: boolean, gathering: Gathering, receiver: Callback): void {
    const callback = this.#counted(receiver);
    this.#begin(callback, () => {
      // A master is named by a slot it owns, so that its successor is found too.
      const slots = this.router.map.firstSlots;
      const replicas = gathering.onReplicas ? this.router.nodes.replicas : [];
      const calls = [
        ...slots.map((slot) => (done: Done) => this.send(atMaster(spec), args, slot, buffers, done)),
        ...replicas.map((replica) => (done: Done) => ask(replica, spec.name, args, buffers, done)),
      ];
      collect(calls, (outcomes) => {
        const succeeded = outcomes.filter(({ error }) => error === null);
        const needed = gathering.needs === 'masters' ? outcomes.slice(0, slots.length) : outcomes;
        const failed = needed.find(({ error }) => error !== null);
        if (failed !== undefined && (gathering.needs !== 'one' || succeeded.length === 0)) {
          answer(callback, failed.error);
        } else {
          answer(callback, null, gathering.merge(succeeded.map(({ reply }) => reply)));
        }
      });
    });
  }

  /** Has servers execute a command, each by itself: nobody else does it in its place. */
  each(which: Servers, name: string, args: readonly Argument[], buffers: boolean, receiver: Callback<Answer[]>): void {
    const callback = this.#counted(receiver);
    this.#begin(callback, () => {
      const { masters, replicas } = this.router.nodes;
      const nodes = [...(which === 'replicas' ? [] : masters), ...(which === 'masters' ? [] : replicas)];
      const calls = nodes.map((node) => (done: Done) => ask(node, name, args, buffers, done));
      collect(calls, (outcomes) => {
        const whole = nodes.map((node, i) => ({ node, outcome: outcomes[i] as Outcome }));
        answer(callback, null, whole);
      });
    });
  }

  /** `WAIT` and `WAITAOF`, at all masters. */
  wait(spec: Spec, args: Argument[], gathering: Gathering, receiver: Callback): void {
    const callback = this.#counted(receiver);
    this.#begin(callback, () => {
      const calls = this.router.map.firstSlots.map((slot) => (done: Done) => {
        const begin = (node: Node) => {
          untilAcknowledged(node, spec.name, args).then(
            (reply) => done(null, reply),
            (error) => done(decorate(error, spec.upper, args)),
          );
        };
        this.router.route(new Postponed(begin, done, slot));
      });
      collect(calls, (outcomes) => {
        const failed = outcomes.find(({ error }) => error !== null);
        if (failed === undefined) {
          answer(callback, null, gathering.merge(outcomes.map(({ reply }) => reply)));
        } else {
          answer(callback, failed.error);
        }
      });
    });
  }

  /** Resolves when every call is answered. */
  async drained(): Promise<void> {
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#whenDrained = resolve;
      });
    }
  }

  #counted(callback: Callback): Callback {
    this.#underWay += 1;
    return (error, reply) => {
      this.#underWay -= 1;
      if (this.#underWay === 0) {
        this.#whenDrained?.();
      }
      callback(error, reply);
    };
  }

  /** Which servers there are is known when there is a map. */
  #begin(callback: Callback, begin: () => void): void {
    // Not whether it is ready: whoever listens to `connect` may be told before.
    if (this.router.nodes.masters.length > 0) {
      begin();
    } else {
      this.router.route(new Postponed(() => this.#begin(callback, begin), callback));
    }
  }
}

function ask(node: Node, name: string, args: readonly Argument[], buffers: boolean, done: Done): void {
  const begun = Date.now();
  const settle = (error: Error | null, reply?: unknown) =>
    error === null ? done(null, reply) : done(decorate(said(error), name.toUpperCase(), args));
  const said = (error: Error) => {
    if (!(error instanceof ConnectionLostError)) {
      return error;
    }
    return error.sent ? new UncertainStateError(node.name, error) : unavailable(error);
  };
  const unavailable = (cause: Error) => new ClusterUnavailableError(node.name, Date.now() - begun, [cause]);
  node.opened().then(
    () => {
      node.irreplaceable += 1;
      const answered = (error: Error | null, reply?: unknown) => {
        node.irreplaceable -= 1;
        settle(error, reply);
      };
      node.ask(name, args, answered, buffers);
    },
    (error) => settle(unavailable(error)),
  );
}

/** Calls all; as soon as all have answered, tells in the order of the calls what came. */
function collect(calls: readonly ((done: Done) => void)[], whole: (outcomes: Outcome[]) => void): void {
  const outcomes = new Array<Outcome>(calls.length);
  let left = calls.length;
  const done = (index: number, outcome: Outcome) => {
    outcomes[index] = outcome;
    left -= 1;
    if (left === 0) {
      whole(outcomes);
    }
  };
  if (left === 0) {
    process.nextTick(whole, outcomes);
  }
  calls.forEach((call, index) => {
    call((error, reply) => done(index, { error, reply }));
  });
}
