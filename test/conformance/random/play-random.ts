import { openEmbeddedEngine } from '../engines/embedded-engine.js';
import type { JudgedEngine } from '../engines/judged-engine.js';
import { caseDifference, outcomeDigest } from './case-difference.js';
import type { CaseDifference } from './case-difference.js';
import { freeCase, scriptedCase } from './case-script.js';
import { growCase } from './grow-process.js';
import { playBatch } from './play-batch.js';
import type { CaseRun, TimedStep } from './play-batch.js';

/** Cases that are played side by side. */
const BATCH = 100;

/** A case that ended differently on two engines. */
export interface RandomDifference extends CaseDifference {
  readonly seed: number;
  readonly steps: readonly TimedStep[];
}

/** What came of random cases. */
export interface RandomOutcome {
  readonly played: number;
  readonly equal: number;
  readonly different: readonly RandomDifference[];
  /** Cases that say nothing: the judge gave an instance up after a defect of its own. */
  readonly leftOut: number;
}

/** What `playRandom` takes. */
export interface RandomOptions {
  readonly count: number;
  /** Seed of the first case; the next one has the next seed. */
  readonly seed: number;
  /** Told after every batch. */
  readonly onProgress?: (outcome: RandomOutcome) => void;
}

/**
 * Plays random cases on our engine, and then the same steps on the judge. The seed of a case decides
 * all of it: the same seed is the same case again. Cases differ at L1 or at L2.
 */
export async function playRandom(
  judge: JudgedEngine,
  options: RandomOptions,
): Promise<RandomOutcome> {
  let outcome: RandomOutcome = { played: 0, equal: 0, different: [], leftOut: 0 };
  while (outcome.played < options.count) {
    const size = Math.min(BATCH, options.count - outcome.played);
    outcome = sum(outcome, await playSeeds(judge, options.seed + outcome.played, size));
    options.onProgress?.(outcome);
  }
  return outcome;
}

/** What a case came to on two engines, as digests of `outcomeDigest`. */
export interface CaseDigests {
  readonly seed: number;
  readonly expected: string;
  readonly actual: string;
}

/** Plays some cases on our engine and on a judge, and gives what they came to: for `keptSeeds`. */
export async function digestSeeds(
  judge: JudgedEngine,
  seeds: readonly number[],
): Promise<readonly CaseDigests[]> {
  const { expected, actual } = await playBoth(judge, seeds);
  return seeds.flatMap((seed, i) => {
    const [theirs, our] = [expected[i], actual[i]];
    return theirs === undefined || our === undefined
      ? []
      : [{ seed, expected: outcomeDigest(theirs), actual: outcomeDigest(our) }];
  });
}

interface TwoRuns {
  readonly expected: readonly CaseRun[];
  readonly actual: readonly CaseRun[];
}

async function playBoth(judge: JudgedEngine, seeds: readonly number[]): Promise<TwoRuns> {
  const plans = seeds.map(growCase);
  const ours = await openEmbeddedEngine({ startAt: judge.now() });
  const actual = await playBatch(ours, plans.map(freeCase)).finally(() => ours.close());
  const scripts = plans.map((plan, i) => scriptedCase(plan, actual[i]?.steps ?? []));
  return { expected: await playBatch(judge, scripts), actual };
}

function sum(a: RandomOutcome, b: RandomOutcome): RandomOutcome {
  return {
    played: a.played + b.played,
    equal: a.equal + b.equal,
    different: [...a.different, ...b.different],
    leftOut: a.leftOut + b.leftOut,
  };
}

async function playSeeds(judge: JudgedEngine, first: number, size: number): Promise<RandomOutcome> {
  const seeds = Array.from({ length: size }, (_, i) => first + i);
  const { expected, actual } = await playBoth(judge, seeds);
  const different: RandomDifference[] = [];
  let leftOut = 0;
  for (const [i, seed] of seeds.entries()) {
    const [theirs, our] = [expected[i], actual[i]];
    if (theirs === undefined || our === undefined || theirs.isBanned) {
      leftOut += 1;
      continue;
    }
    const difference = caseDifference(theirs, our);
    if (difference !== undefined) {
      different.push({ ...difference, seed, steps: our.steps });
    }
  }
  return { played: size, equal: size - leftOut - different.length, different, leftOut };
}
