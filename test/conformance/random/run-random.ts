import { openRealBroker } from '../engines/real-broker.js';
import type { RandomDifference } from './play-random.js';
import { playRandom } from './play-random.js';

/**
 * Starts a real broker, plays `count` random processes from `seed` on it and on the embedded engine,
 * and prints each difference, the speed after every batch, and the sum.
 * @returns how many differ
 */
export async function runRandom(
  count: number,
  seed: number,
  print: (line: string) => void,
): Promise<number> {
  const judge = await openRealBroker();
  const begun = performance.now();
  let told = 0;
  try {
    const { played, equal, different, leftOut } = await playRandom(judge, {
      count,
      seed,
      onProgress: (soFar) => {
        for (const found of soFar.different.slice(told)) {
          linesOf(found, judge.name).forEach(print);
        }
        told = soFar.different.length;
        const rate = (soFar.played / ((performance.now() - begun) / 1000)).toFixed(1);
        print(`${soFar.played} of ${count} processes, ${told} different, ${rate} a second`);
      },
    });
    print(
      `${played} processes, ${equal} equal, ${different.length} different, ${leftOut} left out (banned by the broker); seed ${seed}`,
    );
    return different.length;
  } finally {
    await judge.close();
  }
}

function linesOf({ seed, level, at, expected, actual }: RandomDifference, name: string): string[] {
  return [
    `seed ${seed}: ${level} ${at}`,
    `  ${name}: ${short(expected)}`,
    `  ours: ${short(actual)}`,
  ];
}

function short(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 600);
}
