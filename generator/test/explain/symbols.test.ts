import { readdirSync } from 'node:fs';

import { readSnapshot } from '../../diff/snapshot.js';
import { processEntries } from '../../explain/explain-process.js';
import { operationEntries } from '../../explain/explain-operation.js';
import { emitAll, FIXTURES, fixtureSources } from '../fixture.js';

const SYMBOL = /^([\p{L}_$][\p{L}\p{N}_$]*)(?:\.(.+)|\[(.+)\])?$/u;

describe.each(readdirSync(FIXTURES).sort())('names that explain gives for %s', (name) => {
  test('are all declared in the file that it names', async () => {
    const sources = fixtureSources(name);
    const snapshot = await readSnapshot(sources, {});
    const files = new Map((await emitAll(sources)).map(({ path, text }) => [path, text]));
    const entries = [
      ...snapshot.processes.flatMap((side) => processEntries(side, snapshot.plan.api)),
      ...operationEntries(snapshot),
    ];
    const missing = entries.flatMap((entry) =>
      entry
        .explain()
        .generated.flatMap(({ file, symbols }) =>
          symbols
            .filter((symbol) => !isDeclared(symbol, files.get(file) ?? ''))
            .map((symbol) => `${entry.subject} ${entry.name}: ${file} ${symbol}`),
        ),
    );
    expect(entries.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });
});

/** `export const x`, and a member `key:` in it when the symbol has one. */
function isDeclared(symbol: string, text: string): boolean {
  const [, container = '', property, quoted] = SYMBOL.exec(symbol) ?? [];
  const declared = ['const', 'function', 'async function', 'interface', 'type'].find((word) =>
    new RegExp(
      `^export ${word} ${container.replaceAll('$', '\\$')}(?![\\p{L}\\p{N}_$])`,
      'mu',
    ).test(text),
  );
  const key = property ?? quoted;
  const plain = key?.replace(/^'(.*)'$/s, '$1');
  return (
    declared !== undefined &&
    (key === undefined ||
      plain === undefined ||
      [
        `  ${plain}:`,
        `  ${plain}?:`,
        `  ${plain}(`,
        `readonly ${plain}:`,
        `readonly ${plain}?:`,
        `${key}:`,
        `${key}?:`,
      ].some((start) => text.includes(start)))
  );
}
