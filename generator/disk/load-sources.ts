import { readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';

import { GeneratorError } from '../errors.js';
import { compareText } from '../json.js';
import type { CompiledOptions } from '../options.js';
import { sourceKind, type Source } from '../source.js';
import { displayPath, toSlashes } from './paths.js';

/** Folders that hold no sources of the user. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', 'dist', 'coverage']);

/** Sources as they were read last, by file and signature, for runs that follow each other. */
export type SourceCache = Map<string, { readonly signature: string; readonly source: Source }>;

/**
 * Reads every source under the given paths, sorted. Hidden folders, node_modules and the output folder
 * are not entered. A schema or API document beside a model given by file is read too.
 * @throws GeneratorError CONF411 when a path cannot be read, CONF412 when there is nothing to do
 */
export async function loadSources(
  options: CompiledOptions,
  cache?: SourceCache,
): Promise<readonly Source[]> {
  const found = new Map<string, string>();
  for (const path of options.paths) {
    for (const file of await sourceFiles(resolve(options.cwd, path), options)) {
      found.set(file, displayPath(file, options.cwd));
    }
  }
  const loaded = await Promise.all(
    [...found].map(async ([file, display]): Promise<Source> => {
      const kind = sourceKind(file) ?? 'bpmn';
      const signature = cache === undefined ? '' : await signatureOf(file);
      const known = cache?.get(file);
      if (known?.signature === signature) {
        return known.source;
      }
      // Small files, all of which are needed at once: read at once they take a third of the time.
      const text = readFileSync(file, 'utf8');
      const source = { kind, file: display, path: stablePath(file, options), text };
      cache?.set(file, { signature, source });
      return source;
    }),
  );
  const sources = [...loaded, ...options.sources];
  if (!sources.some(({ kind }) => kind === 'bpmn' || kind === 'openapi')) {
    throw new GeneratorError('CONF412', {
      message: 'there is no BPMN model to generate from',
      where: options.paths.join(', '),
      fix: 'pass a folder or files with *.bpmn',
    });
  }
  return sources.sort((left, right) => compareText(left.path, right.path));
}

async function signatureOf(file: string): Promise<string> {
  const { ino, size, mtimeMs, ctimeMs } = await stat(file);
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}

async function sourceFiles(path: string, options: CompiledOptions): Promise<readonly string[]> {
  const status = await stat(path).catch((error: unknown) => {
    throw new GeneratorError(
      'CONF411',
      {
        message: `"${path}" does not exist or cannot be read`,
        where: path,
        fix: 'correct the path, or create the file',
      },
      { cause: error },
    );
  });
  if (!status.isDirectory()) {
    return [path, ...(await besides(path))];
  }
  const entries = await readdir(path, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (entry): Promise<readonly string[]> => {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) {
        const skip =
          entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name) || inner === options.out;
        return skip ? [] : sourceFiles(inner, options);
      }
      return entry.isFile() && sourceKind(entry.name) !== undefined ? [inner] : [];
    }),
  );
  return nested.flat();
}

/** `order.bpmn` brings `order.schema.json` along. */
async function besides(file: string): Promise<readonly string[]> {
  if (sourceKind(file) !== 'bpmn') {
    return [];
  }
  const schema = file.replace(/\.bpmn$/i, '.schema.json');
  const exists = await stat(schema).then(
    (status) => status.isFile(),
    () => false,
  );
  return exists ? [schema] : [];
}

/**
 * Relative to the folder that holds the output; a file elsewhere keeps its name and that of its folder
 * only, so that output never depends on where a checkout lies.
 */
export function stablePath(file: string, options: CompiledOptions): string {
  const below = relative(dirname(options.out), file);
  return below.startsWith('..') ? `${basename(dirname(file))}/${basename(file)}` : toSlashes(below);
}
