import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkProject, definePlugin, generateProject, type GeneratorOptions } from '../../index.js';
import { snapshot } from '../disk/snapshot.js';
import { modelText, smallProject } from './small-project.js';

/** With a plugin, a run does all the work. */
const plugins = [definePlugin({ name: 'p', apiVersion: 1 })];

/** Runs, and says whether anything was read or planned. */
async function worked(
  run: (options: GeneratorOptions) => Promise<unknown>,
  options: GeneratorOptions,
): Promise<boolean> {
  const phases: string[] = [];
  await run({ ...options, onPhase: (phase) => phases.push(phase) });
  return phases.includes('read');
}

describe('a run that finds nothing changed', () => {
  const project = smallProject({ handlers: 'handlers' });
  const { options } = project;
  const records = join(project.path, 'node_modules', '.cache', 'jobwright');
  const at = (...parts: readonly string[]): string => join(project.path, ...parts);

  beforeEach(async () => {
    rmSync(at('generated'), { recursive: true, force: true });
    rmSync(at('models', 'next.bpmn'), { force: true });
    project.write('models/order.bpmn', modelText('work'));
    await generateProject(options);
    await checkProject(options);
  });

  afterAll(() => {
    project.remove();
  });

  test('does no work, and says the same as the one before', async () => {
    const before = snapshot(at('generated'));
    const full = await generateProject({ ...options, plugins });
    expect(full.diagnostics.length).toBeGreaterThan(0);
    expect(await worked(generateProject, options)).toBe(false);
    expect(await generateProject(options)).toEqual(full);
    const checked = await checkProject({ ...options, plugins });
    expect(await worked(checkProject, options)).toBe(false);
    expect(await checkProject(options)).toEqual(checked);
    expect(snapshot(at('generated'))).toEqual(before);
  });

  test('takes Windows line ends in the output for no change', async () => {
    const text = project.read('generated/order/jobs.gen.ts').replaceAll('\n', '\r\n');
    writeFileSync(at('generated', 'order', 'jobs.gen.ts'), text);
    expect(await worked(checkProject, options)).toBe(false);
    expect((await checkProject(options)).drift).toEqual([]);
    expect((await checkProject({ ...options, plugins })).drift).toEqual([]);
    expect(await generateProject({ ...options, plugins })).toMatchObject({ written: [] });
  });

  test.each<[string, () => void, string]>([
    [
      'a model changed',
      () => {
        project.write('models/order.bpmn', modelText('other'));
      },
      'stale',
    ],
    [
      'a model came',
      () => {
        project.write('models/next.bpmn', modelText('next', 'next'));
      },
      'missing',
    ],
    [
      'a generated file was edited',
      () => {
        project.write('generated/order/jobs.gen.ts', '// mine');
      },
      'edited',
    ],
    [
      'a generated file is gone',
      () => {
        rmSync(at('generated', 'openapi.json'));
      },
      'missing',
    ],
    [
      'the manifest is gone',
      () => {
        rmSync(at('generated', '.manifest.json'));
      },
      'missing',
    ],
    [
      'a file of others came',
      () => {
        project.write('generated/notes.md', 'mine');
      },
      'stray',
    ],
    [
      'a link came',
      () => {
        rmSync(at('generated', 'openapi.json'));
        symlinkSync('/dev/null', at('generated', 'openapi.json'));
      },
      'link',
    ],
  ])('is none when %s', async (_name, change, kind) => {
    change();
    const { drift } = await checkProject(options);
    expect(drift.map((each) => each.kind)).toContain(kind);
    // And not only the first time.
    expect((await checkProject(options)).drift).toEqual(drift);
  });

  test('does not mind files of others when it generates, nor a page about the folder when it checks', async () => {
    project.write('generated/README.md', 'All of this is generated.');
    expect(await worked(checkProject, options)).toBe(false);
    project.write('generated/notes.md', 'mine');
    expect(await worked(generateProject, options)).toBe(false);
    expect(await worked(checkProject, options)).toBe(true);
  });

  test('is none when a setting is another', async () => {
    for (const changed of [
      { levels: { BPMN150: 'off' } },
      { target: '8.8' },
      { runtime: './rt.js' },
      { scaffold: false },
      { handlers: 'elsewhere' },
      { plugins },
    ] as const) {
      expect(await worked(checkProject, { ...options, ...changed })).toBe(true);
      await checkProject(options);
      expect(await worked(checkProject, options)).toBe(false);
    }
  });

  test('is none when the handler map is another', async () => {
    project.write('handlers/index.ts', `${project.read('handlers/index.ts')}\n`);
    expect(await worked(checkProject, options)).toBe(true);
    expect(await worked(checkProject, options)).toBe(false);
    expect(await worked(generateProject, options)).toBe(false);
  });

  test('is told by a check from what a run wrote, where there is no handler map', async () => {
    rmSync(at('generated'), { recursive: true });
    const others = { paths: ['models'], cwd: project.path, runtime: 'jobwright/runtime/v1' };
    await generateProject(others);
    expect(await worked(checkProject, others)).toBe(false);
  });

  test('is none when its record is broken', async () => {
    for (const text of ['', '{', '{"key":1}', '[]']) {
      for (const name of readdirSync(records)) {
        writeFileSync(join(records, name), text);
      }
      expect(await worked(checkProject, options)).toBe(true);
      expect(await worked(checkProject, options)).toBe(false);
    }
  });

  test('still makes a stub that is gone', async () => {
    rmSync(at('handlers', 'work.ts'));
    expect((await generateProject(options)).scaffolded).toEqual(['handlers/work.ts']);
    expect(existsSync(at('handlers', 'work.ts'))).toBe(true);
  });

  test('keeps nothing where there is no node_modules', async () => {
    rmSync(at('node_modules'), { recursive: true });
    expect(await worked(generateProject, options)).toBe(true);
    expect(await worked(generateProject, options)).toBe(true);
    expect(readdirSync(project.path).sort()).toEqual(['generated', 'handlers', 'models']);
  });
});
