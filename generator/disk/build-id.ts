import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { sha256 } from '../sha256.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Changes whenever the code of the generator does: a checkout is told by the marks of its sources, a
 * package by the names of its files, which hold hashes of their content. Undefined when neither can be
 * read; then nothing may be kept from one run to the next.
 */
export function buildId(): string | undefined {
  try {
    const checkout = marksBelow(join(ROOT, 'generator'), 'generator');
    const code =
      checkout.length > 0
        ? [...checkout, ...marksBelow(join(ROOT, 'model'), 'model')]
        : marksBelow(join(ROOT, 'dist'), 'dist');
    const files = ['package.json', 'node_modules/.package-lock.json'].flatMap((name) =>
      markOf(join(ROOT, name), name),
    );
    return code.length === 0
      ? undefined
      : sha256([process.version, ...files, ...code.sort()].join('\n'));
  } catch {
    return undefined;
  }
}

function marksBelow(folder: string, name: string): string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    const inner = `${name}/${entry.name}`;
    if (entry.isDirectory()) {
      return entry.name === 'test' ? [] : marksBelow(path, inner);
    }
    return /\.(ts|js|json)$/.test(entry.name) ? markOf(path, inner) : [];
  });
}

function markOf(path: string, name: string): string[] {
  const status = statSync(path, { throwIfNoEntry: false });
  return status === undefined ? [] : [`${name} ${status.size} ${status.mtimeMs}`];
}
