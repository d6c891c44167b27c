import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Diagnostic } from '../../model/index.js';
import { generate, validate, type Plugin } from '../index.js';
import { bpmnSource, flowsThrough, HERE, REPOSITORY, serviceTask } from './fixture.js';
import { docs } from './plugin-example.js';

const model = bpmnSource(
  `<bpmn:startEvent id="s" />${serviceTask('t', 'work')}
<bpmn:userTask id="u" name="Approve"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements></bpmn:userTask>${flowsThrough('s', 't', 'u')}`,
);

const about = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
  found.filter(({ code }) => /^(PLUG|DOCS|BAD)/.test(code));

async function findings(...plugins: readonly Plugin[]): Promise<readonly string[]> {
  const { diagnostics } = await generate([model], { plugins });
  return about(diagnostics).map(({ code, message }) => `${code} ${message}`);
}

describe('a plugin', () => {
  test('adds files to the output and to the manifest, with our line ends', async () => {
    const { files, manifest, ok } = await generate([model], { plugins: [docs] });
    expect(ok).toBe(true);
    expect(files.find(({ path }) => path === 'docs/order.md')?.text).toBe('# order\n\n- work\n');
    expect(files.map(({ path }) => path)).toEqual(files.map(({ path }) => path).sort());
    const crlf: Plugin = {
      name: 'crlf',
      apiVersion: 1,
      emitters: [{ name: 'e', emit: () => [{ path: 'crlf/a.md', text: 'a\r\nb' }] }],
    };
    const plain = (await generate([model], { plugins: [crlf] })).files;
    expect(plain.find(({ path }) => path === 'crlf/a.md')?.text).toBe('a\nb');
    expect(manifest.text).toContain('"docs/order.md"');
    const without = await generate([model]);
    expect(files.filter(({ path }) => path !== 'docs/order.md')).toEqual(without.files);
  });

  test('adds findings with places, whose level can be set', async () => {
    const found = about(await validate([model], { plugins: [docs] }));
    expect(found).toEqual([
      {
        code: 'DOCS-1',
        severity: 'warning',
        message: '"Approve" has no documentation.',
        fix: 'say what the person is to do',
        place: { file: 'model.bpmn', line: 5, column: 1 },
        elementId: 'u',
      },
    ]);
    const error = await generate([model], { plugins: [docs], levels: { 'DOCS-1': 'error' } });
    expect(error.ok).toBe(false);
    expect(
      about(await validate([model], { plugins: [docs], levels: { 'DOCS-1': 'off' } })),
    ).toEqual([]);
  });

  test('is shown in docs/plugins.md as it is tested here', () => {
    const page = readFileSync(join(REPOSITORY, 'docs', 'plugins.md'), 'utf8');
    const example = readFileSync(join(HERE, 'plugin-example.ts'), 'utf8')
      .replace('../../model/index.js', 'jobwright/model')
      .replace('../index.js', 'jobwright/generator');
    expect(page).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  test('for another version of the interface is not run', async () => {
    // A plugin without types can say anything.
    const future = { ...docs, apiVersion: 2 } as unknown as Plugin;
    expect(await findings(future)).toEqual([
      'PLUG701 The plugin "docs" is written for version 2 of the plugin interface, not 1.',
    ]);
  });

  test('must have a name of its own', async () => {
    expect(await findings({ name: 'Docs', apiVersion: 1 }, { name: '..', apiVersion: 1 })).toEqual([
      'PLUG702 The plugin ".." has no usable name.',
      'PLUG702 The plugin "Docs" has no usable name.',
    ]);
    expect(await findings({ name: 'one', apiVersion: 1 }, { name: 'one', apiVersion: 1 })).toEqual([
      'PLUG702 The plugin "one" has the name of another plugin.',
    ]);
  });

  test('that throws is named, and the rest is generated', async () => {
    const bad: Plugin = {
      name: 'bad',
      apiVersion: 1,
      emitters: [
        {
          name: 'broken',
          emit: () => {
            throw new Error('no\nstack');
          },
        },
        { name: 'late', emit: () => Promise.reject(new TypeError('later')) },
      ],
      rules: [
        {
          name: 'judge',
          check: () => {
            throw new Error('cannot judge');
          },
        },
      ],
    };
    const { ok, files } = await generate([model], { plugins: [bad] });
    expect(ok).toBe(false);
    expect(files).toEqual((await generate([model])).files);
    expect(await findings(bad)).toEqual([
      'PLUG703 The plugin "bad" failed in its rule "judge": cannot judge',
      'PLUG705 The plugin "bad" failed in its emitter "broken": no',
      'PLUG705 The plugin "bad" failed in its emitter "late": later',
    ]);
  });

  test.each([
    ['../out.md', 'PLUG706'],
    ['bad/../../out.md', 'PLUG706'],
    ['/etc/out.md', 'PLUG706'],
    ['bad\\out.md', 'PLUG706'],
    ['bad/con.md', 'PLUG706'],
    ['bad/.hidden', 'PLUG706'],
    ['other/out.md', 'PLUG706'],
    ['badly/out.txt', 'PLUG706'],
    ['order/contract.gen.ts', 'PLUG707'],
    ['Order/Contract.gen.ts', 'PLUG707'],
  ])('may not write %s', async (path, code) => {
    const bad: Plugin = {
      name: 'bad',
      apiVersion: 1,
      emitters: [{ name: 'e', extensions: ['.gen.ts', ''], emit: () => [{ path, text: '' }] }],
    };
    const { files, diagnostics } = await generate([model], { plugins: [bad] });
    expect(files).toEqual((await generate([model])).files);
    expect(about(diagnostics)).toMatchObject([{ code, severity: 'error' }]);
  });

  test('may write into its folder and what its emitter declares', async () => {
    const good: Plugin = {
      name: 'good',
      apiVersion: 1,
      emitters: [
        {
          name: 'e',
          extensions: ['.puml'],
          emit: () =>
            Promise.resolve(['good/a.md', 'order/a.puml'].map((path) => ({ path, text: 'x' }))),
        },
        {
          name: 'f',
          emit: () => [
            { path: 'GOOD/A.md', text: '' },
            { path: 'good/A.md', text: '' },
          ],
        },
      ],
    };
    const { files } = await generate([model], { plugins: [good] });
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['good/a.md', 'order/a.puml']));
    expect(await findings(good)).toEqual([
      'PLUG706 The plugin "good" may not write "GOOD/A.md", as its emitter "f" does.',
      'PLUG707 The plugin "good" writes "good/A.md", which is written already.',
    ]);
  });

  test.each([
    { code: 'BPMN101' },
    { code: 'DOCS-1' },
    { code: 'BAD-' },
    { code: 'BAD-1', severity: 'fatal' },
    { code: 'BAD-1', message: 7 },
    { code: 'BAD-1', place: { file: 'a', line: 0, column: 1 } },
  ])('may not find %j', async (part) => {
    const finding = {
      severity: 'error',
      message: 'm',
      fix: 'f',
      place: { file: 'a', line: 1, column: 1 },
      ...part,
    };
    const bad = {
      name: 'bad',
      apiVersion: 1,
      rules: [{ name: 'r', check: () => [finding] }],
    } as unknown as Plugin;
    expect(await findings(bad)).toEqual([expect.stringMatching(/^PLUG704 The plugin "bad" gives/)]);
  });

  test('that gives no files at all is named', async () => {
    const bad = {
      name: 'bad',
      apiVersion: 1,
      emitters: [
        {
          name: 'e',
          emit: () => [
            { path: 'bad/a.md', text: 7 },
            { path: 7, text: '' },
          ],
        },
      ],
    } as unknown as Plugin;
    expect(await findings(bad)).toEqual(
      Array.from(
        { length: 2 },
        () => 'PLUG705 The plugin "bad" gives something that is no file in its emitter "e".',
      ),
    );
  });
});
