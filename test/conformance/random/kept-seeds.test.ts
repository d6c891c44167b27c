import { openEmbeddedEngine } from '../engines/embedded-engine.js';
import { outcomeDigest } from './case-difference.js';
import { freeCase } from './case-script.js';
import { growCase } from './grow-process.js';
import { keptSeeds } from './kept-seeds.js';
import type { CaseRun } from './play-batch.js';
import { playBatch } from './play-batch.js';

describe('random processes on which the engine once differed from the real broker', () => {
  const runs = new Map<number, CaseRun>();

  beforeAll(async () => {
    const engine = await openEmbeddedEngine();
    const plans = keptSeeds.map(({ seed }) => growCase(seed));
    const played = await playBatch(engine, plans.map(freeCase)).finally(() => engine.close());
    played.forEach((run, i) => runs.set(keptSeeds[i]?.seed ?? -1, run));
  }, 120_000);

  test.each(keptSeeds)('$seed comes to what it comes to there: $why', ({ seed, outcome }) => {
    const run = runs.get(seed);
    expect(run === undefined ? 'not played' : outcomeDigest(run)).toBe(outcome);
  });
});
