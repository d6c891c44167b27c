import { parseArgs } from 'node:util';
import { openRealBroker } from '../engines/real-broker.js';
import { digestSeeds } from './play-random.js';
import { runRandom } from './run-random.js';

/**
 * `node --import tsx test/conformance/random/run.ts --count 2000 --seed 1`: plays random processes on
 * the embedded engine and on a real broker. Ends with 1 when the outcome of any differs. With
 * `--digest 31,49` it prints what these seeds came to, for `kept-seeds.ts`.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    digest: { type: 'string' },
  },
});

if (values.digest === undefined) {
  const different = await runRandom(Number(values.count), Number(values.seed), console.log);
  process.exitCode = different === 0 ? 0 : 1;
} else {
  const judge = await openRealBroker();
  try {
    const digests = await digestSeeds(judge, values.digest.split(',').map(Number));
    for (const { seed, expected, actual } of digests) {
      console.log(`${seed} ${expected}${expected === actual ? '' : ` (ours: ${actual})`}`);
    }
  } finally {
    await judge.close();
  }
}
