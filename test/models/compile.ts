import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A TypeScript release and its compiler's script below the checkout. */
export interface Compiler {
  readonly version: string;
  readonly script: string;
}

/** The releases that generated code has to compile with. */
export const compilers: readonly Compiler[] = [
  { version: '5.9', script: 'node_modules/typescript-5.9/bin/tsc' },
  { version: '6.0', script: 'node_modules/typescript/bin/tsc' },
  { version: '7.0', script: 'node_modules/typescript-7/bin/tsc' },
];

/** What a careful stranger's project compiles with. */
const STRICT = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  forceConsistentCasingInFileNames: true,
  skipLibCheck: true,
  noEmit: true,
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: [],
} as const;

/** Writes files below a folder. */
export function writeFiles(
  folder: string,
  files: readonly { readonly path: string; readonly text: string }[],
): void {
  for (const { path, text } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/**
 * Compiles everything below `folder` and returns the compiler's lines about errors, paths relative to
 * the folder. The runtime's entry is taken from the checkout at `root`.
 */
export function compile(
  folder: string,
  options: { readonly root: string; readonly compiler: Compiler },
): readonly string[] {
  const { root, compiler } = options;
  const config = {
    compilerOptions: {
      ...STRICT,
      paths: { 'jobwright/runtime/v1': [join(root, 'runtime/v1.ts')] },
      allowImportingTsExtensions: true,
    },
    include: ['**/*.ts'],
  };
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { stdout, stderr, status, error } = spawnSync(
    process.execPath,
    ['--max-old-space-size=8192', join(root, compiler.script), '-p', folder, '--pretty', 'false'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (error !== undefined) {
    throw error;
  }
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => /error TS\d+/.test(line));
  if (status !== 0 && lines.length === 0) {
    throw new Error(`TypeScript ${compiler.version} ended with ${String(status)}: ${stderr}`);
  }
  return lines.map((line) => line.replace(`${relative('', folder)}/`, ''));
}
