import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { compileStrict } from './compile-strict.js';
import { emitAll, FIXTURES, fixtureSources, HERE, REPOSITORY } from './fixture.js';

const GOLDEN = join(HERE, 'golden');
const CASES = readdirSync(FIXTURES).sort();

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

describe.each(CASES)('golden output of %s', (name) => {
  const folder = join(GOLDEN, name);

  test('is what the generator emits, file by file', async () => {
    const files = await emitAll(fixtureSources(name));
    if (process.env.UPDATE_GOLDEN === '1') {
      rmSync(folder, { recursive: true, force: true });
      for (const { path, text } of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    }
    expect(files.map(({ path }) => path).sort()).toEqual(filesBelow(folder));
    for (const { path, text } of files) {
      expect(text).toBe(readFileSync(join(folder, path), 'utf8'));
    }
  });
});

describe('golden output', () => {
  test('compiles strictly with the usage written against it, and wrong use does not', () => {
    const files = CASES.flatMap((name) =>
      filesBelow(join(GOLDEN, name))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join(GOLDEN, name, file)),
    );
    const usage = join(HERE, 'golden-usage');
    const users = filesBelow(usage).map((file) => join(usage, file));
    expect(users.length).toBeGreaterThan(0);
    expect(compileStrict([...files, ...users], REPOSITORY)).toEqual([]);
  }, 120_000);
});
