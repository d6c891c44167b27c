import type { Diagnostic } from '../../model/index.js';
import { driftDiagnostic, type Change } from '../compare/compare.js';
import { MANIFEST_PATH } from '../compare/manifest.js';
import { applyChanges } from '../disk/output-folder.js';
import type { GeneratorOptions } from '../options.js';
import { outputPath, prepare } from './prepare.js';
import { scaffold } from './scaffold-project.js';

/** What a run of the generator did, or with `dryRun` would have done. Paths are relative to `out`. */
export interface GenerateProjectResult {
  /** Everything found in the models, errors included, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** True when errors kept the generator from writing anything. */
  readonly refused: boolean;
  readonly out: string;
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly deleted: readonly string[];
  /** Handler files created, with the path as the caller would type it. */
  readonly scaffolded: readonly string[];
  /** Remarks that are no findings, such as which runtime was chosen. */
  readonly notes: readonly string[];
}

/**
 * Generates the code of all models under `paths`. With an error among the diagnostics nothing is
 * written at all.
 * @throws GeneratorError when there is nothing to generate from or the output folder cannot be used
 */
export async function generateProject(given: GeneratorOptions): Promise<GenerateProjectResult> {
  const { options, generated, changes, notes } = await prepare(given);
  const diagnostics = [
    ...generated.diagnostics,
    ...changes
      .filter(({ kind }) => kind === 'foreign')
      .flatMap((change) => driftDiagnostic(change, outputPath(change.path, options)) ?? []),
  ];
  const refused = diagnostics.some(({ severity }) => severity === 'error');
  const files = changes.filter(({ path }) => path !== MANIFEST_PATH);
  if (!refused && !options.dryRun) {
    given.onPhase?.('write');
    await applyChanges(options.out, files, generated.manifest);
  }
  const paths = (...kinds: readonly Change['kind'][]): readonly string[] =>
    files.filter(({ kind }) => kinds.includes(kind)).map(({ path }) => path);
  return {
    diagnostics,
    refused,
    out: options.out,
    written: refused ? [] : paths('missing', 'stale', 'edited'),
    unchanged: paths('unchanged'),
    deleted: refused ? [] : paths('orphan'),
    scaffolded: refused ? [] : await scaffold(generated.plan, options),
    notes,
  };
}
