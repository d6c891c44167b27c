import type { OutputFile } from '../emit/emit.js';
import { plainLines } from '../sha256.js';
import type { Plan } from '../plan/plan-types.js';
import { compare, type Change } from './compare.js';
import type { FoundOutput } from './found-output.js';
import { emitManifest, MANIFEST_PATH } from './manifest.js';

/** What is to stand in the output folder. */
export interface WantedOutput {
  readonly plan: Pick<Plan, 'sources'>;
  readonly files: readonly OutputFile[];
}

/**
 * What each file of the output folder needs, the manifest among them. Orphans that were edited by hand
 * stay, and stay in the manifest, unless `force` says otherwise.
 */
export function compareGenerated(
  { plan, files }: WantedOutput,
  found: FoundOutput,
  options: { readonly force?: boolean } = {},
): readonly Change[] {
  const changes = compare(files, found);
  const kept = changes.flatMap((change) =>
    change.kind === 'orphan' && change.edited && options.force !== true
      ? [[change.path, change.hash] as const]
      : [],
  );
  const manifest = emitManifest(plan, files, new Map(kept));
  return [...changes, manifestChange(manifest, found)];
}

/** What a run writes and deletes. */
export function outputChange(
  changes: readonly Change[],
  options: { readonly force?: boolean } = {},
): { readonly write: ReadonlyMap<string, string>; readonly remove: ReadonlySet<string> } {
  const write = new Map<string, string>();
  const remove = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'missing' || change.kind === 'stale' || change.kind === 'edited') {
      write.set(change.path, change.text);
    } else if (change.kind === 'orphan' && (options.force === true || !change.edited)) {
      remove.add(change.path);
    }
  }
  return { write, remove };
}

/** The manifest names its own files, so it can only be there as wanted, differently, or not at all. */
function manifestChange(wanted: OutputFile, found: FoundOutput): Change {
  const { path, text } = wanted;
  if (found.links.has(path)) {
    return { kind: 'link', path, text, at: path };
  }
  if (found.folders.has(path) || found.others.has(path)) {
    return { kind: 'foreign', path, text, at: path };
  }
  if (found.manifestText === undefined) {
    return { kind: 'missing', path, text };
  }
  const plain = plainLines(found.manifestText);
  return plain === text
    ? { kind: 'unchanged', path: MANIFEST_PATH }
    : { kind: 'stale', path, text, found: plain };
}
