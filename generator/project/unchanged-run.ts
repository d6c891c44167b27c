import type { Diagnostic } from '../../model/index.js';
import { isWelcome } from '../compare/compare.js';
import type { FoundOutput } from '../compare/found-output.js';
import { MANIFEST_PATH } from '../compare/manifest.js';
import { buildId } from '../disk/build-id.js';
import { readOutput } from '../disk/output-folder.js';
import { readRecord, writeRecord } from '../disk/run-record.js';
import type { Generated } from '../generate.js';
import { isList, isRecord, member, stringMember, type Json } from '../json.js';
import type { CompiledOptions } from '../options.js';
import { plainLines, sha256, sourceHash } from '../sha256.js';
import type { Source } from '../source.js';

/** What a run came to whose sources, settings and generator are the same as now. */
export interface RunRecord {
  /** Hash of everything that the outcome depends on. */
  readonly key: string;
  /** What was found in the models. */
  readonly diagnostics: readonly Diagnostic[];
  /** Path to hash of all that belongs in the output folder, the manifest among it. */
  readonly files: Readonly<Record<string, string>>;
  /** Paths of the stubs in the folder of handlers. */
  readonly stubs: readonly string[];
  /** What was found in the handler map of that hash. */
  readonly coverage?: { readonly map: string; readonly diagnostics: readonly Diagnostic[] };
}

/** Bumped when the shape of `RunRecord` changes. */
const FORMAT = 1;

/**
 * The hash of everything that the outcome of a run depends on: sources, settings, the code of the
 * generator. Undefined when a part cannot be told by its content, such as the functions of plugins.
 */
export function runKey(
  options: CompiledOptions,
  sources: readonly Source[],
  runtime: string,
): string | undefined {
  const build = buildId();
  const { target, levels, plugins = [] } = options.plan;
  if (build === undefined || plugins.length > 0) {
    return undefined;
  }
  return sha256(
    JSON.stringify([
      FORMAT,
      build,
      runtime,
      options.handlers,
      options.scaffold,
      target,
      Object.entries(levels ?? {}).sort(),
      sources.map((source) => [source.kind, source.file, source.path, sourceHash(source)]),
    ]),
  );
}

/** The record of a run with this key, if the last one was such a run. */
export function recordedRun(out: string, key: string): RunRecord | undefined {
  // Written by `recordRun`; a broken one costs a whole run, so its shape is looked at, not its values.
  const value = readRecord(out) as Json | undefined;
  const sound =
    stringMember(value, 'key') === key &&
    isList(member(value, 'diagnostics')) &&
    isRecord(member(value, 'files')) &&
    isList(member(value, 'stubs'));
  return sound ? (value as unknown as RunRecord) : undefined;
}

/** Keeps what a run came to, for the next one. */
export async function recordRun(
  out: string,
  key: string,
  run: { readonly generated: Generated } & Pick<RunRecord, 'stubs' | 'coverage'>,
): Promise<void> {
  const { generated, stubs } = run;
  const coverage = run.coverage ?? recordedRun(out, key)?.coverage;
  const files = [...generated.files, generated.manifest];
  await writeRecord(out, {
    key,
    diagnostics: generated.diagnostics,
    files: Object.fromEntries(files.map(({ path, text }) => [path, sha256(text)])),
    stubs,
    ...(coverage === undefined ? {} : { coverage }),
  } satisfies RunRecord);
}

/** What the output folder holds, set against a record: `strays` is all of it, and files of others. */
export async function standOf(
  out: string,
  record: RunRecord,
): Promise<'as recorded' | 'strays' | 'changed'> {
  const wanted = Object.keys(record.files);
  const found = await readOutput(out, wanted);
  if (!wanted.every((path) => hashOf(found, path) === record.files[path])) {
    return 'changed';
  }
  const others = [...found.texts.keys(), ...found.others].filter(
    (path) => !Object.hasOwn(record.files, path),
  );
  if (others.some((path) => found.manifest?.files.has(path) === true)) {
    return 'changed';
  }
  return others.every(isWelcome) ? 'as recorded' : 'strays';
}

function hashOf(found: FoundOutput, path: string): string | undefined {
  const text = path === MANIFEST_PATH ? found.manifestText : found.texts.get(path);
  return text === undefined ? undefined : sha256(plainLines(text));
}
