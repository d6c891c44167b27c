import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseResult } from './replay-folder.js';
import { replayFolder } from './replay-folder.js';

interface KnownDifference {
  readonly name: string;
  readonly levels: readonly string[];
  readonly reason: string;
}

const here = fileURLToPath(new URL('.', import.meta.url));

async function knownDifferences(): Promise<readonly KnownDifference[]> {
  const text = await readFile(join(here, 'known-differences.json'), 'utf8');
  // The file is ours; its shape is checked by the first test.
  return JSON.parse(text) as readonly KnownDifference[];
}

/** The levels of a case that differ, with the first difference for the message of a failed test. */
function different(results: readonly CaseResult[]): readonly string[] {
  return results.flatMap((result) =>
    result.levels.filter((each) => !each.equal).map((each) => `${result.name} ${each.level}`),
  );
}

describe('the streams of a real broker', () => {
  test('are replayed with equal results, but for the known differences', async () => {
    const known = await knownDifferences();
    const results = await replayFolder(join(here, 'golden'), ['L1', 'L2']);
    expect(results.length).toBeGreaterThan(40);
    const expected = known.flatMap(({ name, levels }) => levels.map((level) => `${name} ${level}`));
    expect([...different(results)].sort()).toEqual([...expected].sort());
  }, 120_000);

  test('have a reason for every known difference', async () => {
    for (const { name, levels, reason } of await knownDifferences()) {
      expect([name, levels.length > 0, reason.length > 20]).toEqual([name, true, true]);
    }
  });
});
