/** A secondary index of a table: derived from rows, never stored. */
export interface RowIndex<Row> {
  /** The row `before` became `after`; undefined stands for "not there". */
  replace(before: Row | undefined, after: Row | undefined): void;
}

type Entry = string | number;

const nothing: readonly never[] = Object.freeze([]);

function findPlace<T>(sorted: readonly T[], isBefore: (other: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle];
    if (other !== undefined && isBefore(other)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Entries by group, ascending within a group: keys ascending is the order of creation. */
export class GroupIndex<Row, Group extends Entry, E extends Entry> implements RowIndex<Row> {
  readonly #groups = new Map<Group, E[]>();
  readonly #groupOf: (row: Row) => Group | undefined;
  readonly #entryOf: (row: Row) => E;

  /** Rows for which `groupOf` gives undefined are not in the index. */
  constructor(groupOf: (row: Row) => Group | undefined, entryOf: (row: Row) => E) {
    this.#groupOf = groupOf;
    this.#entryOf = entryOf;
  }

  /** The entries of `group`; copy it before changing what it is made of. */
  get(group: Group): readonly E[] {
    return this.#groups.get(group) ?? nothing;
  }

  /** Number of entries in `group`. */
  count(group: Group): number {
    return this.#groups.get(group)?.length ?? 0;
  }

  replace(before: Row | undefined, after: Row | undefined): void {
    const oldGroup = before === undefined ? undefined : this.#groupOf(before);
    const newGroup = after === undefined ? undefined : this.#groupOf(after);
    const oldEntry = before === undefined ? undefined : this.#entryOf(before);
    const newEntry = after === undefined ? undefined : this.#entryOf(after);
    if (oldGroup === newGroup && oldEntry === newEntry) {
      return;
    }
    if (oldGroup !== undefined && oldEntry !== undefined) {
      this.#remove(oldGroup, oldEntry);
    }
    if (newGroup !== undefined && newEntry !== undefined) {
      this.#add(newGroup, newEntry);
    }
  }

  #add(group: Group, entry: E): void {
    const entries = this.#groups.get(group);
    if (entries === undefined) {
      this.#groups.set(group, [entry]);
      return;
    }
    entries.splice(
      findPlace(entries, (other) => other < entry),
      0,
      entry,
    );
  }

  #remove(group: Group, entry: E): void {
    const entries = this.#groups.get(group);
    if (entries === undefined) {
      return;
    }
    const place = findPlace(entries, (other) => other < entry);
    if (entries[place] === entry) {
      entries.splice(place, 1);
    }
    if (entries.length === 0) {
      this.#groups.delete(group);
    }
  }
}

interface Due {
  readonly due: number;
  readonly tie: number;
  readonly key: number;
}

function isEarlier(one: Due, other: Due): boolean {
  if (one.due !== other.due) {
    return one.due < other.due;
  }
  return one.tie === other.tie ? one.key < other.key : one.tie < other.tie;
}

/** Keys by due time, then by `tie`, then by key. */
export class DueIndex<Row> implements RowIndex<Row> {
  readonly #sorted: Due[] = [];
  readonly #dueOf: (row: Row) => Due | undefined;

  /** Rows for which `dueOf` gives undefined are not due at any time. */
  constructor(dueOf: (row: Row) => Due | undefined) {
    this.#dueOf = dueOf;
  }

  /** Epoch milliseconds of the earliest, undefined when nothing waits. */
  next(): number | undefined {
    return this.#sorted[0]?.due;
  }

  /** Keys due at `now` or before, at most `limit`. */
  until(now: number, limit: number): number[] {
    const end = findPlace(this.#sorted, (other) => other.due <= now);
    return this.#sorted.slice(0, Math.min(end, limit)).map((entry) => entry.key);
  }

  replace(before: Row | undefined, after: Row | undefined): void {
    const old = before === undefined ? undefined : this.#dueOf(before);
    const fresh = after === undefined ? undefined : this.#dueOf(after);
    if (old !== undefined) {
      const place = findPlace(this.#sorted, (other) => isEarlier(other, old));
      if (this.#sorted[place]?.key === old.key) {
        this.#sorted.splice(place, 1);
      }
    }
    if (fresh !== undefined) {
      this.#sorted.splice(
        findPlace(this.#sorted, (other) => isEarlier(other, fresh)),
        0,
        fresh,
      );
    }
  }
}
