/** Entries of a chunk from which it is cut in two. */
const largestChunk = 512;

/**
 * A sorted list in chunks: adding and removing cost the same with ten entries and with a million, where
 * one long array would have to be moved. No entry is in it twice.
 */
export class SortedList<Entry> {
  #chunks: Entry[][] = [];
  #size = 0;
  readonly #isBefore: (one: Entry, other: Entry) => boolean;

  constructor(isBefore: (one: Entry, other: Entry) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#size;
  }

  first(): Entry | undefined {
    return this.#chunks[0]?.[0];
  }

  /** All entries in order; the list must not be changed meanwhile. */
  *[Symbol.iterator](): Generator<Entry, void, undefined> {
    for (const chunk of this.#chunks) {
      yield* chunk;
    }
  }

  add(entry: Entry): void {
    const place = this.#chunkOf(entry);
    const chunk = this.#chunks[place];
    this.#size += 1;
    if (chunk === undefined) {
      this.#chunks.push([entry]);
      return;
    }
    const index = this.#placeIn(chunk, entry);
    if (index === chunk.length) {
      chunk.push(entry);
    } else {
      chunk.splice(index, 0, entry);
    }
    if (chunk.length > largestChunk) {
      // The last chunk grows at its end: it is left full, not half full.
      const isLast = place === this.#chunks.length - 1 && index === chunk.length - 1;
      const cut = isLast ? chunk.length - 1 : chunk.length >>> 1;
      this.#chunks.splice(place + 1, 0, chunk.splice(cut));
    }
  }

  /** Does nothing when there is no such entry. */
  remove(entry: Entry): void {
    const place = this.#chunkOf(entry);
    const chunk = this.#chunks[place];
    if (chunk === undefined) {
      return;
    }
    const index = this.#placeIn(chunk, entry);
    const found = chunk[index];
    if (found === undefined || this.#isBefore(entry, found)) {
      return;
    }
    chunk.splice(index, 1);
    this.#size -= 1;
    if (chunk.length === 0) {
      this.#chunks.splice(place, 1);
    }
  }

  /** The chunk that has the entry or would have it: the first that does not end before it. */
  #chunkOf(entry: Entry): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const last = this.#chunks[middle]?.at(-1);
      if (last !== undefined && this.#isBefore(last, entry)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #placeIn(chunk: readonly Entry[], entry: Entry): number {
    const last = chunk.at(-1);
    if (last === undefined || this.#isBefore(last, entry)) {
      return chunk.length;
    }
    let low = 0;
    let high = chunk.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = chunk[middle];
      if (other !== undefined && this.#isBefore(other, entry)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
