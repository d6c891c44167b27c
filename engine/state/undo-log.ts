/**
 * What must be undone if the batch in progress fails. Only tables write to it; the batch commits or
 * rolls back.
 */
export class UndoLog {
  #undo: (() => void)[] = [];
  #recording = false;

  /** Starts remembering; whatever was remembered before is dropped. */
  begin(): void {
    this.#undo = [];
    this.#recording = true;
  }

  /** Remembers how to undo one change; ignored outside a batch (replay, restore). */
  push(undo: () => void): void {
    if (this.#recording) {
      this.#undo.push(undo);
    }
  }

  /** Keeps every change. */
  commit(): void {
    this.#recording = false;
    this.#undo = [];
  }

  /** Undoes every change since `begin`, newest first. */
  rollback(): void {
    this.#recording = false;
    for (const undo of this.#undo.reverse()) {
      undo();
    }
    this.#undo = [];
  }
}
