import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import type { Change } from '../compare/compare.js';
import { MANIFEST_PATH, parseManifest } from '../compare/manifest.js';
import type { OutputFile } from '../emit/emit.js';
import { GeneratorError } from '../errors.js';

/**
 * Reads the manifest of the output folder and the files that it or the plan lists: path to text.
 * @throws GeneratorError CONF414 when a manifest is there but is none of ours
 */
export async function readOutput(
  out: string,
  wanted: readonly OutputFile[],
): Promise<ReadonlyMap<string, string>> {
  const text = await readIfPresent(join(out, MANIFEST_PATH));
  const manifest = text === undefined ? undefined : parseManifest(text);
  if (text !== undefined && manifest === undefined) {
    throw new GeneratorError('CONF414', {
      message: 'the manifest of the output folder cannot be read',
      where: join(out, MANIFEST_PATH),
      fix: 'restore the file from version control, or delete the output folder and generate again',
    });
  }
  const paths = new Set([...wanted.map(({ path }) => path), ...(manifest?.files.keys() ?? [])]);
  const texts = new Map(text === undefined ? [] : [[MANIFEST_PATH, text]]);
  for (const path of paths) {
    const found = await readIfPresent(join(out, path));
    if (found !== undefined) {
      texts.set(path, found);
    }
  }
  return texts;
}

/**
 * Makes the output folder what it should be. Each file goes through a temporary file and a rename, so
 * a reader never sees half of one; equal files are not touched; orphans go; the manifest comes last,
 * so a run that was cut off is seen by the next one.
 */
export async function applyChanges(
  out: string,
  changes: readonly Change[],
  manifest: OutputFile,
): Promise<void> {
  for (const change of changes) {
    if (change.kind === 'orphan') {
      await removeFile(out, change.path);
    } else if (change.kind !== 'unchanged') {
      await replaceFile(join(out, change.path), change.text);
    }
  }
  const path = join(out, manifest.path);
  if ((await readIfPresent(path)) !== manifest.text) {
    await replaceFile(path, manifest.text);
  }
}

/** Writes a file that must not be there yet; false when it is, and then nothing happens. */
export async function createFile(path: string, text: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, text, { flag: 'wx' });
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
    if (isFault(error, 'ENOENT') || isFault(error, 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Deletes a file of ours, never through a link, and the folders that it leaves empty. */
async function removeFile(out: string, path: string): Promise<void> {
  for (let folder = dirname(join(out, path)); folder !== out; folder = dirname(folder)) {
    if (relative(out, folder).startsWith('..') || (await lstat(folder)).isSymbolicLink()) {
      return;
    }
  }
  await rm(join(out, path), { force: true });
  for (let folder = dirname(join(out, path)); folder !== out; folder = dirname(folder)) {
    if ((await readdir(folder)).length > 0) {
      return;
    }
    await rmdir(folder);
  }
}

function isFault(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
