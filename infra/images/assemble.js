/**
 * Puts what one service needs at run time into a folder: its sources as JavaScript, at the places they
 * have in the checkout, the files they read, and the packages they import, as the lock file has them.
 *
 *     node infra/images/assemble.js SERVICE FOLDER
 */
import { build } from 'esbuild';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { rdsAuthorities } from './rds-authorities.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Start files, files read at run time, and packages that no import names. */
const services = {
  booking: {
    entries: ['services/booking/main.ts'],
    files: ['services/booking/migrations', 'services/bus/pg/migrations', 'web/public'],
    packages: ['swagger-ui-dist'],
  },
  // With the two tasks of a release: they change with the database and the models that the worker works on.
  worker: {
    entries: [
      'services/worker/main.ts',
      'services/release/migrate.ts',
      'services/release/models.ts',
    ],
    files: [
      'bpmn',
      'services/booking/migrations',
      'services/bus/pg/migrations',
      'services/payments/migrations',
      'services/worker/migrations',
    ],
    packages: [],
  },
  payments: {
    entries: ['services/payments/main.ts'],
    files: ['services/bus/pg/migrations', 'services/payments/migrations'],
    packages: [],
  },
};

/** Of a package: what nobody loads at run time. */
const useless =
  /\.(map|md|markdown|ts|mts|cts|flow|html|yml)$|\/(test|tests|docs|examples|__tests__)\/|swagger-ui-es-bundle/;

const [service, folder] = process.argv.slice(2);
const wanted = services[service];
if (wanted === undefined || folder === undefined) {
  throw new Error(`usage: assemble.js ${Object.keys(services).join('|')} FOLDER`);
}

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: wanted.entries,
  bundle: true,
  write: false,
  metafile: true,
  outdir: folder,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
const sources = Object.keys(metafile.inputs);
await build({
  absWorkingDir: root,
  entryPoints: sources.filter((path) => path.endsWith('.ts')),
  outdir: folder,
  outbase: root,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  logLevel: 'warning',
});
for (const path of [...sources.filter((source) => !source.endsWith('.ts')), ...wanted.files]) {
  await copy(path);
}

const imported = Object.values(metafile.inputs)
  .flatMap(({ imports }) => imports)
  .filter(({ external, path }) => external && !path.startsWith('node:'))
  .map(({ path }) =>
    path
      .split('/')
      .slice(0, path.startsWith('@') ? 2 : 1)
      .join('/'),
  );
const packages = new Set();
for (const name of [...imported, ...wanted.packages]) {
  await addPackage(name, root);
}
for (const path of packages) {
  await copy(path, (source) => !useless.test(source));
}
await cp(join(root, 'infra/images/health.js'), join(folder, 'health.js'));
await writeFile(join(folder, 'rds-ca.pem'), rdsAuthorities());
await writeFile(join(folder, 'package.json'), '{"type":"module"}\n');

async function copy(path, filter = () => true) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await cp(join(root, path), join(folder, path), { recursive: true, filter });
}

/** Finds a package as Node does from a folder, and then what it depends on. */
async function addPackage(name, from, optional = false) {
  let place = from;
  while (!existsSync(join(place, 'node_modules', name, 'package.json'))) {
    if (place === root || place === dirname(place)) {
      if (optional) {
        return;
      }
      throw new Error(`${name} is not installed`);
    }
    place = dirname(place);
  }
  const found = join(place, 'node_modules', name);
  const path = found.slice(root.length);
  if (packages.has(path)) {
    return;
  }
  packages.add(path);
  const manifest = JSON.parse(await readFile(join(found, 'package.json'), 'utf8'));
  for (const each of Object.keys(manifest.dependencies ?? {})) {
    await addPackage(each, found);
  }
  for (const each of Object.keys({
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  })) {
    await addPackage(each, found, true);
  }
}
