import { openEmbeddedEngine } from '../engines/embedded-engine.js';
import type { JudgedEngine } from '../engines/judged-engine.js';
import { caseDifference, outcomeDigest } from './case-difference.js';
import type { CaseDifference } from './case-difference.js';
import { freeCase, scriptedCase } from './case-script.js';
import { differsByDecimals } from './decimals.js';
import { FreshJudge } from './fresh-judge.js';
import { growCase } from './grow-process.js';
import type { KnownReason } from './known-seeds.js';
import { playBatch } from './play-batch.js';
import type { CaseRun, TimedStep } from './play-batch.js';

/** Cases that are played side by side. */
const BATCH = 100;
/**
 * How often a case is played before a difference counts. A real broker works with several threads and
 * a clock that runs on: where a case races with it, two runs of it on the same broker may differ.
 */
const TRIES = 3;

/** A case that ended differently on two engines. */
export interface RandomDifference extends CaseDifference {
  readonly seed: number;
  readonly steps: readonly TimedStep[];
}

/** A case that ended differently for a reason that is known. */
export interface KnownDifference {
  readonly seed: number;
  readonly reason: KnownReason;
}

/** What came of random cases. */
export interface RandomOutcome {
  readonly played: number;
  readonly equal: number;
  readonly different: readonly RandomDifference[];
  /** Seeds that differ for a known reason. */
  readonly known: readonly KnownDifference[];
  /** Seeds that are known to differ, and did not. */
  readonly unexpected: readonly number[];
  /** Seeds that differed and were equal when they were played again; they count as equal. */
  readonly unsteady: readonly number[];
  /** Cases that say nothing: the judge gave an instance up after a defect of its own. */
  readonly leftOut: number;
}

/** What `playRandom` takes. */
export interface RandomOptions {
  readonly count: number;
  /** Seed of the first case; the next one has the next seed. */
  readonly seed: number;
  /** Seeds that are known to differ, and why. @default none */
  readonly known?: ReadonlyMap<number, KnownReason>;
  /**
   * How many cases one judge plays before another is opened: a broker keeps all of them, about two
   * megabytes each. @default 400
   */
  readonly casesEach?: number;
  /** Told after every batch. */
  readonly onProgress?: (outcome: RandomOutcome) => void;
}

/**
 * Plays random cases on our engine, and then the same steps on a judge, which is opened anew from time
 * to time. The seed of a case decides all of it: the same seed is the same case again. Cases differ at
 * L1 or at L2; one that differs is played again, on both, before that counts.
 */
export async function playRandom(
  openJudge: () => Promise<JudgedEngine>,
  options: RandomOptions,
): Promise<RandomOutcome> {
  const judges = new FreshJudge(openJudge, options.casesEach ?? 400);
  const known = options.known ?? new Map<number, KnownReason>();
  let outcome = nothing;
  try {
    while (outcome.played < options.count) {
      const size = Math.min(BATCH, options.count - outcome.played);
      const seeds = Array.from({ length: size }, (_, i) => options.seed + outcome.played + i);
      outcome = sum(outcome, await playSeeds(judges, seeds, known));
      options.onProgress?.(outcome);
    }
  } finally {
    await judges.close();
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

const nothing: RandomOutcome = {
  played: 0,
  equal: 0,
  different: [],
  known: [],
  unexpected: [],
  unsteady: [],
  leftOut: 0,
};

function sum(a: RandomOutcome, b: RandomOutcome): RandomOutcome {
  return {
    played: a.played + b.played,
    equal: a.equal + b.equal,
    different: [...a.different, ...b.different],
    known: [...a.known, ...b.known],
    unexpected: [...a.unexpected, ...b.unexpected],
    unsteady: [...a.unsteady, ...b.unsteady],
    leftOut: a.leftOut + b.leftOut,
  };
}

interface Judged {
  readonly leftOut: readonly number[];
  readonly different: readonly RandomDifference[];
  readonly known: readonly KnownDifference[];
}

async function judgeSeeds(
  judges: FreshJudge,
  seeds: readonly number[],
  knownSeeds: ReadonlyMap<number, KnownReason>,
): Promise<Judged> {
  const { expected, actual } = await playBoth(await judges.next(seeds.length), seeds);
  const leftOut: number[] = [];
  const different: RandomDifference[] = [];
  const known: KnownDifference[] = [];
  for (const [i, seed] of seeds.entries()) {
    const [theirs, our] = [expected[i], actual[i]];
    if (theirs === undefined || our === undefined || theirs.isBanned) {
      leftOut.push(seed);
      continue;
    }
    const difference = caseDifference(theirs, our);
    if (difference === undefined) {
      continue;
    }
    const reason =
      knownSeeds.get(seed) ?? (differsByDecimals(theirs, our) ? 'decimals' : undefined);
    if (reason === undefined) {
      different.push({ ...difference, seed, steps: our.steps });
    } else {
      known.push({ seed, reason });
    }
  }
  return { leftOut, different, known };
}

async function playSeeds(
  judges: FreshJudge,
  seeds: readonly number[],
  knownSeeds: ReadonlyMap<number, KnownReason>,
): Promise<RandomOutcome> {
  const first = await judgeSeeds(judges, seeds, knownSeeds);
  const leftOut = [...first.leftOut];
  const known = [...first.known];
  const unsteady: number[] = [];
  let { different } = first;
  for (let tries = 1; tries < TRIES && different.length > 0; tries += 1) {
    const open = different.map(({ seed }) => seed);
    const again = await judgeSeeds(judges, open, knownSeeds);
    leftOut.push(...again.leftOut);
    known.push(...again.known);
    const settled = [...again.leftOut, ...[...again.known, ...again.different].map(seedOf)];
    unsteady.push(...open.filter((seed) => !settled.includes(seed)));
    ({ different } = again);
  }
  const unequal = new Set([...leftOut, ...[...known, ...different].map(seedOf)]);
  return {
    played: seeds.length,
    equal: seeds.length - unequal.size,
    different,
    known,
    unexpected: seeds.filter((seed) => knownSeeds.has(seed) && !unequal.has(seed)),
    unsteady,
    leftOut: leftOut.length,
  };
}

function seedOf({ seed }: { readonly seed: number }): number {
  return seed;
}
