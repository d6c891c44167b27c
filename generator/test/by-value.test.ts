import { check, generate, readModel, validate } from '../index.js';
import { bpmnSource, fixtureSources, flowsThrough, schemaSource, serviceTask } from './fixture.js';

const line = bpmnSource(
  `<bpmn:startEvent id="s" />${serviceTask('t', 'work')}${flowsThrough('s', 't')}`,
);

describe('the generator by value', () => {
  test('reads a source as its kind says, and says what is wrong with it', async () => {
    expect(await readModel(line)).toMatchObject({
      kind: 'bpmn',
      source: line,
      model: { file: 'model.bpmn', processes: [{ id: 'order' }] },
      diagnostics: [],
    });
    expect(await readModel(schemaSource({ type: 'object' }))).toMatchObject({
      kind: 'schema',
      document: { root: { type: 'object' } },
      diagnostics: [],
    });
    expect(
      await readModel({ kind: 'openapi', file: 'a.openapi.json', path: 'a', text: '{' }),
    ).toMatchObject({
      kind: 'openapi',
      document: undefined,
      diagnostics: [{ code: 'TYPE501', place: { file: 'a.openapi.json', line: 1 } }],
    });
    expect(
      await readModel({ kind: 'dmn', file: 'a.dmn', path: 'a.dmn', text: 'no' }),
    ).toMatchObject({ kind: 'dmn', diagnostics: [{ severity: 'error' }] });
  });

  test('generates what it then finds in step, with the runtime as each file reaches it', async () => {
    const sources = fixtureSources('parcel');
    const generated = await generate(sources, { runtime: './rt.js' });
    const found = new Map(
      [...generated.files, generated.manifest].map(({ path, text }) => [path, text]),
    );
    expect(generated.ok).toBe(true);
    expect(found.get('parcel/jobs.gen.ts')).toContain("from '../rt.js'");
    expect(found.get('api.gen.ts')).toContain("from './rt.js'");
    expect(await check(sources, found, { runtime: './rt.js' })).toEqual({
      diagnostics: generated.diagnostics,
      drift: [],
      ok: true,
    });
  });

  test('names each file that is not as it should be', async () => {
    const { files, manifest } = await generate([line]);
    const found = new Map([...files, manifest].map(({ path, text }) => [path, text]));
    const contract = found.get('order/contract.gen.ts') ?? '';
    found.set('order/contract.gen.ts', `${contract}// mine\n`);
    found.delete('openapi.json');

    const { drift, diagnostics, ok } = await check([line], found);

    expect(ok).toBe(false);
    expect(drift.map(({ kind, file }) => [kind, file])).toEqual([
      ['missing', 'generated/openapi.json'],
      ['edited', 'generated/order/contract.gen.ts'],
    ]);
    expect(drift[1]?.diff).toContain('-// mine');
    expect(diagnostics.map(({ code, place }) => [code, place.file])).toEqual(
      expect.arrayContaining([
        ['FILE302', 'generated/openapi.json'],
        ['FILE304', 'generated/order/contract.gen.ts'],
      ]),
    );
  });

  test('validates without emitting', async () => {
    const [good] = fixtureSources('bare');
    const broken = { ...line, text: line.text.slice(0, 300) };
    expect(await validate([good ?? line])).toEqual((await generate([good ?? line])).diagnostics);
    expect(await validate([broken])).toMatchObject([{ severity: 'error' }]);
    expect((await generate([broken])).ok).toBe(false);
  });
});
