import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { decodeFrame, readFrame, type Frame } from './batch-frame.js';
import type { EngineRecord } from '../records/record.js';

/**
 * Bytes of a segment's header: magic (8), position before its first record (8), marker of its frames
 * (4), CRC-32 (4).
 */
export const segmentHeaderBytes = 24;
const checksumAt = segmentHeaderBytes - 4;

/** The sixth byte is the version of the format. */
const magic = Buffer.from('jwlog\u0003\r\n', 'latin1');
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

/** What the header of a segment says. */
export interface SegmentHeader {
  /** Position of the last record before it, so that a segment lost from the middle is noticed. */
  readonly previousPosition: number;
  /** First bytes of every frame, so that frames can be found behind damage. */
  readonly marker: Buffer;
}

/**
 * A marker for the frames of one segment: by chance, so that nothing a client sends can be made to look
 * like a frame. No byte is zero, as those are that nothing was written to.
 */
export function newMarker(): Buffer {
  return Buffer.from(randomBytes(4).map((byte) => Math.max(byte, 1)));
}

/** The header of a segment, as bytes. */
export function encodeSegmentHeader({ previousPosition, marker }: SegmentHeader): Buffer {
  const header = Buffer.alloc(segmentHeaderBytes);
  magic.copy(header);
  header.writeBigInt64LE(BigInt(previousPosition), 8);
  marker.copy(header, 16);
  header.writeUInt32LE(crc32(header.subarray(0, checksumAt)), checksumAt);
  return header;
}

/** Reads the header of a segment; undefined when it is cut off or damaged. */
export function readSegmentHeader(bytes: Buffer): SegmentHeader | undefined {
  const isSound =
    bytes.length >= segmentHeaderBytes &&
    bytes.subarray(0, magic.length).equals(magic) &&
    hasChecksumAt(bytes, checksumAt);
  return isSound
    ? {
        previousPosition: Number(bytes.readBigInt64LE(8)),
        marker: bytes.subarray(16, checksumAt),
      }
    : undefined;
}

/** The version of the format, when a whole and sound header names another one than ours. */
export function foreignVersion(bytes: Buffer): number | undefined {
  const version = bytes[5];
  const ours = Buffer.from(bytes.subarray(0, magic.length));
  ours[5] = magic[5] ?? 0;
  // Before format 3 a header had no marker.
  const isForeign =
    version !== magic[5] &&
    ours.equals(magic) &&
    (hasChecksumAt(bytes, 16) || hasChecksumAt(bytes, checksumAt));
  return isForeign ? version : undefined;
}

function hasChecksumAt(bytes: Buffer, at: number): boolean {
  return bytes.length >= at + 4 && crc32(bytes.subarray(0, at)) === bytes.readUInt32LE(at);
}

/** What a look over a segment's bytes found. */
export interface SegmentScan {
  /** Undefined when it is cut off or damaged. */
  readonly header: SegmentHeader | undefined;
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
  readonly header: SegmentHeader;
}

/** Reads the header and finds all sound frames up to the first that is not. */
export function scanSegment(bytes: Buffer): SegmentScan {
  const header = readSegmentHeader(bytes);
  const frames: Frame[] = [];
  let end = header === undefined ? 0 : segmentHeaderBytes;
  for (;;) {
    const frame = header === undefined ? undefined : readFrame(bytes, end, header.marker);
    if (frame === undefined) {
      break;
    }
    frames.push(frame);
    end = frame.end;
  }
  return { header, frames, end, damagedBytes: Math.max(lastNonZero(bytes) + 1 - end, 0) };
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
