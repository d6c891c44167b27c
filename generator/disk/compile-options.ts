import { stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';

import { GeneratorError } from '../errors.js';
import type { CompiledOptions, GeneratorOptions, PlanOptions } from '../options.js';

const DEFAULT_OUT = 'generated';
const DEFAULT_HANDLERS = 'services/worker/handlers';

/**
 * Decides every default.
 * @throws GeneratorError CONF413 when the output folder is a file or holds a source path, CONF416 when
 * it holds the current folder
 */
export async function compileOptions(options: GeneratorOptions): Promise<CompiledOptions> {
  const cwd = resolve(options.cwd ?? process.cwd());
  const out = resolve(cwd, options.out ?? DEFAULT_OUT);
  const kind = await kindOf(out);
  const inside = options.paths.some((path) => isInside(resolve(cwd, path), out));
  if (kind === 'file' || inside) {
    throw new GeneratorError('CONF413', {
      message:
        kind === 'file' ? 'the output folder is a file' : 'the output folder holds the sources',
      where: out,
      fix: 'choose another folder with --out; everything in it belongs to the generator',
    });
  }
  if (isInside(cwd, out)) {
    throw new GeneratorError('CONF416', {
      message: 'the output folder holds the current folder',
      where: out,
      fix: 'choose a folder below the current one with --out, such as generated',
    });
  }
  const handlers = resolve(cwd, options.handlers ?? DEFAULT_HANDLERS);
  // Output for somewhere else is not this project's: its stubs have no place among our handlers.
  const atHome = out === resolve(cwd, DEFAULT_OUT) && (await kindOf(handlers)) === 'folder';
  const useHandlers = options.handlers !== undefined || atHome;
  return {
    paths: options.paths,
    sources: options.sources ?? [],
    cwd,
    out,
    handlers: useHandlers ? handlers : undefined,
    runtime: options.runtime,
    dryRun: options.dryRun ?? false,
    force: options.force ?? false,
    scaffold: options.scaffold ?? true,
    plan: planOptions(options),
  };
}

function planOptions({ target, levels, plugins, onPhase }: PlanOptions): PlanOptions {
  return {
    ...(target === undefined ? {} : { target }),
    ...(levels === undefined ? {} : { levels }),
    ...(plugins === undefined ? {} : { plugins }),
    ...(onPhase === undefined ? {} : { onPhase }),
  };
}

/** True for the folder itself and for everything below it. */
function isInside(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return below === '' || !(below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below));
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'nothing'> {
  return stat(path).then(
    (status) => (status.isDirectory() ? 'folder' : 'file'),
    () => 'nothing',
  );
}
