import { readFileSync } from 'node:fs';
import { runtimeErrorCodes } from '../errors.js';
import { runtimeProblems } from '../index.js';

const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

/** `#### CODE` headings of a section, each with the line below it. */
function entries(section: string, subsection?: string): Readonly<Record<string, string>> {
  const body = text.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
  const part =
    subsection === undefined
      ? body
      : (body.split(`\n### ${subsection}\n`)[1]?.split('\n### ')[0] ?? '');
  return Object.fromEntries(
    [...part.matchAll(/^#### ([A-Z_]+)\n\n(.+)\n\nFix: .+$/gmu)].map(
      ([, code = '', line = '']): [string, string] => [code, line],
    ),
  );
}

describe('docs/errors.md', () => {
  test('describes exactly the problems of the API kit, with status, title and fix', () => {
    expect(entries('Problem codes', 'Of every API')).toEqual(
      Object.fromEntries(
        Object.entries(runtimeProblems).map(([code, { status, title }]) => [
          code,
          `${status}: \`${title}\``,
        ]),
      ),
    );
  });

  test('describes exactly the errors of the runtime, with a fix', () => {
    expect(entries('Runtime errors')).toEqual(
      Object.fromEntries(
        Object.entries(runtimeErrorCodes).map(([code, title]) => [code, `\`${title}\``]),
      ),
    );
  });
});
