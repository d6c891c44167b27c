import { resolve } from 'node:path';

import { diff, type DiffResult } from '../diff/index.js';
import { compileOptions } from '../disk/compile-options.js';
import { loadGitSources } from '../disk/git-sources.js';
import { loadSources } from '../disk/load-sources.js';
import { pathExists } from '../disk/path-exists.js';
import type { GeneratorOptions } from '../options.js';

/** What `diffProject` found, and what it compared. */
export interface DiffProjectResult extends DiffResult {
  /** The older version as it was found: a path, or a ref with the id of its commit. */
  readonly before:
    | { readonly kind: 'path'; readonly path: string }
    | { readonly kind: 'git'; readonly ref: string; readonly commit: string };
  /** How many sources each side has. */
  readonly sources: { readonly before: number; readonly after: number };
}

/**
 * Compares the sources under `paths` with another version of them: a file or folder when `before` is
 * one, else what stood under the same paths at the git ref `before`. Never writes, and never touches
 * the working tree.
 * @throws GeneratorError as `validateProject` does, and for a version that cannot be read
 */
export async function diffProject(
  before: string,
  given: GeneratorOptions,
): Promise<DiffProjectResult> {
  const options = await compileOptions(given);
  const after = await loadSources(options);
  const isPath = await pathExists(resolve(options.cwd, before));
  const found = isPath
    ? {
        sources: await loadSources({ ...options, paths: [before], sources: [] }),
        before: { kind: 'path' as const, path: before },
      }
    : await fromGit(before, options);
  const result = await diff(found.sources, after, options.plan);
  const sources = { before: found.sources.length, after: after.length };
  return { ...result, before: found.before, sources };
}

async function fromGit(
  ref: string,
  options: Awaited<ReturnType<typeof compileOptions>>,
): Promise<{
  readonly sources: Awaited<ReturnType<typeof loadSources>>;
  readonly before: DiffProjectResult['before'];
}> {
  const { commit, sources } = await loadGitSources(ref, options);
  return { sources, before: { kind: 'git', ref, commit } };
}
