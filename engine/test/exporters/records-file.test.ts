import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { recordsFile } from '../../exporters/index.js';
import { batchAt, batches } from '../journal/records.js';

let directory = '';
let path = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwright-records-'));
  path = join(directory, 'records.jsonl');
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function lines(): Promise<unknown[]> {
  const names = (await readdir(directory)).sort((a, b) =>
    a === 'records.jsonl' ? 1 : b === 'records.jsonl' ? -1 : a < b ? -1 : 1,
  );
  const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
  return texts
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

describe('recordsFile', () => {
  test('writes each record as a line, once, also when it gets it again', async () => {
    const exporter = recordsFile({ path });
    expect(await exporter.open()).toBe(0);
    await exporter.export(batches(3).flat());
    await exporter.export(batches(4).flat());
    await exporter.close();
    expect(await lines()).toEqual(batches(4).flat());
    expect(await exporter.open()).toBe(8);
    await exporter.close();
  });

  test('cuts off the half line that a crash left, wherever it was cut', async () => {
    const exporter = recordsFile({ path });
    await exporter.open();
    await exporter.export(batches(2).flat());
    await exporter.close();
    const whole = await readFile(path);
    const last = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (let length = last; length < whole.length; length += 7) {
      await writeFile(path, whole.subarray(0, length));
      expect(await exporter.open()).toBe(3);
      await exporter.export(batches(2).flat());
      await exporter.close();
      expect(await readFile(path)).toEqual(whole);
    }
  });

  test('puts full files aside, and goes on after them', async () => {
    const exporter = recordsFile({ path, rotateBytes: 700 });
    await exporter.open();
    for (const batch of batches(6)) {
      await exporter.export(batch);
    }
    await exporter.close();
    expect((await readdir(directory)).length).toBeGreaterThan(2);
    expect(await lines()).toEqual(batches(6).flat());
    await rm(path);
    expect(await exporter.open()).toBeGreaterThan(4);
    await exporter.close();
  });

  test('reads a last line that is longer than what is read at once', async () => {
    const exporter = recordsFile({ path });
    await exporter.open();
    await exporter.export(batchAt(1, 'x'.repeat(200_000)));
    await exporter.close();
    expect(await exporter.open()).toBe(2);
    await exporter.close();
  });

  test('does not write behind what is no record', async () => {
    await appendFile(path, 'a diary\n');
    const exporter = recordsFile({ path });
    await expect(exporter.open()).rejects.toMatchObject({ name: 'ExporterError', isLasting: true });
    await exporter.close();
    expect(await readFile(path, 'utf8')).toBe('a diary\n');
  });
});
