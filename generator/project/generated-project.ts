import { compileOptions } from '../disk/compile-options.js';
import { loadSources } from '../disk/load-sources.js';
import { runtimeSpecifier } from '../disk/runtime-specifier.js';
import { generate, type Generated } from '../generate.js';
import type { GeneratorOptions } from '../options.js';

/**
 * Generates the code of all models under `paths` without a look at the output folder: nothing is
 * compared, nothing written.
 * @throws GeneratorError when there is nothing to generate from
 */
export async function generatedProject(given: GeneratorOptions): Promise<Generated> {
  given.onPhase?.('load');
  const options = await compileOptions(given);
  const sources = await loadSources(options);
  const { specifier } = runtimeSpecifier(options.out, options.runtime);
  return generate(sources, { ...options.plan, runtime: specifier });
}
