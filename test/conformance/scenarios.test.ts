import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { headings, scenarioTable } from './scenario/headings.js';
import { judge } from './scenario/judge.js';
import { comparePlayed } from './scenario/compare-played.js';
import { knownDifferences } from './scenario/known-differences.js';
import type { Played } from './scenario/play.js';
import { readTrace } from './scenario/trace-file.js';
import { allScenarios } from './scenarios/index.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const known = knownDifferences().filter(({ against }) => against === '8.6');

describe('scenarios recorded from the real broker', () => {
  test.each(
    allScenarios.map((scenario) => [`${scenario.heading} ${scenario.name}`, scenario] as const),
  )('%s comes out equal on the embedded engine', async (_title, scenario) => {
    const expected = await readTrace(scenario);
    const verdicts = await judge(scenario, expected, ['L1', 'L2']);
    const differing = verdicts.filter(({ difference }) => difference !== undefined);
    const excused = known.find(({ name }) => name === scenario.name)?.levels ?? [];
    expect(differing.map(({ level }) => level)).toEqual(excused);
  });
});

describe('the room', () => {
  test('holds a trace for each scenario, and none for any other', async () => {
    const traces = (await readdir(`${here}traces`)).map((file) => file.replace('.jsonl', ''));
    expect(traces.sort()).toEqual(allScenarios.map(({ name }) => name).sort());
  });

  test('plays every group of scenarios that is in its folder', async () => {
    const index = await readFile(`${here}scenarios/index.ts`, 'utf8');
    const folders = await readdir(`${here}scenarios`, { withFileTypes: true });
    for (const folder of folders.filter((entry) => entry.isDirectory())) {
      for (const file of await readdir(`${here}scenarios/${folder.name}`)) {
        expect(index).toContain(`'./${folder.name}/${file.replace(/\.ts$/, '.js')}'`);
      }
    }
  });

  test('has scenarios under every heading, and every scenario under one, as docs/engine.md says', async () => {
    const page = await readFile(`${here}../../docs/engine.md`, 'utf8');
    expect(page).toContain(scenarioTable(allScenarios));
    const used = new Set(allScenarios.map(({ heading }) => heading));
    expect([...used].sort()).toEqual(Object.keys(headings).sort());
    for (const { folder } of Object.values(headings)) {
      await expect(readdir(`${here}scenarios/${folder}`)).resolves.not.toEqual([]);
    }
  });

  test('gives every scenario a name of its own', () => {
    const names = allScenarios.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(150);
  });

  test('tells when an answer, a record or its order differs', async () => {
    const [scenario] = allScenarios.filter(({ name }) => name === 'job-fails-for-good');
    const expected = await readTrace(scenario ?? { name: '' });
    const levelsOf = (actual: Played): readonly string[] =>
      (['L1', 'L2', 'L3'] as const).filter(
        (level) => comparePlayed(level, expected, actual) !== undefined,
      );
    const { exchanges, records } = expected;
    const [first, ...rest] = exchanges;
    const other = { call: first?.call ?? '', answer: { status: 'NOT_FOUND' } };
    const failed = records.findIndex(({ intent }) => intent === 'FAILED');
    expect(levelsOf(expected)).toEqual([]);
    expect(levelsOf({ ...expected, exchanges: [other, ...rest] })).toEqual(['L1']);
    expect(levelsOf({ ...expected, records: records.toSpliced(failed, 1) })).toEqual(['L2', 'L3']);
  });
});
