import { SortedList } from './sorted-list.js';

/** A secondary index of a table: derived from rows, never stored. */
export interface RowIndex<Row> {
  /** The row `before` became `after`; undefined stands for "not there". */
  replace(before: Row | undefined, after: Row | undefined): void;
}

type Entry = string | number;

const nothing: readonly never[] = Object.freeze([]);
/** Entries from which a group is a `SortedList`: below, one array is faster and smaller. */
const largeGroup = 512;

function findPlace<E extends Entry>(sorted: readonly E[], entry: E): number {
  // Keys grow, so most entries come at the end.
  const last = sorted.at(-1);
  if (last === undefined || last < entry) {
    return sorted.length;
  }
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle];
    if (other !== undefined && other < entry) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** One entry stands for itself: most groups have one, and arrays of one are what memory goes to. */
type GroupEntries<E extends Entry> = E | E[] | SortedList<E>;

function isBefore(one: Entry, other: Entry): boolean {
  return one < other;
}

/** Entries by group, ascending within a group: keys ascending is the order of creation. */
export class GroupIndex<Row, Group extends Entry, E extends Entry> implements RowIndex<Row> {
  readonly #groups = new Map<Group, GroupEntries<E>>();
  readonly #groupOf: (row: Row) => Group | undefined;
  readonly #entryOf: (row: Row) => E;

  /** Rows for which `groupOf` gives undefined are not in the index. */
  constructor(groupOf: (row: Row) => Group | undefined, entryOf: (row: Row) => E) {
    this.#groupOf = groupOf;
    this.#entryOf = entryOf;
  }

  /** The entries of `group`; copy it before changing what it is made of. See `entries` for large groups. */
  get(group: Group): readonly E[] {
    const found = this.#groups.get(group);
    if (found === undefined) {
      return nothing;
    }
    if (typeof found !== 'object') {
      return [found];
    }
    return Array.isArray(found) ? found : [...found];
  }

  /** The entries of `group` one by one, for those who may need only the first of many. */
  entries(group: Group): Iterable<E> {
    const found = this.#groups.get(group);
    return found instanceof SortedList ? found : this.get(group);
  }

  /** Number of entries in `group`. */
  count(group: Group): number {
    const found = this.#groups.get(group);
    if (found === undefined) {
      return 0;
    }
    if (typeof found !== 'object') {
      return 1;
    }
    return Array.isArray(found) ? found.length : found.size;
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
    const found = this.#groups.get(group);
    if (found === undefined) {
      this.#groups.set(group, entry);
    } else if (typeof found !== 'object') {
      this.#groups.set(group, found < entry ? [found, entry] : [entry, found]);
    } else if (!Array.isArray(found)) {
      found.add(entry);
    } else if (found.length < largeGroup) {
      found.splice(findPlace(found, entry), 0, entry);
    } else {
      const list = new SortedList<E>(isBefore);
      for (const other of found) {
        list.add(other);
      }
      list.add(entry);
      this.#groups.set(group, list);
    }
  }

  #remove(group: Group, entry: E): void {
    const found = this.#groups.get(group);
    if (found === undefined) {
      return;
    }
    if (typeof found !== 'object') {
      if (found === entry) {
        this.#groups.delete(group);
      }
      return;
    }
    if (Array.isArray(found)) {
      const place = findPlace(found, entry);
      if (found[place] === entry) {
        found.splice(place, 1);
      }
    } else {
      found.remove(entry);
    }
    if (this.count(group) === 0) {
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
  readonly #sorted = new SortedList<Due>(isEarlier);
  readonly #dueOf: (row: Row) => Due | undefined;

  /** Rows for which `dueOf` gives undefined are not due at any time. */
  constructor(dueOf: (row: Row) => Due | undefined) {
    this.#dueOf = dueOf;
  }

  /** Epoch milliseconds of the earliest, undefined when nothing waits. */
  next(): number | undefined {
    return this.#sorted.first()?.due;
  }

  /** Keys due at `now` or before, at most `limit`. */
  until(now: number, limit: number): number[] {
    const keys: number[] = [];
    for (const { due, key } of this.#sorted) {
      if (due > now || keys.length === limit) {
        break;
      }
      keys.push(key);
    }
    return keys;
  }

  replace(before: Row | undefined, after: Row | undefined): void {
    const old = before === undefined ? undefined : this.#dueOf(before);
    const fresh = after === undefined ? undefined : this.#dueOf(after);
    if (old !== undefined) {
      this.#sorted.remove(old);
    }
    if (fresh !== undefined) {
      this.#sorted.add(fresh);
    }
  }
}
