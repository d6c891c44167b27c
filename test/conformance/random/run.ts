import { parseArgs } from 'node:util';
import { openRealBroker } from '../engines/real-broker.js';
import type { RandomDifference } from './play-random.js';
import { playRandom } from './play-random.js';

/**
 * `node --import tsx test/conformance/random/run.ts --count 2000 --seed 1`: plays random processes on
 * the embedded engine and on a real broker. Ends with 1 when the outcome of any differs.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
const judge = await openRealBroker();
const begun = performance.now();
let told = 0;

function show({ seed: of, level, at, expected, actual }: RandomDifference): void {
  console.log(`seed ${of}: ${level} ${at}`);
  console.log(`  ${judge.name}: ${short(expected)}`);
  console.log(`  ours: ${short(actual)}`);
}

function short(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 600);
}

try {
  const outcome = await playRandom(judge, {
    count,
    seed,
    onProgress: ({ played, different }) => {
      different.slice(told).forEach(show);
      told = different.length;
      const rate = (played / ((performance.now() - begun) / 1000)).toFixed(1);
      console.log(`${played} of ${count} played, ${told} differ, ${rate} a second`);
    },
  });
  const { played, equal, different, leftOut } = outcome;
  console.log(
    `${played} processes, ${equal} equal, ${different.length} different, ${leftOut} left out (banned by the broker); seed ${seed}`,
  );
  process.exitCode = different.length === 0 ? 0 : 1;
} finally {
  await judge.close();
}
