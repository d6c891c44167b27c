import { readFile } from 'node:fs/promises';
import { journalErrorCodes } from '../../journal/journal-error.js';

test('docs/errors.md describes exactly the errors of the journal, each with a fix', async () => {
  const page = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const section = page.split('\n## Journal errors\n')[1]?.split('\n## ')[0] ?? '';
  const described = [...section.matchAll(/^#### ([A-Z_]+)\n\n(.+)\n\nFix: .+$/gmu)];
  expect(Object.fromEntries(described.map(([, code = '', title]) => [code, title]))).toEqual(
    journalErrorCodes,
  );
});
