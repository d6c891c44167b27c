import type { EngineRecord, RecoveredJournal } from '../../records/record.js';

/** A batch of two records; `first` is the position of the first. */
export function batchAt(first: number, payload = 'value'): readonly EngineRecord[] {
  return [first, first + 1].map((position) => ({
    position,
    sourceRecordPosition: position - 1,
    key: 2 ** 51 + position,
    recordType: position % 2 === 0 ? 'EVENT' : 'COMMAND_REJECTION',
    valueType: 'JOB',
    intent: 'CREATED',
    value: { payload, position, nested: { list: [1, 2.5, null, 'ü'] } },
    rejectionType: position % 2 === 0 ? 'NULL_VAL' : 'NOT_FOUND',
    rejectionReason: position % 2 === 0 ? '' : 'no such job',
    timestamp: 1_767_225_600_000 + position,
  }));
}

/** Batches 1-2, 3-4, ... */
export function batches(count: number): readonly (readonly EngineRecord[])[] {
  return Array.from({ length: count }, (_, index) => batchAt(index * 2 + 1));
}

export async function collect(recovered: RecoveredJournal): Promise<(readonly EngineRecord[])[]> {
  const all: (readonly EngineRecord[])[] = [];
  for await (const batch of recovered.batches) {
    all.push(batch);
  }
  return all;
}
