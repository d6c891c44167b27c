import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const minutes = 60_000;
let folder = '';
let tarball = '';

interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs a command as a shell of a stranger would: no variables of the npm that runs the tests. */
async function run(cwd: string, command: string, ...args: readonly string[]): Promise<Ran> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_|^JEST_|^INIT_CWD/.test(name)),
  );
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, {
      cwd,
      env: { ...env, npm_config_prefer_offline: 'true', npm_config_cache: join(folder, 'cache') },
      maxBuffer: 16 * 1024 * 1024,
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

/** What git would commit of the checkout, elsewhere: packing changes package.json for a moment. */
async function copyCheckout(to: string): Promise<void> {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root })
    .toString()
    .split('\n')
    .filter((file) => file !== '');
  for (const file of files) {
    await cp(join(root, file), join(to, file)).catch(() => undefined);
  }
  await symlink(join(root, 'node_modules'), join(to, 'node_modules'));
}

async function folderOf(name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobwright-pack-'));
  const cache = execFileSync('npm', ['config', 'get', 'cache']).toString().trim();
  await mkdir(join(folder, 'cache'));
  // Downloads are shared with other runs; what npx installs is not.
  await mkdir(join(cache, '_cacache'), { recursive: true });
  await symlink(join(cache, '_cacache'), join(folder, 'cache', '_cacache'));
  const checkout = await folderOf('checkout');
  await copyCheckout(checkout);
  const before = await readFile(join(checkout, 'package.json'), 'utf8');
  const packed = await run(checkout, 'npm', 'pack', '--pack-destination', folder);
  expect(packed).toMatchObject({ code: 0 });
  expect(await readFile(join(checkout, 'package.json'), 'utf8')).toBe(before);
  tarball = join(folder, 'jobwright-0.1.0.tgz');
}, 5 * minutes);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a package holds what it needs and no more', () => {
  const files = execFileSync('tar', ['tzf', tarball])
    .toString()
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  const rooms = new Set(
    files
      .filter((path) => !/^dist\/.*\.(js|d\.ts)$|^dist\/cli\/template\//.test(path))
      .map((path) => path),
  );

  expect([...rooms].sort()).toEqual([
    'LICENSE',
    'NOTICE',
    'README.md',
    'cli/bin.js',
    'dist/engine/exporters/postgres/migrations/001_history.sql',
    'package.json',
  ]);
  expect(files.filter((path) => /(^|\/)(services|infra|web|bench|test)\//.test(path))).toEqual([
    'dist/cli/template/test/order.test.ts',
  ]);
});

