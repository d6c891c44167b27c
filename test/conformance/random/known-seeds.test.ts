import { readFileSync } from 'node:fs';
import { knownReasons, knownSeeds } from './known-seeds.js';

/** Seeds of each reason, as the table of docs/engine.md says: first column seeds, second the reason. */
function documented(): ReadonlyMap<string, readonly number[]> {
  const text = readFileSync(new URL('../../../docs/engine.md', import.meta.url), 'utf8');
  const table = text.slice(text.indexOf('\nRandom processes'), text.indexOf('\n## Durability'));
  const rows = [...table.matchAll(/^\| ([\d, ]+) \| (.+?) \|/gm)];
  return new Map(
    rows.map(([, seeds = '', reason = '']) => [reason, seeds.split(', ').map(Number)]),
  );
}

describe('random processes that are known to differ', () => {
  test.each(Object.entries(knownReasons))(
    'are in the known differences of docs/engine.md: %s',
    (name, reason) => {
      const seeds = [...knownSeeds].filter(([, why]) => why === name).map(([seed]) => seed);
      expect(seeds).not.toEqual([]);
      expect(documented().get(reason)).toEqual(seeds);
    },
  );

  test('are all that docs/engine.md names', () => {
    expect([...documented().keys()].sort()).toEqual(Object.values(knownReasons).sort());
  });
});
