import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { REPOSITORY, temporaryFolder } from './fixture.js';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function jobwright(cwd: string, ...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(REPOSITORY, 'cli', 'bin.js'), ...args],
    { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  return { code: status, out: stdout, err: stderr };
}

describe('jobwright generate and check', () => {
  const folder = temporaryFolder('parcel');
  const at = (...parts: readonly string[]): string => join(folder.path, ...parts);
  const contract = at('generated', 'parcel', 'contract.gen.ts');

  afterAll(() => {
    folder.remove();
  });

  test('writes everything once, scaffolds handlers once, and then touches nothing', () => {
    // given
    mkdirSync(at('services', 'worker', 'handlers'), { recursive: true });
    writeFileSync(at('services', 'worker', 'handlers', 'scan.ts'), '// mine\n');

    // when
    const first = jobwright(folder.path, 'generate', 'models');
    const written = statSync(contract).mtimeMs;
    const second = jobwright(folder.path, 'generate', 'models');

    // then
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toContain('written   parcel/contract.gen.ts');
    expect(first.out).toContain('models/parcel.bpmn:146:37 warning NAME202');
    expect(first.err).toContain('jobwright/runtime/v1 cannot be resolved');
    expect(second.out).not.toMatch(/^(written|created|deleted)/m);
    expect(statSync(contract).mtimeMs).toBe(written);
    expect(readFileSync(at('services', 'worker', 'handlers', 'scan.ts'), 'utf8')).toBe('// mine\n');
    expect(existsSync(at('services', 'worker', 'handlers', 'weigh-parcel.ts'))).toBe(true);
    expect(existsSync(at('services', 'worker', 'handlers', 'io.camunda-http-json-1.ts'))).toBe(
      false,
    );
    expect(jobwright(folder.path, 'check', 'models')).toMatchObject({ code: 0 });
  }, 120_000);

  test('output for another folder puts no stubs among the handlers of this project', () => {
    const stub = at('services', 'worker', 'handlers', 'weigh-parcel.ts');
    rmSync(stub);

    const elsewhere = jobwright(folder.path, 'generate', 'models', '--out', 'another');

    expect(elsewhere).toMatchObject({ code: 0 });
    expect(existsSync(at('another', 'parcel', 'contract.gen.ts'))).toBe(true);
    expect(existsSync(stub)).toBe(false);
    expect(jobwright(folder.path, 'generate', 'models')).toMatchObject({ code: 0 });
    expect(existsSync(stub)).toBe(true);
  }, 120_000);

  test('tells stale, missing, orphaned and hand-edited files apart, and mends them', () => {
    // given: the price model changes, a file is deleted, a process goes, a contract is edited
    const model = readFileSync(at('models', 'parcel.bpmn'), 'utf8');
    writeFileSync(
      at('models', 'parcel.bpmn'),
      model
        .replaceAll('parcel-handed-in', 'parcel-dropped')
        .replace(
          'id="parcel-recount" name="Recount" isExecutable="true"',
          'id="parcel-recount" isExecutable="false"',
        ),
    );
    rmSync(at('generated', 'openapi.json'));
    writeFileSync(contract, `${readFileSync(contract, 'utf8')}// mine\n`);

    // when
    const before = readFileSync(contract, 'utf8');
    const found = jobwright(folder.path, 'check', 'models');
    const json = JSON.parse(
      jobwright(folder.path, 'check', 'models', '--reporter', 'json').out,
    ) as {
      readonly files: readonly { readonly file: string; readonly state: string }[];
      readonly diagnostics: readonly { readonly code: string }[];
    };

    // then
    expect(found.code).toBe(1);
    expect(found.out).toContain('-// mine');
    expect(found.out).toContain("+    name: 'parcel-dropped',");
    expect(readFileSync(contract, 'utf8')).toBe(before);
    expect(Object.fromEntries(json.files.map(({ file, state }) => [file, state]))).toEqual({
      'generated/.manifest.json': 'stale',
      'generated/openapi.json': 'missing',
      'generated/parcel/contract.gen.ts': 'edited',
      'generated/parcel/elements.gen.ts': 'stale',
      'generated/parcel/jobs.gen.ts': 'stale',
      'generated/parcel/messages.gen.ts': 'stale',
      'generated/parcel-recount/contract.gen.ts': 'orphan',
      'generated/parcel-recount/elements.gen.ts': 'orphan',
      'generated/parcel-recount/jobs.gen.ts': 'orphan',
      'generated/parcel-recount/messages.gen.ts': 'orphan',
    });
    const codes = new Set(json.diagnostics.map(({ code }) => code));
    expect([...codes].filter((code) => code.startsWith('FILE')).sort()).toEqual([
      'FILE301',
      'FILE302',
      'FILE303',
      'FILE304',
      'FILE307',
    ]);

    // when
    const mended = jobwright(folder.path, 'generate', 'models');

    // then
    expect(mended.code).toBe(0);
    expect(existsSync(at('generated', 'parcel-recount'))).toBe(false);
    expect(jobwright(folder.path, 'check', 'models')).toMatchObject({ code: 0 });
    // A surplus handler is a warning; it fails only when asked to.
    expect(jobwright(folder.path, 'check', 'models', '--max-warnings', '0').code).toBe(1);
  }, 180_000);

  test('writes nothing at all when a model has an error, or a file is not its own', () => {
    // given
    const document = readFileSync(at('models', 'parcel.openapi.json'), 'utf8');
    const manifest = readFileSync(at('generated', '.manifest.json'), 'utf8');
    writeFileSync(
      at('models', 'parcel.openapi.json'),
      document.replace('"operationId": "getParcel",', ''),
    );

    // when
    const refused = jobwright(folder.path, 'generate', 'models');

    // then
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/models\/parcel\.openapi\.json:\d+:\d+ error API601/);
    expect(refused.err).toContain('nothing was written');
    expect(readFileSync(at('generated', '.manifest.json'), 'utf8')).toBe(manifest);

    // given
    writeFileSync(at('models', 'parcel.openapi.json'), document);
    mkdirSync(at('own', 'parcel'), { recursive: true });
    writeFileSync(at('own', 'parcel', 'contract.gen.ts'), 'export const mine = 1;\n');

    // when
    const foreign = jobwright(folder.path, 'generate', 'models', '--out', 'own');

    // then
    expect(foreign.code).toBe(1);
    expect(foreign.out).toContain('FILE305');
    expect(readFileSync(at('own', 'parcel', 'contract.gen.ts'), 'utf8')).toBe(
      'export const mine = 1;\n',
    );
    expect(existsSync(at('own', 'api.gen.ts'))).toBe(false);
  }, 120_000);

  test('answers a wrong command line with exit code 2 and says what to do', () => {
    renameSync(at('models'), at('elsewhere'));
    for (const args of [
      ['generate', 'models'],
      ['generate', 'elsewhere', '--out', 'elsewhere/..'],
      ['check', 'elsewhere', '--reporter', 'loud'],
      ['check', 'elsewhere', '--max-warnings', '-1'],
    ]) {
      const { code, out, err } = jobwright(folder.path, ...args);
      expect({ args, code, out }).toEqual({ args, code: 2, out: '' });
      expect(err).toContain('fix:');
    }
  }, 120_000);
});
