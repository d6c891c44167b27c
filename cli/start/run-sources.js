import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';

import { readBundle } from './bundle-cache.js';

/**
 * Runs `cli/main.ts` of this checkout: from the bundle that an earlier start left, from a new bundle
 * where a source has changed since, or, where no bundle can be made or kept, file by file through tsx.
 */
export async function runSources() {
  const bundle = await readBundle();
  if (bundle === undefined) {
    const { register } = await import('tsx/esm/api');
    register();
    await import('../main.ts');
    return;
  }
  nodeModule.enableCompileCache?.();
  await import(pathToFileURL(bundle).href);
}
