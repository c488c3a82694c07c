import { toStrings } from '../command/replies.js';
import { readServerError } from '../command/server-error.js';
import { SLOTS, slotOf } from '../command/slot.js';
import type { Spec } from '../command/table.js';
import type { Argument, Callback } from '../command/types.js';
import { decorate, describe } from '../errors.js';
import type { Node } from '../node/node.js';
import { type Progress, writeCursor } from '../scan/cursor.js';
import { beginPass, endPass, type Pass } from '../scan/pass.js';
import { SlotSet } from '../scan/slot-set.js';
import { readView, type View } from '../scan/view.js';
import { answer } from './answer.js';
import type { Router } from './router.js';
import { type Question, Talk, type Talker } from './talk.js';

// In this order, so that what leaves a server meanwhile is counted.
const ASK_VIEW: readonly Question[] = [
  { name: 'info', args: ['commandstats'], buffers: false },
  { name: 'info', args: ['server'], buffers: false },
  { name: 'cluster', args: ['nodes'], buffers: false },
];

/**
 * One call of `SCAN` over all masters: it sends one `SCAN`, the next of the pass
 * under way or the first of a new one. `scan/pass.ts` says when a slot is done.
 */
export class ScanCall implements Talker {
  readonly #router: Router;
  #done: SlotSet;
  #pass: Pass | undefined;
  readonly #own: string;
  // Half-done slots, and the server where the rest of their keys is.
  #halfDone: { slots: SlotSet; at: Node } | undefined;

  constructor(
    router: Router,
    private readonly spec: Spec,
    private readonly args: readonly Argument[],
    private readonly buffers: boolean,
    progress: Progress,
    private readonly callback: Callback,
  ) {
    this.#router = router;
    this.#done = progress.done;
    this.#pass = progress.pass;
    this.#own = progress.own;
  }

  start(): void {
    const { nodes } = this.#router;
    const pass = this.#pass;
    const isThere = (slot: number) => nodes.ownerOf(slot)?.name === pass?.node;
    const slot = pass?.settled.find(isThere) ?? pass?.open.find(isThere);
    const node = [...nodes.all].find(({ name }) => name === pass?.node);
    const awaited = pass?.awaited.find(() => true);
    if (slot !== undefined) {
      this.#talk(slot);
    } else if (awaited !== undefined && node !== undefined) {
      this.#talk(awaited, node);
    } else {
      this.#pass = undefined;
      this.#next();
    }
  }

