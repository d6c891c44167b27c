import type { RowIndex } from './row-index.js';
import type { UndoLog } from './undo-log.js';

/**
 * Rows by key. Rows are immutable: a change puts a new row. Indexes follow by themselves, and so
 * does a rollback.
 */
export class Table<Key extends string | number, Row extends object> {
  readonly name: string;
  readonly #rows = new Map<Key, Row>();
  readonly #undo: UndoLog;
  readonly #indexes: readonly RowIndex<Row>[];

  constructor(name: string, undo: UndoLog, indexes: readonly RowIndex<Row>[] = []) {
    this.name = name;
    this.#undo = undo;
    this.#indexes = indexes;
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
    this.#write(key, row, true);
  }

  /** Does nothing when there is no such row. */
  delete(key: Key): void {
    if (this.#rows.has(key)) {
      this.#write(key, undefined, true);
    }
  }

  /** Changes a row that is there; does nothing otherwise. */
  update(key: Key, change: Partial<Row>): void {
    const row = this.#rows.get(key);
    if (row !== undefined) {
      this.#write(key, { ...row, ...change }, true);
    }
  }

  /** Every row with its key, sorted by key: equal tables give equal dumps. */
  dump(): [Key, Row][] {
    return [...this.#rows.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** Fills an empty table from a dump. */
  restore(dump: readonly (readonly [Key, Row])[]): void {
    for (const [key, row] of dump) {
      this.#write(key, row, false);
    }
  }

  #write(key: Key, row: Row | undefined, undoable: boolean): void {
    const before = this.#rows.get(key);
    if (undoable) {
      this.#undo.push(() => {
        this.#write(key, before, false);
      });
    }
    if (row === undefined) {
      this.#rows.delete(key);
    } else {
      this.#rows.set(key, row);
    }
    for (const index of this.#indexes) {
      index.replace(before, row);
    }
  }
}
