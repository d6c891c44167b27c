import type { OutputFile } from '../emit/emit.js';
import { isRecord, member, stringMember, type Json } from '../json.js';
import type { Plan } from '../plan/plan-types.js';
import { sha256 } from '../sha256.js';
import { MANIFEST_FORMAT } from '../version.js';
import { isSafePath } from './safe-path.js';

/** The manifest's own path in the output folder. */
export const MANIFEST_PATH = '.manifest.json';

/** What a manifest says: path to SHA-256 of the files that were written and of what they came from. */
export interface Manifest {
  /** Several hashes for a file that two sides of an open merge have differently. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

/**
 * The manifest of a set of files: what was generated, and from what. No version and no time stand in
 * it, so that an upgrade which changes no file changes no manifest.
 */
export function emitManifest(
  plan: Pick<Plan, 'sources'>,
  files: readonly OutputFile[],
  kept: ReadonlyMap<string, string> = new Map(),
): OutputFile {
  const hashes = [...files.map((file) => [file.path, hashOf(file)] as const), ...kept];
  const value = {
    format: MANIFEST_FORMAT,
    generator: 'jobwright',
    sources: Object.fromEntries(plan.sources.map(({ path, sha256: hash }) => [path, hash])),
    files: Object.fromEntries(hashes.sort(([left], [right]) => (left < right ? -1 : 1))),
  };
  return { path: MANIFEST_PATH, text: `${JSON.stringify(value, null, 2)}\n` };
}

const known = new WeakMap<OutputFile, string>();

function hashOf(file: OutputFile): string {
  const hash = known.get(file) ?? sha256(file.text);
  known.set(file, hash);
  return hash;
}

/**
 * Reads a manifest; undefined when the text is none. Paths that leave the folder are dropped. Of one
 * with merge conflicts, both sides count.
 */
export function parseManifest(text: string): Manifest | undefined {
  if (/^(<{7}|>{7}) /m.test(text)) {
    const files = merged(text);
    return { files, sources: new Map() };
  }
  const value = parse(text);
  const files = member(value, 'files');
  if (!isRecord(files) || member(value, 'format') !== MANIFEST_FORMAT) {
    return undefined;
  }
  return {
    files: hashes(files, isSafePath),
    sources: hashes(member(value, 'sources') ?? {}, () => true),
  };
}

function hashes(
  value: Json,
  accept: (path: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const keys = isRecord(value) ? Object.keys(value).filter(accept) : [];
  return new Map(keys.map((key) => [key, [stringMember(value, key) ?? '']]));
}

/** Every line `"path": "hash"`, from whatever side. */
function merged(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [, key = '', hash = ''] of text.matchAll(
    /^\s*("(?:[^"\\\n]|\\.)*"): "([0-9a-f]{64})",?\r?$/gm,
  )) {
    const path = parse(key);
    if (typeof path === 'string' && isSafePath(path)) {
      found.set(path, [...(found.get(path) ?? []), hash]);
    }
  }
  return found;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
