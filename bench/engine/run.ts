/**
 * The engine's speed, each figure beside its goal and, where there is one, beside a peer of the same
 * run. Machines differ and are disturbed: ratios of interleaved rounds are what to trust.
 */
import { parseArgs } from 'node:util';

import type { BenchRow, Effort } from './bench-case.js';
import { startBroker, type Broker } from './broker.js';
import { bundlePrograms } from './bundle.js';
import { inFlight64 } from './cases/in-flight-64.js';
import { cases } from './cases/index.js';
import { table } from './report.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    broker: { type: 'boolean', default: true },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
if (values.help) {
  process.stdout.write(
    'usage: npm run bench:engine -- [--quick] [--rounds 5] [--only CASE]... [--no-broker] [--json]\n' +
      `cases: ${cases.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(0);
}

const effort: Effort = values.quick
  ? { rounds: 1, warmMs: 1_500, measuredMs: 2_000, sizes: [1_000, 10_000] }
  : { rounds: 5, warmMs: 3_000, measuredMs: 5_000, sizes: [1_000, 10_000, 100_000] };
const rounds = values.rounds === undefined ? effort.rounds : Number(values.rounds);
const chosen =
  values.only.length === 0 ? cases : cases.filter(({ name }) => values.only.includes(name));
const note = (text: string): void => {
  process.stderr.write(`  ${text}\n`);
};

const bundle = await bundlePrograms([
  'null-gateway',
  'load/sdk',
  'load/transport',
  'load/in-process',
  'waiting-instances',
  'load/look-ups',
  'load/test-engine',
  'load/first-test',
]);
let broker: Broker | undefined;
try {
  const wantsBroker = values.broker && chosen.includes(inFlight64);
  broker = wantsBroker ? await startBroker(note) : undefined;
  const rows: BenchRow[] = [];
  for (const { name, run } of chosen) {
    note(name);
    rows.push(...(await run({ effort: { ...effort, rounds }, bundle, broker, note })));
  }
  process.stdout.write(`${values.json ? JSON.stringify(rows, null, 2) : table(rows)}\n`);
} finally {
  await broker?.stop();
  await bundle.remove();
}
