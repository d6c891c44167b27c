import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';

import { fileJournal, type JournalWarning } from '../journal/index.js';
import type { Journal } from '../records/record.js';
import { batchAt, batches, collect } from './journal/records.js';

const child = fileURLToPath(new URL('./journal/append-forever.ts', import.meta.url));
let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwright-journal-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function write(
  count: number,
  options: { readonly segmentBytes?: number } = {},
): Promise<void> {
  const journal = fileJournal({ directory, ...options });
  await collect(await journal.recover());
  for (const batch of batches(count)) {
    await journal.append(batch);
  }
  await journal.close();
}

async function reopen(
  work: (
    journal: Journal,
    found: Awaited<ReturnType<typeof collect>>,
  ) => Promise<void> | void = () => undefined,
): Promise<{ readonly found: number; readonly warnings: readonly JournalWarning[] }> {
  const warnings: JournalWarning[] = [];
  const journal = fileJournal({
    directory,
    fsync: 'off',
    onWarning: (warning) => warnings.push(warning),
  });
  const recovered = await journal.recover();
  try {
    const found = await collect(recovered);
    await work(journal, found);
    return { found: found.length, warnings };
  } finally {
    await journal.close();
  }
}

const segmentPath = async (index: number): Promise<string> => {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.log')).sort();
  return join(directory, names.at(index) ?? 'none');
};

