import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

import fc from 'fast-check';

import { foundOutput, type FoundOutput } from '../../compare/found-output.js';
import { compareGenerated, outputChange } from '../../compare/compare-generated.js';
import { changeOutput, readOutput, type OutputAccess } from '../../disk/output-folder.js';
import { sha256 } from '../../sha256.js';
import { temporaryFolder } from '../fixture.js';
import { identity, snapshot } from './snapshot.js';
import { watchedDisk } from './stopping-port.js';

const folder = temporaryFolder();
let count = 0;

afterAll(() => {
  folder.remove();
});

function newFolder(files: Readonly<Record<string, string>> = {}): string {
  count += 1;
  const out = join(folder.path, String(count), 'generated');
  mkdirSync(dirname(out));
  fill(out, files);
  return out;
}

function fill(out: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
}

async function write(
  out: string,
  files: Readonly<Record<string, string>>,
  access: OutputAccess & { readonly remove?: readonly string[] } = {},
): Promise<void> {
  await changeOutput(
    out,
    [],
    () => ({ write: new Map(Object.entries(files)), remove: new Set(access.remove) }),
    access,
  );
}

const refusing =
  (call: string, code: string, when: (args: readonly unknown[]) => boolean = () => true) =>
  (name: string, _number: number, args: readonly unknown[]): void => {
    if (name === call && when(args)) {
      throw Object.assign(new Error(code), { code, syscall: name });
    }
  };

