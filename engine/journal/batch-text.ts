import type { EngineRecord } from '../records/record.js';

/** One batch as JSON text: each record is a row, which halves the size that objects would have. */
export function encodeBatch(batch: readonly EngineRecord[]): string {
  return JSON.stringify(batch.map(toRow));
}

/** The batches of a JSON list of what `encodeBatch` gave. */
export function decodeBatches(text: string): readonly (readonly EngineRecord[])[] {
  // Only called on text whose checksum says that it is what `encodeBatch` wrote.
  const batches = JSON.parse(text) as readonly (readonly Row[])[];
  return batches.map((rows) => rows.map(fromRow));
}

/** The last two columns are left out when they say that nothing was rejected. */
type Row = readonly [
  position: number,
  sourceRecordPosition: number,
  key: number,
  recordType: EngineRecord['recordType'],
  valueType: EngineRecord['valueType'],
  intent: EngineRecord['intent'],
  value: EngineRecord['value'],
  timestamp: number,
  rejectionType?: string,
  rejectionReason?: string,
];

const noRejection = { type: 'NULL_VAL', reason: '' };

function toRow(record: EngineRecord): Row {
  const { position, sourceRecordPosition, key, recordType, valueType, intent, value } = record;
  const { timestamp, rejectionType, rejectionReason } = record;
  return rejectionType === noRejection.type && rejectionReason === noRejection.reason
    ? [position, sourceRecordPosition, key, recordType, valueType, intent, value, timestamp]
    : [
        position,
        sourceRecordPosition,
        key,
        recordType,
        valueType,
        intent,
        value,
        timestamp,
        rejectionType,
        rejectionReason,
      ];
}

function fromRow(row: Row): EngineRecord {
  return {
    position: row[0],
    sourceRecordPosition: row[1],
    key: row[2],
    recordType: row[3],
    valueType: row[4],
    intent: row[5],
    value: row[6],
    rejectionType: row[8] ?? noRejection.type,
    rejectionReason: row[9] ?? noRejection.reason,
    timestamp: row[7],
  };
}
