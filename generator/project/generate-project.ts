import { sortDiagnostics } from '../../model/codes.js';
import type { Diagnostic } from '../../model/index.js';
import type { Change } from '../compare/compare.js';
import { compareGenerated, outputChange } from '../compare/compare-generated.js';
import { blockDiagnostic, keptDiagnostic } from '../compare/drift.js';
import type { FoundOutput } from '../compare/found-output.js';
import { MANIFEST_PATH } from '../compare/manifest.js';
import { changeOutput, readOutput } from '../disk/output-folder.js';
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
 * written at all; otherwise the output folder is changed whole or not at all, and files that are as
 * they should be are not touched.
 * @throws GeneratorError when there is nothing to generate from or the output folder cannot be used
 */
export async function generateProject(given: GeneratorOptions): Promise<GenerateProjectResult> {
  const { options, generated, wanted, notes } = await prepare(given);
  const { force, out } = options;
  const display = outputPath(options);
  const judge = (found: FoundOutput): Judged => {
    const changes = compareGenerated(generated, found, { force });
    const blocks = changes.flatMap((change) => blockDiagnostic(change, display) ?? []);
    return { changes, blocks, refused: !generated.ok || blocks.length > 0 };
  };
  given.onPhase?.('compare');
  let judged = judge(await readOutput(out, wanted));
  const planned = outputChange(judged.changes, { force });
  if (!judged.refused && !options.dryRun && planned.write.size + planned.remove.size > 0) {
    given.onPhase?.('write');
    // Decided again under the lock: another run may have been there in between.
    await changeOutput(out, wanted, (found) => {
      judged = judge(found);
      return judged.refused ? undefined : outputChange(judged.changes, { force });
    });
  }
  const { changes, blocks, refused } = judged;
  const { write, remove } = outputChange(changes, { force });
  const kept = force ? [] : changes.flatMap((change) => keptDiagnostic(change, display) ?? []);
  const paths = (test: (change: Change) => boolean): readonly string[] =>
    changes
      .filter((change) => change.path !== MANIFEST_PATH && test(change))
      .map(({ path }) => path);
  return {
    diagnostics: sortDiagnostics([...generated.diagnostics, ...blocks, ...kept]),
    refused,
    out,
    written: refused ? [] : paths(({ path }) => write.has(path)),
    unchanged: paths(({ kind }) => kind === 'unchanged'),
    deleted: refused ? [] : paths(({ path }) => remove.has(path)),
    scaffolded: refused ? [] : await scaffold(generated.plan, options),
    notes,
  };
}

interface Judged {
  readonly changes: readonly Change[];
  readonly blocks: readonly Diagnostic[];
  readonly refused: boolean;
}
