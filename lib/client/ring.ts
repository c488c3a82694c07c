const LEAST = 64;

/** A queue without an object for each of its items. */
export class Ring<T extends object> {
  // Their number is a power of two.
  #places = new Array<T | undefined>(LEAST).fill(undefined);
  #first = 0;
  #length = 0;

  push(item: T): void {
    if (this.#length === this.#places.length) {
      this.#grow();
    }
    this.#places[(this.#first + this.#length) & (this.#places.length - 1)] = item;
    this.#length += 1;
  }

  /** Takes out the first one; undefined where there is none. */
  shift(): T | undefined {
    const item = this.#places[this.#first];
    if (item !== undefined) {
      this.#places[this.#first] = undefined;
      this.#first = (this.#first + 1) & (this.#places.length - 1);
      this.#length -= 1;
    }
    return item;
  }

  /** Takes out the last one; undefined where there is none. */
  pop(): T | undefined {
    const last = (this.#first + this.#length - 1) & (this.#places.length - 1);
    const item = this.#places[last];
    if (item !== undefined) {
      this.#places[last] = undefined;
      this.#length -= 1;
    }
    return item;
  }

  #grow(): void {
    const { length } = this.#places;
    const inOrder = [...this.#places.slice(this.#first), ...this.#places.slice(0, this.#first)];
    this.#places = inOrder.concat(new Array<undefined>(length).fill(undefined));
    this.#first = 0;
  }
}
