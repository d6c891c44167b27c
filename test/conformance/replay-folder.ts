import type { Difference, Level } from './compare.js';
import { compare } from './compare.js';
import { readGoldenFolder } from './golden-folder.js';
import { replayCase } from './replay-case.js';

/** What came of one case on one level. */
export interface LevelResult {
  readonly level: Level;
  readonly equal: boolean;
  readonly difference?: Difference;
}

/** What came of one case. */
export interface CaseResult {
  readonly name: string;
  readonly levels: readonly LevelResult[];
}

/**
 * Replays every case of a folder, one after another, and compares on the levels asked for.
 * @throws when the folder cannot be read
 */
export async function replayFolder(
  folder: string,
  levels: readonly Level[],
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const golden of await readGoldenFolder(folder)) {
    const outcome = await replayCase(golden).then(
      (ours) => ({ ours }),
      (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
    );
    results.push({
      name: golden.name,
      levels: levels.map((level) => {
        const difference =
          'ours' in outcome
            ? compare(level, golden.trace, outcome.ours)
            : { at: 'replay', expected: 'the case runs to its end', actual: outcome.failure };
        return difference === undefined
          ? { level, equal: true }
          : { level, equal: false, difference };
      }),
    });
  }
  return results;
}
