import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** A build may be read by a process that runs for long; past this age it is taken for left behind. */
const keepMs = 7 * 24 * 3_600_000;
/** The clock that stamps files may be this much behind the process' own. */
const clockStepMs = 20;

/**
 * Path of a bundle of `cli/main.ts` that is in step with the sources, made now if it must be.
 * Resolves to undefined where none can be made or kept; never rejects.
 */
export async function readBundle() {
  for (const folder of cacheFolders()) {
    const kept = currentBundle(folder);
    if (kept !== undefined) {
      return kept;
    }
  }
  for (const folder of cacheFolders()) {
    try {
      return await makeBundle(folder);
    } catch {
      // No esbuild for this machine, a folder that cannot be written, a fault in a source: the next
      // folder, and then tsx, will do or will say what is wrong.
    }
  }
  return undefined;
}

/** Several checkouts can share one node_modules by links: each has a folder of its own in it. */
function cacheFolders() {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
  return [
    join(root, 'node_modules', '.cache', 'jobwright', name),
    join(tmpdir(), `jobwright-${String(userInfo().uid)}`, name),
  ];
}

/** The bundle in a folder, unless one of its sources, or the installed packages, has changed since. */
function currentBundle(folder) {
  try {
    assertOurs(folder);
    const { bundle, inputs } = JSON.parse(readFileSync(join(folder, 'current.json'), 'utf8'));
    const fresh = inputs.every(([path, mark]) => markOf(path) === mark);
    return fresh && existsSync(bundle) ? bundle : undefined;
  } catch {
    return undefined;
  }
}

async function makeBundle(folder) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  assertOurs(folder);
  const startedAt = Date.now();
  const build = join(folder, `${startedAt.toString(36)}-${randomBytes(4).toString('hex')}`);
  try {
    const [{ build: bundle, stop }, { checkoutOptions }] = await Promise.all([
      import('esbuild'),
      import('./bundle-options.js'),
    ]);
    const { metafile } = await bundle(checkoutOptions(build));
    await stop();
    const main = join(build, 'main.js');
    const sources = sourcesOf(metafile);
    // A source saved while it was being read may be in the bundle or not: use the bundle once.
    if (sources.every((path) => statSync(path).mtimeMs < startedAt - clockStepMs)) {
      const draft = join(build, 'current.json');
      const inputs = sources.map((path) => [path, markOf(path)]);
      await writeFile(draft, JSON.stringify({ bundle: main, inputs }));
      await rename(draft, join(folder, 'current.json'));
    }
    await removeOld(folder);
    return main;
  } catch (error) {
    await rm(build, { recursive: true, force: true });
    throw error;
  }
}

/** The files to watch: our sources one by one, what npm installed by the list that npm keeps of it. */
function sourcesOf({ inputs }) {
  return [
    ...Object.keys(inputs)
      .map((path) => resolve(root, path))
      .filter((path) => !path.includes(`${sep}node_modules${sep}`)),
    ...['package.json', 'tsconfig.json', join('node_modules', '.package-lock.json')].map((path) =>
      join(root, path),
    ),
    fileURLToPath(new URL('./bundle-options.js', import.meta.url)),
    fileURLToPath(import.meta.url),
  ];
}

function markOf(path) {
  const { mtimeMs, size } = statSync(path);
  return `${String(mtimeMs)} ${String(size)}`;
}

/** In a folder that anybody may write to, a name does not say whose it is; code is only run from ours. */
function assertOurs(folder) {
  const { uid, mode } = statSync(folder);
  const ours = userInfo().uid;
  if (ours !== -1 && (uid !== ours || (mode & 0o022) !== 0)) {
    throw new Error(`${folder} can be written to by others`);
  }
}

async function removeOld(folder) {
  const kept = JSON.parse(await readFile(join(folder, 'current.json'), 'utf8')).bundle;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && dirname(kept) !== path) {
      const { mtimeMs } = await stat(path);
      if (mtimeMs < Date.now() - keepMs) {
        await rm(path, { recursive: true, force: true });
      }
    }
  }
}
