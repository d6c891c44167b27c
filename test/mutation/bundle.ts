import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build, type Plugin } from 'esbuild';

import { instrument, type Mutant } from './instrument.js';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
const COMMON = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'error',
} as const;

/** What to bundle; paths are absolute. */
export interface BundleParts {
  readonly root: string;
  /** Files whose code is mutated. */
  readonly sources: readonly string[];
  /** jest test files to run. */
  readonly tests: readonly string[];
  /** Folder for the bundle. */
  readonly folder: string;
}

/** The modules to run: the process that judges, and what it judges. */
export interface BundleFiles {
  readonly worker: string;
  readonly tests: string;
}

/** Writes the worker and one module that holds all tests and all instrumented sources. */
export async function bundle(
  parts: BundleParts,
): Promise<BundleFiles & { readonly mutants: readonly Mutant[] }> {
  const mutants: Mutant[] = [];
  const texts = new Map<string, string>();
  for (const file of parts.sources) {
    const name = relative(parts.root, file);
    const done = instrument(readFileSync(file, 'utf8'), name, mutants.length + 1);
    mutants.push(...done.mutants);
    texts.set(file, done.text);
  }
  mkdirSync(parts.folder, { recursive: true });
  const entry = join(parts.folder, 'entry.ts');
  writeFileSync(entry, entryText(parts));
  const worker = join(parts.folder, 'worker.mjs');
  const tests = join(parts.folder, 'tests.mjs');
  await build({ ...COMMON, entryPoints: [WORKER], outfile: worker });
  await build({
    ...COMMON,
    entryPoints: [entry],
    outfile: tests,
    plugins: [sources(texts, parts)],
  });
  return { worker, tests, mutants };
}

/** Test files in order, each announced, so that the harness knows whose tests are registered. */
function entryText({ tests, root }: BundleParts): string {
  const lines = tests.map(
    (file) =>
      `import ${JSON.stringify(`begin:${relative(root, file)}`)};\nimport ${JSON.stringify(file)};`,
  );
  return `${lines.join('\n')}\n`;
}

function sources(texts: ReadonlyMap<string, string>, { root }: BundleParts): Plugin {
  return {
    name: 'mutants',
    setup: (builder) => {
      builder.onResolve({ filter: /^begin:/ }, ({ path }) => ({ path, namespace: 'begin' }));
      builder.onLoad({ filter: /.*/, namespace: 'begin' }, ({ path }) => ({
        contents: `globalThis.__testFile(${JSON.stringify(path.slice('begin:'.length))});`,
      }));
      builder.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!path.startsWith(root) || path.includes('/node_modules/')) {
          return undefined;
        }
        const text = texts.get(path) ?? readFileSync(path, 'utf8');
        // In the bundle, `import.meta.url` would be the bundle's.
        const url = JSON.stringify(pathToFileURL(path).href);
        return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
      });
    },
  };
}
