import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  isEngineError,
  isRuntimeError,
  type RunningService,
  type StartService,
} from '../../runtime/index.js';
import { CliError } from '../cli-error.js';

/**
 * Imports a service module, which exports `start: StartService`, and starts it. Throws `CliError`
 * when the file cannot be loaded, exports no such function, or the service says that it cannot start
 * with what it was given (a port in use, a variable that is not usable).
 */
export async function startService(
  path: string,
  options: {
    readonly cwd: string;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): Promise<RunningService> {
  const start = await loadService(path, options.cwd);
  try {
    return await start(options.environment);
  } catch (error) {
    if (isRuntimeError(error) || isEngineError(error)) {
      throw new CliError(
        {
          what: 'a service cannot start',
          where: path,
          why: error.message,
          fix: isRuntimeError(error) ? error.fix : 'see that the engine can be reached',
        },
        { cause: error },
      );
    }
    throw error;
  }
}

async function loadService(path: string, cwd: string): Promise<StartService> {
  const file = resolve(cwd, path);
  let module: Readonly<Record<string, unknown>>;
  try {
    await readTypeScript(file);
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new CliError(
      {
        what: 'a service could not be loaded',
        where: path,
        why: error instanceof Error ? error.message : String(error),
        fix: 'mend the module, or name another file',
      },
      { cause: error },
    );
  }
  if (typeof module.start !== 'function') {
    throw new CliError({
      what: 'a service module has no start function',
      where: path,
      why: 'it does not export `start`',
      fix: 'export `const start: StartService` (see jobwright/runtime)',
    });
  }
  // The signature of a dynamically loaded export cannot be checked any further.
  return module.start as StartService;
}

/** Lets Node import TypeScript from now on; only a service that is written in it pays for that. */
async function readTypeScript(file: string): Promise<void> {
  if (/\.[cm]?tsx?$/.test(file)) {
    const { register } = await import('tsx/esm/api');
    register();
  }
}
