import { join } from 'node:path';

import type { Diagnostic } from '../model/index.js';
import { compare, driftDiagnostic, type Change } from './compare/compare.js';
import { emitManifest } from './compare/manifest.js';
import { compileOptions } from './disk/compile-options.js';
import { loadSources } from './disk/load-sources.js';
import { applyChanges, createFile, readIfPresent, readOutput } from './disk/output-folder.js';
import { displayPath, scaffoldSpecifiers } from './disk/paths.js';
import { runtimeSpecifier } from './disk/runtime-specifier.js';
import { emit, type OutputFile } from './emit/emit.js';
import { emitScaffold } from './emit/scaffold.js';
import type { CompiledOptions, GeneratorOptions } from './options.js';
import { plan } from './plan/plan.js';
import type { Plan } from './plan/plan-types.js';

/** What a run of the generator did, or with `dryRun` would have done. Paths are relative to `out`. */
export interface GenerateResult {
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

/** Everything before the disk is written. */
export interface PreparedOutput {
  readonly options: CompiledOptions;
  readonly plan: Plan;
  readonly files: readonly OutputFile[];
  readonly manifest: OutputFile;
  /** Changes of generated files, the manifest left out. */
  readonly changes: readonly Change[];
  /** The same with the manifest. */
  readonly allChanges: readonly Change[];
  readonly notes: readonly string[];
}

/**
 * Generates the code of all models under `paths`. With an error among the diagnostics nothing is
 * written at all.
 * @throws GeneratorError when there is nothing to generate from or the output folder cannot be used
 */
export async function generate(options: GeneratorOptions): Promise<GenerateResult> {
  const prepared = await prepare(options);
  const { changes, plan: planned, notes } = prepared;
  const { out, dryRun } = prepared.options;
  const foreign = changes.filter(({ kind }) => kind === 'foreign');
  const diagnostics = [
    ...planned.diagnostics,
    ...foreign.flatMap(
      (change) => driftDiagnostic(change, outputPath(change, prepared.options)) ?? [],
    ),
  ];
  const refused = diagnostics.some(({ severity }) => severity === 'error');
  if (!refused && !dryRun) {
    await applyChanges(out, changes, prepared.manifest);
  }
  const paths = (...kinds: readonly Change['kind'][]): readonly string[] =>
    changes.filter(({ kind }) => kinds.includes(kind)).map(({ path }) => path);
  return {
    diagnostics,
    refused,
    out,
    written: refused ? [] : paths('missing', 'stale', 'edited'),
    unchanged: paths('unchanged'),
    deleted: refused ? [] : paths('orphan'),
    scaffolded: refused ? [] : await scaffold(prepared),
    notes,
  };
}

/** Creates handler files that are not there; with `dryRun` only says which. */
async function scaffold({ options, plan: planned }: PreparedOutput): Promise<readonly string[]> {
  const folder = options.handlers;
  if (folder === undefined) {
    return [];
  }
  const created: string[] = [];
  for (const { path, text } of emitScaffold(planned, scaffoldSpecifiers(folder, options))) {
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

/** Loads, plans, emits and compares; writes nothing. */
export async function prepare(given: GeneratorOptions): Promise<PreparedOutput> {
  const options = await compileOptions(given);
  const planned = await plan(await loadSources(options));
  const runtime = runtimeSpecifier(options.out, options.runtime);
  const files = emit(planned, { runtime: runtime.of });
  const manifest = emitManifest(planned, files);
  const found = await readOutput(options.out, files);
  const changes = compare(files, found);
  const allChanges = [...changes, ...manifestChange(manifest, found.manifestText)];
  const notes = runtime.fallback
    ? [
        `jobwright/runtime/v1 cannot be resolved from ${options.out}; generated code imports ${runtime.of('')}`,
      ]
    : [];
  return { options, plan: planned, files, manifest, changes, allChanges, notes };
}

/** The manifest names its own files, so it can only be there as wanted, differently, or not at all. */
function manifestChange(wanted: OutputFile, found: string | undefined): readonly Change[] {
  if (found === wanted.text) {
    return [];
  }
  return found === undefined
    ? [{ kind: 'missing', ...wanted }]
    : [{ kind: 'stale', ...wanted, found }];
}

/** A file of the output folder as the caller would type it. */
export function outputPath(change: { readonly path: string }, options: CompiledOptions): string {
  return displayPath(join(options.out, change.path), options.cwd);
}
