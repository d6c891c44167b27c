import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Tests that start processes or compile whole programs: too slow to run for each mutant. */
const SLOW =
  /\.cli\.test\.ts$|\/golden-compile|\/fast-check-long|linear\.test\.ts$|hostile-(text|model)/;

/** TypeScript files below files or folders of the checkout, sorted; tests left out. */
export function sourceFiles(root: string, paths: readonly string[]): readonly string[] {
  return paths
    .flatMap((path) => filesBelow(join(root, path)))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('/test/'))
    .sort();
}

/** The fast tests of rooms. */
export function testFiles(root: string, rooms: readonly string[]): readonly string[] {
  return rooms
    .flatMap((room) => filesBelow(join(root, room, 'test')))
    .filter((file) => file.endsWith('.test.ts') && !SLOW.test(relative(root, file)))
    .sort();
}

function filesBelow(path: string): readonly string[] {
  return statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [path];
}
