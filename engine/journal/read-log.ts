import { join } from 'node:path';

import type { EngineRecord } from '../records/record.js';
import type { Disk } from './disk.js';
import { corrupt } from './journal-error.js';
import {
  readBatches,
  scanSegment,
  segmentName,
  type LastSegment,
  type SegmentPlace,
} from './segment.js';

/** What of the log is to be read. */
export interface WantedLog {
  /** Segments from the one that holds the record after `after` on, without a gap. */
  readonly segments: readonly SegmentPlace[];
  /** The last segment if it was read before; its torn end is no fault then. */
  readonly last?: Pick<LastSegment, 'bytes' | 'scan'> | undefined;
  /** Batches up to this position are left out. */
  readonly after: number;
  /** Batches behind this position are left out, and what is behind them is not looked at. */
  readonly until?: number;
}

/** Place in the list of the segment that holds the record after `position`; -1 when none does. */
export function segmentHolding(segments: readonly SegmentPlace[], position: number): number {
  return segments.findLastIndex((segment) => segment.previousPosition <= position);
}

/** Reads batches in order. Throws `JournalError` `CORRUPT` where they are damaged or missing. */
export async function* readLog(
  disk: Disk,
  directory: string,
  { segments, last, after, until = Infinity }: WantedLog,
): AsyncGenerator<readonly EngineRecord[]> {
  let position: number | undefined;
  let before = { path: directory, offset: 0 };
  for (const { number } of segments) {
    const path = join(directory, segmentName(number));
    const known = number === segments.at(-1)?.number ? last : undefined;
    const bytes = known?.bytes ?? (await disk.readFile(path));
    const scan = known?.scan ?? scanSegment(bytes);
    const { header, end } = scan;
    if (header === undefined) {
      throw corrupt({ path, offset: 0 }, 'the header of a segment is damaged');
    }
    // A segment may end in a torn seal: what counts is that the next one goes on where it ends.
    if (position !== undefined && header.previousPosition !== position) {
      throw corrupt(before, `records after position ${position} are damaged or missing`);
    }
    before = { path, offset: end };
    position = header.previousPosition;
    for (const batch of readBatches(bytes, scan)) {
      if (batch[0]?.position !== position + 1) {
        throw corrupt({ path }, `records after position ${position} are missing`);
      }
      position = batch.at(-1)?.position ?? position;
      if (position > until) {
        return;
      }
      if (position > after) {
        yield batch;
      }
    }
  }
  if (until !== Infinity && (position ?? after) < until) {
    throw corrupt(before, `records after position ${position ?? after} are damaged or missing`);
  }
}
