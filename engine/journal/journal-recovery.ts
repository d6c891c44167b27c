import { copyFile, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { EngineRecord, RecoveredJournal } from '../records/record.js';
import { decodeFrame, frameHeaderBytes, readFrame } from './batch-frame.js';
import { JournalError } from './journal-error.js';
import {
  readBatches,
  scanSegment,
  segmentHeaderBytes,
  segmentName,
  segmentNumber,
  type SegmentScan,
} from './segment.js';
import { readSnapshot, snapshotName, snapshotPosition } from './snapshot-file.js';

/** The end of the log was cut off, because it did not hold whole and sound batches. */
export interface JournalWarning {
  readonly path: string;
  /** Bytes cut off, up to the last that was not zero. */
  readonly bytesLost: number;
  /** Where the bytes were kept for a look; absent for what a crash in mid-write leaves. */
  readonly keptAs?: string;
}

/** What is on disk, made ready to be read and to be written after. */
export interface RecoveredFolder extends RecoveredJournal {
  readonly warnings: readonly JournalWarning[];
  /** Segments on disk with the position before their first record, ascending. */
  readonly segments: readonly { readonly number: number; readonly previousPosition: number }[];
  /** Where the last segment's sound part ends; undefined when there is no segment. */
  readonly lastEnd: number | undefined;
  readonly lastPosition: number;
}

/**
 * Reads a journal folder. The torn end of the last segment is reported and left out (the caller cuts
 * it off); damage anywhere before it throws `JournalError` `CORRUPT`, here or while `batches` is read.
 */
export async function recoverFolder(directory: string): Promise<RecoveredFolder> {
  const names = await readdir(directory);
  await removeTemporary(directory, names);
  const snapshot = await newestSnapshot(directory, names);
  const numbers = names.map(segmentNumber).filter((number) => number !== undefined);
  const segments = numbers.sort((a, b) => a - b);
  const start = snapshot?.position ?? 0;
  const found = await lastSegment(directory, segments);
  const last = found !== undefined && positionOf(found) < start ? undefined : found;
  if (last === undefined) {
    // All of it is older than the snapshot: appending after it would leave a gap.
    await removeSegments(directory, segments.splice(0));
  }
  const lastPosition = last === undefined ? start : positionOf(last);
  const batches = readLog(directory, { segments, last, start });
  return {
    ...(snapshot === undefined ? {} : { snapshot }),
    batches,
    warnings: last === undefined ? [] : await describeDamage(last),
    segments: await readHeaders(directory, segments),
    lastEnd: last?.scan.end,
    lastPosition,
  };
}

interface LastSegment {
  readonly path: string;
  readonly bytes: Buffer;
  readonly scan: SegmentScan;
  readonly previousPosition: number;
}

/** Deletes the segments with these numbers. */
export async function removeSegments(directory: string, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    await rm(join(directory, segmentName(number)), { force: true });
  }
}

async function removeTemporary(directory: string, names: readonly string[]): Promise<void> {
  for (const name of names.filter((candidate) => candidate.endsWith('.tmp'))) {
    await rm(join(directory, name), { force: true });
  }
}

async function newestSnapshot(
  directory: string,
  names: readonly string[],
): Promise<{ readonly position: number; readonly state: unknown } | undefined> {
  const positions = names.map(snapshotPosition).filter((position) => position !== undefined);
  const [newest, ...older] = positions.sort((a, b) => b - a);
  if (newest === undefined) {
    return undefined;
  }
  const state = await readSnapshot(directory, newest);
  for (const position of older) {
    await rm(join(directory, snapshotName(position)), { force: true });
  }
  return { position: newest, state };
}

/** Drops a last segment that a crash left before its header was whole; `segments` loses it too. */
async function lastSegment(
  directory: string,
  segments: number[],
): Promise<LastSegment | undefined> {
  for (;;) {
    const number = segments.at(-1);
    if (number === undefined) {
      return undefined;
    }
    const path = join(directory, segmentName(number));
    const bytes = await readFile(path);
    const scan = scanSegment(bytes);
    if (scan.previousPosition !== undefined) {
      return { path, bytes, scan, previousPosition: scan.previousPosition };
    }
    if (scan.damagedBytes > segmentHeaderBytes) {
      throw corrupt(path, 'the header of the last segment is damaged, and data follows it');
    }
    await rm(path);
    segments.pop();
  }
}

