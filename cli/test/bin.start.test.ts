import { execFile } from 'node:child_process';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
let checkout = '';

/** A checkout of two source files that starts as ours does. */
beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'jobwright-start-'));
  await mkdir(join(checkout, 'cli', 'lazy'), { recursive: true });
  await cp(join(root, 'cli', 'bin.js'), join(checkout, 'cli', 'bin.js'));
  await cp(join(root, 'cli', 'start'), join(checkout, 'cli', 'start'), { recursive: true });
  await mkdir(join(checkout, 'node_modules'));
  for (const name of ['esbuild', '@esbuild', 'tsx', 'get-tsconfig', 'resolve-pkg-maps', 'saxen']) {
    await symlink(join(root, 'node_modules', name), join(checkout, 'node_modules', name)).catch(
      () => undefined,
    );
  }
  await write('node_modules/.package-lock.json', '{}');
  await write('package.json', '{ "name": "tiny", "type": "module" }');
  await write('tsconfig.json', '{}');
  await write('cli/main.ts', `const { say } = await import('./lazy/say.js'); say('one');`);
  await write(
    'cli/lazy/say.ts',
    `export function say(word: string): void { console.log(word, import.meta.url, process.argv[2] ?? '', 'import.meta.url'); }`,
  );
});
afterEach(async () => {
  await rm(checkout, { recursive: true, force: true });
});

/** Writes a source as if it had been saved a while ago. */
async function write(file: string, text: string): Promise<void> {
  await writeFile(join(checkout, file), text);
  const then = new Date(Date.now() - 60_000 + text.length);
  await utimes(join(checkout, file), then, then);
}

async function start(
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return run(process.execPath, [join(checkout, 'cli', 'bin.js'), 'word'], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
  });
}

const cache = (): string => join(checkout, 'node_modules', '.cache', 'jobwright');
const said = (word: string): string =>
  `${word} ${pathToFileURL(join(checkout, 'cli', 'lazy', 'say.ts')).href} word import.meta.url\n`;

async function builds(): Promise<readonly string[]> {
  const [folder = ''] = await readdir(cache());
  return (await readdir(join(cache(), folder))).filter((name) => name !== 'current.json');
}

test('a second start runs the bundle of the first, and each file still knows its place', async () => {
  const first = await start();
  const built = await builds();
  const second = await start();

  expect([first.stdout, second.stdout]).toEqual([said('one'), said('one')]);
  expect(built).toHaveLength(1);
  expect(await builds()).toEqual(built);
});

test('a changed source is seen by the next start', async () => {
  await start();
  await write('cli/main.ts', `const { say } = await import('./lazy/say.js'); say('other');`);

  expect((await start()).stdout).toBe(said('other'));
  expect(await builds()).toHaveLength(2);
});

test('a change of the installed packages makes a new bundle', async () => {
  await start();
  await write('node_modules/.package-lock.json', '{ "packages": {} }');
  await start();

  expect(await builds()).toHaveLength(2);
});

test('a source that was saved during the build is not taken for bundled', async () => {
  await write('cli/main.ts', `const { say } = await import('./lazy/say.js'); say('early');`);
  const soon = new Date(Date.now() + 60_000);
  await utimes(join(checkout, 'cli', 'main.ts'), soon, soon);

  expect((await start()).stdout).toBe(said('early'));
  const [folder = ''] = await readdir(cache());
  await expect(stat(join(cache(), folder, 'current.json'))).rejects.toThrow('ENOENT');
});

test('without a folder to keep a bundle in, the sources run through tsx', async () => {
  await writeFile(join(checkout, 'node_modules', '.cache'), 'no folder');
  const temporary = join(checkout, 'temporary');
  await mkdir(temporary);
  await writeFile(join(temporary, `jobwright-${String(userInfo().uid)}`), 'no folder either');

  expect((await start({ TMPDIR: temporary })).stdout).toBe(said('one'));
});

test('a bundle folder that others can write to is not trusted', async () => {
  await start();
  const [folder = ''] = await readdir(cache());
  await run('chmod', ['777', join(cache(), folder)]);
  const [build = ''] = await builds();
  await writeFile(join(cache(), folder, build, 'main.js'), `console.log('planted');`);
  const temporary = join(checkout, 'temporary');
  await mkdir(temporary);

  expect((await start({ TMPDIR: temporary })).stdout).toBe(said('one'));
  expect(await readdir(temporary)).toHaveLength(1);
});

test('a source that cannot be parsed is named', async () => {
  await write('cli/lazy/say.ts', 'export const = 1;');

  await expect(start()).rejects.toThrow(/say\.ts/);
});
