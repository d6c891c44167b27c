import { dirname, join } from 'node:path';

import { isSafePath } from '../compare/safe-path.js';
import { isList, member, stringsMember, type Json } from '../json.js';
import { isFault, statusOf, syncFolder, writeNewFiles, type DiskPort } from './port.js';
import { clearWork, type OutputChange } from './swap.js';
import type { WorkFolder } from './work-folder.js';

/** What a change in place does: names of the staged files by path, and what is deleted. */
interface Journal {
  readonly write: readonly (readonly [path: string, staged: string])[];
  readonly remove: readonly string[];
}

/**
 * Changes a folder that cannot be swapped: the new files are written into it under other names, then a
 * journal of what is to be done, then each file is renamed into its place, the manifest last. A run
 * that was cut off after the journal is finished by the next one.
 */
export async function changeInPlace(
  output: string,
  change: OutputChange,
  context: { readonly work: WorkFolder; readonly last: string; readonly port: DiskPort },
): Promise<void> {
  const { work, port, last } = context;
  port.mkdirSync(work.staged, { recursive: true });
  const paths = [...change.write.keys()].sort(
    (left, right) => Number(left === last) - Number(right === last),
  );
  const journal: Journal = {
    write: paths.map((path, index) => [path, String(index)]),
    remove: [...change.remove],
  };
  await writeNewFiles(
    journal.write.map(([path, name]) => [join(work.staged, name), change.write.get(path) ?? '']),
    port,
  );
  syncFolder(work.staged, port);
  const draft = `${work.journal}.new`;
  await writeNewFiles([[draft, JSON.stringify(journal)]], port);
  port.renameSync(draft, work.journal);
  syncFolder(work.root, port);
  replay(output, journal, work, port);
  clearWork(work, port);
}

/** Finishes what a journal says, or deletes what was prepared without one. */
export function recoverInPlace(output: string, work: WorkFolder, port: DiskPort): void {
  if (statusOf(work.root, port)?.isDirectory() !== true) {
    return;
  }
  const journal = readJournal(work, port);
  if (journal !== undefined) {
    replay(output, journal, work, port);
  }
  clearWork(work, port);
}

function replay(output: string, journal: Journal, work: WorkFolder, port: DiskPort): void {
  for (const [path, name] of journal.write) {
    const staged = join(work.staged, name);
    // Gone means done, in the run that was cut off.
    if (statusOf(staged, port)?.isFile() === true && makeParents(output, path, port)) {
      port.renameSync(staged, join(output, path));
    }
  }
  for (const path of journal.remove) {
    removeFile(output, path, port);
  }
  syncFolder(output, port);
}

/** False when something that is no folder stands in the way. */
function makeParents(output: string, path: string, port: DiskPort): boolean {
  const parts = path.split('/').slice(0, -1);
  let folder = output;
  for (const part of parts) {
    folder = join(folder, part);
    const status = statusOf(folder, port);
    if (status === undefined) {
      port.mkdirSync(folder);
    } else if (!status.isDirectory()) {
      return false;
    }
  }
  return true;
}

/** Deletes a file of ours, never through a link, and the folders that it leaves empty. */
function removeFile(output: string, path: string, port: DiskPort): void {
  const parts = path.split('/');
  for (let count = 1; count < parts.length; count += 1) {
    const folder = join(output, ...parts.slice(0, count));
    if (statusOf(folder, port)?.isDirectory() !== true) {
      return;
    }
  }
  const file = join(output, path);
  if (statusOf(file, port)?.isFile() === true) {
    port.unlinkSync(file);
  }
  for (let folder = dirname(file); folder !== output; folder = dirname(folder)) {
    try {
      port.rmdirSync(folder);
    } catch (error) {
      if (isFault(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) {
        return;
      }
      throw error;
    }
  }
}

function readJournal(work: WorkFolder, port: DiskPort): Journal | undefined {
  let value: Json;
  try {
    value = JSON.parse(port.readFileSync(work.journal, 'utf8')) as Json;
  } catch {
    return undefined;
  }
  const write = member(value, 'write');
  return {
    write: (isList(write) ? write : []).flatMap((pair) => {
      const [path, name] = isList(pair) ? pair : [];
      const sound = typeof path === 'string' && typeof name === 'string';
      return sound && /^\d+$/.test(name) && isOutputPath(path) ? [[path, name] as const] : [];
    }),
    remove: stringsMember(value, 'remove').filter(isOutputPath),
  };
}

function isOutputPath(path: string): boolean {
  return isSafePath(path) || path === '.manifest.json';
}
