import { resolve } from 'node:path';

import { compileOptions } from '../disk/compile-options.js';
import { displayPath } from '../disk/paths.js';
import { watchFiles } from '../disk/watch-files.js';
import type { CompiledOptions, GeneratorOptions } from '../options.js';
import { createProjectGenerator, type GenerateProjectResult } from './generate-project.js';
import { runQueue } from './run-queue.js';

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
  const changed = new Set<string>();
  const queue = runQueue(runner(given, options, changed), given.debounceMs ?? 50);
  const end = new End(given.signal);
  const watch = await watchFiles(
    {
      paths: options.paths.map((path) => resolve(options.cwd, path)),
      out: options.out,
      files: restartOn,
    },
    (file) => {
      if (restartOn.includes(file)) {
        end.reach('restart');
      } else {
        changed.add(file);
        queue.changed();
      }
    },
  );
  try {
    await watch.ready;
    if (given.signal?.aborted !== true) {
      queue.now();
    }
    return await end.reached;
  } finally {
    end.dispose();
    await queue.close();
    await watch.close();
  }
}

/** Does one run with the files that have changed since the last one. */
function runner(
  given: WatchOptions,
  options: CompiledOptions,
  files: Set<string>,
): () => Promise<void> {
  const generator = createProjectGenerator();
  let first = true;
  return async () => {
    const paths = [...files].sort();
    files.clear();
    const changed = paths.map((file) => displayPath(file, options.cwd));
    given.onEvent({ kind: 'started', changed });
    try {
      const result = await generator.generate(given, paths);
      given.onEvent({ kind: 'generated', changed, result });
    } catch (error) {
      given.onEvent({ kind: 'failed', changed, error });
    }
    if (first) {
      first = false;
      given.onEvent({ kind: 'watching' });
    }
  };
}

/** Why and when a watch ends; the first reason stays. */
class End {
  readonly reached: Promise<WatchEnd>;
  readonly #signal: AbortSignal | undefined;
  #resolve: (why: WatchEnd) => void = () => undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.reached = new Promise((done) => {
      this.#resolve = done;
    });
    signal?.addEventListener('abort', this.#abort, { once: true });
    if (signal?.aborted === true) {
      this.#abort();
    }
  }

  reach(why: WatchEnd): void {
    this.#resolve(why);
  }

  dispose(): void {
    this.#signal?.removeEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => {
    this.#resolve('aborted');
  };
}
