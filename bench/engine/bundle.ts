import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Programs of this folder as plain JavaScript, so that no loader runs along in what is measured. */
export interface Bundle {
  /** Path of the program that was `<name>.ts`. */
  program(name: string): string;
  remove(): Promise<void>;
}

/** Bundles programs; packages stay outside. */
export async function bundlePrograms(names: readonly string[]): Promise<Bundle> {
  // Below node_modules, where the programs find the packages of this checkout.
  const folder = await mkdtemp(join(root, 'node_modules/.jobwright-bench-'));
  await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => join(root, 'bench/engine', `${name}.ts`)),
    outdir: folder,
    outbase: join(root, 'bench/engine'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    splitting: true,
    sourcemap: true,
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  });
  return {
    program: (name) => join(folder, `${name}.mjs`),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
