import { openEmbeddedEngine } from '../engines/embedded-engine.js';
import type { JudgedEngine } from '../engines/judged-engine.js';
import { caseDifference } from './case-difference.js';
import type { CaseDifference } from './case-difference.js';
import { freeCase, scriptedCase } from './case-script.js';
import { growCase } from './grow-process.js';
import { playBatch } from './play-batch.js';
import type { TimedStep } from './play-batch.js';

/** Cases that are played side by side. */
const BATCH = 100;

/** A case that ended differently on two engines. */
export interface RandomDifference extends CaseDifference {
  readonly seed: number;
  readonly steps: readonly TimedStep[];
}

/** What `playRandom` takes. */
export interface RandomOptions {
  readonly count: number;
  /** Seed of the first case; the next one has the next seed. */
  readonly seed: number;
  /** Told after every batch. */
  readonly onProgress?: (played: number, differences: readonly RandomDifference[]) => void;
}

/**
 * Plays random cases on our engine, and then the same steps on the judge. The seed of a case decides
 * all of it: the same seed is the same case again.
 * @returns the cases whose outcome differs, at L1 or at L2
 */
export async function playRandom(
  judge: JudgedEngine,
  options: RandomOptions,
): Promise<readonly RandomDifference[]> {
  const found: RandomDifference[] = [];
  for (let played = 0; played < options.count;) {
    const size = Math.min(BATCH, options.count - played);
    found.push(...(await playSeeds(judge, options.seed + played, size)));
    played += size;
    options.onProgress?.(played, found);
  }
  return found;
}

async function playSeeds(
  judge: JudgedEngine,
  first: number,
  size: number,
): Promise<readonly RandomDifference[]> {
  const plans = Array.from({ length: size }, (_, i) => growCase(first + i));
  const ours = await openEmbeddedEngine({ startAt: judge.now() });
  const actual = await playBatch(ours, plans.map(freeCase)).finally(() => ours.close());
  const scripts = plans.map((plan, i) => scriptedCase(plan, actual[i]?.steps ?? []));
  const expected = await playBatch(judge, scripts);
  return plans.flatMap(({ seed }, i) => {
    const [theirs, our] = [expected[i], actual[i]];
    const difference =
      theirs === undefined || our === undefined ? undefined : caseDifference(theirs, our);
    return difference === undefined ? [] : [{ ...difference, seed, steps: our?.steps ?? [] }];
  });
}
