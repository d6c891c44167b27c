import { join } from 'node:path';

import type { Diagnostic } from '../../model/index.js';
import { createFile, isThere, readIfPresent } from '../disk/user-file.js';
import { displayPath, scaffoldSpecifiers } from '../disk/paths.js';
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
  /** Every job type that needs a handler, with the file it has or would have. */
  readonly handlers: readonly HandlerFile[];
}

/** A job type's handler. */
export interface HandlerFile {
  readonly jobType: string;
  /** As the caller would type it. */
  readonly file: string;
  /** Whether the file was there before. */
  readonly present: boolean;
}

/** What scaffolding is told. */
export interface ScaffoldProjectOptions extends GeneratorOptions {
  /**
   * Job types to make stubs of; the map of handlers is left alone then. Those that no model has are
   * passed over. @default all of them, and the map
   */
  readonly jobTypes?: readonly string[];
}

/**
 * Puts a stub of every handler that has no file yet into the folder of handlers, and touches nothing
 * that is there.
 * @throws GeneratorError as `generateProject` does
 */
export async function scaffoldProject(given: ScaffoldProjectOptions): Promise<ScaffoldResult> {
  const { options, generate, notes } = await prepare({ ...given, scaffold: true });
  const generated = await generate();
  return {
    diagnostics: generated.diagnostics,
    refused: !generated.ok,
    handlers: await handlerFiles(generated.plan, options),
    scaffolded: generated.ok ? await scaffold(generated.plan, options, given.jobTypes) : [],
    notes,
  };
}

async function handlerFiles(
  plan: Plan,
  { handlers: folder, cwd }: CompiledOptions,
): Promise<readonly HandlerFile[]> {
  if (folder === undefined) {
    return [];
  }
  const { handlerPlans } = await import('../emit/scaffold.js');
  return Promise.all(
    handlerPlans(plan).map(async ({ job }) => {
      const file = join(folder, `${job.fileName}.ts`);
      const present = (await readIfPresent(file)) !== undefined;
      return { jobType: job.type, file: displayPath(file, cwd), present };
    }),
  );
}

/**
 * Creates handler files that are not there, all or those of some job types; with `dryRun` only says
 * which.
 */
export async function scaffold(
  plan: Plan,
  options: CompiledOptions,
  jobTypes?: readonly string[],
): Promise<readonly string[]> {
  const folder = options.handlers;
  if (folder === undefined || !options.scaffold) {
    return [];
  }
  const created: string[] = [];
  const { emitScaffold, handlerPlans } = await import('../emit/scaffold.js');
  const wanted = handlerPlans(plan)
    .filter(({ job }) => jobTypes?.includes(job.type) === true)
    .map(({ job }) => `${job.fileName}.ts`);
  for (const { path, text } of emitScaffold(plan, scaffoldSpecifiers(folder, options))) {
    if (jobTypes !== undefined && !wanted.includes(path)) {
      continue;
    }
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

/** The files that `scaffold` would put into the folder of handlers, if none of them were there. */
export async function stubPaths(plan: Plan, options: CompiledOptions): Promise<readonly string[]> {
  const folder = options.handlers;
  if (folder === undefined || !options.scaffold) {
    return [];
  }
  const { emitScaffold } = await import('../emit/scaffold.js');
  return emitScaffold(plan, scaffoldSpecifiers(folder, options)).map(({ path }) => path);
}

/** True when every stub of a former run is still there. */
export async function hasStubs(
  stubs: readonly string[],
  { handlers }: CompiledOptions,
): Promise<boolean> {
  if (handlers === undefined) {
    return stubs.length === 0;
  }
  const there = await Promise.all(stubs.map((path) => isThere(join(handlers, path))));
  return there.every(Boolean);
}
