import { resolve } from 'node:path';

import { compileOptions } from '../disk/compile-options.js';
import { displayPath } from '../disk/paths.js';
import { watchFiles } from '../disk/watch-files.js';
import type { CompiledOptions, GeneratorOptions } from '../options.js';
import { generateWith, type GenerateProjectResult } from './generate-project.js';
import { projectMemory, type ProjectMemory } from './project-memory.js';

/** Something that happened while a project was watched. */
export type WatchEvent =
  /** The first run is over, and changes are seen from now on. */
  | { readonly kind: 'watching' }
  /** A run begins, after the pause; `changed` is empty for the first one. */
  | { readonly kind: 'started'; readonly changed: readonly string[] }
  | {
      readonly kind: 'generated';
      readonly changed: readonly string[];
      readonly result: GenerateProjectResult;
    }
  /** A run threw, such as for a path that is gone. The output is as it was, and watching goes on. */
  | { readonly kind: 'failed'; readonly changed: readonly string[]; readonly error: unknown };

/** What watching a project is told. */
export interface WatchOptions extends GeneratorOptions {
  readonly onEvent: (event: WatchEvent) => void;
  /** Ends the watch; a run that goes on is waited for. */
  readonly signal?: AbortSignal;
  /** Files whose change ends the watch, such as the config: the caller starts it anew. @default none */
  readonly restartOn?: readonly string[];
  /** How long nothing must change before a run starts. Milliseconds. @default 50 */
  readonly debounceMs?: number;
}

/** Why a watch ended. */
export type WatchEnd = 'aborted' | 'restart';

/**
 * Generates, and again after each change of a source, one run at a time; only what changed is read and
 * planned anew. A run that finds errors writes nothing, so the last good output stays. Resolves when
 * `signal` says so or a file of `restartOn` changes; no watcher is left then.
 * @throws GeneratorError when the options cannot be used at all
 */
export async function watchProject(given: WatchOptions): Promise<WatchEnd> {
  const options = await compileOptions(given);
  const restartOn = (given.restartOn ?? []).map((file) => resolve(options.cwd, file));
  const queue = new ChangeQueue(given.debounceMs ?? 50);
  const abort = (): void => {
    queue.end('aborted');
  };
  given.signal?.addEventListener('abort', abort, { once: true });
  if (given.signal?.aborted === true) {
    abort();
  }
  const watch = await watchFiles(
    {
      paths: options.paths.map((path) => resolve(options.cwd, path)),
      out: options.out,
      files: restartOn,
    },
    (file) => {
      if (restartOn.includes(file)) {
        queue.end('restart');
      } else {
        queue.add(file);
      }
    },
  );
  try {
    await watch.ready;
    return await runs(given, options, queue);
  } finally {
    given.signal?.removeEventListener('abort', abort);
    queue.end('aborted');
    await watch.close();
  }
}

async function runs(
  given: WatchOptions,
  options: CompiledOptions,
  queue: ChangeQueue,
): Promise<WatchEnd> {
  const memory = projectMemory();
  let changed: readonly string[] = [];
  for (let first = true; ; first = false) {
    if (queue.ended !== undefined) {
      return queue.ended;
    }
    for (const file of changed) {
      memory.sources.delete(file);
    }
    await run(
      given,
      memory,
      changed.map((file) => displayPath(file, options.cwd)),
    );
    if (first) {
      given.onEvent({ kind: 'watching' });
    }
    changed = await queue.next();
  }
}

async function run(
  given: WatchOptions,
  memory: ProjectMemory,
  changed: readonly string[],
): Promise<void> {
  given.onEvent({ kind: 'started', changed });
  let result: GenerateProjectResult;
  try {
    result = await generateWith(given, memory);
  } catch (error) {
    given.onEvent({ kind: 'failed', changed, error });
    return;
  }
  given.onEvent({ kind: 'generated', changed, result });
}

/** Collects changed files until nothing has changed for a while. */
class ChangeQueue {
  /** Why there is nothing more to come. */
  ended: WatchEnd | undefined;
  readonly #pauseMs: number;
  readonly #files = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #quiet = false;
  #wake: (() => void) | undefined;

  constructor(pauseMs: number) {
    this.#pauseMs = pauseMs;
  }

  add(file: string): void {
    if (this.ended === undefined) {
      this.#files.add(file);
      this.#quiet = false;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#quiet = true;
        this.#wake?.();
      }, this.#pauseMs);
    }
  }

  /** The first reason stays. */
  end(why: WatchEnd): void {
    this.ended ??= why;
    clearTimeout(this.#timer);
    this.#wake?.();
  }

  /** The files that changed since the last call, sorted, when the pause is over; empty at the end. */
  async next(): Promise<readonly string[]> {
    if (this.ended === undefined && !this.#quiet) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    this.#wake = undefined;
    this.#quiet = false;
    const files = [...this.#files].sort();
    this.#files.clear();
    return files;
  }
}
