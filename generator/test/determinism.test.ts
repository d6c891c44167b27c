import fc from 'fast-check';

import { generate, type Source } from '../index.js';
import { bpmnSource, fixtureSources, flowsThrough, serviceTask } from './fixture.js';

const FLOWS = flowsThrough('s', 'a', 'b', 'e').split('\n');
const NODES = [
  '<bpmn:startEvent id="s" />',
  serviceTask('a', 'first'),
  serviceTask('b', 'second'),
  '<bpmn:endEvent id="e" />',
];
const ROOTS = [
  '<bpmn:message id="M" name="told" />',
  '<bpmn:error id="E" name="e" errorCode="NO" />',
  '<bpmn:signal id="S" name="rung" />',
];

describe('the same sources', () => {
  const sources = ['parcel', 'bare', 'calls', 'messages'].flatMap((name) => fixtureSources(name));

  test('give the same bytes and findings in any order', async () => {
    const expected = await generate(sources);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...sources], { minLength: sources.length }),
        async (shuffled) => {
          const { files, manifest, diagnostics } = await generate(shuffled);
          expect({ files, manifest, diagnostics }).toEqual({
            files: expected.files,
            manifest: expected.manifest,
            diagnostics: expected.diagnostics,
          });
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);

  test('give the same bytes with Windows line ends and a byte order mark', async () => {
    const foreign = sources.map((source) => ({
      ...source,
      text: `\uFEFF${source.text.replaceAll('\n', '\r\n')}`,
    }));
    const [expected, found] = await Promise.all([generate(sources), generate(foreign)]);
    expect(found.files).toEqual(expected.files);
    expect(found.manifest).toEqual(expected.manifest);
    expect(found.diagnostics).toEqual(expected.diagnostics);
  });

  test('give the same bytes wherever flows and definitions stand in a model', async () => {
    const model = (flows: readonly string[], roots: readonly string[]): Source =>
      bpmnSource([...NODES, ...flows].join('\n'), { root: roots.join('\n') });
    const textOf = async (source: Source): Promise<unknown> =>
      (await generate([source])).files.map(({ path, text }) => [
        path,
        text.replaceAll(/sha256.*/g, ''),
      ]);
    const expected = await textOf(model(FLOWS, ROOTS));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(FLOWS, { minLength: FLOWS.length }),
        fc.shuffledSubarray(ROOTS, { minLength: ROOTS.length }),
        async (flows, roots) => {
          expect(await textOf(model(flows, roots))).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  });

  test('with one path in the output are refused, whichever comes first', async () => {
    const twins: readonly Source[] = ['/a/models/x.bpmn', '/b/models/x.bpmn'].map(
      (file, index) => ({
        ...bpmnSource('<bpmn:startEvent id="s" />', { id: `p${index}` }),
        file,
        path: 'models/x.bpmn',
      }),
    );
    for (const given of [twins, [...twins].reverse()]) {
      const { ok, diagnostics } = await generate(given);
      expect(ok).toBe(false);
      expect(diagnostics.filter(({ code }) => code === 'FILE312')).toMatchObject([
        {
          severity: 'error',
          message:
            '"/a/models/x.bpmn" and "/b/models/x.bpmn" are both "models/x.bpmn" in generated files.',
          place: { file: '/b/models/x.bpmn', line: 1, column: 1 },
        },
      ]);
    }
  });
});