async function readHeaders(
  directory: string,
  numbers: readonly number[],
): Promise<RecoveredFolder['segments']> {
  const headers: { readonly number: number; readonly previousPosition: number }[] = [];
  for (const number of numbers) {
    const path = join(directory, segmentName(number));
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(segmentHeaderBytes), 0);
      const { previousPosition } = scanSegment(buffer.subarray(0, bytesRead));
      if (previousPosition === undefined) {
        throw corrupt(path, 'the header of a segment is damaged');
      }
      headers.push({ number, previousPosition });
    } finally {
      await file.close();
    }
  }
  return headers;
}

function positionOf(last: LastSegment): number {
  const frame = last.scan.frames.at(-1);
  return frame === undefined
    ? last.previousPosition
    : (decodeFrame(last.bytes, frame).at(-1)?.position ?? last.previousPosition);
}

async function describeDamage(last: LastSegment): Promise<readonly JournalWarning[]> {
  const { path, scan } = last;
  if (scan.damagedBytes <= 0) {
    return [];
  }
  const warning = { path, bytesLost: scan.damagedBytes };
  if (!holdsSoundFrameAfter(last.bytes, scan.end)) {
    return [warning];
  }
  // Sound batches behind a damaged one were acknowledged: that is no torn write, keep the evidence.
  const keptAs = `${path}.damaged-${(await stat(path)).mtimeMs.toFixed(0)}`;
  await copyFile(path, keptAs);
  return [{ ...warning, keptAs }];
}

function holdsSoundFrameAfter(bytes: Buffer, end: number): boolean {
  // A payload is an array of arrays; the damaged frame's own length may be what is damaged.
  let payload = bytes.indexOf('[[', end + 1, 'latin1');
  while (payload >= 0) {
    const start = payload - frameHeaderBytes;
    if (start > end && readFrame(bytes, start) !== undefined) {
      return true;
    }
    payload = bytes.indexOf('[[', payload + 1, 'latin1');
  }
  return false;
}

async function* readLog(
  directory: string,
  log: {
    readonly segments: readonly number[];
    readonly last: LastSegment | undefined;
    readonly start: number;
  },
): AsyncGenerator<readonly EngineRecord[]> {
  let position: number | undefined;
  for (const number of log.segments) {
    const path = join(directory, segmentName(number));
    const isLast = number === log.segments.at(-1);
    const bytes = isLast && log.last !== undefined ? log.last.bytes : await readFile(path);
    const scan = isLast && log.last !== undefined ? log.last.scan : scanSegment(bytes);
    assertWhole(path, { scan, isLast, position, start: log.start });
    position = scan.previousPosition;
    for (const batch of readBatches(bytes, scan)) {
      if (batch[0]?.position !== (position ?? 0) + 1) {
        throw corrupt(path, `records are missing after position ${position ?? 0}`);
      }
      position = batch.at(-1)?.position;
      if ((position ?? 0) > log.start) {
        yield batch;
      }
    }
  }
}

function assertWhole(
  path: string,
  segment: {
    readonly scan: SegmentScan;
    readonly isLast: boolean;
    readonly position: number | undefined;
    readonly start: number;
  },
): void {
  const { scan, isLast, position, start } = segment;
  const { previousPosition } = scan;
  if (previousPosition === undefined || (!isLast && scan.damagedBytes > 0)) {
    throw corrupt(path, 'a segment before the last one is damaged');
  }
  const follows =
    position === undefined ? previousPosition <= start : previousPosition === position;
  if (!follows) {
    throw corrupt(path, `records are missing before position ${previousPosition + 1}`);
  }
}

function corrupt(path: string, message: string): JournalError {
  return new JournalError({
    code: 'CORRUPT',
    path,
    message,
    fix: 'restore the folder from a backup, or move it away to start empty',
  });
}
