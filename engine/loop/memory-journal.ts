import type { EngineRecord, Journal, RecoveredJournal } from '../records/record.js';

/**
 * A journal that keeps nothing: the engine starts empty each time. Every append is "durable" at
 * once.
 */
export class VolatileJournal implements Journal {
  recover(): Promise<RecoveredJournal> {
    return Promise.resolve({ batches: none() });
  }

  append(_batch: readonly EngineRecord[]): Promise<void> {
    return Promise.resolve();
  }

  snapshot(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function* none(): AsyncGenerator<readonly EngineRecord[]> {
  // Nothing was kept, so there is nothing to give back.
}
