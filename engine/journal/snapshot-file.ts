import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { JournalError } from './journal-error.js';

const namePattern = /^snapshot-(\d{16})\.json$/;

/** File name of the snapshot that holds the state after the record at `position`. */
export function snapshotName(position: number): string {
  return `snapshot-${String(position).padStart(16, '0')}.json`;
}

/** The position in a snapshot's file name; undefined for any other file. */
export function snapshotPosition(name: string): number | undefined {
  const digits = namePattern.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Writes a snapshot so that it is there whole or not at all: temporary file, sync, rename, sync of
 * the folder. `state` must be what JSON can carry.
 */
export async function writeSnapshot(
  directory: string,
  snapshot: { readonly position: number; readonly state: unknown },
): Promise<void> {
  const text = Buffer.from(JSON.stringify(snapshot.state), 'utf8');
  const path = join(directory, snapshotName(snapshot.position));
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(`${crc32(text).toString(16).padStart(8, '0')}\n`);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(directory);
}

/** Reads a snapshot back; throws `JournalError` `CORRUPT` when its checksum does not fit. */
export async function readSnapshot(directory: string, position: number): Promise<unknown> {
  const path = join(directory, snapshotName(position));
  const bytes = await readFile(path);
  const text = bytes.subarray(9);
  if (bytes.toString('latin1', 0, 9) !== `${crc32(text).toString(16).padStart(8, '0')}\n`) {
    throw new JournalError({
      code: 'CORRUPT',
      path,
      message: 'the snapshot does not fit its checksum',
      fix: 'restore the folder from a backup; the records before the snapshot are no longer in it',
    });
  }
  return JSON.parse(text.toString('utf8')) as unknown;
}

/** Deletes the snapshots before the one at `position`. */
export async function removeSnapshotsBefore(directory: string, position: number): Promise<void> {
  for (const name of await readdir(directory)) {
    if ((snapshotPosition(name) ?? position) < position) {
      await rm(join(directory, name), { force: true });
    }
  }
}

/** Makes renames and new files in a folder durable. */
export async function syncFolder(directory: string): Promise<void> {
  if (process.platform === 'win32') {
    // Windows cannot open a folder; NTFS journals the rename itself.
    return;
  }
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
