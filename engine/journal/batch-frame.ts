import { crc32 } from 'node:zlib';

import type { EngineRecord } from '../records/record.js';
import { decodeBatches } from './batch-text.js';

/**
 * Bytes before the payload of a frame: marker (4), payload length (4), CRC-32 (4), how many bytes of
 * the segment were durable when the frame was written (8). Numbers are unsigned, LE.
 */
export const frameHeaderBytes = 20;

/** First bytes of every frame, so that frames can be found behind damage. */
const marker = Buffer.from([0x1e, 0x6a, 0x77, 0x02]);

/**
 * Frames the texts of batches that are written together; see `encodeBatch`. The checksum is over
 * all of the frame but itself.
 */
export function encodeFrame(texts: readonly string[], durableEnd: number): Buffer {
  const payload = Buffer.from(`[${texts.join(',')}]`, 'utf8');
  const frame = Buffer.allocUnsafe(frameHeaderBytes + payload.length);
  marker.copy(frame);
  frame.writeUInt32LE(payload.length, 4);
  frame.writeBigUInt64LE(BigInt(durableEnd), 12);
  payload.copy(frame, frameHeaderBytes);
  frame.writeUInt32LE(checksum(frame, 0, frame.length), 8);
  return frame;
}

/** A whole and sound frame: where its payload lies in the buffer it was read from. */
export interface Frame {
  readonly payloadStart: number;
  readonly end: number;
  /** All of the segment before this was durable when the frame was written. */
  readonly durableEnd: number;
}

/** True for a frame without batches: the last of a segment, written once the next one is durable. */
export function isSeal(frame: Frame | undefined): boolean {
  return frame !== undefined && frame.end - frame.payloadStart === '[]'.length;
}

/** Finds the frame that starts at `offset`; undefined when it is cut off, empty or damaged. */
export function readFrame(bytes: Buffer, offset: number): Frame | undefined {
  const payloadStart = offset + frameHeaderBytes;
  if (payloadStart > bytes.length || marker.compare(bytes, offset, offset + marker.length) !== 0) {
    return undefined;
  }
  const end = payloadStart + bytes.readUInt32LE(offset + 4);
  if (end > bytes.length || checksum(bytes, offset, end) !== bytes.readUInt32LE(offset + 8)) {
    return undefined;
  }
  return { payloadStart, end, durableEnd: Number(bytes.readBigUInt64LE(offset + 12)) };
}

/** The batches of a sound frame. */
export function decodeFrame(bytes: Buffer, frame: Frame): readonly (readonly EngineRecord[])[] {
  return decodeBatches(bytes.toString('utf8', frame.payloadStart, frame.end));
}

/** The first sound frame that starts at `offset` or behind it; undefined when there is none. */
export function findFrame(bytes: Buffer, offset: number): Frame | undefined {
  for (let at = bytes.indexOf(marker, offset); at >= 0; at = bytes.indexOf(marker, at + 1)) {
    const frame = readFrame(bytes, at);
    if (frame !== undefined) {
      return frame;
    }
  }
  return undefined;
}

function checksum(bytes: Buffer, offset: number, end: number): number {
  const ofHeader = crc32(bytes.subarray(offset, offset + 8));
  return crc32(bytes.subarray(offset + 12, end), ofHeader);
}
