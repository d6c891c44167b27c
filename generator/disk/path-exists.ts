import { stat } from 'node:fs/promises';

/** True when a file or folder is there and may be looked at. */
export async function pathExists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
