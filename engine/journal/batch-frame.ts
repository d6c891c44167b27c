import { crc32 } from 'node:zlib';

import type { EngineRecord } from '../records/record.js';

/** Bytes before the payload of a frame: payload length and CRC-32, both unsigned 32 bit LE. */
export const frameHeaderBytes = 8;

/**
 * Frames one batch: payload length, CRC-32 over length and payload, payload. The payload is JSON
 * with each record as a row, which halves the size that records as objects would have.
 */
export function encodeFrame(batch: readonly EngineRecord[]): Buffer {
  const payload = Buffer.from(JSON.stringify(batch.map(toRow)), 'utf8');
  const frame = Buffer.allocUnsafe(frameHeaderBytes + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  payload.copy(frame, frameHeaderBytes);
  frame.writeUInt32LE(checksum(frame, 0, payload.length), 4);
  return frame;
}

/** A whole and sound frame: where its payload lies in the buffer it was read from. */
export interface Frame {
  readonly payloadStart: number;
  readonly end: number;
}

/** Finds the frame that starts at `offset`; undefined when it is cut off, empty or damaged. */
export function readFrame(bytes: Buffer, offset: number): Frame | undefined {
  if (offset + frameHeaderBytes > bytes.length) {
    return undefined;
  }
  const length = bytes.readUInt32LE(offset);
  const end = offset + frameHeaderBytes + length;
  // A length of zero is the preallocated part of a segment: no batch is empty JSON text.
  if (length === 0 || end > bytes.length) {
    return undefined;
  }
  return checksum(bytes, offset, length) === bytes.readUInt32LE(offset + 4)
    ? { payloadStart: offset + frameHeaderBytes, end }
    : undefined;
}

/** The batch of a sound frame. */
export function decodeFrame(bytes: Buffer, frame: Frame): readonly EngineRecord[] {
  // The checksum says that these are the bytes `encodeFrame` wrote.
  const rows = JSON.parse(bytes.toString('utf8', frame.payloadStart, frame.end)) as readonly Row[];
  return rows.map(fromRow);
}

function checksum(bytes: Buffer, offset: number, payloadLength: number): number {
  const start = offset + frameHeaderBytes;
  const ofLength = crc32(bytes.subarray(offset, offset + 4));
  return crc32(bytes.subarray(start, start + payloadLength), ofLength);
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
  const row = [position, sourceRecordPosition, key, recordType, valueType, intent, value] as const;
  const { timestamp, rejectionType, rejectionReason } = record;
  return rejectionType === noRejection.type && rejectionReason === noRejection.reason
    ? [...row, timestamp]
    : [...row, timestamp, rejectionType, rejectionReason];
}

function fromRow(row: Row): EngineRecord {
  const [position, sourceRecordPosition, key, recordType, valueType, intent, value, timestamp] =
    row;
  const [rejectionType = noRejection.type, rejectionReason = noRejection.reason] = row.slice(8) as [
    string?,
    string?,
  ];
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
