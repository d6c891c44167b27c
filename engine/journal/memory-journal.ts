import type { EngineRecord, Journal, RecoveredJournal } from '../records/record.js';

/**
 * A journal in memory, for tests of recovery: an engine opened on it after another was closed finds
 * the state again. Batches before a snapshot are dropped, everything else is kept.
 */
export function memoryJournal(): Journal {
  let batches: (readonly EngineRecord[])[] = [];
  let stored: RecoveredJournal['snapshot'];
  return {
    recover: () => {
      const kept = toAsync([...batches]);
      return Promise.resolve(
        stored === undefined ? { batches: kept } : { snapshot: stored, batches: kept },
      );
    },
    append: (batch) => {
      batches.push(batch);
      return Promise.resolve();
    },
    snapshot: (position, state) => {
      stored = { position, state: structuredClone(state) };
      batches = batches.filter((batch) => (batch.at(-1)?.position ?? 0) > position);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

async function* toAsync(
  batches: readonly (readonly EngineRecord[])[],
): AsyncGenerator<readonly EngineRecord[]> {
  for (const batch of batches) {
    yield await Promise.resolve(batch);
  }
}
