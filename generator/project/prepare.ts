import { join } from 'node:path';

import type { Change } from '../compare/compare.js';
import { changesOf } from '../check.js';
import { compileOptions } from '../disk/compile-options.js';
import { loadSources } from '../disk/load-sources.js';
import { readOutput } from '../disk/output-folder.js';
import { displayPath } from '../disk/paths.js';
import { runtimeSpecifier } from '../disk/runtime-specifier.js';
import { generate, type Generated } from '../generate.js';
import type { CompiledOptions, GeneratorOptions } from '../options.js';

/** Everything before the disk is written. */
export interface Prepared {
  readonly options: CompiledOptions;
  readonly generated: Generated;
  /** The output folder as it is: path to text. */
  readonly found: ReadonlyMap<string, string>;
  /** What each generated file needs, the manifest among them. */
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

/**
 * Loads, generates and compares; writes nothing.
 * @throws GeneratorError when there is nothing to generate from or the output folder cannot be used
 */
export async function prepare(given: GeneratorOptions): Promise<Prepared> {
  given.onPhase?.('load');
  const options = await compileOptions(given);
  const sources = await loadSources(options);
  const { specifier, fallback } = runtimeSpecifier(options.out, options.runtime);
  const generated = await generate(sources, { ...options.plan, runtime: specifier });
  given.onPhase?.('compare');
  const found = await readOutput(options.out, generated.files);
  const notes = fallback
    ? [
        `jobwright/runtime/v1 cannot be resolved from ${options.out}; generated code imports ${specifier}`,
      ]
    : [];
  return { options, generated, found, changes: changesOf(generated, found), notes };
}

/** A file of the output folder as the caller would type it. */
export function outputPath(path: string, options: CompiledOptions): string {
  return displayPath(join(options.out, path), options.cwd);
}
