import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

import { root } from './bundle-options.js';

/**
 * Writes the declarations of the entries and of every file that these name, and no others. Throws
 * where TypeScript cannot write them.
 */
export function writeDeclarations(entries, outDir) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  );
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(
    entries.map((path) => resolve(root, path)),
    {
      ...options,
      noEmit: false,
      incremental: false,
      tsBuildInfoFile: undefined,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: root,
      outDir,
    },
  );
  const texts = new Map();
  const { diagnostics } = program.emit(undefined, (path, text) => texts.set(resolve(path), text));
  if (diagnostics.length > 0) {
    throw new Error(ts.formatDiagnostics(diagnostics, formatHost));
  }
  const waiting = entries.map((path) => resolve(outDir, path.replace(/\.ts$/, '.d.ts')));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const text = texts.get(path);
    if (text === undefined) {
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    texts.delete(path);
    for (const name of relativeImports(text)) {
      const next = resolve(dirname(path), name.replace(/\.js$/, '.d.ts'));
      if (texts.has(next)) {
        waiting.push(next);
      }
    }
  }
}

function relativeImports(text) {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'));
}

const formatHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
};
