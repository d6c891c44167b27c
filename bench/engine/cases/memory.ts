import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { BenchCase, BenchRow } from '../bench-case.js';
import { runWaiting } from './run-waiting.js';

const goalMb = 50;

/** What waiting instances take, engine and history together, at several sizes. */
export const memory: BenchCase = {
  name: 'memory',
  run: async (context) => {
    const rows: BenchRow[] = [];
    for (const size of context.effort.sizes.filter((one) => one >= 10_000)) {
      const directory = await mkdtemp(join(tmpdir(), 'jobwright-bench-'));
      try {
        const { heapMb, rssMb, instances } = await runWaiting(context, [
          'fill',
          directory,
          String(size),
          'snapshot',
        ]);
        const perTenThousand = (heapMb / instances) * 10_000;
        rows.push({
          what: `memory of ${instances} waiting instances, for each 10000`,
          figure: `${perTenThousand.toFixed(1)} MB (${((rssMb / instances) * 10_000).toFixed(0)} MB resident)`,
          peer: '',
          ratio: '',
          goal: `<= ${goalMb} MB`,
          met: perTenThousand <= goalMb,
        });
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    }
    return rows;
  },
};
