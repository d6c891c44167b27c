import { applyEvent } from '../appliers/index.js';
import type { ProcessCatalog } from '../model/process-catalog.js';
import type { EngineRecord } from '../records/record.js';
import type { EngineState } from '../state/engine-state.js';
import { followUpLimit } from './batch.js';

function isFollowUp(record: EngineRecord): boolean {
  return record.recordType === 'COMMAND' && record.sourceRecordPosition > 0;
}

/**
 * Applies one batch of the journal: its events only. Follow-up commands beyond the limit of a batch
 * come back into the backlog.
 */
export function replayBatch(
  state: EngineState,
  catalog: ProcessCatalog,
  batch: readonly EngineRecord[],
): void {
  const [first] = batch;
  if (first === undefined || first.position <= state.lastPosition) {
    return;
  }
  if (first.sourceRecordPosition > 0) {
    state.backlog.shift();
  }
  for (const record of batch) {
    state.lastPosition = record.position;
    const givesKey = record.recordType === 'EVENT' || isFollowUp(record);
    if (givesKey && record.key > state.lastKey) {
      state.lastKey = record.key;
    }
    if (record.recordType === 'EVENT') {
      applyEvent(state, catalog, record);
    }
  }
  if (batch.length > followUpLimit) {
    for (const left of batch.filter(isFollowUp).slice(followUpLimit)) {
      state.backlog.push(left);
    }
  }
}

/** True when a batch deploys something that must be parsed before the next batch. */
export function deploys(batch: readonly EngineRecord[]): boolean {
  return batch.some(
    ({ recordType, valueType }) =>
      recordType === 'EVENT' && (valueType === 'PROCESS' || valueType === 'DECISION_REQUIREMENTS'),
  );
}
