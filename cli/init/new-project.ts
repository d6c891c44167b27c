import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';

import { generateProject } from '../../generator/index.js';
import { CliError } from '../cli-error.js';
import { packageDependency, type PackageDependency } from './package-dependency.js';
import { projectFiles } from './project-files.js';

/** What to make, and where. */
export interface NewProjectOptions {
  /** Absolute path. */
  readonly folder: string;
  /** Name of the package. @default the folder's name */
  readonly name?: string;
  /** Fill a folder that is not empty; a file that is there stays as it is. @default false */
  readonly force: boolean;
  /** Write nothing. @default false */
  readonly dryRun: boolean;
  /** A file of the running jobwright. */
  readonly ownFile: string;
}

/** Paths below the project's folder, with slashes, sorted. */
export interface NewProject {
  readonly name: string;
  readonly created: readonly string[];
  readonly kept: readonly string[];
}

/**
 * Makes a project that passes its own tests once `npm install` has run. Throws `CliError` for a folder
 * that is not empty and for a name that npm would refuse.
 */
export async function newProject(options: NewProjectOptions): Promise<NewProject> {
  const { folder, dryRun } = options;
  const name = packageName(options);
  const before = await filesIn(folder);
  if (before.size > 0 && !options.force) {
    throw new CliError({
      what: 'a project cannot be made here',
      where: folder,
      why: 'the folder is not empty',
      fix: 'name a new folder, or add --force: it adds what is missing and changes no file',
    });
  }
  const dependency = packageDependency(options.ownFile);
  const files = await projectFiles({ name, jobwright: specifierOf(dependency) });
  const created = files.filter(({ path }) => !before.has(path));
  if (!dryRun) {
    for (const { path, text } of created) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      // `wx` fails on a file that somebody else made in the meantime.
      await writeFile(join(folder, path), text, { flag: 'wx' });
    }
    await packInto(folder, dependency);
    await generateProject({ paths: ['bpmn'], out: 'generated', cwd: folder, runtime });
  }
  return {
    name,
    created: dryRun
      ? created.map(({ path }) => path)
      : [...(await filesIn(folder))].filter((path) => !before.has(path)).sort(),
    kept: files.map(({ path }) => path).filter((path) => before.has(path)),
  };
}

/** The project has jobwright in node_modules, though not yet. */
const runtime = 'jobwright/runtime/v1';

function packageName({ folder, name }: NewProjectOptions): string {
  const wanted = name ?? basename(folder).toLowerCase();
  if (!/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]{0,200}$/.test(wanted)) {
    throw new CliError({
      what: 'a project cannot be made here',
      where: name === undefined ? folder : '--name',
      why: `"${wanted}" is no name of a package: letters, digits, ".", "_" and "-" are`,
      fix: 'name it with --name',
    });
  }
  return wanted;
}

/** Paths of all files below a folder, with slashes; what npm and git keep there does not count. */
async function filesIn(folder: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      // Not by `instanceof`: an error of Node itself can come from another realm.
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') {
        return [];
      }
      throw new CliError(
        {
          what: 'a project cannot be made here',
          where: folder,
          why: message,
          fix: 'name a folder that is new or can be read',
        },
        { cause: error },
      );
    },
  );
  return new Set(
    entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((path) => !/^(\.git|node_modules)\//.test(path)),
  );
}

function specifierOf(dependency: PackageDependency): string {
  return dependency.kind === 'specifier' ? dependency.specifier : 'file:vendor/jobwright.tgz';
}

async function packInto(folder: string, dependency: PackageDependency): Promise<void> {
  if (dependency.kind === 'specifier') {
    return;
  }
  const vendor = join(folder, 'vendor');
  await mkdir(vendor, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = await promisify(execFile)(
    npm,
    ['pack', '--silent', '--pack-destination', vendor],
    { cwd: dependency.folder, shell: process.platform === 'win32' },
  );
  // Without a version in its name, the next one takes its place.
  await rename(join(vendor, stdout.trim().split('\n').at(-1) ?? ''), join(vendor, 'jobwright.tgz'));
}
