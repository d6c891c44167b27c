import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PACKAGE_RUNTIME } from '../emit/runtime-import.js';
import { isRecord, member, stringMember, type Json } from '../json.js';

/** How files directly in a folder import the runtime. */
export interface RuntimeSpecifier {
  readonly specifier: string;
  /** True when the package cannot be resolved and a path to this installation stands in. */
  readonly fallback: boolean;
}

const RUNTIME_FILE = fileURLToPath(new URL('../../runtime/v1.js', import.meta.url));

/**
 * The specifier to use from the output folder: the given one, the package's where `out` can resolve it
 * (in the package itself, or with it in node_modules), else the relative path to this installation.
 */
export function runtimeSpecifier(out: string, given: string | undefined): RuntimeSpecifier {
  if (given !== undefined) {
    return { specifier: given, fallback: false };
  }
  if (resolvable(out)) {
    return { specifier: PACKAGE_RUNTIME, fallback: false };
  }
  const path = relative(out, RUNTIME_FILE).split(sep).join('/');
  return { specifier: path.startsWith('.') ? path : `./${path}`, fallback: true };
}

function resolvable(out: string): boolean {
  for (let folder = out; ; folder = dirname(folder)) {
    const manifest = readPackage(join(folder, 'package.json'));
    const itself = stringMember(manifest, 'name') === 'jobwright';
    if (itself && isRecord(member(manifest, 'exports'))) {
      return true;
    }
    if (existsSync(join(folder, 'node_modules', 'jobwright', 'package.json'))) {
      return true;
    }
    if (dirname(folder) === folder) {
      return false;
    }
  }
}

function readPackage(path: string): Json | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Json;
  } catch {
    // No package here, or one that is not ours to judge.
    return undefined;
  }
}
