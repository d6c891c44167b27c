import type { EngineRecord } from '../records/record.js';
import { shortValue, wholeValue } from './value-text.js';

/** Columns of a record in the text of its batch. */
const columns = 8;
/** How far back a record looks for one with the same value. */
const nearBy = 8;

/**
 * One batch as JSON text: a list of the columns of all its records, one after the other. Records about
 * the same thing share their value: it is written once, and those that follow have the distance to the
 * one that has it. Together with `shortValue` this is a third of what the records would be as objects.
 */
export function encodeBatch(batch: readonly EngineRecord[]): string {
  const list: unknown[] = [];
  batch.forEach((record, row) => {
    const { valueType, value, recordType, rejectionType, rejectionReason } = record;
    const isRejection =
      rejectionType !== noRejection.type || rejectionReason !== noRejection.reason;
    const distance = distanceToSame(batch, row);
    list.push(
      record.position,
      record.sourceRecordPosition,
      record.key,
      isRejection ? [recordType, rejectionType, rejectionReason] : recordType,
      valueType,
      record.intent,
      distance > 0 ? distance : shortValue(valueType, value),
      record.timestamp,
    );
  });
  return JSON.stringify(list);
}

/** How many records back one of the same type has the same value; 0 when none near by has. */
function distanceToSame(batch: readonly EngineRecord[], row: number): number {
  const record = batch[row];
  for (let distance = 1; distance <= nearBy && distance <= row; distance += 1) {
    if (batch[row - distance]?.value === record?.value) {
      return distance;
    }
  }
  return 0;
}

/** The batches of a JSON list of what `encodeBatch` gave. */
export function decodeBatches(text: string): readonly (readonly EngineRecord[])[] {
  // Only called on text whose checksum says that it is what `encodeBatch` wrote.
  const batches = JSON.parse(text) as readonly (readonly unknown[])[];
  return batches.map(decodeRecords);
}

const noRejection = { type: 'NULL_VAL', reason: '' };

type Type = EngineRecord['recordType'];
/** What `encodeBatch` pushes for one record. */
type Row = readonly [
  position: number,
  sourceRecordPosition: number,
  key: number,
  type: Type | readonly [Type, rejectionType: string, rejectionReason: string],
  valueType: string,
  intent: string,
  value: unknown,
  timestamp: number,
];

function decodeRecords(list: readonly unknown[]): readonly EngineRecord[] {
  const records: EngineRecord[] = [];
  for (let at = 0; at < list.length; at += columns) {
    const row = list.slice(at, at + columns) as unknown as Row;
    const type = row[3];
    const shared = typeof row[6] === 'number' ? records[records.length - row[6]]?.value : undefined;
    records.push({
      position: row[0],
      sourceRecordPosition: row[1],
      key: row[2],
      recordType: typeof type === 'string' ? type : type[0],
      valueType: row[4],
      intent: row[5],
      value: shared ?? wholeValue(row[4], row[6]),
      rejectionType: typeof type === 'string' ? noRejection.type : type[1],
      rejectionReason: typeof type === 'string' ? noRejection.reason : type[2],
      timestamp: row[7],
    });
  }
  return records;
}
