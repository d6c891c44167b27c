import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import { runWaiting } from './run-waiting.js';

const goalPerSecond = 200_000;
const goalBackMs = 5_000;

/** How fast the log is read back, and how soon many waiting instances are there again. */
export const replay: BenchCase = {
  name: 'replay',
  run: async (context) => {
    const size = context.effort.sizes.at(-1) ?? 0;
    const directory = await mkdtemp(join(tmpdir(), 'jobwright-bench-'));
    try {
      const log = join(directory, 'log');
      const snapshot = join(directory, 'snapshot');
      context.note(`filling two folders with ${size} waiting instances`);
      await runWaiting(context, ['fill', log, String(Math.min(size, 20_000)), 'log']);
      await runWaiting(context, ['fill', snapshot, String(size), 'snapshot']);
      return [await fromLog(context, log), await fromSnapshot(context, snapshot)];
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

async function fromLog(context: BenchContext, directory: string): Promise<BenchRow> {
  const { records, ms } = await best(context, directory);
  const perSecond = Math.round((records / ms) * 1000);
  return {
    what: `replay of ${records} records from the log`,
    figure: `${perSecond} records/s`,
    peer: '',
    ratio: '',
    goal: `>= ${goalPerSecond}/s`,
    met: perSecond >= goalPerSecond,
  };
}

async function fromSnapshot(context: BenchContext, directory: string): Promise<BenchRow> {
  const { instances, ms } = await best(context, directory);
  return {
    what: `${instances} waiting instances back from the snapshot`,
    figure: `${Math.round(ms)} ms`,
    peer: '',
    ratio: '',
    goal: `<= ${goalBackMs} ms for 100000`,
    met: ms <= goalBackMs,
  };
}

async function best(context: BenchContext, directory: string) {
  // The log stays as it is: `open` changes nothing, so each round reads the same.
  const runs = [];
  for (let round = 0; round < Math.min(context.effort.rounds, 3); round += 1) {
    runs.push(await runWaiting(context, ['open', directory]));
  }
  const [fastest, ...others] = runs;
  if (fastest === undefined) {
    throw new Error('no round was run');
  }
  return others.reduce((one, other) => (other.ms < one.ms ? other : one), fastest);
}
