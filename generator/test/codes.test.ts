import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { generatorCodes, generatorErrorCodes } from '../index.js';
import { HERE, REPOSITORY } from './fixture.js';

const document = readFileSync(join(REPOSITORY, 'docs', 'errors.md'), 'utf8');
const sources = readdirSync(join(HERE, '..'), { recursive: true, encoding: 'utf8' })
  .filter(
    (file) =>
      file.endsWith('.ts') && !file.startsWith('test') && !/^(codes|errors)\.ts$/.test(file),
  )
  .map((file) => readFileSync(join(HERE, '..', file), 'utf8'))
  .join('\n');

describe('the codes of the generator', () => {
  test('stand in docs/errors.md with their severity, text and fix', () => {
    const titles = { error: 'Error', warning: 'Warning', info: 'Info' };
    for (const [code, { severity, summary, fix }] of Object.entries(generatorCodes)) {
      const section = `#### ${code}\n\n${titles[severity]}: ${summary}\n\nFix: ${fix.charAt(0).toUpperCase()}${fix.slice(1)}.\n`;
      expect(document).toContain(section);
    }
    for (const [code, summary] of Object.entries(generatorErrorCodes)) {
      expect(document).toContain(`#### ${code}\n\n${summary}\n`);
    }
  });

  test('are each raised somewhere, and no other is documented', () => {
    const registered = [...Object.keys(generatorCodes), ...Object.keys(generatorErrorCodes)];
    const raised = registered.filter((code) => sources.includes(`'${code}'`));
    expect(raised).toEqual(registered);
    const documented = document.match(/^#### (NAME|FILE|TYPE|API|PLUG|CONF4[12])\d+/gm) ?? [];
    expect(documented.map((title) => title.slice(5)).sort()).toEqual([...registered].sort());
  });
});
