import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runTool } from './tool.js';

const folder = `${root}.github/workflows`;
const names = readdirSync(folder);
const workflows = names.map((name) => join(folder, name));

const scratch = mkdtempSync(join(tmpdir(), 'jobwright-workflows-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** Actions that are not pinned to a commit. */
function unpinned(text: string): readonly string[] {
  return [...text.matchAll(/uses: (\S+)/g)]
    .map((match) => match[1] ?? '')
    .filter((action) => !/@[0-9a-f]{40}$/.test(action));
}

/** The workflow of the checks with one change. */
function planted(from: string | RegExp, to: string): string {
  const file = join(scratch, '.github/workflows/planted.yml');
  mkdirSync(join(scratch, '.github/workflows'), { recursive: true });
  writeFileSync(file, readFileSync(join(folder, 'ci.yml'), 'utf8').replace(from, to));
  return file;
}

describe('workflows', () => {
  test('are sound for actionlint', async () => {
    expect(await runTool('actionlint', ...workflows)).toMatchObject({ code: 0, stdout: '' });
  });

  test('are safe for zizmor', async () => {
    const { code, stdout } = await runTool(
      'zizmor',
      '--offline',
      '--no-progress',
      folder,
      `${root}.github/dependabot.yml`,
    );

    expect({ code, stdout }).toMatchObject({ code: 0 });
  });

  test.each(names)('%s pins every action to a commit, and allows nothing by itself', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');

    expect(unpinned(text)).toEqual([]);
    expect(text).toMatch(/^permissions: \{\}$/m);
  });
});

describe('a planted fault is found', () => {
  test('an action by its tag', async () => {
    const file = planted(/actions\/checkout@\S+ # \S+/, 'actions/checkout@v4');

    expect(unpinned(readFileSync(file, 'utf8'))).toEqual(['actions/checkout@v4']);
    const { code, stdout } = await runTool('zizmor', '--offline', '--no-progress', file);
    expect(code).not.toBe(0);
    expect(stdout).toContain('unpinned-uses');
  });

  test('a title of a pull request in a command', async () => {
    const file = planted('run: npm test', 'run: echo ${{ github.event.pull_request.title }}');

    expect((await runTool('actionlint', file)).stdout).toContain('potentially untrusted');
    expect((await runTool('zizmor', '--offline', '--no-progress', file)).stdout).toContain(
      'template-injection',
    );
  });

  test('a job that needs one that is not there', async () => {
    const file = planted(
      '    runs-on: ubuntu-24.04\n',
      '    runs-on: ubuntu-24.04\n    needs: nothing\n',
    );

    expect((await runTool('actionlint', file)).code).not.toBe(0);
  });
});
