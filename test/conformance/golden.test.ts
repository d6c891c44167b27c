import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseResult } from './replay-folder.js';
import { replayFolder } from './replay-folder.js';
import { knownDifferences } from './scenario/known-differences.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The levels of a case that differ, with the first difference for the message of a failed test. */
function different(results: readonly CaseResult[]): readonly string[] {
  return results.flatMap((result) =>
    result.levels.filter((each) => !each.equal).map((each) => `${result.name} ${each.level}`),
  );
}

describe('the streams of a real broker', () => {
  test('are replayed with equal results, but for the known differences', async () => {
    const known = knownDifferences().filter(({ against }) => against === undefined);
    const results = await replayFolder(join(here, 'golden'), ['L1', 'L2']);
    expect(results.length).toBeGreaterThan(40);
    const expected = known.flatMap(({ name, levels }) => levels.map((level) => `${name} ${level}`));
    expect([...different(results)].sort()).toEqual([...expected].sort());
  }, 120_000);

  test('have a reason for every known difference', () => {
    for (const { name, levels, reason } of knownDifferences()) {
      expect([name, levels.length > 0, reason.length > 20]).toEqual([name, true, true]);
    }
  });
});
