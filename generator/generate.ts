import { sortDiagnostics } from '../model/codes.js';
import type { Diagnostic } from '../model/index.js';
import { emitManifest } from './compare/manifest.js';
import type { OutputFile } from './emit/emit.js';
import { compareText } from './json.js';
import type { GenerateOptions } from './options.js';
import type { Plan } from './plan/plan-types.js';
import { pluginFiles } from './plugin/plugin-files.js';
import { soundPlugins } from './plugin/plugin-findings.js';
import type { ReadMemory } from './read/read-memory.js';
import type { Source } from './source.js';

/** Everything generated from sources, by value. */
export interface Generated {
  readonly plan: Plan;
  /** Sorted by path; the manifest is not among them. */
  readonly files: readonly OutputFile[];
  readonly manifest: OutputFile;
  /** Everything found, errors included, sorted by place. With an error the files are not to be used. */
  readonly diagnostics: readonly Diagnostic[];
  /** True when there is no error among the diagnostics. */
  readonly ok: boolean;
}

/**
 * Generates from sources: the same files for the same sources in any order. No disk, no console, no
 * exit; faults of sources are diagnostics and never thrown.
 */
export async function generate(
  sources: readonly Source[],
  options: GenerateOptions = {},
): Promise<Generated> {
  return generateWith(sources, options);
}

/** Generates again and again from sources of which few change between two runs. */
export interface Generator {
  /** As `generate`; what is the same as the last time is neither read nor planned nor emitted again. */
  readonly generate: (sources: readonly Source[], options?: GenerateOptions) => Promise<Generated>;
}

/** A generator that remembers its last run, for watchers and editors. It holds no resources. */
export function createGenerator(): Generator {
  let memory: ReadMemory | undefined;
  return {
    generate: async (sources, options = {}) => {
      memory ??= new (await import('./read/read-memory.js')).ReadMemory();
      const generated = await generateWith(sources, options, memory);
      memory.settle();
      return generated;
    },
  };
}

async function generateWith(
  sources: readonly Source[],
  options: GenerateOptions,
  memory?: ReadMemory,
): Promise<Generated> {
  options.onPhase?.('modules');
  // What parses and emits takes its time to load, and a run that finds nothing changed needs none of it.
  const [{ planWithContexts }, { emit }, { PACKAGE_RUNTIME, runtimeImport }] = await Promise.all([
    import('./plan/plan.js'),
    import('./emit/emit.js'),
    import('./emit/runtime-import.js'),
  ]);
  const { plan: planned } = await planWithContexts(sources, options, memory);
  options.onPhase?.('emit');
  const ours = emit(planned, { runtime: runtimeImport(options.runtime ?? PACKAGE_RUNTIME) });
  const added = await pluginFiles(soundPlugins(options.plugins).plugins, planned, ours);
  const files = [...ours, ...added.files].sort((left, right) => compareText(left.path, right.path));
  const diagnostics = sortDiagnostics([...planned.diagnostics, ...added.diagnostics]);
  return {
    plan: planned,
    files,
    manifest: emitManifest(planned, files),
    diagnostics,
    ok: !diagnostics.some(({ severity }) => severity === 'error'),
  };
}