describe('changing the output folder', () => {
  test('makes it where there was none, and leaves nothing beside it', async () => {
    const out = newFolder();
    await write(out, { 'a/b/one.gen.ts': 'one' });
    expect(snapshot(out)).toEqual({ a: '/', 'a/b': '/', 'a/b/one.gen.ts': 'one' });
    expect(readdirSync(dirname(out))).toEqual(['generated']);
    const deep = join(dirname(out), 'not', 'there', 'yet');
    await write(deep, { 'one.gen.ts': 'one' });
    expect(snapshot(deep)).toEqual({ 'one.gen.ts': 'one' });
  });

  test('keeps files, links, empty folders and modes of what it does not change', async () => {
    const out = newFolder({ 'a/keep.gen.ts': 'keep', 'a/old.gen.ts': 'old', 'tool.sh': 'run' });
    mkdirSync(join(out, 'empty'), { mode: 0o700 });
    symlinkSync('nowhere', join(out, 'link'));
    utimesSync(join(out, 'tool.sh'), 1, 1);
    const before = ['a/keep.gen.ts', 'tool.sh'].map((path) => identity(join(out, path)));

    await write(out, { 'a/new.gen.ts': 'new' }, { remove: ['a/old.gen.ts'] });

    expect(snapshot(out)).toEqual({
      a: '/',
      'a/keep.gen.ts': 'keep',
      'a/new.gen.ts': 'new',
      empty: '/',
      link: '-> nowhere',
      'tool.sh': 'run',
    });
    expect(['a/keep.gen.ts', 'tool.sh'].map((path) => identity(join(out, path)))).toEqual(before);
    expect(statSync(join(out, 'empty')).mode & 0o777).toBe(0o700);
  });

  test('takes folders along that lose their last file, and no others', async () => {
    const out = newFolder({ 'a/b/one.gen.ts': 'one', 'c/two.gen.ts': 'two', 'c/mine.md': 'mine' });
    mkdirSync(join(out, 'd'));
    await write(out, {}, { remove: ['a/b/one.gen.ts', 'c/two.gen.ts'] });
    expect(snapshot(out)).toEqual({ c: '/', 'c/mine.md': 'mine', d: '/' });
    await write(out, {}, { remove: ['c/mine.md'] });
    expect(snapshot(out)).toEqual({ d: '/' });
  });

  test('does nothing at all when there is nothing to do', async () => {
    const out = newFolder({ 'a.gen.ts': 'a' });
    const before = statSync(out, { bigint: true });
    await changeOutput(out, [], () => undefined);
    await write(out, {});
    expect(statSync(out, { bigint: true }).ino).toBe(before.ino);
    expect(statSync(out, { bigint: true }).mtimeNs).toBe(before.mtimeNs);
  });

  test('copies what the disk cannot link, with its times', async () => {
    const out = newFolder({ 'keep.gen.ts': 'keep' });
    utimesSync(join(out, 'keep.gen.ts'), 5, 7);
    await write(out, { 'new.gen.ts': 'new' }, { port: watchedDisk(refusing('linkSync', 'EPERM')) });
    expect(snapshot(out)).toEqual({ 'keep.gen.ts': 'keep', 'new.gen.ts': 'new' });
    expect(statSync(join(out, 'keep.gen.ts')).mtimeMs).toBe(7000);
  });

  test.each([
    [
      'the folder cannot be renamed',
      refusing('renameSync', 'EBUSY', ([from]) => String(from).endsWith('generated')),
    ],
    [
      'the new one cannot be put there',
      refusing('renameSync', 'EPERM', ([from]) => String(from).endsWith('/new')),
    ],
    ['a part of it is on another disk', refusing('linkSync', 'EXDEV')],
    [
      'nothing can be made beside it',
      refusing('mkdirSync', 'EACCES', ([path]) => String(path).endsWith('.generated.jobwright')),
    ],
  ])('changes it in place when %s', async (_name, refuse) => {
    const out = newFolder({ 'a/keep.gen.ts': 'keep', 'b/old.gen.ts': 'old', 'a/x.gen.ts': 'x' });
    const { ino } = statSync(out);
    const order: string[] = [];
    const port = watchedDisk((call, number, args) => {
      refuse(call, number, args);
      if (call === 'renameSync') {
        order.push(String(args[1]).slice(out.length + 1));
      }
    });

    await write(
      out,
      { '.manifest.json': '{}', 'a/x.gen.ts': 'changed', 'c/new.gen.ts': 'new' },
      { port, remove: ['b/old.gen.ts'] },
    );

    expect(statSync(out).ino).toBe(ino);
    expect(snapshot(out)).toEqual({
      '.manifest.json': '{}',
      a: '/',
      'a/keep.gen.ts': 'keep',
      'a/x.gen.ts': 'changed',
      c: '/',
      'c/new.gen.ts': 'new',
    });
    expect(order.slice(-3)).toEqual(['a/x.gen.ts', 'c/new.gen.ts', '.manifest.json']);
    expect(readdirSync(dirname(out))).toEqual(['generated']);
  });

  test('of a link to a folder changes the folder, not the link', async () => {
    const out = newFolder({ 'a.gen.ts': 'a' });
    const link = join(dirname(out), 'alias');
    symlinkSync('generated', link);
    await write(link, { 'b.gen.ts': 'b' });
    expect(readlinkSync(link)).toBe('generated');
    expect(snapshot(out)).toEqual({ 'a.gen.ts': 'a', 'b.gen.ts': 'b' });
    symlinkSync('nowhere', join(dirname(out), 'dangling'));
    await expect(write(join(dirname(out), 'dangling'), { 'b.gen.ts': 'b' })).rejects.toMatchObject({
      code: 'CONF416',
    });
  });

  test('leaves everything as it was when the disk fails at any call', async () => {
    const files = { 'a/keep.gen.ts': 'keep', 'a/old.gen.ts': 'old', 'a/x.gen.ts': 'x' };
    const change = { 'a/x.gen.ts': 'changed', 'c/new.gen.ts': 'new' };
    const states = new Set<string>();
    for (let failAt = 1; ; failAt += 1) {
      const out = newFolder(files);
      const failures: string[] = [];
      const port = watchedDisk((call, number) => {
        if (number === failAt && call !== 'fsync') {
          failures.push(call);
          throw Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: call });
        }
      });
      const run = write(out, change, { port, remove: ['a/old.gen.ts'] });
      if (failAt === 1) {
        await expect(run).rejects.toMatchObject({
          code: 'CONF417',
          where: out,
          message: expect.stringContaining('no space') as string,
        });
      } else {
        await run.catch(() => undefined);
      }
      await readOutput(out, []);
      states.add(JSON.stringify(snapshot(out)));
      expect(readdirSync(dirname(out))).toEqual(['generated']);
      if (failures.length === 0 && failAt > 30) {
        break;
      }
    }
    // The old one and the new one.
    expect(states.size).toBe(2);
  }, 60_000);
});

