import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Engine, isCommandRejected } from '../../index.js';
import { fileJournal } from '../../journal/index.js';
import { placeOrder } from './order-process.js';

const child = fileURLToPath(new URL('./order-forever.ts', import.meta.url));

/** Runs the child until it has answered `count` times, and kills it a little later. */
async function runUntilKilled(
  directory: string,
  first: number,
  count: number,
): Promise<readonly string[]> {
  const args = ['--import', 'tsx', child, directory, String(first)];
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let isKilled = false;
  running.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (!isKilled && text.split('\n').length > count) {
      isKilled = true;
      setTimeout(() => running.kill('SIGKILL'), count % 37);
    }
  });
  const [, signal] = (await once(running, 'close')) as [unknown, string | null];
  expect(signal).toBe('SIGKILL');
  // The last line may be cut off.
  return text.slice(0, text.lastIndexOf('\n')).split('\n');
}

test('an engine whose process is killed with -9 keeps every order it took, and takes none twice', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'jobwright-kill-'));
  try {
    const orders = new Set<string>();
    const jobs = new Set<string>();
    for (const [round, count] of [400, 900, 650].entries()) {
      const lines = await runUntilKilled(directory, round * 1_000_000, count);
      lines.forEach((line) => (line.startsWith('order-') ? orders : jobs).add(line));
    }
    const engine = await Engine.open({ journal: fileJournal({ directory }) });
    for (const id of orders) {
      const again = engine.execute(placeOrder(id)).catch((error: unknown) => error);
      const answer = await again;
      expect(isCommandRejected(answer) ? answer.rejectionType : answer).toBe('ALREADY_EXISTS');
    }
    for (const key of jobs) {
      const command = { valueType: 'JOB', intent: 'COMPLETE', key, value: {} };
      const answer = await engine.execute(command).catch((error: unknown) => error);
      expect(isCommandRejected(answer) ? answer.rejectionType : answer).toBe('NOT_FOUND');
    }
    const running = engine.queries.instances().length;
    // At most the few that were asked for and not answered are more than what was.
    expect(running).toBeGreaterThanOrEqual(orders.size - jobs.size - 3);
    expect(running).toBeLessThanOrEqual(orders.size - jobs.size + 3 * 8);
    await engine.close();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}, 120_000);
