import type { EngineRecord } from '../records/record.js';
import { noRejection, recordFlag, recordTypeBits, recordTypes } from './batch-format.js';
import type { ByteReader } from './byte-reader.js';
import { ValueDecoder } from './value-decoder.js';

/**
 * Reads the batches of a frame. Only called on bytes whose checksum says that `BatchEncoder` wrote them;
 * throws a RangeError for others.
 */
export function decodeBatches(from: ByteReader): readonly (readonly EngineRecord[])[] {
  const values = new ValueDecoder(from);
  const batches: (readonly EngineRecord[])[] = [];
  while (!from.isAtEnd) {
    const count = from.varint();
    const batch: EngineRecord[] = [];
    for (let row = 0; row < count; row += 1) {
      batch.push(decodeRecord(from, values, batch));
    }
    batches.push(batch);
  }
  return batches;
}

function decodeRecord(
  from: ByteReader,
  values: ValueDecoder,
  before: readonly EngineRecord[],
): EngineRecord {
  const flags = from.byte();
  const recordType = recordTypes[flags & recordTypeBits];
  const previous = before.at(-1);
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const position = has(recordFlag.position) ? values.number() : (previous?.position ?? 0) + 1;
  const sourceRecordPosition = has(recordFlag.source)
    ? values.number()
    : previous?.sourceRecordPosition;
  const timestamp = has(recordFlag.time) ? values.number() : previous?.timestamp;
  const key = values.number();
  const valueType = values.string();
  const intent = values.string();
  const isRejection = has(recordFlag.rejection);
  const rejectionType = isRejection ? values.string() : noRejection.type;
  const rejectionReason = isRejection ? values.string() : noRejection.reason;
  const value = has(recordFlag.sharedValue)
    ? before[before.length - from.byte()]?.value
    : values.object();
  if (
    recordType === undefined ||
    sourceRecordPosition === undefined ||
    timestamp === undefined ||
    value === undefined
  ) {
    throw new RangeError('a record refers to what is not before it');
  }
  return {
    position,
    sourceRecordPosition,
    key,
    recordType,
    valueType,
    intent,
    value,
    rejectionType,
    rejectionReason,
    timestamp,
  };
}
