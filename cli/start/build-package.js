/**
 * `prepack` and `postpack` of `npm pack`. A checkout needs no build, so its package.json leads to the
 * sources; a package cannot lead there, since Node reads no TypeScript below node_modules. `prepack`
 * builds dist/ and puts the package's package.json in place, `postpack` puts the checkout's back.
 */
import { build } from 'esbuild';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { commonOptions, fromRoot, placeOfSource, root } from './bundle-options.js';
import { writeDeclarations } from './declarations.js';

const dist = join(root, 'dist');
const packageFile = join(root, 'package.json');
const kept = join(dist, 'package.checkout.json');
/** What the command reads at run time beside its code. */
const assets = ['cli/template', 'engine/exporters/postgres/migrations'];

async function prepack() {
  await postpack();
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist);
  const text = await readFile(packageFile, 'utf8');
  const manifest = JSON.parse(text);
  const entries = Object.values(manifest.exports).filter((path) => path.endsWith('.ts'));
  await build({
    ...commonOptions,
    entryPoints: [...entries, 'cli/main.ts'],
    outdir: dist,
    outbase: root,
    entryNames: '[dir]/[name]',
    chunkNames: 'chunks/[name]-[hash]',
    packages: 'external',
    // Every file of dist/ lies two folders deep, as most sources do: dist/ stands for the checkout.
    plugins: [
      placeOfSource(
        (path) => `new URL(${JSON.stringify(`../${fromRoot(path)}`)}, import.meta.url).href`,
      ),
    ],
    // A second copy of a package of which the user has one would be two worlds of classes.
    logLevel: 'warning',
  });
  writeDeclarations(entries, dist);
  for (const path of assets) {
    await cp(join(root, path), join(dist, path), { recursive: true });
  }
  await writeFile(kept, text);
  await replace(packageFile, `${JSON.stringify(packed(manifest), null, 2)}\n`);
}

async function postpack() {
  const text = await readFile(kept, 'utf8').catch(() => undefined);
  if (text !== undefined) {
    await replace(packageFile, text);
    await rm(kept);
  }
}

/** The package.json of the package: leads to dist/, and says nothing of how it was made. */
function packed({ scripts: _scripts, devDependencies: _dev, allowScripts: _allow, ...manifest }) {
  const exports = Object.entries(manifest.exports).map(([name, path]) => {
    const built = path.replace(/^\.\/(.*)\.ts$/, './dist/$1');
    return [name, built === path ? path : { types: `${built}.d.ts`, default: `${built}.js` }];
  });
  return { ...manifest, exports: Object.fromEntries(exports) };
}

async function replace(path, text) {
  const draft = join(dirname(path), `.${String(process.pid)}.package.json`);
  await writeFile(draft, text);
  await rename(draft, path);
}

await (process.argv[2] === 'postpack' ? postpack() : prepack());
