/** First in, first out; taking one costs the same however many wait. */
export class Queue<Item> {
  #items: (Item | undefined)[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** The oldest, left where it is. */
  first(): Item | undefined {
    return this.#items[this.#head];
  }

  /** Takes the oldest. */
  shift(): Item | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) {
      return undefined;
    }
    // Let go of at once: what is young and taken is then never moved to the old.
    this.#items[this.#head] = undefined;
    this.#head += 1;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** A copy, oldest first. */
  list(): readonly Item[] {
    return this.#items.slice(this.#head).filter((item) => item !== undefined);
  }
}
