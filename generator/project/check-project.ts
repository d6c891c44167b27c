import { join } from 'node:path';

import { checkGenerated, type CheckResult, type FoundHandlerMap } from '../check.js';
import { readIfPresent } from '../disk/user-file.js';
import { readOutput } from '../disk/output-folder.js';
import { displayPath } from '../disk/paths.js';
import type { CompiledOptions, GeneratorOptions } from '../options.js';
import { outputPath, prepare } from './prepare.js';

/** What `checkProject` found. */
export interface CheckProjectResult extends CheckResult {
  /** Remarks that are no findings, such as which runtime was chosen. */
  readonly notes: readonly string[];
}

/**
 * Says whether the models are sound and the generated files are exactly what `generateProject` would
 * write. Never writes, but for finishing a run that was cut off. Also compares the user's handler map with the models, when there is one.
 * @throws GeneratorError as `generateProject` does
 */
export async function checkProject(given: GeneratorOptions): Promise<CheckProjectResult> {
  const { options, generated, wanted, notes } = await prepare({ ...given, dryRun: true });
  given.onPhase?.('compare');
  const handlerMap = await readMap(options);
  const result = await checkGenerated(generated, await readOutput(options.out, wanted), {
    display: outputPath(options),
    ...(handlerMap === undefined ? {} : { handlerMap }),
  });
  return { ...result, notes };
}

async function readMap(options: CompiledOptions): Promise<FoundHandlerMap | undefined> {
  const folder = options.handlers;
  if (folder === undefined) {
    return undefined;
  }
  const file = join(folder, 'index.ts');
  const text = await readIfPresent(file);
  const display = (name: string): string => displayPath(join(folder, name), options.cwd);
  return text === undefined
    ? undefined
    : { file: display('index.ts'), text, handlerFile: (name) => display(`${name}.ts`) };
}
