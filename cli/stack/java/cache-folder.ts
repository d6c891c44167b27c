import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder, outside of the checkout, in which downloads are kept: `JOBWRIGHT_CAMUNDA_CACHE`, else
 * below the user's cache folder. Made when it is missing.
 */
export async function cacheFolder(): Promise<string> {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = process.env.JOBWRIGHT_CAMUNDA_CACHE ?? join(base, 'jobwright', 'camunda');
  await mkdir(folder, { recursive: true });
  return folder;
}
