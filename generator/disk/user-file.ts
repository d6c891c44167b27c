import { randomBytes } from 'node:crypto';
import { link, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { isFault } from './port.js';

/**
 * Writes a file that must not be there yet, whole or not at all; false when something is there, and
 * then nothing happens.
 */
export async function createFile(path: string, text: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(draft, text, { flag: 'wx', flush: true });
    await link(draft, path);
    return true;
  } catch (error) {
    if (isFault(error, 'EEXIST')) {
      return false;
    }
    if (!isFault(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) {
      throw error;
    }
  } finally {
    await rm(draft, { force: true });
  }
  return createWithoutLinks(path, text);
}

async function createWithoutLinks(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', flush: true });
    return true;
  } catch (error) {
    if (isFault(error, 'EEXIST')) {
      return false;
    }
    throw error;
  }
}

/** The text of a file, or undefined when there is none. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isFault(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) {
      return undefined;
    }
    throw error;
  }
}

/** True when anything is at the path. */
export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
