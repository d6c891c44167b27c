import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { sha256 } from '../sha256.js';

/**
 * The last record of a run for an output folder, or undefined. It is kept under the `node_modules` that
 * the project has, in `.cache/jobwright`, and nowhere when it has none.
 */
export function readRecord(out: string): unknown {
  const file = recordFile(out);
  try {
    return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as unknown);
  } catch {
    // None yet, or one that was written half: the run does all its work and writes a new one.
    return undefined;
  }
}

/** Keeps the record of a run, if there is a place for it; a run never fails for that. */
export async function writeRecord(out: string, record: object): Promise<void> {
  const file = recordFile(out);
  if (file === undefined) {
    return;
  }
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, JSON.stringify(record), { flag: 'wx' });
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

function recordFile(out: string): string | undefined {
  for (let folder = dirname(out); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (statSync(modules, { throwIfNoEntry: false })?.isDirectory() === true) {
      return join(modules, '.cache', 'jobwright', `${sha256(out).slice(0, 16)}.json`);
    }
    if (dirname(folder) === folder) {
      return undefined;
    }
  }
}
