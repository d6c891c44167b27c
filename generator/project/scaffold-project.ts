import { join } from 'node:path';

import type { Diagnostic } from '../../model/index.js';
import { createFile, readIfPresent } from '../disk/user-file.js';
import { displayPath, scaffoldSpecifiers } from '../disk/paths.js';
import { emitScaffold } from '../emit/scaffold.js';
import type { CompiledOptions, GeneratorOptions } from '../options.js';
import type { Plan } from '../plan/plan-types.js';
import { prepare } from './prepare.js';

/** What scaffolding did, or with `dryRun` would have done. */
export interface ScaffoldResult {
  /** Everything found in the models, errors included, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** True when errors kept the generator from writing anything. */
  readonly refused: boolean;
  /** Handler files created, with the path as the caller would type it. */
  readonly scaffolded: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Puts a stub of every handler that has no file yet into the folder of handlers, and touches nothing
 * that is there.
 * @throws GeneratorError as `generateProject` does
 */
export async function scaffoldProject(given: GeneratorOptions): Promise<ScaffoldResult> {
  const { options, generated, notes } = await prepare({ ...given, scaffold: true });
  return {
    diagnostics: generated.diagnostics,
    refused: !generated.ok,
    scaffolded: generated.ok ? await scaffold(generated.plan, options) : [],
    notes,
  };
}

/** Creates handler files that are not there; with `dryRun` only says which. */
export async function scaffold(plan: Plan, options: CompiledOptions): Promise<readonly string[]> {
  const folder = options.handlers;
  if (folder === undefined || !options.scaffold) {
    return [];
  }
  const created: string[] = [];
  for (const { path, text } of emitScaffold(plan, scaffoldSpecifiers(folder, options))) {
    const file = join(folder, path);
    const isNew = options.dryRun
      ? (await readIfPresent(file)) === undefined
      : await createFile(file, text);
    if (isNew) {
      created.push(displayPath(file, options.cwd));
    }
  }
  return created;
}
