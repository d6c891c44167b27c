import { readFileSync } from 'node:fs';
import { dmnCodes } from '../../dmn/index.js';

const docs = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
const sections = new Map(
  docs
    .split(/^#### /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section]),
);

describe('docs/errors.md', () => {
  test.each(Object.entries(dmnCodes))('describes %s as the list has it', (code, entry) => {
    expect(sections.get(code)).toContain(`Error: \`${entry.message}\``);
    expect(sections.get(code)).toContain(`Fix: ${entry.fix}`);
  });

  test('describes no DMN code that the list lacks', () => {
    const documented = [...sections.keys()].filter((code) => code.startsWith('DMN'));
    expect(documented.sort()).toEqual(Object.keys(dmnCodes).sort());
  });
});
