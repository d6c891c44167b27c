import { openRealBroker } from '../engines/real-broker.js';
import { knownReasons, knownSeeds } from './known-seeds.js';
import type { RandomDifference, RandomOutcome } from './play-random.js';
import { playRandom } from './play-random.js';

/** What judges random processes, as lines name it. */
const JUDGE = 'Camunda 8.6';

/**
 * Starts a real broker, plays `count` random processes from `seed` on it and on the embedded engine,
 * and prints each difference, the speed after every batch, and the sum.
 * @returns how many differ, those that are known to not counted; one that is known to and does not counts
 */
export async function runRandom(
  count: number,
  seed: number,
  print: (line: string) => void,
): Promise<number> {
  const begun = performance.now();
  let told: RandomOutcome | undefined;
  const outcome = await playRandom(openRealBroker, {
    count,
    seed,
    known: knownSeeds,
    onProgress: (soFar) => {
      newLines(told, soFar).forEach(print);
      told = soFar;
      const rate = (soFar.played / ((performance.now() - begun) / 1000)).toFixed(1);
      print(
        `${soFar.played} of ${count} processes, ${failures(soFar)} different, ${rate} a second`,
      );
    },
  });
  const { played, equal, known, unsteady, leftOut } = outcome;
  print(
    `${played} random processes from seed ${seed}: ${equal} equal (${unsteady.length} of them when played again), ` +
      `${failures(outcome)} different, ${known.length} known to differ, ${leftOut} left out (banned by the broker); ` +
      'held against the real 8.6.0 broker',
  );
  return failures(outcome);
}

function failures({ different, unexpected }: RandomOutcome): number {
  return different.length + unexpected.length;
}

function newLines(told: RandomOutcome | undefined, soFar: RandomOutcome): readonly string[] {
  const fresh = <One>(list: (outcome: RandomOutcome) => readonly One[]): readonly One[] =>
    list(soFar).slice(told === undefined ? 0 : list(told).length);
  return [
    ...fresh(({ different }) => different).flatMap(linesOf),
    ...fresh(({ unexpected }) => unexpected).map(
      (seed) => `seed ${seed}: is known to differ, and does not: take it off known-seeds.ts`,
    ),
    ...fresh(({ unsteady }) => unsteady).map((seed) => `seed ${seed}: equal when played again`),
    ...fresh(({ known }) => known).map(
      ({ seed, reason }) => `seed ${seed}: known to differ; ${JUDGE} ${knownReasons[reason]}`,
    ),
  ];
}

function linesOf({ seed, level, at, expected, actual }: RandomDifference): string[] {
  return [
    `seed ${seed}: ${level} ${at}`,
    `  ${JUDGE}: ${short(expected)}`,
    `  ours: ${short(actual)}`,
  ];
}

function short(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 600);
}
