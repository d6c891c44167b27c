import { join } from 'node:path';

import { checkGenerated, type CheckResult, type FoundHandlerMap } from '../check.js';
import { sortDiagnostics } from '../../model/codes.js';
import { readIfPresent } from '../disk/user-file.js';
import { readOutput } from '../disk/output-folder.js';
import { displayPath } from '../disk/paths.js';
import type { CompiledOptions, GeneratorOptions } from '../options.js';
import { sha256 } from '../sha256.js';
import { outputPath, prepare } from './prepare.js';
import { stubPaths } from './scaffold-project.js';
import { recordedRun, recordRun, standOf } from './unchanged-run.js';

/** What `checkProject` found. */
export interface CheckProjectResult extends CheckResult {
  /** Remarks that are no findings, such as which runtime was chosen. */
  readonly notes: readonly string[];
}

/**
 * Says whether the models are sound and the generated files are exactly what `generateProject` would
 * write. Never writes, but for finishing a run that was cut off. Also compares the user's handler map
 * with the models, when there is one. When nothing has changed since the last run, its findings are
 * given again.
 * @throws GeneratorError as `generateProject` does
 */
export async function checkProject(given: GeneratorOptions): Promise<CheckProjectResult> {
  const { options, generate, key, notes } = await prepare({ ...given, dryRun: true });
  const { out } = options;
  const handlerMap = await readMap(options);
  const mapHash = handlerMap === undefined ? '' : sha256(`${handlerMap.file}\n${handlerMap.text}`);
  const before = key === undefined ? undefined : recordedRun(out, key);
  const coverage = handlerMap === undefined ? NO_MAP : before?.coverage;
  if (
    before !== undefined &&
    coverage?.map === mapHash &&
    (await standOf(out, before)) === 'as recorded'
  ) {
    const diagnostics = sortDiagnostics([...before.diagnostics, ...coverage.diagnostics]);
    const ok = !diagnostics.some(({ severity }) => severity === 'error');
    return { diagnostics, drift: [], ok, notes };
  }
  const generated = await generate();
  given.onPhase?.('compare');
  const found = await readOutput(
    out,
    generated.files.map(({ path }) => path),
  );
  const result = await checkGenerated(generated, found, {
    display: outputPath(options),
    ...(handlerMap === undefined ? {} : { handlerMap }),
  });
  if (key !== undefined && result.drift.length === 0) {
    const ours = new Set(generated.diagnostics);
    const diagnostics = result.diagnostics.filter((diagnostic) => !ours.has(diagnostic));
    await recordRun(out, key, {
      generated,
      stubs: await stubPaths(generated.plan, options),
      coverage: { map: mapHash, diagnostics },
    });
  }
  return { ...result, notes };
}

/** Without a handler map there is nothing to find in it. */
const NO_MAP = { map: '', diagnostics: [] } as const;

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
