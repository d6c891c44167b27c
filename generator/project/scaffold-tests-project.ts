import { join, resolve } from 'node:path';

import type { Diagnostic } from '../../model/index.js';
import { displayPath, testSpecifiers } from '../disk/paths.js';
import { loadSources } from '../disk/load-sources.js';
import { createFile, readIfPresent } from '../disk/user-file.js';
import type { GeneratorOptions } from '../options.js';
import { readModel } from '../read-model.js';
import type { TestPlan } from '../scaffold-tests/test-plan.js';
import { prepare } from './prepare.js';

/** Options of `scaffoldTestsProject`. */
export interface ScaffoldTestsOptions extends GeneratorOptions {
  /** Folder of the user's tests. @default 'test' */
  readonly tests?: string;
}

/** What scaffolding tests did, or with `dryRun` would have done. */
export interface ScaffoldTestsResult {
  /** Everything found in the models, errors included, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** True when errors kept the generator from writing anything. */
  readonly refused: boolean;
  /** Test files created, with the path as the caller would type it. */
  readonly created: readonly string[];
  /** Test files that were there and stay as they are. */
  readonly kept: readonly string[];
  /** How many tests the created files hold, and how many are left to do. */
  readonly tests: number;
  readonly todos: number;
}

/**
 * Puts a file of tests for each process that has none yet into the folder of tests: one test for each
 * path through the process. A file that is there is never touched.
 * @throws GeneratorError as `generateProject` does
 */
export async function scaffoldTestsProject(
  given: ScaffoldTestsOptions,
): Promise<ScaffoldTestsResult> {
  const { options, generate } = await prepare({ ...given, scaffold: false });
  const generated = await generate();
  const { diagnostics } = generated;
  const nothing = { created: [], kept: [], tests: 0, todos: 0 };
  if (!generated.ok) {
    return { diagnostics, refused: true, ...nothing };
  }
  const [{ emitTests }, { testPlans }] = await Promise.all([
    import('../emit/scaffold-tests.js'),
    import('../scaffold-tests/test-plans.js'),
  ]);
  const read = await Promise.all((await loadSources(options)).map((source) => readModel(source)));
  const folder = resolve(options.cwd, given.tests ?? 'test');
  const specifiers = testSpecifiers(folder, options);
  const created: string[] = [];
  const kept: string[] = [];
  const made: TestPlan[] = [];
  for (const plan of testPlans(read, generated.plan)) {
    const { path, text } = emitTests(plan, specifiers);
    const file = join(folder, path);
    const isNew = options.dryRun
      ? (await readIfPresent(file)) === undefined
      : await createFile(file, text);
    (isNew ? created : kept).push(displayPath(file, options.cwd));
    made.push(...(isNew ? [plan] : []));
  }
  return {
    diagnostics,
    refused: false,
    created,
    kept,
    tests: made.reduce((sum, { paths }) => sum + paths.length, 0),
    todos: made.reduce((sum, { open }) => sum + open.length, 0),
  };
}
