import type { OutputFile } from '../emit/emit.js';
import { isRecord, member, stringMember, type Json } from '../json.js';
import { sha256 } from '../sha256.js';
import type { Plan } from '../plan/plan-types.js';
import { GENERATOR_VERSION, MANIFEST_FORMAT } from '../version.js';

/** The manifest's own path in the output folder. */
export const MANIFEST_PATH = '.manifest.json';

/** What a manifest says of the files it lists: path to SHA-256 of what was written. */
export interface Manifest {
  readonly files: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, string>;
}

/** The manifest of a set of files: what was generated, from what, by which version. */
export function emitManifest(plan: Plan, files: readonly OutputFile[]): OutputFile {
  const value = {
    format: MANIFEST_FORMAT,
    generator: `jobwright ${GENERATOR_VERSION}`,
    sources: Object.fromEntries(plan.sources.map(({ path, sha256: hash }) => [path, hash])),
    files: Object.fromEntries(files.map(({ path, text }) => [path, sha256(text)])),
  };
  return { path: MANIFEST_PATH, text: `${JSON.stringify(value, null, 2)}\n` };
}

/** Reads a manifest; undefined when the text is none. Paths that leave the folder are dropped. */
export function parseManifest(text: string): Manifest | undefined {
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

/** True for a relative path that stays in its folder and is one that the generator could have made. */
export function isSafePath(path: string): boolean {
  const parts = path.split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  return plain && !/[\\\0:]/.test(path) && /(\.gen\.ts|^openapi\.json)$/.test(path);
}

function hashes(value: Json, accept: (path: string) => boolean): ReadonlyMap<string, string> {
  const keys = isRecord(value) ? Object.keys(value).filter(accept) : [];
  return new Map(keys.map((key) => [key, stringMember(value, key) ?? '']));
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