describe('a project made by npx from the package', () => {
  let project = '';

  test(
    'passes its own tests',
    async () => {
      const home = await folderOf('npx');
      const made = await run(
        home,
        'npx',
        '--yes',
        `--package=${tarball}`,
        'jobwright',
        'init',
        'demo',
      );
      expect(made).toMatchObject({ code: 0 });
      project = join(home, 'demo');
      const manifest = await readFile(join(project, 'package.json'), 'utf8');
      expect(JSON.parse(manifest)).toMatchObject({
        name: 'demo',
        dependencies: { jobwright: `file:${tarball}` },
      });

      expect(await run(project, 'npm', 'install')).toMatchObject({ code: 0 });
      const tested = await run(project, 'npm', 'test');
      expect(tested).toMatchObject({ code: 0 });
      expect(tested.output).toMatch(/Tests: +4 passed, 4 total/);
    },
    8 * minutes,
  );

  test(
    'imports every entry of the package, in plain Node and with each TypeScript',
    async () => {
      const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
        readonly exports: Readonly<Record<string, string>>;
      };
      const entries = Object.keys(manifest.exports)
        .map((name) => name.replace(/^\./, 'jobwright'))
        .filter((name) => !name.endsWith('.json'));
      const names = entries.map((entry) => `import('${entry}')`).join(', ');
      const code = `for (const entry of await Promise.all([${names}])) console.log(Object.keys(entry).length > 0)`;

      expect(await run(project, process.execPath, '--input-type=module', '--eval', code)).toEqual({
        code: 0,
        output: 'true\n'.repeat(entries.length),
      });

      const uses = entries.map((entry, index) => `export * as entry${index} from '${entry}';\n`);
      await writeFile(join(project, 'entries.ts'), uses.join(''));
      const args = ['--noEmit', '--skipLibCheck', 'false', '-p', '.'];
      for (const compiler of ['typescript', 'typescript-5.9', 'typescript-7']) {
        const tsc = join(root, 'node_modules', compiler, 'bin', 'tsc');
        expect([compiler, await run(project, process.execPath, tsc, ...args)]).toEqual([
          compiler,
          { code: 0, output: '' },
        ]);
      }
    },
    4 * minutes,
  );

  test(
    'passes the tests that its model generates, until the model takes another path',
    async () => {
      const scaffold = ['jobwright', 'scaffold', 'tests', '--tests', 'test/paths'];
      expect(await run(project, 'npx', ...scaffold)).toMatchObject({ code: 0 });
      const tested = await run(project, 'npm', 'test');
      expect(tested).toMatchObject({ code: 0 });
      expect(tested.output).toMatch(/Test Suites: 2 passed, 2 total/);

      const model = join(project, 'bpmn', 'order.bpmn');
      const text = await readFile(model, 'utf8');
      await writeFile(model, text.replace('>=paid<', '>=not(paid)<'));
      const red = await run(project, 'npx', 'jobwright', 'generate');
      const jest = join('node_modules', 'jest', 'bin', 'jest.js');
      const paths = await run(
        project,
        process.execPath,
        '--experimental-vm-modules',
        jest,
        'test/paths',
      );
      await writeFile(model, text);
      expect([red.code, (await run(project, 'npx', 'jobwright', 'generate')).code]).toEqual([0, 0]);
      expect(paths.code).not.toBe(0);
      expect(paths.output).toContain('took the path');
    },
    4 * minutes,
  );

  test(
    'fails when the model no longer fits the code',
    async () => {
      const model = join(project, 'bpmn', 'order.bpmn');
      const text = await readFile(model, 'utf8');
      await writeFile(model, text.replace('type="ship-order"', 'type="send-order"'));

      const stale = await run(project, 'npm', 'test');
      expect(stale.code).not.toBe(0);
      expect(stale.output).toContain('contract.gen.ts');

      expect(await run(project, 'npm', 'run', 'generate')).toMatchObject({ code: 0 });
      const red = await run(project, 'npx', 'tsc');
      expect(red.code).not.toBe(0);
      expect(red.output).toContain(`handlers/index.ts`);
    },
    4 * minutes,
  );
});

test(
  'a project made by an installed package takes it from the same tarball',
  async () => {
    const home = await folderOf('installed');
    expect(await run(home, 'npm', 'install', tarball)).toMatchObject({ code: 0 });
    expect(await run(home, 'npx', 'jobwright', 'init', 'demo')).toMatchObject({ code: 0 });
    const project = join(home, 'demo');

    expect(await run(project, 'npm', 'install')).toMatchObject({ code: 0 });
    expect(await run(project, 'npm', 'test')).toMatchObject({ code: 0 });
  },
  8 * minutes,
);

test(
  'a project made by a checkout brings the package along',
  async () => {
    const home = await folderOf('brought');
    const bin = join(folder, 'checkout', 'cli', 'bin.js');
    expect(await run(home, process.execPath, bin, 'init', 'demo')).toMatchObject({ code: 0 });

    expect(await readdir(join(home, 'demo', 'vendor'))).toEqual(['jobwright.tgz']);
    const manifest = await readFile(join(home, 'demo', 'package.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({
      dependencies: { jobwright: 'file:vendor/jobwright.tgz' },
    });
  },
  4 * minutes,
);