  questionsFor(node: Node): readonly Question[] {
    if (this.#pass?.node !== node.name) {
      // Whoever owned the slots when the pass began does not any more.
      this.#pass = undefined;
      return [...ASK_VIEW, this.#scan('0')];
    }
    return this.#own === '0' ? ASK_VIEW : [this.#scan(this.#own)];
  }

  heard(node: Node, replies: readonly unknown[]): Error | undefined {
    if (this.#pass === undefined) {
      return this.#begin(node, replies);
    }
    return this.#own === '0' ? this.#end(node, this.#pass, replies) : this.#page(this.#pass, replies[0]);
  }

  failed(error: Error): void {
    answer(this.callback, decorate(error, this.spec.upper, this.args));
  }

  #begin(node: Node, replies: readonly unknown[]): Error | undefined {
    const page = replies[3];
    if (page instanceof Error) {
      return page;
    }
    const view = this.#viewOf(node, replies);
    const awaited = this.#halfDone?.at === node ? this.#halfDone.slots : new SlotSet();
    const pass = beginPass(node.name, view, this.#done, awaited);
    if (pass !== undefined) {
      return this.#page(pass, page);
    }
    // The map may have another owner for them, who has yet to be asked.
    const isOwnedElsewhere = (slot: number) => (this.#router.nodes.ownerOf(slot) ?? node) !== node;
    const isLost = (slot: number) => !view.assigned.has(slot) && !isOwnedElsewhere(slot);
    if (view.isMaster && this.#left(isLost) !== undefined) {
      // Nobody has their keys.
      this.#done = SlotSet.of((slot) => this.#done.has(slot) || isLost(slot));
      this.#next(view);
      return undefined;
    }
    return new Error(`CLUSTERDOWN ${node.name} does not own the slots that the map says it does`);
  }

  #end(node: Node, pass: Pass, replies: readonly unknown[]): Error | undefined {
    const refusal = replies[2];
    if (refusal instanceof Error && readServerError(refusal.message).kind !== 'other') {
      return refusal;
    }
    const view = this.#viewOf(node, replies);
    const { done, halfDone } = endPass(pass, view, this.#done);
    const slot = halfDone?.slots.find(() => true);
    if (halfDone === undefined || slot === undefined) {
      this.#done = done;
      this.#pass = undefined;
      this.#next(view);
      return undefined;
    }
    let at: Node | undefined;
    try {
      at = this.#nodeOf(halfDone.to, view);
    } catch (badMapping) {
      this.failed(badMapping as Error);
      return undefined;
    }
    if (at === undefined) {
      return new Error(`CLUSTERDOWN slot ${slot} is on its way to node ${halfDone.to}, whose address nobody knows`);
    }
    this.#done = done;
    this.#pass = undefined;
    this.#halfDone = { slots: halfDone.slots, at };
    this.#talk(slot, at);
    return undefined;
  }

  #page(pass: Pass, reply: unknown): Error | undefined {
    if (reply instanceof Error) {
      return reply;
    }
    const [cursor, keys] = Array.isArray(reply) ? reply : [];
    if (!Array.isArray(keys)) {
      return new Error(`SCAN: expected a cursor and keys, got ${describe(reply)}`);
    }
    const next = writeCursor(String(cursor), pass, this.#done);
    const found = this.#done.isEmpty ? keys : keys.filter((key) => !this.#done.has(slotOf(key)));
    this.#answer(next, this.buffers ? found : toStrings(found));
    return undefined;
  }

  #answer(cursor: string, keys: unknown): void {
    answer(this.callback, null, [this.buffers ? Buffer.from(cursor) : cursor, keys]);
  }

  /** Goes on with the owner of a slot that is not done. */
  #next(view?: View): void {
    const { nodes } = this.#router;
    const slot = this.#left((one) => nodes.ownerOf(one) !== undefined);
    // A slot that is missing in the map may have an owner all the same.
    const last = slot ?? this.#left((one) => view?.assigned.has(one) ?? true);
    if (last === undefined) {
      this.#answer('0', []);
    } else {
      // Where nobody has been asked yet, any master says whether somebody owns what is left.
      this.#talk(slot ?? (view === undefined ? -1 : last));
    }
  }

  #talk(slot: number, to?: Node): void {
    this.#router.route(new Talk(slot, this, this.#router, to));
  }

  #scan(own: string): Question {
    // Only the bytes of a key tell its slot.
    return { name: this.spec.name, args: this.args.with(0, own), buffers: this.buffers || !this.#done.isEmpty };
  }

  /** The lowest slot not done for which that is true. */
  #left(suits: (slot: number) => boolean): number | undefined {
    for (let slot = 0; slot < SLOTS; slot += 1) {
      if (!this.#done.has(slot) && suits(slot)) {
        return slot;
      }
    }
    return undefined;
  }

  /** What a server said; where it does not tell, what the map says of it. */
  #viewOf(node: Node, [commandstats, server, nodes]: readonly unknown[]): View {
    return readView(nodes, server, commandstats) ?? this.#viewByMap(node);
  }

  #viewByMap(node: Node): View {
    const { nodes } = this.#router;
    return {
      isMaster: true,
      owned: SlotSet.of((slot) => nodes.ownerOf(slot) === node),
      leaving: new Map(),
      arriving: new SlotSet(),
      assigned: SlotSet.of((slot) => nodes.ownerOf(slot) !== undefined),
      servers: new Map(),
      stamp: { runId: '', epoch: 0, imports: 0, exports: 0 },
    };
  }

  /** A server by its id; one that owns no slot yet is in no map. */
  #nodeOf(id: string, view: View): Node | undefined {
    const { nodes, map } = this.#router;
    const announced = view.servers.get(id);
    const known = map.shards.find((shard) => shard.id === id)?.master;
    const address = known ?? (announced && nodes.translate(announced));
    if (address === undefined || nodes.closed) {
      return undefined;
    }
    const node = nodes.named(address);
    node.connect();
    return node;
  }
}
