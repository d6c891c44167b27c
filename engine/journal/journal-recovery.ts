import { join } from 'node:path';

import type { RecoveredJournal } from '../records/record.js';
import { decodeFrame, isSeal } from './batch-frame.js';
import type { Disk } from './disk.js';
import { corrupt, JournalError } from './journal-error.js';
import { readLog, segmentHolding } from './read-log.js';
import type { SegmentPart } from './segment-appender.js';
import {
  foreignVersion,
  readSegmentHeader,
  scanSegment,
  segmentHeaderBytes,
  segmentName,
  segmentNumber,
  type LastSegment,
  type SegmentPlace,
} from './segment.js';
import { readNewestSnapshot } from './snapshot-file.js';
import { describeDamage, type JournalWarning } from './torn-tail.js';

/** What is on disk, made ready to be read and to be written after. */
export interface RecoveredFolder extends RecoveredJournal {
  readonly warnings: readonly JournalWarning[];
  /** Segments on disk, ascending. */
  readonly segments: readonly SegmentPlace[];
  /** The sound part of the last segment; undefined when there is no segment. */
  readonly lastPart: SegmentPart | undefined;
  readonly lastPosition: number;
}

/**
 * Reads a journal folder. The torn end of the last segment is reported and left out (the caller cuts
 * it off); damage anywhere before it throws `JournalError` `CORRUPT`, here or while `batches` is read.
 */
export async function recoverFolder(disk: Disk, directory: string): Promise<RecoveredFolder> {
  // A killed process may have made names that are not durable yet: what follows relies on them.
  await disk.syncFolder(directory);
  const names = await disk.list(directory);
  for (const name of names.filter((candidate) => candidate.endsWith('.tmp'))) {
    await disk.remove(join(directory, name));
  }
  const snapshot = await readNewestSnapshot(disk, directory);
  const numbers = names.map(segmentNumber).filter((number) => number !== undefined);
  numbers.sort((a, b) => a - b);
  const { last, headless } = await readLast(disk, directory, numbers);
  const start = snapshot?.position ?? 0;
  const lastPosition = last === undefined ? 0 : positionOf(last);
  const isContinued = isSeal(last?.scan.frames.at(-1));
  const lost = headless.at(-1);
  if (lost !== undefined && (isContinued || lastPosition < start)) {
    throw corrupt({ path: lost, offset: 0 }, 'the header of a segment is damaged');
  }
  if (lastPosition < start) {
    const path = last?.path ?? directory;
    throw corrupt({ path }, `records are missing up to the snapshot at position ${start}`);
  }
  if (last !== undefined && isContinued) {
    throw corrupt({ path: last.path, offset: last.scan.end }, 'the segment after it is missing');
  }
  for (const path of headless) {
    await disk.remove(path);
  }
  const segments = await readPlaces(disk, directory, numbers);
  const first = segmentHolding(segments, start);
  if (segments.length > 0 && first < 0) {
    const path = join(directory, segmentName(segments[0]?.number ?? 0));
    throw corrupt({ path }, `records are missing before position ${start + 1}`);
  }
  const wanted = { segments: segments.slice(Math.max(first, 0)), last, after: start };
  return {
    ...(snapshot === undefined ? {} : { snapshot }),
    batches: readLog(disk, directory, wanted),
    warnings: last === undefined ? [] : await describeDamage(disk, last),
    segments,
    lastPart: last === undefined ? undefined : soundPart(last),
    lastPosition,
  };
}

/**
 * Finds the last segment, and those behind it that a crash left before their header was whole;
 * `numbers` loses them.
 */
async function readLast(
  disk: Disk,
  directory: string,
  numbers: number[],
): Promise<{ readonly last: LastSegment | undefined; readonly headless: readonly string[] }> {
  const headless: string[] = [];
  for (;;) {
    const number = numbers.at(-1);
    if (number === undefined) {
      return { last: undefined, headless };
    }
    const path = join(directory, segmentName(number));
    const bytes = await disk.readFile(path);
    const scan = scanSegment(bytes);
    const { header } = scan;
    if (header !== undefined) {
      return { last: { path, bytes, scan, header }, headless };
    }
    assertOurs(path, bytes);
    if (scan.damagedBytes > segmentHeaderBytes) {
      // Nothing is written behind a header before it is durable.
      throw corrupt({ path, offset: 0 }, 'the header of a segment that holds records is damaged');
    }
    headless.push(path);
    numbers.pop();
  }
}

async function readPlaces(
  disk: Disk,
  directory: string,
  numbers: readonly number[],
): Promise<readonly SegmentPlace[]> {
  const places: SegmentPlace[] = [];
  for (const number of numbers) {
    const path = join(directory, segmentName(number));
    const file = await disk.open(path, 'read');
    try {
      const bytes = await file.read(0, segmentHeaderBytes);
      const header = readSegmentHeader(bytes);
      if (header === undefined) {
        assertOurs(path, bytes);
        throw corrupt({ path, offset: 0 }, 'the header of a segment is damaged');
      }
      places.push({ number, previousPosition: header.previousPosition });
    } finally {
      await file.close();
    }
  }
  return places;
}

function assertOurs(path: string, header: Buffer): void {
  const version = foreignVersion(header);
  if (version !== undefined) {
    throw new JournalError({
      code: 'FORMAT',
      path,
      message: `the segment has format ${version}, which another version of the engine wrote`,
      fix: 'start the version that wrote it, or move the folder away to start empty',
    });
  }
}

function positionOf({ bytes, scan, header: { previousPosition } }: LastSegment): number {
  const frame = scan.frames.at(-1);
  return frame === undefined
    ? previousPosition
    : (decodeFrame(bytes, frame).at(-1)?.at(-1)?.position ?? previousPosition);
}

function soundPart({ bytes, scan, header }: LastSegment): SegmentPart {
  return {
    marker: header.marker,
    bytes: bytes.subarray(0, scan.end),
    durableEnd: scan.frames.at(-1)?.durableEnd ?? 0,
  };
}
