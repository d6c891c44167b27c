import { join } from 'node:path';

import { sortDiagnostics, type Diagnostic } from '../model/index.js';
import { driftDiagnostic, type Change } from './compare/compare.js';
import { handlerCoverage } from './compare/handler-coverage.js';
import { MANIFEST_PATH } from './compare/manifest.js';
import { unifiedDiff } from './compare/unified-diff.js';
import { readIfPresent } from './disk/output-folder.js';
import { displayPath } from './disk/paths.js';
import { readHandlerMap } from './emit/handler-map.js';
import { handlerPlans } from './emit/scaffold.js';
import { outputPath, prepare, type PreparedOutput } from './generate.js';
import type { GeneratorOptions } from './options.js';

/** One generated file that is not as it should be. */
export interface Drift {
  readonly kind: 'stale' | 'missing' | 'orphan' | 'edited' | 'foreign';
  /** As the caller would type it. */
  readonly file: string;
  /** A unified diff from what is there to what should be; empty for missing files and orphans. */
  readonly diff: string;
}

/** What `check` found. */
export interface CheckResult {
  /** Findings about models, generated files and the handler map, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly drift: readonly Drift[];
  /** True when there is no error and no drift. */
  readonly ok: boolean;
  readonly notes: readonly string[];
}

/**
 * Says whether the models are sound and the generated files are exactly what `generate` would write.
 * Never writes. Also compares the user's handler map with the models, when there is one.
 * @throws GeneratorError as `generate` does
 */
export async function check(options: GeneratorOptions): Promise<CheckResult> {
  const prepared = await prepare({ ...options, dryRun: true });
  const drift = driftOf(prepared);
  const diagnostics = sortDiagnostics([
    ...prepared.plan.diagnostics,
    ...drift.flatMap(({ diagnostic }) => diagnostic),
    ...(await coverage(prepared)),
  ]);
  return {
    diagnostics,
    drift: drift.map(({ kind, file, diff }) => ({ kind, file, diff })),
    ok: !diagnostics.some(({ severity }) => severity === 'error'),
    notes: prepared.notes,
  };
}

function driftOf(
  prepared: PreparedOutput,
): readonly (Drift & { readonly diagnostic: readonly Diagnostic[] })[] {
  return prepared.allChanges.flatMap((change) => {
    if (change.kind === 'unchanged') {
      return [];
    }
    const file = outputPath(change, prepared.options);
    const diagnostic = driftDiagnostic(change, file);
    return [
      {
        kind: change.kind,
        file,
        diff: diffOf(change, file),
        diagnostic: diagnostic === undefined ? [] : [diagnostic],
      },
    ];
  });
}

function diffOf(change: Change, path: string): string {
  // The manifest repeats in hashes what the other files show.
  return 'found' in change && change.path !== MANIFEST_PATH
    ? unifiedDiff(change.found, change.text, { path })
    : '';
}

async function coverage({ options, plan }: PreparedOutput): Promise<readonly Diagnostic[]> {
  const folder = options.handlers;
  const file = folder === undefined ? undefined : join(folder, 'index.ts');
  const text = file === undefined ? undefined : await readIfPresent(file);
  const handlers = handlerPlans(plan);
  if (folder === undefined || file === undefined || text === undefined || handlers.length === 0) {
    return [];
  }
  const interfaces = plan.processes.map(({ typeName }) => `${typeName}Handlers`);
  const map = await readHandlerMap(text, interfaces);
  const needed = new Map(
    handlers.map(({ job }) => [
      job.type,
      displayPath(join(folder, `${job.fileName}.ts`), options.cwd),
    ]),
  );
  return map === undefined ? [] : handlerCoverage(map, needed, displayPath(file, options.cwd));
}
