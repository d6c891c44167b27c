import type { EngineRecord, Journal, RecoveredJournal } from '../records/record.js';

/**
 * The journal of a test engine: keeps every batch and no snapshot, so that an engine opened on it
 * again is made from the log alone. What it gives back went through text, as a file's would have.
 */
export class KeptJournal implements Journal {
  readonly #batches: (readonly EngineRecord[])[] = [];

  recover(): Promise<RecoveredJournal> {
    return Promise.resolve({ batches: readBack(this.#batches) });
  }

  append(batch: readonly EngineRecord[]): Promise<void> {
    this.#batches.push(batch);
    return Promise.resolve();
  }

  snapshot(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function* readBack(
  batches: readonly (readonly EngineRecord[])[],
): AsyncGenerator<readonly EngineRecord[]> {
  for (const batch of batches) {
    // The text of a batch reads as a batch.
    yield await Promise.resolve(JSON.parse(JSON.stringify(batch)) as readonly EngineRecord[]);
  }
}
