import { constants } from 'node:fs';
import { dirname, join } from 'node:path';

import type { OutputEntry } from './output-listing.js';
import { isFault, removeTree, statusOf, syncFolder, writeNewFiles, type DiskPort } from './port.js';
import type { WorkFolder } from './work-folder.js';

/** What becomes of the output folder; everything else in it stays. */
export interface OutputChange {
  /** Path to text. */
  readonly write: ReadonlyMap<string, string>;
  readonly remove: ReadonlySet<string>;
}

/** Thrown when this folder cannot be swapped on this disk; nothing has changed by then. */
export class CannotSwap extends Error {
  override readonly name = 'CannotSwap';
}

/** Beyond so many files of others, a folder is not built anew for a few of ours. */
const MAX_KEPT = 5000;
const NO_LINKS = [
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
] as const;
const NO_RENAME = ['EPERM', 'EACCES', 'EBUSY', 'EXDEV', 'ENOTEMPTY', 'EINVAL'] as const;

/**
 * Builds the new output beside the old one and swaps the two by renames. Files that stay are the same
 * files there, by hard links: neither their content nor their times change.
 * @throws CannotSwap when links lead to another disk or the folder cannot be renamed
 */
export async function swapOutput(
  output: string,
  change: OutputChange,
  context: {
    readonly entries: readonly OutputEntry[];
    readonly work: WorkFolder;
    readonly port: DiskPort;
    /** Asked before the first rename. */
    readonly assertHeld: () => void;
  },
): Promise<void> {
  const { entries, work, port } = context;
  const kept = entries.filter(({ path }) => !change.write.has(path) && !change.remove.has(path));
  if (kept.length > MAX_KEPT) {
    throw new CannotSwap('the folder holds too much that is not generated');
  }
  const staged = await stage(output, { change, entries, kept }, work, port);
  context.assertHeld();
  exchange(output, work, port);
  if (staged === 'nothing') {
    port.rmdirSync(output);
  }
  syncFolder(dirname(output), port);
}

async function stage(
  output: string,
  parts: {
    readonly change: OutputChange;
    readonly entries: readonly OutputEntry[];
    readonly kept: readonly OutputEntry[];
  },
  work: WorkFolder,
  port: DiskPort,
): Promise<'something' | 'nothing'> {
  const { write } = parts.change;
  makeFolder(work.staged, statusOf(output, port)?.mode, port);
  const folders = new Set(['']);
  for (const path of foldersOf(parts)) {
    makeFolder(join(work.staged, path), statusOf(join(output, path), port)?.mode, port);
    folders.add(path);
  }
  const files = parts.kept.filter(({ kind }) => kind !== 'folder');
  for (const entry of files) {
    keep(join(output, entry.path), join(work.staged, entry.path), entry.kind, port);
  }
  await writeNewFiles(
    [...write].map(([path, text]) => [join(work.staged, path), text] as const),
    port,
  );
  const written = new Set([...write.keys()].map(parentOf));
  for (const path of folders) {
    if (path === '' || written.has(path)) {
      syncFolder(join(work.staged, path), port);
    }
  }
  await writeNewFiles([[work.ready, '']], port);
  syncFolder(work.root, port);
  return files.length + write.size + folders.size > 1 ? 'something' : 'nothing';
}

/** Folders of what stays and of what is written; one that only loses files goes with them. */
function foldersOf({
  change,
  entries,
  kept,
}: {
  readonly change: OutputChange;
  readonly entries: readonly OutputEntry[];
  readonly kept: readonly OutputEntry[];
}): readonly string[] {
  const emptied = ancestorsOf(change.remove);
  const files = kept.filter(({ kind }) => kind !== 'folder').map(({ path }) => path);
  const needed = ancestorsOf([...files, ...change.write.keys()]);
  const untouched = entries
    .filter(({ kind, path }) => kind === 'folder' && !emptied.has(path))
    .map(({ path }) => path);
  // A folder sorts before everything in it.
  return [...new Set([...needed, ...untouched, ...ancestorsOf(untouched)])].sort();
}

/** The folders that paths stand in. */
export function ancestorsOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = parentOf(path); folder !== ''; folder = parentOf(folder)) {
      folders.add(folder);
    }
  }
  return folders;
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function makeFolder(path: string, mode: number | undefined, port: DiskPort): void {
  port.mkdirSync(path);
  const made = statusOf(path, port)?.mode;
  if (mode !== undefined && made !== mode) {
    port.chmodSync(path, mode & PERMISSIONS);
  }
}

const PERMISSIONS = 0o7777;

function keep(from: string, to: string, kind: OutputEntry['kind'], port: DiskPort): void {
  if (kind === 'link') {
    // Linking a link would link what it leads to, on some systems.
    port.symlinkSync(port.readlinkSync(from), to);
    return;
  }
  try {
    port.linkSync(from, to);
  } catch (error) {
    if (isFault(error, 'EXDEV') || (kind === 'other' && isFault(error, ...NO_LINKS))) {
      throw new CannotSwap('a part of the folder cannot be linked', { cause: error });
    }
    if (!isFault(error, ...NO_LINKS)) {
      throw error;
    }
    const status = port.lstatSync(from);
    port.copyFileSync(from, to, constants.COPYFILE_EXCL);
    port.utimesSync(to, status.atime, status.mtime);
  }
}

function exchange(output: string, work: WorkFolder, port: DiskPort): void {
  const before = statusOf(output, port) !== undefined;
  try {
    if (before) {
      port.renameSync(output, work.old);
    }
    port.renameSync(work.staged, output);
  } catch (error) {
    if (before && statusOf(output, port) === undefined) {
      port.renameSync(work.old, output);
    }
    if (isFault(error, ...NO_RENAME)) {
      throw new CannotSwap('the folder cannot be renamed', { cause: error });
    }
    throw error;
  }
}

/** Finishes or undoes what a run that was cut off had begun, and deletes what it left. */
export function recoverSwap(output: string, work: WorkFolder, port: DiskPort): void {
  const has = (path: string): boolean => statusOf(path, port) !== undefined;
  if (!has(output) && has(work.old)) {
    if (has(work.ready) && has(work.staged)) {
      port.renameSync(work.staged, output);
    } else if (!has(work.ready)) {
      port.renameSync(work.old, output);
    }
    syncFolder(dirname(output), port);
  }
  clearWork(work, port);
}

/** Deletes everything in a work folder but the lock; the mark of a whole output goes last. */
export function clearWork(work: WorkFolder, port: DiskPort): void {
  if (statusOf(work.root, port)?.isDirectory() !== true) {
    return;
  }
  const last = [work.ready, work.journal];
  for (const name of port.readdirSync(work.root)) {
    const path = join(work.root, name);
    if (path !== work.lock && !last.includes(path)) {
      removeTree(path, port);
    }
  }
  for (const path of last) {
    removeTree(path, port);
  }
}
