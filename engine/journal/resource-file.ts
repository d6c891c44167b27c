import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Reads a file to deploy; its name is the last part of the path. Rejects with the system's error. */
export async function readResourceFile(
  path: string,
): Promise<{ readonly name: string; readonly content: Buffer }> {
  return { name: basename(path), content: await readFile(path) };
}
