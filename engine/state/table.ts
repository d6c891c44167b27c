import type { RowIndex } from './row-index.js';
import type { UndoLog, Undoable } from './undo-log.js';

/**
 * Rows by key. Rows are immutable: a change puts a new row. Indexes follow by themselves, and so
 * does a rollback.
 */
export class Table<Key extends string | number, Row extends object> implements Undoable<Key, Row> {
  readonly name: string;
  readonly #rows = new Map<Key, Row>();
  readonly #undo: UndoLog;
  readonly #indexes: readonly RowIndex<Row>[];
  readonly #indexed: (row: Row) => unknown;

  /** Indexes are not asked about changes that leave what `indexed` gives the same. */
  constructor(
    name: string,
    undo: UndoLog,
    indexes: readonly RowIndex<Row>[] = [],
    indexed: (row: Row) => unknown = (row) => row,
  ) {
    this.name = name;
    this.#undo = undo;
    this.#indexes = indexes;
    this.#indexed = indexed;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: Key): Row | undefined {
    return this.#rows.get(key);
  }

  has(key: Key): boolean {
    return this.#rows.has(key);
  }

  /** Rows in no particular order. */
  rows(): IterableIterator<Row> {
    return this.#rows.values();
  }

  put(key: Key, row: Row): void {
    this.#change(key, this.#rows.get(key), row);
  }

  /** Does nothing when there is no such row. */
  delete(key: Key): void {
    const row = this.#rows.get(key);
    if (row !== undefined) {
      this.#change(key, row, undefined);
    }
  }

  /** Changes a row that is there; does nothing otherwise. */
  update(key: Key, change: Partial<Row>): void {
    const row = this.#rows.get(key);
    if (row !== undefined) {
      this.#change(key, row, { ...row, ...change });
    }
  }

  /** As `update`, with the row that `next` makes of the one that is there: faster than naming fields. */
  change(key: Key, next: (row: Row) => Row): void {
    const row = this.#rows.get(key);
    if (row !== undefined) {
      this.#change(key, row, next(row));
    }
  }

  /** Every row with its key, sorted by key: equal tables give equal dumps. */
  dump(): [Key, Row][] {
    const rows = [...this.#rows];
    // Rows are mostly made in the order of their keys: then there is nothing to sort.
    const isSorted = rows.every((row, place) => {
      const before = rows[place - 1];
      return before === undefined || before[0] < row[0];
    });
    return isSorted ? rows : rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** Fills an empty table from a dump. */
  restore(dump: readonly (readonly [Key, Row])[]): void {
    for (const [key, row] of dump) {
      this.#write(key, this.#rows.get(key), row);
    }
  }

  /** For the undo log alone. */
  putBack(key: Key, row: Row | undefined): void {
    this.#write(key, this.#rows.get(key), row);
  }

  #change(key: Key, before: Row | undefined, after: Row | undefined): void {
    this.#undo.push(this, key, before);
    this.#write(key, before, after);
  }

  #write(key: Key, before: Row | undefined, after: Row | undefined): void {
    if (after === undefined) {
      this.#rows.delete(key);
    } else {
      this.#rows.set(key, after);
    }
    const isIndexedSame =
      before !== undefined && after !== undefined && this.#indexed(before) === this.#indexed(after);
    if (isIndexedSame) {
      return;
    }
    for (const index of this.#indexes) {
      index.replace(before, after);
    }
  }
}
