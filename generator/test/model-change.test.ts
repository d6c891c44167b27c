import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { generateProject } from '../index.js';
import { compileStrict } from './compile-strict.js';
import { REPOSITORY, temporaryFolder } from './fixture.js';

const HANDLERS: Readonly<Record<string, string>> = {
  'weigh-parcel.ts': `import type { ParcelHandlers } from '../generated/parcel/contract.gen.js';
export const weighParcel: ParcelHandlers['weigh-parcel'] = async (job) => ({
  weight: job.variables.pieces * 100,
  scales: { id: 's' },
});
`,
  'file-receipt.ts': `import type { ParcelHandlers } from '../generated/parcel/contract.gen.js';
export const fileReceipt: ParcelHandlers['file-receipt'] = async (job) => ({
  signedBy: job.variables.signedBy.toUpperCase(),
});
`,
};

describe('a changed model', () => {
  const folder = temporaryFolder('parcel');
  const model = join(folder.path, 'models', 'parcel.bpmn');
  const schema = join(folder.path, 'models', 'parcel.schema.json');
  const originals = [model, schema].map((file) => [file, readFileSync(file, 'utf8')] as const);

  async function errorsAfter(
    file: string,
    change: (text: string) => string,
  ): Promise<readonly string[]> {
    for (const [path, text] of originals) {
      writeFileSync(path, path === file ? change(text) : text);
    }
    const options = { paths: ['models'], handlers: 'handlers', cwd: folder.path };
    const { refused } = await generateProject(options);
    expect(refused).toBe(false);
    const files = ['index', 'weigh-parcel', 'file-receipt', 'scan', 'count-shelf'].map((name) =>
      join(folder.path, 'handlers', `${name}.ts`),
    );
    return compileStrict(files, folder.path);
  }

  beforeAll(async () => {
    await generateProject({ paths: ['models'], handlers: 'handlers', cwd: folder.path });
    for (const [name, text] of Object.entries(HANDLERS)) {
      writeFileSync(join(folder.path, 'handlers', name), text);
    }
  });

  afterAll(() => {
    folder.remove();
  });

  test('that fits its handlers compiles', async () => {
    expect(await errorsAfter(model, (text) => text)).toEqual([]);
  }, 120_000);

  test('that renames a job type names the handler and its line in the map', async () => {
    const errors = await errorsAfter(model, (text) =>
      text.replace('type="weigh-parcel"', 'type="weigh-goods"'),
    );
    const lines = new Set(errors.map((error) => error.split(' ')[0]));
    expect(lines).toEqual(new Set(['handlers/index.ts:12', 'handlers/weigh-parcel.ts:2']));
    expect(errors[0]).toContain("'weigh-parcel'");
  }, 120_000);

  test('that gains a task names the map that lacks its handler', async () => {
    const errors = await errorsAfter(model, (text) =>
      text
        .replace(
          'id="CallDepot" name="Call depot" zeebe:modelerTemplate="io.camunda.connectors.HttpJson.v2"',
          'id="CallDepot" name="Call depot"',
        )
        .replace('io.camunda:http-json:1', 'call-depot'),
    );
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^handlers\/index\.ts:\d+ .*'call-depot'/);
  }, 120_000);

  test('that changes a variable’s type names exactly the handlers that read it', async () => {
    const errors = await errorsAfter(schema, (text) =>
      text.replace(
        '"signedBy": { "type": "string" }',
        '"signedBy": { "type": "array", "items": { "type": "string" } }',
      ),
    );
    expect(errors.length).toBeGreaterThan(0);
    expect(new Set(errors.map((error) => error.split(':')[0]))).toEqual(
      new Set(['handlers/file-receipt.ts']),
    );
  }, 120_000);

  test('is compiled against the runtime of this installation when no package is there', async () => {
    await errorsAfter(model, (text) => text);
    const jobs = readFileSync(join(folder.path, 'generated', 'parcel', 'jobs.gen.ts'), 'utf8');
    expect(jobs).toMatch(/from '(\.\.\/)+.*\/runtime\/v1\.js'/);
    expect(REPOSITORY).not.toBe('');
  });
});
