import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { configCodes } from '../../generator/config/config-codes.js';
import { GENERATOR_VERSION } from '../../generator/version.js';
import { REPOSITORY } from './fake-context.js';

const document = readFileSync(join(REPOSITORY, 'docs', 'errors.md'), 'utf8');
const sources = ['cli', 'generator/config']
  .flatMap((room) =>
    readdirSync(join(REPOSITORY, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/^test|config-codes/.test(file))
      .map((file) => readFileSync(join(REPOSITORY, room, file), 'utf8')),
  )
  .join('\n');

describe('the codes of config and command line', () => {
  test('stand in docs/errors.md, each with its summary, and no other does', () => {
    for (const [code, summary] of Object.entries(configCodes)) {
      expect(document).toContain(`#### ${code}\n\n${summary}\n`);
    }
    const documented = document.match(/^#### CONF4[345]\d/gm) ?? [];
    expect(documented.map((title) => title.slice(5))).toEqual(Object.keys(configCodes));
  });

  test('are each raised somewhere', () => {
    const codes = Object.keys(configCodes);
    expect(codes.filter((code) => sources.includes(`'${code}'`))).toEqual(codes);
  });

  test('the version that the command shows is that of the package', () => {
    const text = readFileSync(join(REPOSITORY, 'package.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ version: GENERATOR_VERSION });
  });
});
