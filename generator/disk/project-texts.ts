import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { compareText } from '../json.js';
import { SKIPPED_FOLDERS } from './load-sources.js';
import { displayPath } from './paths.js';

const MOST_FILES = 5_000;
const LARGEST_FILE = 1024 * 1024;

/**
 * The texts of the user's code files below a folder whose name fits, by the path the caller would type.
 * Hidden folders, node_modules, `dist` and `except` are not entered, links are not followed, and what
 * cannot be read is left out.
 */
export async function projectTexts(
  folder: string,
  options: { readonly name: RegExp; readonly cwd: string; readonly except: string },
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const file of (await filesBelow(folder, options)).slice(0, MOST_FILES)) {
    const size = (await stat(file).catch(() => undefined))?.size ?? Infinity;
    const text =
      size > LARGEST_FILE ? undefined : await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) {
      found.set(displayPath(file, options.cwd), text);
    }
  }
  return found;
}

async function filesBelow(
  folder: string,
  options: { readonly name: RegExp; readonly except: string },
): Promise<readonly string[]> {
  if (folder === options.except) {
    return [];
  }
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const nested: string[] = [];
  for (const entry of [...entries].sort((left, right) => compareText(left.name, right.name))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED_FOLDERS.has(entry.name)) {
      nested.push(...(await filesBelow(path, options)));
    } else if (entry.isFile() && options.name.test(entry.name)) {
      nested.push(path);
    }
  }
  return nested;
}
