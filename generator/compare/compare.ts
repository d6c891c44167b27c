import { diagnose } from '../codes.js';
import type { OutputFile } from '../emit/emit.js';
import { GENERATED_MARK } from '../emit/module.js';
import { compareText } from '../json.js';
import type { Diagnostic } from '../../model/index.js';
import { sha256 } from '../sha256.js';
import type { Manifest } from './manifest.js';

/** What a generated file needs. */
export type Change =
  | { readonly kind: 'unchanged'; readonly path: string }
  | { readonly kind: 'missing'; readonly path: string; readonly text: string }
  | { readonly kind: 'stale'; readonly path: string; readonly text: string; readonly found: string }
  | {
      readonly kind: 'edited';
      readonly path: string;
      readonly text: string;
      readonly found: string;
    }
  | {
      readonly kind: 'foreign';
      readonly path: string;
      readonly text: string;
      readonly found: string;
    }
  | { readonly kind: 'orphan'; readonly path: string; readonly edited: boolean };

/** The output folder as it is: text by path, for the files of the plan and of the manifest. */
export interface FoundOutput {
  readonly texts: ReadonlyMap<string, string>;
  readonly manifest: Manifest | undefined;
}

/**
 * Sets what should be against what is. A file that equals what the manifest recorded but not what
 * should be is stale; one that equals neither was edited; one that no manifest knows is foreign. Files
 * of the manifest that are not wanted any more are orphans.
 */
export function compare(wanted: readonly OutputFile[], found: FoundOutput): readonly Change[] {
  const recorded = found.manifest?.files ?? new Map<string, string>();
  const paths = new Set(wanted.map(({ path }) => path));
  const changes = wanted.map(({ path, text }): Change => {
    const present = found.texts.get(path);
    if (present === undefined) {
      return { kind: 'missing', path, text };
    }
    if (present === text) {
      return { kind: 'unchanged', path };
    }
    return { kind: kindOf(present, recorded.get(path)), path, text, found: present };
  });
  const orphans = [...recorded.keys()]
    .filter((path) => !paths.has(path) && found.texts.has(path))
    .map((path): Change => {
      const edited = sha256(found.texts.get(path) ?? '') !== recorded.get(path);
      return { kind: 'orphan', path, edited };
    });
  return [...changes, ...orphans].sort((left, right) => compareText(left.path, right.path));
}

function kindOf(present: string, hash: string | undefined): 'foreign' | 'stale' | 'edited' {
  if (hash === undefined) {
    // Without its manifest, a file of ours is still known by its first line.
    return present.startsWith(GENERATED_MARK) ? 'stale' : 'foreign';
  }
  return hash === sha256(present) ? 'stale' : 'edited';
}

/** The finding a change amounts to for `check`; undefined for an unchanged file. */
export function driftDiagnostic(change: Change, file: string): Diagnostic | undefined {
  const at = { place: { file, line: 1, column: 1 } };
  switch (change.kind) {
    case 'unchanged':
      return undefined;
    case 'missing':
      return diagnose('FILE302', `"${file}" is missing.`, at);
    case 'stale':
      return diagnose('FILE301', `"${file}" no longer fits its sources.`, at);
    case 'edited':
      return diagnose('FILE304', `"${file}" was edited by hand.`, at);
    case 'foreign':
      return diagnose('FILE305', `"${file}" was not written by the generator.`, at);
    case 'orphan':
      return diagnose('FILE303', `"${file}" has no source any more.`, at);
  }
}
