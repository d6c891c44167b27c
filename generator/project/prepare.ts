import { join } from 'node:path';

import { compileOptions } from '../disk/compile-options.js';
import { loadSources } from '../disk/load-sources.js';
import { displayPath } from '../disk/paths.js';
import { runtimeSpecifier } from '../disk/runtime-specifier.js';
import { generate, type Generated } from '../generate.js';
import type { CompiledOptions, GeneratorOptions } from '../options.js';

/** Everything before the output folder is looked at. */
export interface Prepared {
  readonly options: CompiledOptions;
  readonly generated: Generated;
  /** Paths of the generated files. */
  readonly wanted: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Loads and generates; writes nothing.
 * @throws GeneratorError when there is nothing to generate from or the output folder cannot be used
 */
export async function prepare(given: GeneratorOptions): Promise<Prepared> {
  given.onPhase?.('load');
  const options = await compileOptions(given);
  const sources = await loadSources(options);
  const { specifier, fallback } = runtimeSpecifier(options.out, options.runtime);
  const generated = await generate(sources, { ...options.plan, runtime: specifier });
  const notes = fallback
    ? [
        `jobwright/runtime/v1 cannot be resolved from ${options.out}; generated code imports ${specifier}`,
      ]
    : [];
  return { options, generated, wanted: generated.files.map(({ path }) => path), notes };
}

/** Files of the output folder as the caller would type them. */
export function outputPath(options: CompiledOptions): (path: string) => string {
  return (path) => displayPath(join(options.out, path), options.cwd);
}
