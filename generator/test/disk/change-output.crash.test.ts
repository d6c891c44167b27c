import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { build } from 'esbuild';

import { changeOutput, readOutput } from '../../disk/output-folder.js';
import { HERE, temporaryFolder } from '../fixture.js';
import { identity, snapshot } from './snapshot.js';

const BEFORE: Readonly<Record<string, string>> = {
  'a/one.gen.ts': 'one',
  'a/two.gen.ts': 'two',
  'b/three.gen.ts': 'three',
  'gone/four.gen.ts': 'four',
  'notes/mine.md': 'mine',
};
const CHANGE = {
  write: { 'a/two.gen.ts': 'two, changed', 'c/five.gen.ts': 'five', 'c/d/six.gen.ts': 'six' },
  remove: ['gone/four.gen.ts'],
};
const STAYS = ['a/one.gen.ts', 'b/three.gen.ts', 'notes/mine.md'];

describe.each(['swap', 'in-place'])('a run that is killed (%s)', (mode) => {
  const folder = temporaryFolder();
  const script = join(folder.path, 'killed-run.mjs');
  let runs = 0;

  beforeAll(async () => {
    await build({
      entryPoints: [join(HERE, 'disk', 'killed-run.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
  });

  afterAll(() => {
    folder.remove();
  });

  function newOutput(): string {
    runs += 1;
    const out = join(folder.path, `run-${String(runs)}`, 'generated');
    for (const [path, text] of Object.entries(BEFORE)) {
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), text);
    }
    mkdirSync(join(out, 'empty'));
    symlinkSync('../b', join(out, 'notes', 'link'));
    return out;
  }

  async function run(out: string, stopAt: number): Promise<number | undefined> {
    const child = spawn(process.execPath, [
      script,
      out,
      String(stopAt),
      mode,
      JSON.stringify(CHANGE),
    ]);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    const signal = await new Promise((resolve) =>
      child.on('close', (_code, name) => {
        resolve(name);
      }),
    );
    expect(Buffer.concat(errors).toString()).toBe('');
    return signal === 'SIGKILL' ? undefined : Number(Buffer.concat(chunks).toString());
  }

  test('leaves the old output or the new one at every call, and the next one mends the rest', async () => {
    // given
    const untouched = newOutput();
    const old = snapshot(untouched);
    const calls = (await run(untouched, 0)) ?? 0;
    const young = snapshot(untouched);
    expect(calls).toBeGreaterThan(25);
    expect(young).toEqual({
      ...old,
      ...CHANGE.write,
      c: '/',
      'c/d': '/',
      ...{ gone: undefined, 'gone/four.gen.ts': undefined },
    });
    expect(readdirSync(dirname(untouched))).toEqual(['generated']);

    const right = { old: 0, new: 0, missing: 0, mixed: 0 };
    const mended = { old: 0, new: 0 };
    for (let stopAt = 1; stopAt <= calls; stopAt += 1) {
      const out = newOutput();
      const before = STAYS.map((path) => identity(join(out, path)));

      // when
      expect(await run(out, stopAt)).toBeUndefined();

      // then: right after the kill
      const left = snapshot(out);
      delete (left as Record<string, string> | undefined)?.['.jobwright'];
      const visible =
        left === undefined
          ? undefined
          : Object.fromEntries(
              Object.entries(left).filter(([path]) => !path.startsWith('.jobwright/')),
            );
      right[stateOf(visible, old, young)] += 1;

      // then: after whatever command comes next
      await readOutput(out, []);
      const state = stateOf(snapshot(out), old, young);
      expect(['old', 'new']).toContain(state);
      mended[state === 'new' ? 'new' : 'old'] += 1;
      expect(STAYS.map((path) => identity(join(out, path)))).toEqual(before);
      expect(readdirSync(dirname(out))).toEqual(['generated']);

      // then: and the change itself, once more
      await changeOutput(out, [], () => ({
        write: new Map(Object.entries(CHANGE.write)),
        remove: new Set(CHANGE.remove),
      }));
      expect(snapshot(out)).toEqual(young);
      rmSync(dirname(out), { recursive: true });
    }
    expect(mended.old).toBeGreaterThan(5);
    expect(mended.new).toBeGreaterThan(5);
    if (mode === 'swap') {
      // The one moment without a folder is the one between the two renames.
      expect(right).toMatchObject({ missing: 1, mixed: 0 });
    } else {
      expect(right.missing).toBe(0);
    }
  }, 300_000);
});

function stateOf(
  found: Readonly<Record<string, string>> | undefined,
  old: Readonly<Record<string, string>> | undefined,
  young: Readonly<Record<string, string>> | undefined,
): 'old' | 'new' | 'missing' | 'mixed' {
  const text = (value: Readonly<Record<string, string>> | undefined): string =>
    JSON.stringify(Object.entries(value ?? {}).sort(([left], [right]) => (left < right ? -1 : 1)));
  if (found === undefined) {
    return 'missing';
  }
  if (text(found) === text(old)) {
    return 'old';
  }
  return text(found) === text(young) ? 'new' : 'mixed';
}
