import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** Where a project gets jobwright from. */
export type PackageDependency =
  /** A specifier that npm can follow from anywhere. */
  | { readonly kind: 'specifier'; readonly specifier: string }
  /** A checkout, which has to be packed first. */
  | { readonly kind: 'checkout'; readonly folder: string };

/**
 * Finds out from where the jobwright that `file` belongs to was installed: from a tarball or folder on
 * this machine, by version, or not at all, being a checkout. Throws where `file` is in no jobwright.
 */
export function packageDependency(file: string): PackageDependency {
  const { folder, version } = packageOf(dirname(file));
  if (existsSync(join(folder, 'cli', 'main.ts'))) {
    return { kind: 'checkout', folder };
  }
  const local = installedFrom(folder);
  return { kind: 'specifier', specifier: local === undefined ? `^${version}` : `file:${local}` };
}

function packageOf(start: string): { readonly folder: string; readonly version: string } {
  for (let folder = start; ; folder = dirname(folder)) {
    const manifest = readObject(join(folder, 'package.json'));
    if (manifest?.name === 'jobwright' && typeof manifest.version === 'string') {
      return { folder, version: manifest.version };
    }
    if (folder === dirname(folder)) {
      throw new Error(`${start} is in no folder of the package jobwright`);
    }
  }
}

/** The absolute path that npm took the package from, by the list that npm keeps of a node_modules. */
function installedFrom(folder: string): string | undefined {
  const modules = dirname(folder);
  if (!modules.endsWith(`${sep}node_modules`)) {
    return undefined;
  }
  const { packages } = readObject(join(modules, '.package-lock.json')) ?? {};
  const entry = isObject(packages) ? packages['node_modules/jobwright'] : undefined;
  const resolved = isObject(entry) ? entry.resolved : undefined;
  return typeof resolved === 'string' && resolved.startsWith('file:')
    ? resolve(dirname(modules), decodeURI(resolved.slice('file:'.length)))
    : undefined;
}

function readObject(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    // No such file, or none of npm's.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
