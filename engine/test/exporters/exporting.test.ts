import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Exporting, type Exporter } from '../../exporters/index.js';
import type { EngineRecord } from '../../index.js';
import { fileJournal, type FileJournal } from '../../journal/index.js';
import { batchAt, collect } from '../journal/records.js';

let directory = '';
let journal: FileJournal;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwright-exporting-'));
  journal = fileJournal({ directory, segmentBytes: 2_000, fsync: 'off' });
  await collect(await journal.recover());
});
afterEach(async () => {
  await journal.close();
  await rm(directory, { recursive: true, force: true });
});

/** Keeps what it gets, with its position, as long as `works` says so. */
class Kept implements Exporter {
  readonly name = 'kept';
  works: () => boolean = () => true;
  positions: number[] = [];
  failures = 0;
  largest = 0;

  open(): Promise<number> {
    return this.works() ? Promise.resolve(this.positions.at(-1) ?? 0) : this.#fail();
  }

  export(records: readonly EngineRecord[]): Promise<void> {
    if (!this.works()) {
      return this.#fail();
    }
    this.largest = Math.max(this.largest, records.length);
    this.positions.push(...records.map(({ position }) => position));
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #fail(): Promise<never> {
    this.failures += 1;
    return Promise.reject(new Error('down'));
  }
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, place) => place + 1);

async function write(exporting: Exporting, from: number, count: number): Promise<void> {
  for (let first = from; first < from + count; first += 2) {
    const batch = batchAt(first);
    await journal.append(batch);
    exporting.take(batch);
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('Exporting', () => {
  test('gives an exporter every record once, in order', async () => {
    const exporter = new Kept();
    const exporting = new Exporting(journal, [exporter], () => undefined);
    await write(exporting, 1, 200);
    await exporting.stop();
    expect(exporter.positions).toEqual(upTo(200));
  });

  test('lets an exporter that was down catch up from the log, and tells of it once', async () => {
    const exporter = new Kept();
    let isUp = false;
    exporter.works = () => isUp;
    const told: unknown[] = [];
    const exporting = new Exporting(journal, [exporter], (error) => told.push(error));
    // given more than may wait in memory
    await write(exporting, 1, 24_000);
    await until(() => exporter.failures >= 2);
    isUp = true;
    await until(() => exporter.positions.at(-1) === 24_000);
    await write(exporting, 24_001, 10);
    await exporting.stop();
    expect(exporter.positions).toEqual(upTo(24_010));
    expect(exporter.largest).toBeLessThan(3_000);
    expect(told).toHaveLength(1);
  });

  test('goes on after a failure with what the exporter says that it has', async () => {
    const exporter = new Kept();
    let calls = 0;
    exporter.works = () => (calls += 1) % 3 !== 0;
    const exporting = new Exporting(journal, [exporter], () => undefined);
    for (let first = 1; first < 40; first += 10) {
      await write(exporting, first, 10);
      await until(() => exporter.positions.at(-1) === first + 9);
    }
    await exporting.stop();
    expect(exporter.failures).toBeGreaterThan(0);
    expect(exporter.positions).toEqual(upTo(40));
  });

  test('deletes a segment only when every exporter has passed it', async () => {
    const down = new Kept();
    down.works = () => false;
    const exporting = new Exporting(journal, [down], () => undefined);
    await write(exporting, 1, 60);
    const before = await readdir(directory);
    await journal.snapshot(60, {});
    expect(await readdir(directory)).toEqual(expect.arrayContaining(before));
    down.works = () => true;
    await until(() => down.positions.at(-1) === 60);
    await exporting.stop();
    await journal.snapshot(60, {});
    const after = (await readdir(directory)).filter((name) => name.endsWith('.log'));
    expect(after.length).toBeLessThan(before.length);
    expect(down.positions).toEqual(upTo(60));
  });

  test('stops an exporter that has more than the log', async () => {
    const ahead = new Kept();
    ahead.positions = [77];
    const told: unknown[] = [];
    const exporting = new Exporting(journal, [ahead], (error) => told.push(error));
    await write(exporting, 1, 10);
    await exporting.stop();
    expect(ahead.positions).toEqual([77]);
    expect(told).toEqual([expect.objectContaining({ name: 'ExporterError', isLasting: true })]);
  });
});
