import { join } from 'node:path';

import { compileOptions } from '../disk/compile-options.js';
import { loadSources } from '../disk/load-sources.js';
import { displayPath } from '../disk/paths.js';
import { runtimeSpecifier } from '../disk/runtime-specifier.js';
import { generate, type Generated } from '../generate.js';
import type { CompiledOptions, GeneratorOptions } from '../options.js';
import type { ProjectMemory } from './project-memory.js';
import { runKey } from './unchanged-run.js';

/** Everything before anything is generated. */
export interface Prepared {
  readonly options: CompiledOptions;
  /** Equal to that of another run whose outcome would be the same; undefined when that cannot be told. */
  readonly key: string | undefined;
  readonly notes: readonly string[];
  /** Generates; the output folder is not looked at. */
  readonly generate: () => Promise<Generated>;
}

/**
 * Loads the sources; writes nothing.
 * @throws GeneratorError when there is nothing to generate from or the output folder cannot be used
 */
export async function prepare(given: GeneratorOptions, memory?: ProjectMemory): Promise<Prepared> {
  given.onPhase?.('load');
  const options = await compileOptions(given);
  const sources = await loadSources(options, memory?.sources);
  const { specifier, fallback } = runtimeSpecifier(options.out, options.runtime);
  const settings = { ...options.plan, runtime: specifier };
  const notes = fallback
    ? [
        `jobwright/runtime/v1 cannot be resolved from ${options.out}; generated code imports ${specifier}`,
      ]
    : [];
  return {
    options,
    // Who has a memory in the process needs none on the disk.
    key: memory === undefined ? runKey(options, sources, specifier) : undefined,
    notes,
    generate: () => (memory?.generator.generate ?? generate)(sources, settings),
  };
}

/** Files of the output folder as the caller would type them. */
export function outputPath(options: CompiledOptions): (path: string) => string {
  return (path) => displayPath(join(options.out, path), options.cwd);
}
