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
  const found = await playRandom(judge, {
    count,
    seed,
    onProgress: (played, differences) => {
      differences.slice(told).forEach(show);
      told = differences.length;
      const rate = (played / ((performance.now() - begun) / 1000)).toFixed(1);
      console.log(`${played} of ${count} played, ${told} differ, ${rate} a second`);
    },
  });
  console.log(`${count} random processes from seed ${seed}: ${found.length} differ`);
  process.exitCode = found.length === 0 ? 0 : 1;
} finally {
  await judge.close();
}
