import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { GENERATOR_VERSION } from '../../generator/version.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));

function linesWith(pattern: RegExp, skip: RegExp): readonly string[] {
  return files
    .filter((file) => !skip.test(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line}`] : [])),
    )
    .map((line) => line.slice(0, 200));
}

describe('the repository', () => {
  const rooms = [
    ...['bpmn', 'model', 'generator', 'generated', 'runtime', 'engine', 'services', 'web'],
    ...['cli', 'infra', 'test', 'bench'],
  ];

  test.each(rooms)('room %s says what it is for', (room) => {
    expect(files).toContain(`${room}/README.md`);
  });

  test('the lock file names no download address', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/);
  });

  test('the version that the command tells is the one of the package', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly version: string;
    };

    expect(version).toBe(GENERATOR_VERSION);
  });

  test('nothing names a path of one machine or a package registry', () => {
    const pattern = new RegExp(['/work/(main|shared)', '/tmp/brief', 'registry\\.npm'].join('|'));

    expect(linesWith(pattern, /^(test\/repository\/|package-lock\.json)/)).toEqual([]);
  });

  test('every row of what the generator can do names a test or a model that shows it', () => {
    const tables = readFileSync(join(root, 'docs/generator.md'), 'utf8').match(/(?:^\|.*\n)+/gm);
    const rows = (tables ?? [])
      .map((table) => table.trimEnd().split('\n'))
      .filter(([head = '']) => head.endsWith('| shown by |'))
      .flatMap((lines) => lines.slice(2));
    const shown = /\]\(\.\.\/(?:[^)]*\.test\.ts|generator\/test\/fixtures\/[^)]+\/)\)/;

    expect(rows.length).toBeGreaterThan(120);
    expect(rows.filter((row) => !shown.test(row.split(' | ').at(-1) ?? ''))).toEqual([]);
  });

  test('every relative link of a document leads somewhere', () => {
    const broken = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) => {
        const text = readFileSync(join(root, file), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
        return [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)]
          .map((match) => match[1] ?? '')
          .filter((target) => !existsSync(join(root, file, '..', target)))
          .map((target) => `${file} -> ${target}`);
      });

    expect(broken).toEqual([]);
  });

  test('no file outside the tests is too long to read at one sitting', () => {
    const long = files
      .filter((file) => /\.(ts|js|sql)$/.test(file) && !/^generated\/|\/test\/|^test\//.test(file))
      .filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 600);

    expect(long).toEqual([]);
  });
});
