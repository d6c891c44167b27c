import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { newProject, type NewProject } from '../init/new-project.js';
import { packageDependency } from '../init/package-dependency.js';

let home = '';
let ownFile = '';

/** A jobwright as npm would have installed it from a tarball. */
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'jobwright-init-'));
  ownFile = await installed({ resolved: 'file:../our%20jobwright.tgz' });
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

async function installed(entry: object): Promise<string> {
  const modules = join(home, 'user', 'node_modules');
  await mkdir(join(modules, 'jobwright', 'dist', 'cli'), { recursive: true });
  await writeFile(
    join(modules, '.package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/jobwright': entry } }),
  );
  await writeFile(
    join(modules, 'jobwright', 'package.json'),
    JSON.stringify({ name: 'jobwright', version: '1.2.3' }),
  );
  await writeFile(join(modules, 'jobwright', 'dist', 'package.json'), '{ "name": "other" }');
  return join(modules, 'jobwright', 'dist', 'cli', 'main.js');
}

async function make(
  folder: string,
  more: { readonly force?: boolean; readonly dryRun?: boolean; readonly name?: string } = {},
): Promise<NewProject> {
  return newProject({ folder: join(home, folder), force: false, dryRun: false, ownFile, ...more });
}

async function manifestOf(folder: string): Promise<unknown> {
  return JSON.parse(await readFile(join(home, folder, 'package.json'), 'utf8'));
}

describe('a new project', () => {
  test('has models, generated files, handlers and tests, and takes jobwright from where it came', async () => {
    const project = await make('demo');

    expect(project.kept).toEqual([]);
    expect(project.created).toEqual(
      expect.arrayContaining([
        ...['.gitignore', 'README.md', 'bpmn/order.bpmn', 'generated/order/contract.gen.ts'],
        ...['handlers/index.ts', 'package.json', 'test/order.test.ts', 'tsconfig.json'],
      ]),
    );
    expect(await manifestOf('demo')).toMatchObject({
      name: 'demo',
      dependencies: { jobwright: `file:${join(home, 'our jobwright.tgz')}` },
    });
    expect(await readFile(join(home, 'demo', 'README.md'), 'utf8')).toMatch(/^# demo\n/);
    expect(await readFile(join(home, 'demo/generated/order/contract.gen.ts'), 'utf8')).toContain(
      "from 'jobwright/runtime/v1'",
    );
  });

  test('is called what --name says', async () => {
    await make('demo', { name: '@shop/orders' });

    expect(await manifestOf('demo')).toMatchObject({ name: '@shop/orders' });
  });

  test('is not made under a name that npm refuses', async () => {
    await expect(make('de mo')).rejects.toMatchObject({
      text: { why: expect.stringContaining('"de mo" is no name of a package') as string },
    });
    await expect(make('demo', { name: '.hidden' })).rejects.toThrow();
    expect(await readdir(home)).toEqual(['user']);
  });

  test('is not made in a folder that holds something', async () => {
    await mkdir(join(home, 'demo'));
    await writeFile(join(home, 'demo', 'package.json'), 'mine');

    await expect(make('demo')).rejects.toMatchObject({
      text: { why: 'the folder is not empty', where: join(home, 'demo') },
    });
    expect(await readdir(join(home, 'demo'))).toEqual(['package.json']);
  });

  test('is made around what is there with --force, and changes none of it', async () => {
    await mkdir(join(home, 'demo'));
    await writeFile(join(home, 'demo', 'package.json'), 'mine');
    const project = await make('demo', { force: true });

    expect(project.kept).toEqual(['package.json']);
    expect(project.created).not.toContain('package.json');
    expect(await readFile(join(home, 'demo', 'package.json'), 'utf8')).toBe('mine');
  });

  test('is made in a folder where git alone has been', async () => {
    await mkdir(join(home, 'demo', '.git'), { recursive: true });
    await writeFile(join(home, 'demo', '.git', 'HEAD'), '');

    expect((await make('demo')).created).toContain('package.json');
  });

  test('is only told of by a dry run', async () => {
    const project = await make('demo', { dryRun: true });

    expect(project.created).toContain('bpmn/order.bpmn');
    expect(await readdir(home)).toEqual(['user']);
  });

  test('is not made where a file stands', async () => {
    await writeFile(join(home, 'demo'), '');

    await expect(make('demo')).rejects.toMatchObject({
      text: { what: 'a project cannot be made here' },
    });
  });
});

describe('where jobwright comes from', () => {
  test('a version when it came from a registry', async () => {
    const expected = { kind: 'specifier', specifier: '^1.2.3' };

    expect(packageDependency(await installed({}))).toEqual(expected);
    const resolved = 'https://registry.example/jobwright-1.2.3.tgz';
    expect(packageDependency(await installed({ resolved }))).toEqual(expected);
  });

  test('a version when npm has left no list', async () => {
    await rm(join(home, 'user', 'node_modules', '.package-lock.json'));

    expect(packageDependency(ownFile)).toEqual({ kind: 'specifier', specifier: '^1.2.3' });
  });

  test('the checkout when it runs from sources', () => {
    const file = fileURLToPath(import.meta.url);

    expect(packageDependency(file)).toEqual({
      kind: 'checkout',
      folder: fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, ''),
    });
  });

  test('nowhere outside of a jobwright', () => {
    expect(() => packageDependency(join(home, 'elsewhere', 'file.js'))).toThrow(
      'is in no folder of the package jobwright',
    );
  });
});
