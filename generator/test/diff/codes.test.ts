import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { diffCodes } from '../../index.js';
import { HERE, REPOSITORY } from '../fixture.js';

const textsOf = (folder: string, skip: RegExp) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !skip.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');

describe('the codes of changes', () => {
  const document = readFileSync(join(REPOSITORY, 'docs', 'diff.md'), 'utf8');
  const codes = Object.keys(diffCodes);

  test('stand in docs/diff.md with their text and fix, and no other does', () => {
    for (const [code, { subject, summary, fix }] of Object.entries(diffCodes)) {
      expect(document).toContain(
        `#### ${code}\n\nAbout a ${subject}: ${summary}\n\nFix: ${fix.charAt(0).toUpperCase()}${fix.slice(1)}.\n`.replace(
          'About a running instances',
          'About running instances',
        ),
      );
    }
    const documented = document.match(/^#### DIFF\d+/gm) ?? [];
    expect(documented.map((title) => title.slice(5))).toEqual(codes);
  });

  test('are each raised, and each expected by a test', () => {
    const sources = textsOf(join(HERE, '..', 'diff'), /^diff-codes/);
    const tests = textsOf(join(HERE, 'diff'), /^codes/);
    expect(codes.filter((code) => sources.includes(`'${code}'`))).toEqual(codes);
    expect(codes.filter((code) => tests.includes(code))).toEqual(codes);
  });
});
