import { sortDiagnostics } from '../../model/codes.js';
import type { Diagnostic } from '../../model/index.js';
import type { Change } from '../compare/compare.js';
import { compareGenerated, outputChange } from '../compare/compare-generated.js';
import { blockDiagnostic, keptDiagnostic } from '../compare/drift.js';
import type { FoundOutput } from '../compare/found-output.js';
import { MANIFEST_PATH } from '../compare/manifest.js';
import { changeOutput, readOutput } from '../disk/output-folder.js';
import type { Generated } from '../generate.js';
import type { CompiledOptions, GeneratorOptions } from '../options.js';
import { outputPath, prepare } from './prepare.js';
import { projectMemory, type ProjectMemory } from './project-memory.js';
import { hasStubs, scaffold, stubPaths } from './scaffold-project.js';
import { recordedRun, recordRun, standOf, type RunRecord } from './unchanged-run.js';

/** What a run of the generator did, or with `dryRun` would have done. Paths are relative to `out`. */
export interface GenerateProjectResult {
  /** Everything found in the models, errors included, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** True when errors kept the generator from writing anything. */
  readonly refused: boolean;
  readonly out: string;
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly deleted: readonly string[];
  /** Handler files created, with the path as the caller would type it. */
  readonly scaffolded: readonly string[];
  /** Remarks that are no findings, such as which runtime was chosen. */
  readonly notes: readonly string[];
}

/**
 * Generates the code of all models under `paths`. With an error among the diagnostics nothing is
 * written at all; otherwise the output folder is changed whole or not at all, and files that are as
 * they should be are not touched.
 * @throws GeneratorError when there is nothing to generate from or the output folder cannot be used
 */
export async function generateProject(given: GeneratorOptions): Promise<GenerateProjectResult> {
  return generateWith(given);
}

/** Generates one project again and again while few of its files change. It holds no resources. */
export interface ProjectGenerator {
  /**
   * As `generateProject`; what is the same as the last time is neither read nor planned again. `changed`
   * are files that are read whatever their times say; absolute paths.
   */
  readonly generate: (
    options: GeneratorOptions,
    changed?: readonly string[],
  ) => Promise<GenerateProjectResult>;
}

/** A generator of one project that remembers its last run. */
export function createProjectGenerator(): ProjectGenerator {
  const memory = projectMemory();
  return {
    generate: (options, changed = []) => {
      for (const file of changed) {
        memory.sources.delete(file);
      }
      return generateWith(options, memory);
    },
  };
}

async function generateWith(
  given: GeneratorOptions,
  memory?: ProjectMemory,
): Promise<GenerateProjectResult> {
  const { options, generate, key, notes } = await prepare(given, memory);
  const { out } = options;
  const before = key === undefined ? undefined : recordedRun(out, key);
  if (
    before !== undefined &&
    !before.diagnostics.some(({ severity }) => severity === 'error') &&
    (await standOf(out, before)) !== 'changed' &&
    (await hasStubs(before.stubs, options))
  ) {
    return unchanged(before, { out, notes });
  }
  const generated = await generate();
  const judged = await write(generated, options, { given, memory });
  const { changes, blocks, refused } = judged;
  const change = outputChange(changes, options);
  const kept = options.force
    ? []
    : changes.flatMap((each) => keptDiagnostic(each, outputPath(options)) ?? []);
  const paths = (test: (change: Change) => boolean): readonly string[] =>
    changes.filter((each) => each.path !== MANIFEST_PATH && test(each)).map(({ path }) => path);
  const scaffolded = refused ? [] : await scaffold(generated.plan, options);
  if (key !== undefined && !refused && !options.dryRun) {
    await recordRun(out, key, { generated, stubs: await stubPaths(generated.plan, options) });
  }
  return {
    diagnostics: sortDiagnostics([...generated.diagnostics, ...blocks, ...kept]),
    refused,
    out,
    written: refused ? [] : paths(({ path }) => change.write.has(path)),
    unchanged: paths(({ kind }) => kind === 'unchanged'),
    deleted: refused ? [] : paths(({ path }) => change.remove.has(path)),
    scaffolded,
    notes,
  };
}

/** Compares with what is there and changes what has to be; with `dryRun` only says what. */
async function write(
  generated: Generated,
  options: CompiledOptions,
  run: { readonly given: GeneratorOptions; readonly memory: ProjectMemory | undefined },
): Promise<Judged> {
  const { out } = options;
  const wanted = generated.files.map(({ path }) => path);
  const access = run.memory === undefined ? {} : { cache: run.memory.texts };
  const judge = (found: FoundOutput): Judged => {
    const changes = compareGenerated(generated, found, options);
    const blocks = changes.flatMap((change) => blockDiagnostic(change, outputPath(options)) ?? []);
    return { changes, blocks, refused: !generated.ok || blocks.length > 0 };
  };
  run.given.onPhase?.('compare');
  let judged = judge(await readOutput(out, wanted, access));
  const planned = outputChange(judged.changes, options);
  if (!judged.refused && !options.dryRun && planned.write.size + planned.remove.size > 0) {
    run.given.onPhase?.('write');
    // Decided again under the lock: another run may have been there in between.
    await changeOutput(
      out,
      wanted,
      (found) => {
        judged = judge(found);
        return judged.refused ? undefined : outputChange(judged.changes, options);
      },
      access,
    );
  }
  return judged;
}

function unchanged(
  { diagnostics, files }: RunRecord,
  { out, notes }: Pick<GenerateProjectResult, 'out' | 'notes'>,
): GenerateProjectResult {
  return {
    diagnostics,
    refused: false,
    out,
    written: [],
    unchanged: Object.keys(files).filter((path) => path !== MANIFEST_PATH),
    deleted: [],
    scaffolded: [],
    notes,
  };
}

interface Judged {
  readonly changes: readonly Change[];
  readonly blocks: readonly Diagnostic[];
  readonly refused: boolean;
}
