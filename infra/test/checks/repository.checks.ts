import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { root, runProgram, runTool } from './tool.js';

jest.setTimeout(180_000);

const services = ['booking', 'worker', 'payments'] as const;
const scratch = mkdtempSync(join(tmpdir(), 'jobwright-repository-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const dockerfile = (service: string): string => `${root}infra/images/${service}.Dockerfile`;

/** The user of the last stage; undefined means root. */
function userOf(text: string): string | undefined {
  const last = text.slice(text.lastIndexOf('\nFROM '));
  return /^USER (.+)$/m.exec(last)?.[1];
}

describe.each(services)('the Dockerfile of %s', (service) => {
  test('is sound for hadolint', async () => {
    expect(await runTool('hadolint', dockerfile(service))).toMatchObject({ code: 0, stdout: '' });
  });

  test('takes its base from outside, its packages from the lock file, and is nobody in particular', () => {
    const text = readFileSync(dockerfile(service), 'utf8');

    expect(text).toContain('ARG BASE_IMAGE=node:24-bookworm-slim');
    expect(text).toContain('npm ci --omit=dev --ignore-scripts');
    expect(userOf(text)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });
});

describe('secrets', () => {
  test('are not in what is committed', async () => {
    const files = join(scratch, 'checkout');
    mkdirSync(files);
    const archive = await runProgram('/bin/sh', [
      '-c',
      `git ls-files -z | tar --null --files-from - -c | tar -x -C "${files}"`,
    ]);
    expect(archive.code).toBe(0);

    const found = await runTool(
      'gitleaks',
      'dir',
      files,
      '--no-banner',
      '--redact',
      // Names the file and line of each, without the secret.
      '--verbose',
      '--config',
      `${root}infra/checks/gitleaks.toml`,
    );
    expect(found.stdout + found.stderr).toContain('no leaks found');
    expect(found.code).toBe(0);
  });
});

describe('a planted fault is found', () => {
  test.each([
    ['USER root', 'DL3002'],
    ['RUN apt-get install curl', 'DL3008'],
  ])('by hadolint: %s', async (line, rule) => {
    const file = join(scratch, 'Dockerfile');
    writeFileSync(file, `${readFileSync(dockerfile('worker'), 'utf8')}\n${line}\n`);

    const { code, stdout } = await runTool('hadolint', file);

    expect(code).not.toBe(0);
    expect(stdout).toContain(rule);
  });

  test('by the look at the user: a Dockerfile without one', () => {
    const text = readFileSync(dockerfile('worker'), 'utf8').replace(/^USER .*$/m, '');

    expect(userOf(text)).toBeUndefined();
  });

  test('by gitleaks: a key', async () => {
    const folder = mkdtempSync(join(scratch, 'key-'));
    // In two parts, or this file would be the one that is found.
    const key = ['AKIA', 'Q3EGRWQ7UTBPL2XV'].join('');
    writeFileSync(join(folder, 'key.txt'), `aws_access_key_id = ${key}\n`);

    const { code } = await runTool(
      'gitleaks',
      'dir',
      folder,
      '--no-banner',
      '--redact',
      '--config',
      `${root}infra/checks/gitleaks.toml`,
    );

    expect(code).toBe(1);
    expect(readdirSync(folder)).toEqual(['key.txt']);
  });
});
