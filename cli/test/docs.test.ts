import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { allVerbs } from '../all-verbs.js';
import { settingKeys } from '../config/settings.js';
import { configKeys } from '../../generator/config/check-config.js';
import { cliPage } from '../docs/cli-page.js';
import { REPOSITORY } from './fake-context.js';

const page = readFileSync(join(REPOSITORY, 'docs', 'cli.md'), 'utf8');

describe('docs/cli.md', () => {
  test('holds what the command says of itself; `npm run docs:cli` writes it', async () => {
    expect(await cliPage(page)).toBe(page);
  }, 60_000);

  test('describes every key of the config', () => {
    expect([...settingKeys].sort()).toEqual([...configKeys].sort());
    expect(settingKeys.filter((key) => !page.includes(`\n| \`${key}\` |`))).toEqual([]);
  });

  test('and the README name every verb', () => {
    const readme = readFileSync(join(REPOSITORY, 'README.md'), 'utf8');
    const verbs = allVerbs.map(({ command }) => command.split(' ')[0] ?? '');
    expect(verbs.filter((verb) => !page.includes(`### jobwright ${verb}\n`))).toEqual([]);
    expect(verbs.filter((verb) => !readme.includes(`npx jobwright ${verb}`))).toEqual([]);
  });
});
