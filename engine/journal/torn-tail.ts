import { findFrame } from './batch-frame.js';
import type { Disk } from './disk.js';
import { corrupt } from './journal-error.js';
import type { LastSegment } from './segment.js';

/** The end of the log was cut off, because it did not hold whole and sound batches. */
export interface JournalWarning {
  readonly path: string;
  /** Where the sound part ends. */
  readonly offset: number;
  /** Bytes cut off, up to the last that was not zero. */
  readonly bytesLost: number;
  /** Where the bytes were kept for a look; absent for what a crash in mid-write leaves. */
  readonly keptAs?: string;
}

/**
 * Judges what stands behind the sound part of the last segment. What was never synced may be torn in
 * any way; a frame behind the damage that was written after the damaged part had been synced proves
 * that acknowledged batches are lost: throws `JournalError` `CORRUPT`.
 */
export async function describeDamage(
  disk: Disk,
  { path, bytes, scan, header }: LastSegment,
): Promise<readonly JournalWarning[]> {
  let behind = 0;
  for (
    let frame = findFrame(bytes, scan.end + 1, header.marker);
    frame !== undefined;
    frame = findFrame(bytes, frame.end, header.marker)
  ) {
    behind += 1;
    if (frame.durableEnd > scan.end) {
      throw corrupt({ path, offset: scan.end }, 'acknowledged records are damaged');
    }
  }
  if (scan.damagedBytes === 0) {
    return [];
  }
  const warning = { path, offset: scan.end, bytesLost: scan.damagedBytes };
  if (behind === 0) {
    return [warning];
  }
  // Sound batches behind a damaged one: part of one unsynced write, or acknowledged without a sync.
  const keptAs = `${path}.damaged-${scan.end}`;
  await disk.copy(path, keptAs);
  return [{ ...warning, keptAs }];
}
