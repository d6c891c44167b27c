import { compileOptions } from '../disk/compile-options.js';
import { loadSources } from '../disk/load-sources.js';
import { displayPath } from '../disk/paths.js';
import { projectTexts } from '../disk/project-texts.js';
import { explain, type ExplainFacts, type ExplainResult } from '../explain/index.js';
import type { CompiledOptions, GeneratorOptions } from '../options.js';

/**
 * Explains a name of the models under `paths`, with the user's handlers and tests that belong to it.
 * Never writes.
 * @throws GeneratorError as `validateProject` does
 */
export async function explainProject(
  query: string,
  given: GeneratorOptions,
): Promise<ExplainResult> {
  const options = await compileOptions(given);
  const sources = await loadSources(options);
  return explain(sources, query, { ...options.plan, facts: await factsOf(options) });
}

async function factsOf({ cwd, out, handlers }: CompiledOptions): Promise<ExplainFacts> {
  const code = { cwd, except: out };
  return {
    ...(handlers === undefined ? {} : { handlerFolder: displayPath(handlers, cwd) }),
    handlers:
      handlers === undefined
        ? new Map()
        : await projectTexts(handlers, { ...code, name: /(?<!\.test|\.spec)\.[cm]?[jt]sx?$/ }),
    tests: await projectTexts(cwd, { ...code, name: /\.(test|spec)\.[cm]?[jt]sx?$/ }),
  };
}
