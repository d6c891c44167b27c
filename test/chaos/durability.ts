/** The fault-injection run: `npm run test:durability -- --seeds 1000`. */
import { parseArgs } from 'node:util';

import { runSeed } from '../../engine/test/durability/run-seed.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'usage: npm run test:durability -- [--seeds 1000] [--from N] | --seed N\n' +
      'Runs an engine on a simulated disk that loses power, tears writes and refuses them, and checks\n' +
      'that no acknowledged command is lost or applied twice. --from says the first seed, else it comes\n' +
      'from the clock; --seed replays the one that failed.',
  );
  process.exit(0);
}

const first = Number(values.seed ?? values.from ?? Date.now() % 1_000_000_000);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const sum = { crashes: 0, refusedWrites: 0, answered: 0, records: 0, refused: 0, repaired: 0 };
let failed = 0;
let running = first;
process.on('beforeExit', () => {
  console.log(`seed ${running}\n  VIOLATION it stands still\nTests: 1 failed, ${count - 1} passed`);
  process.exit(1);
});
for (let seed = first; seed < first + count; seed += 1) {
  running = seed;
  const report = await runSeed(seed);
  sum.crashes += report.crashes;
  sum.refusedWrites += report.refusedWrites;
  sum.answered += report.answered;
  sum.records += report.records;
  sum.refused += report.damaged.refused;
  sum.repaired += report.damaged.repaired;
  if (report.violations.length > 0) {
    failed += 1;
    console.log(`seed ${seed}`);
    report.violations.forEach((violation) => {
      console.log(`  VIOLATION ${violation}`);
    });
  }
}
console.log(
  `${count} seeds from ${first}: ${sum.crashes} crashes, ${sum.refusedWrites} refused operations, ` +
    `${sum.answered} promises, ${sum.records} records; of damaged copies ${sum.refused} were refused ` +
    `and ${sum.repaired} repaired`,
);
console.log(`Tests: ${failed} failed, ${count - failed} passed, ${count} total`);
process.exit(failed === 0 ? 0 : 1);
