import { sortDiagnostics } from '../model/codes.js';
import type { Diagnostic } from '../model/index.js';
import type { Change } from './compare/compare.js';
import { compareGenerated } from './compare/compare-generated.js';
import { driftDiagnostic } from './compare/drift.js';
import { foundOutput, type FoundOutput } from './compare/found-output.js';
import { handlerCoverage } from './compare/handler-coverage.js';
import { MANIFEST_PATH } from './compare/manifest.js';
import { unifiedDiff } from './compare/unified-diff.js';
import { generate, type Generated } from './generate.js';
import { compareText } from './json.js';
import type { GenerateOptions } from './options.js';
import type { Source } from './source.js';

/**
 * One file of the output folder that is not as it should be: `stale` its sources changed, `missing`,
 * `edited` by hand, `orphan` its source is gone, `foreign` not ours and in the place of ours, `link` a
 * link in that place, `stray` not ours and in nobody's way.
 */
export interface Drift {
  readonly kind: Exclude<Change['kind'], 'unchanged'>;
  /** As the caller would type it. */
  readonly file: string;
  /** A unified diff from what is there to what should be; empty where there are not two texts. */
  readonly diff: string;
}

/** What `check` found. */
export interface CheckResult {
  /** Findings about models, generated files and the handler map, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly drift: readonly Drift[];
  /** True when there is no error and no drift. */
  readonly ok: boolean;
}

/** The user's handler map and where its handlers belong. */
export interface FoundHandlerMap {
  /** As the caller would type it. */
  readonly file: string;
  readonly text: string;
  /** Path of the handler file of a stem, as the caller would type it. */
  readonly handlerFile: (fileName: string) => string;
}

/** What `check` is told beside sources and files. */
export interface CheckOptions extends GenerateOptions {
  /** A file of the output folder as the caller would type it. @default in `generated/` */
  readonly display?: (path: string) => string;
  /** Compared with the models when it is given. @default not compared */
  readonly handlerMap?: FoundHandlerMap;
}

/**
 * Says whether sources are sound and the files found in the output folder (path to text, the manifest
 * among them) are exactly what `generate` makes of the sources. Also compares a handler map with them.
 */
export async function check(
  sources: readonly Source[],
  found: ReadonlyMap<string, string>,
  options: CheckOptions = {},
): Promise<CheckResult> {
  return checkGenerated(await generate(sources, options), foundOutput(found), options);
}

/** The same for what is generated already. */
export async function checkGenerated(
  generated: Generated,
  found: FoundOutput,
  options: Pick<CheckOptions, 'display' | 'handlerMap'> = {},
): Promise<CheckResult> {
  const display = options.display ?? ((path: string): string => `generated/${path}`);
  const changes = compareGenerated(generated, found);
  const diagnostics = sortDiagnostics([
    ...generated.diagnostics,
    ...changes.flatMap((change) => driftDiagnostic(change, display) ?? []),
    ...(await coverage(generated, options.handlerMap)),
  ]);
  return {
    diagnostics,
    drift: changes
      .flatMap((change) => driftOf(change, display(change.path)))
      .sort((left, right) => compareText(left.file, right.file)),
    ok: !diagnostics.some(({ severity }) => severity === 'error'),
  };
}

function driftOf(change: Change, file: string): readonly Drift[] {
  return change.kind === 'unchanged'
    ? []
    : [{ kind: change.kind, file, diff: diffOf(change, file) }];
}

function diffOf(change: Change, path: string): string {
  // The manifest repeats in hashes what the other files show.
  return 'found' in change && change.path !== MANIFEST_PATH
    ? unifiedDiff(change.found, change.text, { path })
    : '';
}

async function coverage(
  { plan }: Generated,
  found: FoundHandlerMap | undefined,
): Promise<readonly Diagnostic[]> {
  if (found === undefined) {
    return [];
  }
  const [{ handlerPlans }, { readHandlerMap }] = await Promise.all([
    import('./emit/scaffold.js'),
    import('./emit/handler-map.js'),
  ]);
  const handlers = handlerPlans(plan);
  if (handlers.length === 0) {
    return [];
  }
  const interfaces = plan.processes.map(({ typeName }) => `${typeName}Handlers`);
  const map = await readHandlerMap(found.text, interfaces);
  const needed = new Map(
    handlers.map(({ job }) => [job.type, found.handlerFile(job.fileName)] as const),
  );
  return map === undefined ? [] : handlerCoverage(map, needed, found.file);
}
