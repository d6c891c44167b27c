import { crc32 } from 'node:zlib';

import type { EngineRecord } from '../records/record.js';
import { decodeBatches } from './batch-decoder.js';
import { ByteReader } from './byte-reader.js';

/**
 * Bytes before the payload of a frame: the segment's marker (4), CRC-32 of all that follows it (4),
 * payload length (4), how many bytes of the segment were durable when the frame was written (8).
 * Numbers are unsigned, LE.
 */
export const frameHeaderBytes = 20;

/** Last byte of every frame: no zero, so that a torn frame ends before the zeros behind it. */
export const endOfFrame = 0xff;

/** What a frame says of the segment it is written to. */
export interface FramePlace {
  readonly marker: Buffer;
  readonly durableEnd: number;
}

/** Sets the header of a frame that has its payload and its end already. */
export function writeFrameHeader(frame: Buffer, { marker, durableEnd }: FramePlace): void {
  marker.copy(frame);
  frame.writeUInt32LE(frame.length - frameHeaderBytes, 8);
  frame.writeBigUInt64LE(BigInt(durableEnd), 12);
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4);
}

/** A frame without batches: the last of a segment, written once the next one is durable. */
export function encodeSeal(place: FramePlace): Buffer {
  const frame = Buffer.alloc(frameHeaderBytes + 1, endOfFrame);
  writeFrameHeader(frame, place);
  return frame;
}

/** A whole and sound frame: where its payload lies in the buffer it was read from. */
export interface Frame {
  readonly payloadStart: number;
  readonly end: number;
  /** All of the segment before this was durable when the frame was written. */
  readonly durableEnd: number;
}

/** True for what `encodeSeal` gave. */
export function isSeal(frame: Frame | undefined): boolean {
  return frame !== undefined && frame.end - frame.payloadStart === 1;
}

/** Finds the frame that starts at `offset`; undefined when it is cut off, empty or damaged. */
export function readFrame(bytes: Buffer, offset: number, marker: Buffer): Frame | undefined {
  const payloadStart = offset + frameHeaderBytes;
  if (payloadStart > bytes.length || marker.compare(bytes, offset, offset + marker.length) !== 0) {
    return undefined;
  }
  const end = payloadStart + bytes.readUInt32LE(offset + 8);
  const isSound =
    end > payloadStart &&
    end <= bytes.length &&
    crc32(bytes.subarray(offset + 8, end)) === bytes.readUInt32LE(offset + 4);
  return isSound
    ? { payloadStart, end, durableEnd: Number(bytes.readBigUInt64LE(offset + 12)) }
    : undefined;
}

/** The batches of a sound frame. */
export function decodeFrame(bytes: Buffer, frame: Frame): readonly (readonly EngineRecord[])[] {
  return decodeBatches(new ByteReader(bytes, frame.payloadStart, frame.end - 1));
}

/** The first sound frame that starts at `offset` or behind it; undefined when there is none. */
export function findFrame(bytes: Buffer, offset: number, marker: Buffer): Frame | undefined {
  for (let at = bytes.indexOf(marker, offset); at >= 0; at = bytes.indexOf(marker, at + 1)) {
    const frame = readFrame(bytes, at, marker);
    if (frame !== undefined) {
      return frame;
    }
  }
  return undefined;
}
