/**
 * A shopping cart, written for node_redis. Nothing here knows of a cluster, but
 * for the braces in its keys: they put a cart and its orders in one slot, so that
 * `checkout` is a transaction.
 */
import { promisify } from 'node:util';
// You import it from 'clusterwise'.
import type { RedisCluster } from '../../lib/index.js';

/** How many of each item. */
export type Contents = Record<string, number>;

export class Cart {
  readonly #client: RedisCluster;
  /** The hash tag of all its keys. */
  readonly tag: string;
  readonly #items: string;

  constructor(client: RedisCluster, id: string) {
    this.#client = client;
    this.tag = `{cart:${id}}`;
    this.#items = `${this.tag}:items`;
  }

  /** Adds so many of an item; resolves to how many there are now. */
  add(item: string, quantity: number): Promise<number> {
    const hincrby = promisify(this.#client.hincrby).bind(this.#client);
    return hincrby(this.#items, item, quantity);
  }

  /** Takes an item out; resolves to whether it was there. */
  async remove(item: string): Promise<boolean> {
    const hdel = promisify(this.#client.hdel).bind(this.#client);
    return (await hdel(this.#items, item)) === 1;
  }

  async contents(): Promise<Contents> {
    const hgetall = promisify(this.#client.hgetall).bind(this.#client);
    return contentsOf(await hgetall(this.#items));
  }

  /** Makes an order of the cart, which is empty then; resolves to what was bought. */
  checkout(order: string): Promise<Contents> {
    return new Promise((resolve, reject) => {
      this.#client
        .multi()
        .hgetall(this.#items)
        .rename(this.#items, `${this.tag}:order:${order}`)
        .exec((error, replies) => {
          const [items, renamed] = replies ?? [];
          if (error !== null) {
            reject(error);
          } else if (items === null) {
            reject(new Error('The cart is empty'));
          } else if (renamed instanceof Error) {
            reject(renamed);
          } else {
            resolve(contentsOf(items as Record<string, string>));
          }
        });
    });
  }
}

function contentsOf(hash: Record<string, string> | null): Contents {
  return Object.fromEntries(Object.entries(hash ?? {}).map(([item, quantity]) => [item, Number(quantity)]));
}