describe('two runs at once', () => {
  test('wait for each other', async () => {
    const out = newFolder({ 'a.gen.ts': '0' });
    const runs = ['one', 'two', 'three'].map((text) =>
      write(out, { [`${text}.gen.ts`]: text, 'a.gen.ts': text }),
    );
    await Promise.all(runs);
    const found = snapshot(out) ?? {};
    expect(Object.keys(found).sort()).toEqual([
      'a.gen.ts',
      'one.gen.ts',
      'three.gen.ts',
      'two.gen.ts',
    ]);
    expect(readdirSync(dirname(out))).toEqual(['generated']);
  });

  test('end in a clear error when one holds the folder too long', async () => {
    const out = newFolder({ 'a.gen.ts': '0' });
    const work = join(dirname(out), '.generated.jobwright');
    mkdirSync(work);
    const lock = JSON.stringify({ pid: process.ppid, host: hostname(), token: 'x' });
    writeFileSync(join(work, 'lock'), lock);
    const started = Date.now();

    await expect(write(out, { 'a.gen.ts': '1' }, { times: { waitMs: 100 } })).rejects.toMatchObject(
      { code: 'CONF415', where: out },
    );

    expect(Date.now() - started).toBeGreaterThanOrEqual(100);
    expect(readFileSync(join(work, 'lock'), 'utf8')).toBe(lock);
    expect(snapshot(out)).toEqual({ 'a.gen.ts': '0' });
  });

  test.each([
    ['whose process is gone', { pid: 2 ** 22 + 1, host: hostname(), token: 'x' }, 0],
    ['that this process did not get rid of', { pid: process.pid, host: hostname(), token: 'x' }, 0],
    ['that is a minute old', { pid: process.pid, host: 'elsewhere', token: 'x' }, 61],
    ['that was never signed', undefined, 3],
  ])('take over a lock %s', async (_name, holder, age) => {
    const out = newFolder({ 'a.gen.ts': '0' });
    const work = join(dirname(out), '.generated.jobwright');
    mkdirSync(work);
    writeFileSync(join(work, 'lock'), holder === undefined ? '' : JSON.stringify(holder));
    const then = Date.now() / 1000 - age;
    utimesSync(join(work, 'lock'), then, then);

    await write(out, { 'a.gen.ts': '1' }, { times: { waitMs: 0 } });

    expect(snapshot(out)).toEqual({ 'a.gen.ts': '1' });
    expect(existsSync(work)).toBe(false);
  });

  test('never swap when the lock was taken away meanwhile', async () => {
    const out = newFolder({ 'a.gen.ts': '0' });
    const work = join(dirname(out), '.generated.jobwright');
    const other = JSON.stringify({ pid: process.pid, host: hostname(), token: 'other' });
    const port = watchedDisk((call, _number, [path]) => {
      if (call === 'openSync' && path === join(work, 'ready')) {
        writeFileSync(join(work, 'lock'), other);
      }
    });
    await expect(write(out, { 'a.gen.ts': '1' }, { port })).rejects.toMatchObject({
      code: 'CONF415',
    });
    expect(snapshot(out)).toEqual({ 'a.gen.ts': '0' });
    expect(readFileSync(join(work, 'lock'), 'utf8')).toBe(other);
  });
});

