import type { Diagnostic } from '../model/index.js';
import { compare, type Change } from './compare/compare.js';
import { emitManifest } from './compare/manifest.js';
import { compileOptions } from './disk/compile-options.js';
import { loadSources } from './disk/load-sources.js';
import { applyChanges, readOutput } from './disk/output-folder.js';
import { runtimeSpecifier } from './disk/runtime-specifier.js';
import { emit, type OutputFile } from './emit/emit.js';
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
  readonly changes: readonly Change[];
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
  const refused = planned.diagnostics.some(({ severity }) => severity === 'error');
  if (!refused && !dryRun) {
    await applyChanges(out, changes, prepared.manifest);
  }
  const paths = (...kinds: readonly Change['kind'][]): readonly string[] =>
    changes.filter(({ kind }) => kinds.includes(kind)).map(({ path }) => path);
  return {
    diagnostics: planned.diagnostics,
    refused,
    out,
    written: refused ? [] : paths('missing', 'stale', 'edited', 'foreign'),
    unchanged: paths('unchanged'),
    deleted: refused ? [] : paths('orphan'),
    scaffolded: [],
    notes,
  };
}

/** Loads, plans, emits and compares; writes nothing. */
export async function prepare(given: GeneratorOptions): Promise<PreparedOutput> {
  const options = await compileOptions(given);
  const planned = await plan(await loadSources(options));
  const runtime = runtimeSpecifier(options.out, options.runtime);
  const files = emit(planned, { runtime: runtime.of });
  const manifest = emitManifest(planned, files);
  const changes = compare(files, await readOutput(options.out, files));
  const notes = runtime.fallback
    ? [
        `jobwright/runtime/v1 cannot be resolved from ${options.out}; generated code imports ${runtime.of('')}`,
      ]
    : [];
  return { options, plan: planned, files, manifest, changes, notes };
}
