import { readdirSync, readFileSync } from 'node:fs';
import { diagnosticCodes, isDiagnosticCode, readBpmn, validate } from '../index.js';

const folder = new URL('fixtures/codes/', import.meta.url);
const files = readdirSync(folder).sort();
/** Codes that no single file can raise; the tests named here raise them. */
const raisedElsewhere = new Map([
  ['BPMN103', 'read-bpmn.hostile.test.ts'],
  ['BPMN104', 'read-bpmn.hostile.test.ts'],
  ['BPMN111', 'validate.test.ts'],
  ['BPMN170', 'advice/references.test.ts'],
  ['BPMN171', 'advice/references.test.ts'],
  ['BPMN193', 'settle-diagnostics.test.ts'],
]);

/** First line of a fixture: `<!-- expect CODE at NEEDLE -->`; the place is the needle's first one below. */
function expectation(text: string) {
  const [, code = '', needle = ''] = /^<!-- expect (\S+) at (.+) -->/.exec(text) ?? [];
  const lines = text.split('\n');
  const index = lines.findIndex((line, at) => at > 0 && line.includes(needle));
  return { code, line: index + 1, column: (lines[index]?.indexOf(needle) ?? -1) + 1 };
}

describe('fixtures, one a code', () => {
  test.each(files)('%s raises its code at its place', async (file) => {
    // given
    const text = readFileSync(new URL(file, folder), 'utf8');
    const { code, line, column } = expectation(text);

    // when
    const diagnostics = validate([await readBpmn(text, { file })]);

    // then
    const found = diagnostics.filter((each) => each.code === code);
    expect(found.map(({ place }) => place)).toEqual([{ file, line, column }]);
    expect(found[0]?.message).not.toMatch(/[{}]\w+\}|undefined/);
  });

  test.each(files.filter((file) => !file.startsWith('BPMN106')))(
    '%s has no error beside the one it shows',
    async (file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const { code } = expectation(text);

      const errors = validate([await readBpmn(text, { file })]).filter(
        ({ severity }) => severity === 'error',
      );

      expect(errors.filter((each) => each.code !== code)).toEqual([]);
    },
  );

  test('there is a fixture or a test for every code', () => {
    const covered = new Set(files.map((file) => file.slice(0, 'BPMN101'.length)));
    for (const [code, test] of raisedElsewhere) {
      expect(readFileSync(new URL(test, import.meta.url), 'utf8')).toContain(code);
      covered.add(code);
    }
    expect([...covered].sort()).toEqual(Object.keys(diagnosticCodes).sort());
  });
});

describe('docs/errors.md', () => {
  const docs = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const sections = new Map(
    docs
      .split(/^#### /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section]),
  );

  test.each(Object.entries(diagnosticCodes))(
    'describes %s as the registry has it',
    (code, entry) => {
      const section = (sections.get(code) ?? '').replaceAll('\\', '');
      expect(section.toLowerCase()).toContain(`${entry.severity}: \``);
      expect(section).toContain(entry.message);
      expect(section).toContain(`Fix: ${entry.fix}`);
    },
  );

  test('describes no BPMN code that is not registered', () => {
    const documented = [...sections.keys()].filter((code) => code.startsWith('BPMN'));
    expect(documented.filter((code) => !isDiagnosticCode(code))).toEqual([]);
  });
});