describe('a hostile output folder', () => {
  const manifest = (files: Readonly<Record<string, string>>): string =>
    JSON.stringify({ format: 1, files });

  async function regenerate(out: string): Promise<FoundOutput> {
    const wanted = { plan: { sources: [] }, files: [{ path: 'a/one.gen.ts', text: 'one' }] };
    const paths = wanted.files.map(({ path }) => path);
    await changeOutput(out, paths, (found) => outputChange(compareGenerated(wanted, found)));
    return readOutput(out, paths);
  }

  test('has nothing deleted or written outside, whatever its manifest lists', async () => {
    const path = fc.oneof(
      fc.constantFrom(
        '../victim.gen.ts',
        'a/../../victim.gen.ts',
        '..',
        '',
        '.',
        'con.gen.ts',
        'NUL',
        'a\\..\\..\\victim.gen.ts',
        'C:/victim.gen.ts',
        'linked/victim.gen.ts',
        'LINKED/victim.gen.ts',
        './victim.gen.ts',
        'a//b.gen.ts',
        '.git/config',
        '__proto__',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constant('ABSOLUTE'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(path, { minLength: 1, maxLength: 6 }), async (paths) => {
        const out = newFolder({ '.git/config': 'x', 'mine.md': 'x' });
        const beside = join(dirname(out), 'victim.gen.ts');
        writeFileSync(beside, 'x');
        mkdirSync(join(dirname(out), 'target'));
        linkSync(beside, join(dirname(out), 'target', 'victim.gen.ts'));
        symlinkSync('../target', join(out, 'linked'));
        symlinkSync('../victim.gen.ts', join(out, 'victim.gen.ts'));
        const listed = paths.map((each) => [each === 'ABSOLUTE' ? beside : each, sha256('x')]);
        writeFileSync(
          join(out, '.manifest.json'),
          manifest({ ...(Object.fromEntries(listed) as Record<string, string>), 'mine.md': 'no' }),
        );

        await regenerate(out);

        expect(readFileSync(beside, 'utf8')).toBe('x');
        expect(readFileSync(join(dirname(out), 'target', 'victim.gen.ts'), 'utf8')).toBe('x');
        expect(snapshot(out)).toMatchObject({
          '.git/config': 'x',
          'mine.md': 'x',
          linked: '-> ../target',
          'victim.gen.ts': '-> ../victim.gen.ts',
          'a/one.gen.ts': 'one',
        });
        expect(readdirSync(dirname(out)).sort()).toEqual(['generated', 'target', 'victim.gen.ts']);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test('has no journal obeyed that leads out of it', async () => {
    const out = newFolder({ 'a.gen.ts': 'a' });
    const victim = join(dirname(out), 'victim.gen.ts');
    writeFileSync(victim, 'x');
    symlinkSync('..', join(out, 'up'));
    fill(join(out, '.jobwright'), {
      'new/0': 'evil',
      'new/1': 'evil',
      'new/2': 'evil',
      'journal.json': JSON.stringify({
        write: [
          ['../victim.gen.ts', '0'],
          ['up/victim.gen.ts', '1'],
          ['a.gen.ts', '../../a.gen.ts'],
          ['b.gen.ts', '2'],
          7,
        ],
        remove: ['../victim.gen.ts', 'up/victim.gen.ts', 'up'],
      }),
    });

    await readOutput(out, []);

    expect(readFileSync(victim, 'utf8')).toBe('x');
    expect(snapshot(out)).toEqual({ 'a.gen.ts': 'a', 'b.gen.ts': 'evil', up: '-> ..' });
  });

  test('is read without following its links, and whatever the bytes', async () => {
    const out = newFolder({ 'a/one.gen.ts': 'one' });
    symlinkSync('a', join(out, 'b'));
    symlinkSync('.', join(out, 'loop'));
    writeFileSync(join(out, 'bytes.gen.ts'), Buffer.from([0x61, 0xff]));
    writeFileSync(join(out, 'mark.gen.ts'), 'a\uFFFD');
    const found = await readOutput(out, ['b/one.gen.ts']);
    expect([...found.texts]).toEqual([
      ['a/one.gen.ts', 'one'],
      ['bytes.gen.ts', 'a\uFFFD\0'],
      ['mark.gen.ts', 'a\uFFFD'],
    ]);
    expect([...found.links]).toEqual(['b', 'loop']);
    expect([...found.folders]).toEqual(['a']);
    expect(foundOutput(new Map([['x/y.gen.ts', 'y']])).folders).toEqual(new Set(['x']));
  });

  test('whose manifest is none is left alone', async () => {
    const out = newFolder({ '.manifest.json': 'no', 'a/one.gen.ts': 'mine' });
    await expect(regenerate(out)).rejects.toMatchObject({ code: 'CONF414' });
    expect(snapshot(out)).toMatchObject({ '.manifest.json': 'no', 'a/one.gen.ts': 'mine' });
  });
});
