import type { Diagnostic } from '../../model/index.js';
import { compare, type Change } from '../compare/compare.js';
import { keptDiagnostic } from '../compare/drift.js';
import { emitManifest, MANIFEST_PATH } from '../compare/manifest.js';
import { compileOptions } from '../disk/compile-options.js';
import { changeOutput, readOutput } from '../disk/output-folder.js';
import type { GeneratorOptions } from '../options.js';
import { outputPath } from './prepare.js';

/** What cleaning did, or with `dryRun` would have done. */
export interface CleanResult {
  /** Files that stay because they were edited by hand. */
  readonly diagnostics: readonly Diagnostic[];
  /** Relative to `out`. */
  readonly deleted: readonly string[];
  readonly out: string;
}

/**
 * Deletes the generated files: those that the manifest lists and nothing else. One that was edited by
 * hand stays, unless `force` says otherwise. `paths` may be empty.
 * @throws GeneratorError when the output folder cannot be used
 */
export async function cleanProject(
  given: Omit<GeneratorOptions, 'paths'> & Partial<Pick<GeneratorOptions, 'paths'>>,
): Promise<CleanResult> {
  const options = await compileOptions({ ...given, paths: given.paths ?? [] });
  const { out, force, dryRun } = options;
  let changes = compare([], await readOutput(out, []));
  const doomed = (change: Change): boolean => change.kind === 'orphan' && (force || !change.edited);
  if (!dryRun) {
    await changeOutput(out, [], (found) => {
      changes = compare([], found);
      if (found.manifestText === undefined) {
        return undefined;
      }
      const kept = changes.flatMap((change) =>
        change.kind === 'orphan' && !doomed(change) ? [[change.path, change.hash] as const] : [],
      );
      const remove = changes.filter(doomed).map(({ path }) => path);
      return kept.length === 0
        ? { write: new Map(), remove: new Set([...remove, MANIFEST_PATH]) }
        : {
            write: new Map([
              [MANIFEST_PATH, emitManifest({ sources: [] }, [], new Map(kept)).text],
            ]),
            remove: new Set(remove),
          };
    });
  }
  const display = outputPath(options);
  return {
    diagnostics: force ? [] : changes.flatMap((change) => keptDiagnostic(change, display) ?? []),
    deleted: changes.filter(doomed).map(({ path }) => path),
    out,
  };
}
