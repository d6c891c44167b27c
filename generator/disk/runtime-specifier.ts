import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { isRecord, member, stringMember, type Json } from '../json.js';

/** How generated code imports the runtime. */
export interface RuntimeSpecifier {
  /** The specifier for a file in `folder` of the output. */
  readonly of: (folder: string) => string;
  /** True when the package cannot be resolved and a path to this installation stands in. */
  readonly fallback: boolean;
}

const PACKAGE_SPECIFIER = 'jobwright/runtime/v1';
const RUNTIME_FILE = fileURLToPath(new URL('../../runtime/v1.js', import.meta.url));

/**
 * The specifier to use from the output folder: the given one, the package's where `out` can resolve it
 * (in the package itself, or with it in node_modules), else the relative path to this installation.
 */
export function runtimeSpecifier(out: string, given: string | undefined): RuntimeSpecifier {
  if (given !== undefined) {
    return {
      of: (folder) => (given.startsWith('.') ? deeper(given, folder) : given),
      fallback: false,
    };
  }
  if (resolvable(out)) {
    return { of: () => PACKAGE_SPECIFIER, fallback: false };
  }
  return {
    of: (folder) => {
      const path = relative(join(out, folder), RUNTIME_FILE).split(sep).join('/');
      return path.startsWith('.') ? path : `./${path}`;
    },
    fallback: true,
  };
}

/** A relative specifier is meant from the output folder; files in its folders have to go up. */
function deeper(specifier: string, folder: string): string {
  const up = folder === '' ? '' : '../'.repeat(folder.split('/').length);
  return up === '' ? specifier : `${up}${specifier.replace(/^\.\//, '')}`;
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
