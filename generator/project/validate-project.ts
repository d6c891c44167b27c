import { compileOptions } from '../disk/compile-options.js';
import { loadSources } from '../disk/load-sources.js';
import type { Diagnostic } from '../../model/index.js';
import type { GeneratorOptions } from '../options.js';
import { validate } from '../validate.js';

/** What `validateProject` found. */
export interface ValidateProjectResult {
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** True when there is no error. */
  readonly ok: boolean;
  /** The files looked at, as the caller would type them. */
  readonly files: readonly string[];
}

/**
 * Says what is wrong with the models and schemas under `paths`, and looks at no output.
 * @throws GeneratorError when there is nothing to validate
 */
export async function validateProject(given: GeneratorOptions): Promise<ValidateProjectResult> {
  given.onPhase?.('load');
  const options = await compileOptions(given);
  const sources = await loadSources(options);
  const diagnostics = await validate(sources, options.plan);
  return {
    diagnostics,
    ok: !diagnostics.some(({ severity }) => severity === 'error'),
    files: sources.map(({ file }) => file),
  };
}
