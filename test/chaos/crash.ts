/** The crash test in its long form: `npm run test:crash -- --rounds 20`. */
import { parseArgs } from 'node:util';
import { runCrash } from './crash-run.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    bookings: { type: 'string', default: '100' },
    kills: { type: 'string', default: '1' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'usage: npm run test:crash -- [--rounds 20] [--bookings 100] [--kills 1] [--seed N]\n' +
      'Kills the process of `npm start` with -9 while bookings run, starts it again and checks that\n' +
      'nothing was lost, sold twice or charged twice. --seed replays the round that printed it.',
  );
  process.exit(0);
}

const rounds = Number(values.rounds);
const firstSeed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed);
let failed = 0;
for (let round = 0; round < rounds; round += 1) {
  const seed = firstSeed + round;
  console.log(`round ${round + 1} of ${rounds}, seed ${seed}`);
  const report = await runCrash({
    seed,
    bookings: Number(values.bookings),
    kills: Number(values.kills),
    log: console.log,
  });
  console.log(`  ${report.accepted} accepted, ${report.refused} refused`, report.byStatus);
  for (const violation of report.violations) {
    console.log(`  VIOLATION ${violation}`);
  }
  failed += report.violations.length === 0 ? 0 : 1;
}
console.log(`Tests: ${failed} failed, ${rounds - failed} passed, ${rounds} total`);
process.exitCode = failed === 0 ? 0 : 1;
