import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';

import { GeneratorError } from '../errors.js';
import type { CompiledOptions, GeneratorOptions, PlanOptions } from '../options.js';

const DEFAULT_OUT = 'generated';
const DEFAULT_HANDLERS = 'services/worker/handlers';

/**
 * Decides every default.
 * @throws GeneratorError CONF413 when the output folder is a file or holds a source path
 */
export async function compileOptions(options: GeneratorOptions): Promise<CompiledOptions> {
  const cwd = resolve(options.cwd ?? process.cwd());
  const out = resolve(cwd, options.out ?? DEFAULT_OUT);
  const kind = await kindOf(out);
  const inside = options.paths.some((path) => !relative(out, resolve(cwd, path)).startsWith('..'));
  if (kind === 'file' || inside) {
    throw new GeneratorError('CONF413', {
      message:
        kind === 'file' ? 'the output folder is a file' : 'the output folder holds the sources',
      where: out,
      fix: 'choose another folder with --out; everything in it belongs to the generator',
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

async function kindOf(path: string): Promise<'file' | 'folder' | 'nothing'> {
  return stat(path).then(
    (status) => (status.isDirectory() ? 'folder' : 'file'),
    () => 'nothing',
  );
}
