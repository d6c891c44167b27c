import { crc32 } from 'node:zlib';

import { decodeFrame, readFrame, type Frame } from './batch-frame.js';
import type { EngineRecord } from '../records/record.js';

/** Bytes of a segment's header: magic (8), position before its first record (8), CRC-32 (4). */
export const segmentHeaderBytes = 20;

/** The sixth byte is the version of the format. */
const magic = Buffer.from('jwlog\u0002\r\n', 'latin1');
const namePattern = /^segment-(\d{10})\.log$/;

/** File name of the segment with this running number (from 1). */
export function segmentName(number: number): string {
  return `segment-${String(number).padStart(10, '0')}.log`;
}

/** The running number in a segment's file name; undefined for any other file. */
export function segmentNumber(name: string): number | undefined {
  const digits = namePattern.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * The header of a segment. `previousPosition` is the position of the last record before it, so that
 * a segment lost from the middle is noticed.
 */
export function encodeSegmentHeader(previousPosition: number): Buffer {
  const header = Buffer.alloc(segmentHeaderBytes);
  magic.copy(header);
  header.writeBigInt64LE(BigInt(previousPosition), 8);
  header.writeUInt32LE(crc32(header.subarray(0, 16)), 16);
  return header;
}

/** The position before a segment's first record; undefined when its header is cut off or damaged. */
export function readSegmentHeader(bytes: Buffer): number | undefined {
  const sound =
    bytes.length >= segmentHeaderBytes &&
    bytes.subarray(0, magic.length).equals(magic) &&
    crc32(bytes.subarray(0, 16)) === bytes.readUInt32LE(16);
  return sound ? Number(bytes.readBigInt64LE(8)) : undefined;
}

/** The version of the format, when a whole and sound header names another one than ours. */
export function foreignVersion(bytes: Buffer): number | undefined {
  const version = bytes[5];
  const ours = Buffer.from(bytes.subarray(0, magic.length));
  ours[5] = magic[5] ?? 0;
  const isForeign =
    bytes.length >= segmentHeaderBytes &&
    version !== magic[5] &&
    ours.equals(magic) &&
    crc32(bytes.subarray(0, 16)) === bytes.readUInt32LE(16);
  return isForeign ? version : undefined;
}

/** What a look over a segment's bytes found. */
export interface SegmentScan {
  /** Undefined when the header is cut off or damaged. */
  readonly previousPosition: number | undefined;
  readonly frames: readonly Frame[];
  /** Where the sound part ends. */
  readonly end: number;
  /** Bytes after `end` up to the last one that is not zero. */
  readonly damagedBytes: number;
}

/** A segment on disk, with the position before its first record. */
export interface SegmentPlace {
  readonly number: number;
  readonly previousPosition: number;
}

/** The last segment as it was read. */
export interface LastSegment {
  readonly path: string;
  readonly bytes: Buffer;
  readonly scan: SegmentScan;
  readonly previousPosition: number;
}

/** Reads the header and finds all sound frames up to the first that is not. */
export function scanSegment(bytes: Buffer): SegmentScan {
  const previousPosition = readSegmentHeader(bytes);
  const frames: Frame[] = [];
  let end = previousPosition === undefined ? 0 : segmentHeaderBytes;
  for (;;) {
    const frame = previousPosition === undefined ? undefined : readFrame(bytes, end);
    if (frame === undefined) {
      break;
    }
    frames.push(frame);
    end = frame.end;
  }
  return { previousPosition, frames, end, damagedBytes: Math.max(lastNonZero(bytes) + 1 - end, 0) };
}

/** The batches of a scanned segment, decoded frame by frame. */
export function* readBatches(bytes: Buffer, scan: SegmentScan): Generator<readonly EngineRecord[]> {
  for (const frame of scan.frames) {
    yield* decodeFrame(bytes, frame);
  }
}

function lastNonZero(bytes: Buffer): number {
  let index = bytes.length - 1;
  while (index >= 0 && bytes[index] === 0) {
    index -= 1;
  }
  return index;
}
