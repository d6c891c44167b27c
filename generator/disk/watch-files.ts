import { basename, dirname, join, relative, resolve, sep } from 'node:path';

import { sourceKind } from '../source.js';
import { SKIPPED_FOLDERS } from './load-sources.js';

/** Watchers of files; `close` them. */
export interface FileWatch {
  /** Resolves when changes are seen from now on. */
  readonly ready: Promise<void>;
  readonly close: () => Promise<void>;
}

/** What is watched. Paths are absolute. */
export interface WatchedPaths {
  /** Files and folders of sources. */
  readonly paths: readonly string[];
  /** Everything in it is our own writing. */
  readonly out: string;
  /** Single files of any kind. */
  readonly files: readonly string[];
}

/** Tells of each source, and each of `files`, that appears, changes or goes. */
export async function watchFiles(
  watched: WatchedPaths,
  onChange: (file: string) => void,
): Promise<FileWatch> {
  // Loaded by the one verb that watches.
  const { watch } = await import('chokidar');
  const files = new Set(watched.files);
  const watcher = watch([...watched.paths.flatMap(withBeside), ...watched.files], {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => !files.has(resolve(path)) && isIgnored(resolve(path), watched),
  });
  const tell = (path: string): void => {
    const file = resolve(path);
    if (files.has(file) || sourceKind(file) !== undefined) {
      onChange(file);
    }
  };
  watcher.on('add', tell).on('change', tell).on('unlink', tell);
  const ready = new Promise<void>((done, fail) => {
    watcher.on('ready', done);
    watcher.on('error', fail);
  });
  return {
    ready,
    close: () => watcher.close(),
  };
}

/** A model given by file brings the schema beside it along, which may not be there yet. */
function withBeside(path: string): readonly string[] {
  return sourceKind(path) === 'bpmn'
    ? [path, join(dirname(path), basename(path).replace(/\.bpmn$/i, '.schema.json'))]
    : [path];
}

/** As loading does: the output, hidden and foreign folders are not entered. */
function isIgnored(path: string, { paths, out }: WatchedPaths): boolean {
  if (isBelow(path, out)) {
    return true;
  }
  const root = paths.find((each) => isBelow(path, each));
  const below = root === undefined ? '' : relative(root, path);
  return below.split(sep).some((part) => part.startsWith('.') || SKIPPED_FOLDERS.has(part));
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
