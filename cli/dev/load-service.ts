import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StartService } from '../../runtime/index.js';
import { CliError } from '../cli-error.js';

/**
 * Imports a service module, which exports `start: StartService`. Throws `CliError` when the file
 * cannot be loaded or exports no such function.
 */
export async function loadService(path: string, cwd: string): Promise<StartService> {
  const file = resolve(cwd, path);
  let module: Readonly<Record<string, unknown>>;
  try {
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
