/** What the undo log needs of a table. */
export interface Undoable<Key, Row> {
  /** Puts a row back, or takes it away, without remembering it. */
  putBack(key: Key, row: Row | undefined): void;
}

/**
 * What must be undone if the batch in progress fails. Only tables write to it; the batch commits or
 * rolls back.
 */
export class UndoLog {
  // Three entries for each change, flat: a batch makes dozens, and nearly all of them are kept.
  #changes: unknown[] = [];
  #recording = false;

  /** Starts remembering; whatever was remembered before is dropped. */
  begin(): void {
    this.#changes = [];
    this.#recording = true;
  }

  /** Remembers what a row was before a change; ignored outside a batch (replay, restore). */
  push<Key, Row>(table: Undoable<Key, Row>, key: Key, before: Row | undefined): void {
    if (this.#recording) {
      this.#changes.push(table, key, before);
    }
  }

  /** Keeps every change. */
  commit(): void {
    this.#recording = false;
    this.#changes = [];
  }

  /** Undoes every change since `begin`, newest first. */
  rollback(): void {
    this.#recording = false;
    const changes = this.#changes;
    this.#changes = [];
    for (let place = changes.length - 3; place >= 0; place -= 3) {
      // Pushed above as a table with a key and a row of its own.
      const table = changes[place] as Undoable<unknown, unknown>;
      table.putBack(changes[place + 1], changes[place + 2]);
    }
  }
}
