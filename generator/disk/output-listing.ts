import type { Stats } from 'node:fs';
import { join } from 'node:path';

import { isFault, statusOf, type DiskPort } from './port.js';
import { WORK_INSIDE } from './work-folder.js';

/** Something in the output folder. */
export interface OutputEntry {
  /** Relative to the folder, with `/`, in the letters that the disk has. */
  readonly path: string;
  /** `other` is neither file nor folder nor link, such as a socket. */
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Changes whenever the content is written; links to the file leave it as it is. */
  readonly signature: string;
}

/** Everything below a folder, folders before what is in them; links are named and not followed. */
export function listOutput(root: string, port: DiskPort): readonly OutputEntry[] {
  const entries: OutputEntry[] = [];
  const enter = (folder: string): void => {
    for (const name of namesIn(join(root, folder), port)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (path === WORK_INSIDE) {
        continue;
      }
      const status = statusOf(join(root, path), port);
      if (status === undefined) {
        continue;
      }
      const kind = kindOf(status);
      const { ino, size, mtimeMs } = status;
      entries.push({ path, kind, signature: `${ino}:${size}:${mtimeMs}` });
      if (kind === 'folder') {
        enter(path);
      }
    }
  };
  enter('');
  return entries;
}

function namesIn(folder: string, port: DiskPort): readonly string[] {
  try {
    return port.readdirSync(folder).sort();
  } catch (error) {
    if (isFault(error, 'ENOENT')) {
      return [];
    }
    throw error;
  }
}

function kindOf(status: Stats): OutputEntry['kind'] {
  if (status.isSymbolicLink()) {
    return 'link';
  }
  if (status.isDirectory()) {
    return 'folder';
  }
  return status.isFile() ? 'file' : 'other';
}
