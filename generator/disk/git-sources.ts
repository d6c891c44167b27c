import { realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import { GeneratorError } from '../errors.js';
import { compareText } from '../json.js';
import type { CompiledOptions } from '../options.js';
import { sourceKind, type Source } from '../source.js';
import { gitError, runGit } from './git-command.js';
import { SKIPPED_FOLDERS, stablePath } from './load-sources.js';
import { toSlashes } from './paths.js';

const MAX_REF_LENGTH = 250;

/** Files of one commit, and its id. */
export interface GitSources {
  readonly commit: string;
  readonly sources: readonly Source[];
}

/**
 * Reads the sources under `options.paths` as they stood at a git ref: a branch, tag, or commit. The
 * working tree is not touched. Paths that the ref does not have are left out.
 * @throws GeneratorError CONF427 for a ref that git does not know or that is none, CONF428 when there
 * is no repository or git cannot be run
 */
export async function loadGitSources(ref: string, options: CompiledOptions): Promise<GitSources> {
  assertRef(ref);
  const root = await repositoryRoot(options.cwd);
  const commit = await commitOf(ref, root);
  const files = await listFiles(commit, root, options);
  const texts = await readBlobs(
    files.map(({ object }) => object),
    root,
  );
  const sources = files.map(({ path }, index): Source => {
    const file = resolve(root, path);
    return {
      kind: sourceKind(file) ?? 'bpmn',
      file: `${ref}:${path}`,
      path: stablePath(file, options),
      text: texts[index] ?? '',
    };
  });
  return { commit, sources: sources.sort((left, right) => compareText(left.path, right.path)) };
}

/** Refuses what git could take for an option, and what a terminal could take for a command. */
function assertRef(ref: string): void {
  const faulty =
    ref === '' ||
    ref.length > MAX_REF_LENGTH ||
    ref.startsWith('-') ||
    /[\p{Control}\p{Bidi_Control}\s]/u.test(ref);
  if (faulty) {
    throw refError(ref, 'it is no name of a branch, tag or commit');
  }
}

function refError(ref: string, reason: string): GeneratorError {
  return new GeneratorError('CONF427', {
    message: `${JSON.stringify(ref.slice(0, MAX_REF_LENGTH))} cannot be compared with: ${reason}`,
    where: 'the version to compare with',
    fix: 'give a branch, tag or commit of this repository, or a file or folder that exists',
  });
}

async function repositoryRoot(cwd: string): Promise<string> {
  const { exitCode, output, complaint } = await runGit(cwd, ['rev-parse', '--show-toplevel']);
  if (exitCode !== 0) {
    throw gitError(complaint === '' ? 'this is no git repository' : complaint, cwd);
  }
  return resolve(output.toString('utf8').replace(/\r?\n$/, ''));
}

async function commitOf(ref: string, root: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`];
  const { exitCode, output } = await runGit(root, args);
  const commit = output.toString('utf8').trim();
  if (exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) {
    throw refError(ref, 'this repository has no such branch, tag or commit');
  }
  return commit;
}

interface GitFile {
  readonly path: string;
  readonly object: string;
}

async function listFiles(
  commit: string,
  root: string,
  options: CompiledOptions,
): Promise<readonly GitFile[]> {
  // git names its root with links resolved; the paths of the caller have to be seen the same way.
  const cwd = await realpath(options.cwd);
  const out = resolve(cwd, relative(options.cwd, options.out));
  const wanted = options.paths.map((path) => {
    const below = toSlashes(
      relative(root, resolve(cwd, relative(options.cwd, resolve(options.cwd, path)))),
    );
    if (below === '..' || below.startsWith('../')) {
      throw gitError(`"${path}" is outside the repository`, root);
    }
    return below;
  });
  const specs = wanted.flatMap((path) => [path === '' ? '.' : path, ...besides(path)]);
  const args = ['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...new Set(specs)];
  const { exitCode, output, complaint } = await runGit(root, args);
  if (exitCode !== 0) {
    throw gitError(complaint, root);
  }
  const given = new Set(wanted);
  return output
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, mode, object, path] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
      // Links and other repositories are no files of this one.
      return mode?.startsWith('100') === true && object !== undefined && path !== undefined
        ? [{ path, object }]
        : [];
    })
    .filter(({ path }) => sourceKind(path) !== undefined || given.has(path))
    .filter(({ path }) => given.has(path) || !isSkipped(path, join(root, path), out));
}

function isSkipped(path: string, file: string, out: string): boolean {
  const folders = path.split('/').slice(0, -1);
  const hidden = folders.some((name) => name.startsWith('.') || SKIPPED_FOLDERS.has(name));
  return hidden || !relative(out, file).startsWith('..');
}

/** `order.bpmn` brings `order.schema.json` along. */
function besides(path: string): readonly string[] {
  return sourceKind(path) === 'bpmn' ? [path.replace(/\.bpmn$/i, '.schema.json')] : [];
}

/** The texts of objects, in the order asked for. */
async function readBlobs(objects: readonly string[], root: string): Promise<readonly string[]> {
  if (objects.length === 0) {
    return [];
  }
  const input = objects.map((object) => `${object}\n`).join('');
  const { exitCode, output, complaint } = await runGit(root, ['cat-file', '--batch'], input);
  if (exitCode !== 0) {
    throw gitError(complaint, root);
  }
  let position = 0;
  return objects.map((object) => {
    const end = output.indexOf('\n', position);
    const header = output.subarray(position, end).toString('utf8');
    const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(header) ?? [];
    if (end < 0 || size === undefined) {
      throw gitError(`the object ${object} is not there`, root);
    }
    const text = output.subarray(end + 1, end + 1 + Number(size)).toString('utf8');
    position = end + 1 + Number(size) + 1;
    return text;
  });
}