describe('fileJournal', () => {
  test('gives back exactly what was appended, over several openings', async () => {
    await write(3);
    await reopen(async (journal, found) => {
      expect(found).toEqual(batches(3));
      await journal.append(batchAt(7));
    });
    const { warnings } = await reopen((_journal, found) => {
      expect(found).toEqual(batches(4));
    });
    expect(warnings).toEqual([]);
  });

  test('acknowledges overlapping appends in order', async () => {
    const journal = fileJournal({ directory });
    await journal.recover();
    const order: number[] = [];
    await Promise.all(
      batches(200).map((batch, index) => journal.append(batch).then(() => order.push(index))),
    );
    await journal.close();
    expect(order).toEqual(Array.from({ length: 200 }, (_, index) => index));
    expect((await reopen()).found).toBe(200);
  });

  test('drops a last batch that was cut off at any byte, and goes on after it', async () => {
    await write(2);
    const path = await segmentPath(0);
    const shorter = (await readFile(path)).length;
    await reopen((journal) => journal.append(batchAt(5).slice(0, 1)));
    const whole = await readFile(path);
    for (let length = shorter; length < whole.length; length += 1) {
      await writeFile(path, whole);
      await truncate(path, length);
      const { found, warnings } = await reopen((journal) => journal.append(batchAt(5, 'again')));
      expect(found).toBe(2);
      expect(warnings.map((warning) => warning.bytesLost > 0)).toEqual(
        length === shorter ? [] : [true],
      );
      expect((await reopen()).found).toBe(3);
    }
  });

  test('drops a last batch in which any byte was changed, and says how many bytes that cost', async () => {
    await write(2);
    const path = await segmentPath(0);
    const start = (await readFile(path)).length;
    await reopen((journal) => journal.append(batchAt(5).slice(0, 1)));
    const whole = await readFile(path);
    for (let index = start; index < whole.length; index += 1) {
      const damaged = Buffer.from(whole);
      damaged[index] = (damaged[index] ?? 0) ^ (1 << (index % 8));
      await writeFile(path, damaged);
      const { found, warnings } = await reopen();
      expect(found).toBe(2);
      expect(warnings).toEqual([{ path, offset: start, bytesLost: whole.length - start }]);
    }
  });

  test('refuses to open when acknowledged batches are damaged, and says from which byte on', async () => {
    await write(5);
    const path = await segmentPath(0);
    const whole = await readFile(path);
    const damaged = Buffer.from(whole);
    damaged[60] = (damaged[60] ?? 0) ^ 1;
    await writeFile(path, damaged);
    await expect(reopen()).rejects.toMatchObject({ code: 'CORRUPT', path, offset: 24 });
    await writeFile(path, damaged.fill(0, 24, 300));
    await expect(reopen()).rejects.toMatchObject({ code: 'CORRUPT', path, offset: 24 });
    // nothing of it was changed
    await writeFile(path, whole);
    expect((await reopen()).found).toBe(5);
  });

  test('keeps a copy when sound batches that no sync was waited for stand behind a damaged one', async () => {
    await reopen(async (journal) => {
      for (const batch of batches(5)) {
        await journal.append(batch);
      }
    });
    const path = await segmentPath(0);
    const whole = await readFile(path);
    whole[60] = (whole[60] ?? 0) ^ 1;
    await writeFile(path, whole);
    const { found, warnings } = await reopen();
    expect(found).toBe(0);
    expect(await readFile(warnings[0]?.keptAs ?? '')).toEqual(whole);
  });

  test('refuses a folder that another version wrote', async () => {
    await write(1);
    const path = await segmentPath(0);
    const bytes = await readFile(path);
    bytes[5] = 1;
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 16)), 16);
    await writeFile(path, bytes);
    await expect(reopen()).rejects.toMatchObject({ code: 'FORMAT', path });
  });

  test('refuses to open when records up to the snapshot are missing', async () => {
    await write(2);
    await reopen(async (journal) => {
      await journal.snapshot(4, { counter: 4 });
    });
    await rm(await segmentPath(0));
    await expect(reopen()).rejects.toMatchObject({ code: 'CORRUPT', path: directory });
  });

  test('reads again what came after a position, while it goes on writing', async () => {
    await write(10, { segmentBytes: 1000 });
    const journal = fileJournal({ directory, segmentBytes: 1000 });
    await collect(await journal.recover());
    journal.keepAfter('reader', 6);
    await journal.append(batchAt(21));
    await journal.snapshot(22, {});
    await journal.append(batchAt(23));
    const read = journal.read(6);
    const later = journal.append(batchAt(25));
    expect(await collect({ batches: read })).toEqual(batches(12).slice(3));
    await later;
    // once nobody needs them, segments go with the next snapshot
    journal.keepAfter('reader', 22);
    await journal.snapshot(26, {});
    await expect(collect({ batches: journal.read(6) })).rejects.toMatchObject({ code: 'CORRUPT' });
    await journal.close();
  });

  test('refuses to open when a segment before the last is damaged or missing', async () => {
    await write(30, { segmentBytes: 1000 });
    const path = await segmentPath(1);
    const whole = await readFile(path);
    const damaged = Buffer.from(whole);
    damaged[100] = (damaged[100] ?? 0) ^ 1;
    await writeFile(path, damaged);
    await expect(reopen()).rejects.toMatchObject({ name: 'JournalError', code: 'CORRUPT', path });
    await rm(path);
    await expect(reopen()).rejects.toMatchObject({ code: 'CORRUPT' });
    await writeFile(path, whole);
    expect((await reopen()).found).toBe(30);
  });

  test('starts from the snapshot and deletes the segments before it', async () => {
    await write(30, { segmentBytes: 1000 });
    await reopen(async (journal) => {
      await journal.snapshot(60, { counter: 60 });
      await journal.append(batchAt(61));
    });
    expect((await readdir(directory)).sort()).toEqual([
      expect.stringMatching(/^segment-/),
      'snapshot-0000000000000060.jsonl',
    ]);
    const journal = fileJournal({ directory });
    const recovered = await journal.recover();
    expect(recovered.snapshot).toEqual({ position: 60, state: { counter: 60 } });
    expect(await collect(recovered)).toEqual([batchAt(61)]);
    await journal.close();
  });

  test('keeps batches that came in while a snapshot was written', async () => {
    await reopen(async (journal) => {
      const work = batches(50).flatMap((batch, index) => [
        journal.append(batch),
        ...(index === 20 ? [journal.snapshot(42, { upTo: 42 })] : []),
      ]);
      await Promise.all(work);
    });
    await reopen((_journal, found) => {
      expect(found).toEqual(batches(50).slice(21));
    });
  });

  test('keeps the batches after a snapshot that is older than the end of the log', async () => {
    await reopen(async (journal) => {
      await Promise.all(batches(5).map((batch) => journal.append(batch)));
      await journal.snapshot(4, { upTo: 4 });
    });
    await reopen((_journal, found) => {
      expect(found).toEqual(batches(5).slice(2));
    });
  });

  test('does not bring back a torn batch once another was written over the gap before it', async () => {
    let gap = 0;
    let end = 0;
    await reopen(async (journal) => {
      for (const batch of batches(4)) {
        [gap, end] = [end, (await readFile(await segmentPath(0))).length];
        await journal.append(batch);
      }
    });
    const path = await segmentPath(0);
    await writeFile(path, (await readFile(path)).fill(0, gap, end));
    const copy = join(directory, 'as-killed');
    await reopen(async (journal) => {
      await journal.append(batchAt(5));
      // What a process that is killed now would leave: nothing of its close.
      await cp(path, join(copy, basename(path)));
    });
    const killed = fileJournal({ directory: copy });
    const found = await collect(await killed.recover());
    await killed.close();
    expect(found).toEqual(batches(3));
  });

  test('says which snapshot is damaged', async () => {
    await write(2);
    await reopen((journal) => journal.snapshot(4, { counter: 4 }));
    const path = join(directory, 'snapshot-0000000000000004.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('4}', '5}'));
    await expect(reopen()).rejects.toMatchObject({ code: 'CORRUPT', path });
  });

  test('removes what a crash left of an unfinished snapshot or segment', async () => {
    await write(3);
    await writeFile(join(directory, 'snapshot-0000000000000006.json.tmp'), 'half');
    await writeFile(join(directory, 'segment-0000000002.log'), 'jw');
    const { found } = await reopen((journal) => journal.append(batchAt(7)));
    expect(found).toBe(3);
    expect((await reopen()).found).toBe(4);
    expect(await readdir(directory)).toEqual(['segment-0000000001.log']);
  });

  test.each(['interval', 'off'] as const)(
    'mode %s keeps everything over a clean close',
    async (fsync) => {
      const journal = fileJournal({ directory, fsync, fsyncIntervalMs: 5 });
      await journal.recover();
      for (const batch of batches(20)) {
        await journal.append(batch);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
      await journal.append(batchAt(41));
      await journal.close();
      expect((await reopen()).found).toBe(21);
    },
  );

  test('refuses a folder that a living engine holds, and takes it over from a dead one', async () => {
    const journal = fileJournal({ directory });
    await journal.recover();
    await expect(fileJournal({ directory }).recover()).rejects.toMatchObject({ code: 'LOCKED' });
    await journal.close();

    const lock = join(directory, 'lock');
    const living = { pid: process.ppid, startedAt: await startOf(process.ppid), token: 'other' };
    await writeFile(lock, JSON.stringify(living));
    await expect(fileJournal({ directory }).recover()).rejects.toMatchObject({ code: 'LOCKED' });

    await writeFile(lock, JSON.stringify({ ...living, startedAt: 'long ago' }));
    expect((await reopen()).found).toBe(0);
    const dead = spawn(process.execPath, ['-e', '0']);
    await once(dead, 'exit');
    await writeFile(lock, JSON.stringify({ pid: dead.pid, startedAt: '', token: 'other' }));
    expect((await reopen()).found).toBe(0);
    expect(await readdir(directory)).not.toContain('lock');
  });

  test('rejects use before recover and after close', async () => {
    const journal = fileJournal({ directory });
    await expect(journal.append(batchAt(1))).rejects.toMatchObject({ code: 'CLOSED' });
    await journal.recover();
    await journal.close();
    await expect(journal.append(batchAt(1))).rejects.toMatchObject({ code: 'CLOSED' });
  });

  test('loses no acknowledged batch when its process is killed in mid-append', async () => {
    for (const delayMs of [150, 300, 450]) {
      const { acknowledged, code } = await runChild({ killAfterMs: delayMs });
      expect(code).toBe('SIGKILL');
      const journal = fileJournal({ directory });
      const recovered = await journal.recover();
      const found = await collect(recovered);
      await journal.close();
      const last = found.at(-1)?.at(-1)?.position ?? recovered.snapshot?.position ?? 0;
      expect(acknowledged).toBeGreaterThan(100);
      expect(last).toBeGreaterThanOrEqual(acknowledged);
      expect(found).toEqual(
        found.map((_batch, index) => {
          const first = (recovered.snapshot?.position ?? 0) + 1 + index * 2;
          return batchAt(first, 'x'.repeat((first * 37) % 4000));
        }),
      );
      await rm(directory, { recursive: true });
    }
  });

  test('stops acknowledging for good when the disk refuses a write', async () => {
    const { acknowledged, code, stderr } = await runChild({
      fileBlocks: 1500,
      segmentBytes: 2 ** 24,
    });
    expect(code).toBe(3);
    expect(stderr).toContain('JournalError the journal cannot be written');
    const journal = fileJournal({ directory });
    const recovered = await journal.recover();
    const found = await collect(recovered);
    await journal.close();
    expect(found.at(-1)?.at(-1)?.position).toBeGreaterThanOrEqual(acknowledged);
  });
});

async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => ')');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** Runs `append-forever.ts`: killed some time after its first word, or with a file size limit. */
async function runChild(options: {
  readonly killAfterMs?: number;
  readonly fileBlocks?: number;
  readonly segmentBytes?: number;
}): Promise<{ readonly acknowledged: number; readonly code: unknown; readonly stderr: string }> {
  const { fileBlocks = 'unlimited', killAfterMs, segmentBytes = 2 ** 16 } = options;
  const node = [process.execPath, '--import', 'tsx', child, directory, String(segmentBytes)];
  const command = `ulimit -f ${fileBlocks}; exec "$@"`;
  const running = spawn('bash', ['-c', command, 'bash', ...node], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  running.stdout.on('data', (chunk: Buffer) => {
    if (stdout === '' && killAfterMs !== undefined) {
      setTimeout(() => running.kill('SIGKILL'), killAfterMs);
    }
    stdout += chunk.toString();
  });
  running.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code, signal] = (await once(running, 'close')) as [number | null, string | null];
  // The last line may be cut off.
  const lines = stdout.slice(0, stdout.lastIndexOf('\n')).split('\n').map(Number);
  return { acknowledged: Math.max(...lines), code: code ?? signal, stderr };
}
