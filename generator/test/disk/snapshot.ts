import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Everything in a folder: path to text, `-> target` or `/`. Undefined when there is no folder. */
export function snapshot(folder: string): Readonly<Record<string, string>> | undefined {
  const status = lstatSync(folder, { throwIfNoEntry: false });
  if (status === undefined) {
    return undefined;
  }
  return Object.fromEntries(
    pathsBelow(folder, '').map((path) => [path, contentOf(join(folder, path))]),
  );
}

/** Sorted; links are not followed, as `readdirSync` would by itself. */
function pathsBelow(folder: string, path: string): readonly string[] {
  const names = readdirSync(join(folder, path)).sort();
  return names.flatMap((name) => {
    const inner = path === '' ? name : `${path}/${name}`;
    return lstatSync(join(folder, inner)).isDirectory()
      ? [inner, ...pathsBelow(folder, inner)]
      : [inner];
  });
}

function contentOf(path: string): string {
  const status = lstatSync(path);
  if (status.isSymbolicLink()) {
    return `-> ${readlinkSync(path)}`;
  }
  return status.isDirectory() ? '/' : readFileSync(path, 'utf8');
}

/** Inode and time of change of a file. */
export function identity(path: string): string {
  const { ino, mtimeNs } = lstatSync(path, { bigint: true });
  return `${ino} ${mtimeNs}`;
}
