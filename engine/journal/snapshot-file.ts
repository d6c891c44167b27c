import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Disk } from './disk.js';
import { JournalError } from './journal-error.js';
import { parseSnapshot, snapshotLines } from './snapshot-text.js';

/** Whose state a snapshot holds: the engine's, or that of the history that searches read. */
export type SnapshotKind = 'snapshot' | 'history';

const namePattern = /^(snapshot|history)-(\d{16})\.jsonl$/;
/** Characters that are gathered before they are written. */
const chunkCharacters = 256 * 1024;

/** File name of the snapshot that holds the state after the record at `position`. */
export function snapshotName(position: number, kind: SnapshotKind = 'snapshot'): string {
  return `${kind}-${String(position).padStart(16, '0')}.jsonl`;
}

/** The position in the file name of a snapshot of this kind; undefined for any other file. */
export function snapshotPosition(
  name: string,
  kind: SnapshotKind = 'snapshot',
): number | undefined {
  const [, prefix, digits] = namePattern.exec(name) ?? [];
  return digits === undefined || prefix !== kind ? undefined : Number(digits);
}

/** A snapshot to be written. `state` must be what JSON can carry, and must not change meanwhile. */
export interface Snapshot {
  readonly kind?: SnapshotKind;
  readonly position: number;
  readonly state: unknown;
}

/**
 * Writes a snapshot so that it is there whole or not at all: temporary file, sync, rename, sync of
 * the folder. Gives the event loop away between pieces. Older ones of its kind are then deleted.
 */
export async function writeSnapshot(
  disk: Disk,
  directory: string,
  snapshot: Snapshot,
): Promise<void> {
  const { kind, position, state } = snapshot;
  const path = join(directory, snapshotName(position, kind));
  const temporary = `${path}.tmp`;
  const file = await disk.open(temporary, 'fresh');
  try {
    let written = 0;
    let text = '';
    const flush = async (): Promise<void> => {
      const bytes = Buffer.from(text, 'utf8');
      await file.write(bytes, written);
      written += bytes.length;
      text = '';
    };
    for (const line of snapshotLines(state)) {
      text += line;
      if (text.length > chunkCharacters) {
        await flush();
        await nextTurn();
      }
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(temporary, path);
  await disk.syncFolder(directory);
  await removeSnapshotsBefore(disk, directory, snapshot);
}

/**
 * Reads the newest snapshot of a kind back; undefined when there is none. Throws `JournalError`
 * `CORRUPT` when it is damaged.
 */
export async function readNewestSnapshot(
  disk: Disk,
  directory: string,
  kind: SnapshotKind = 'snapshot',
): Promise<{ readonly position: number; readonly state: unknown } | undefined> {
  const names = await disk.list(directory);
  const positions = names.map((name) => snapshotPosition(name, kind) ?? -1);
  const position = Math.max(-1, ...positions);
  if (position < 0) {
    return undefined;
  }
  const path = join(directory, snapshotName(position, kind));
  const parsed = parseSnapshot(await disk.readFile(path));
  if ('fault' in parsed) {
    throw new JournalError({
      code: 'CORRUPT',
      path,
      offset: parsed.offset,
      message: `the snapshot is damaged: ${parsed.fault}`,
      fix:
        kind === 'history'
          ? 'delete this file: searches then find less of what ended before'
          : 'restore the folder from a backup; the records before the snapshot are no longer in it',
    });
  }
  return { position, state: parsed.state };
}

async function removeSnapshotsBefore(
  disk: Disk,
  directory: string,
  { kind, position }: Snapshot,
): Promise<void> {
  for (const name of await disk.list(directory)) {
    if ((snapshotPosition(name, kind) ?? position) < position) {
      await disk.remove(join(directory, name));
    }
  }
}
