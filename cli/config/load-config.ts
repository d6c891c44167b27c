import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { ConfigCode, ConfigFault } from '../../generator/config/config-codes.js';
import type { JobwrightConfig } from '../../generator/config/config.js';
import { keyPlace, type TextPlace } from '../../generator/config/key-place.js';
import type { Diagnostic } from '../../model/index.js';
import { ConfigError } from './config-error.js';

/** Names of a config file, looked for in the current folder. */
export const configFileNames = [
  'jobwright.config.ts',
  'jobwright.config.js',
  'jobwright.config.mjs',
  'jobwright.config.json',
] as const;

/** A config file that was read and is sound. */
export interface LoadedConfig {
  /** As the user would type it. */
  readonly file: string;
  /** The folder that its relative paths start from. */
  readonly folder: string;
  readonly text: string;
  readonly config: JobwrightConfig;
}

/** Runs a module and gives its exports; tests pass one that their loader can do. */
export type ImportModule = (url: string) => Promise<Readonly<Record<string, unknown>>>;

/**
 * The config file in a folder, by name, or undefined when there is none.
 * @throws ConfigError CONF439 when there are several
 */
export async function findConfig(folder: string): Promise<string | undefined> {
  const found = await Promise.all(
    configFileNames.map((name) =>
      stat(join(folder, name)).then(
        (status) => (status.isFile() ? [name] : []),
        () => [],
      ),
    ),
  );
  const [first, second] = found.flat();
  if (first !== undefined && second !== undefined) {
    throw faulty(
      'CONF439',
      second,
      { line: 1, column: 1 },
      {
        message: `${first} is a config file, too, and only one can be meant.`,
        fix: 'delete one of the two, or choose with --config FILE',
      },
    );
  }
  return first;
}

/**
 * Reads, runs and checks a config file (`file` from the folder `cwd`).
 * @throws ConfigError with every fault of it
 */
export async function loadConfig(
  file: string,
  cwd: string,
  importModule: ImportModule = importConfig,
): Promise<LoadedConfig> {
  const path = resolve(cwd, file);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw faulty(
      'CONF430',
      file,
      { line: 1, column: 1 },
      {
        message: `The config file "${file}" cannot be read: ${messageOf(error)}.`,
        fix: 'correct the path after --config, or run with --no-config',
      },
    );
  });
  const value = await evaluate({ file, path, text }, importModule);
  // zod takes longer to load than a small model to generate, and most runs have no config file.
  const { checkConfig } = await import('../../generator/config/check-config.js');
  const checked = checkConfig(value);
  if (checked.faults !== undefined) {
    throw new ConfigError(checked.faults.map((fault) => faultAt(fault, file, text)));
  }
  return { file, folder: dirname(path), text, config: checked.config };
}

/** A fault of a config file as a diagnostic with its place. */
export function faultAt(fault: ConfigFault, file: string, text: string): Diagnostic {
  const { code, message, fix } = fault;
  return diagnostic(code, file, keyPlace(text, fault.path), { message, fix });
}

async function evaluate(
  { file, path, text }: { readonly file: string; readonly path: string; readonly text: string },
  importModule: ImportModule,
): Promise<unknown> {
  if (extname(path) === '.json') {
    return parseJson(file, text);
  }
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await importModule(pathToFileURL(path).href);
  } catch (error) {
    throw loadFault(error, file, path);
  }
  return defaultOf(exported);
}

async function parseJson(file: string, text: string): Promise<unknown> {
  const { readJsonDocument } = await import('../../generator/read/json-document.js');
  const { document, diagnostics } = readJsonDocument({ kind: 'schema', file, path: file, text });
  const [fault] = diagnostics;
  if (fault !== undefined) {
    throw faulty('CONF431', file, fault.place, {
      message: fault.message,
      fix: 'correct the JSON at this place',
    });
  }
  return document?.root;
}

async function importConfig(url: string): Promise<Readonly<Record<string, unknown>>> {
  if (url.endsWith('.ts')) {
    const { tsImport } = await import('tsx/esm/api');
    // The exports of a module; nothing is known about them yet.
    return (await tsImport(url, import.meta.url)) as Readonly<Record<string, unknown>>;
  }
  // A watch reads the file again when it changed; Node would hand out what it read first.
  return (await import(`${url}?read=${performance.now()}`)) as Readonly<Record<string, unknown>>;
}

/** CommonJS that a loader wrapped has the default export one level down. */
function defaultOf(exported: Readonly<Record<string, unknown>>): unknown {
  const value = exported.default;
  const wrapped = typeof value === 'object' && value !== null && '__esModule' in value;
  return wrapped && 'default' in value ? value.default : value;
}

function loadFault(error: unknown, file: string, path: string): ConfigError {
  const message = messageOf(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at =
    compilerPlace(message, path) ??
    placeIn(message, path) ??
    placeIn(stack, path) ??
    placeIn(message, basename(path));
  const reason =
    / ERROR: (.*)/.exec(message)?.[1] ?? message.split('\n')[0] ?? 'it threw something';
  return faulty(
    'CONF431',
    file,
    at ?? { line: 1, column: 1 },
    {
      message: `The config file cannot be loaded: ${reason}`,
      fix: 'correct it at this place; `node --import tsx` on the file shows the same fault',
    },
    error,
  );
}

/** The compiler of TypeScript counts columns from 0, stacks count from 1. */
function compilerPlace(message: string, path: string): TextPlace | undefined {
  const place = message.includes(' ERROR: ') ? placeIn(message, path) : undefined;
  return place === undefined ? undefined : { ...place, column: place.column + 1 };
}

/** `path:line:column` in a message or a stack. */
function placeIn(text: string, path: string): TextPlace | undefined {
  // A loader may put a query between the path and the numbers.
  const parts = text.split(path).slice(1);
  const found =
    parts.map((part) => /^(?:\?[^\s:)]*)?:(\d+):(\d+)/.exec(part)).find(Boolean) ?? null;
  return found === null ? undefined : { line: Number(found[1]), column: Number(found[2]) };
}

function faulty(
  code: ConfigCode,
  file: string,
  place: TextPlace,
  text: { readonly message: string; readonly fix: string },
  cause?: unknown,
): ConfigError {
  return new ConfigError([diagnostic(code, file, place, text)], { cause });
}

function diagnostic(
  code: ConfigCode,
  file: string,
  { line, column }: TextPlace,
  text: { readonly message: string; readonly fix: string },
): Diagnostic {
  return { code, severity: 'error', ...text, place: { file, line, column } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
