import fc from 'fast-check';

import { createGenerator, generate, type Generated, type Source } from '../index.js';
import { bpmnSource, fixtureSources, flowsThrough, schemaSource, serviceTask } from './fixture.js';

const call = (id: string, called: string): string =>
  `<bpmn:callActivity id="${id}"><bpmn:extensionElements><zeebe:calledElement processId="${called}" /></bpmn:extensionElements></bpmn:callActivity>`;
const caller = (called: string, type: string, caught = ''): Source =>
  bpmnSource(
    `<bpmn:startEvent id="s" />${call('c', called)}${serviceTask('t', type)}${flowsThrough('s', 'c', 't')}${caught}`,
    {
      file: 'caller.bpmn',
      id: 'caller',
      root: '<bpmn:error id="E" name="e" errorCode="NO" />',
    },
  );
const CAUGHT =
  '<bpmn:boundaryEvent id="b" attachedToRef="c"><bpmn:errorEventDefinition id="ed" errorRef="E" /></bpmn:boundaryEvent>';
const called = (id: string, start: string, more = ''): Source =>
  bpmnSource(
    `<bpmn:startEvent id="${start}" /><bpmn:scriptTask id="t"><bpmn:extensionElements><zeebe:script expression="=${start === 's' ? '1' : '&#34;x&#34;'}" resultVariable="r" /></bpmn:extensionElements></bpmn:scriptTask>${serviceTask('u', 'work')}${flowsThrough(start, 't', 'u')}${more}`,
    { file: 'called.bpmn', id },
  );
const opened = (name: string): Source =>
  bpmnSource(
    `<bpmn:extensionElements><zeebe:properties><zeebe:property name="jobwright:api" value="${name}" /></zeebe:properties></bpmn:extensionElements><bpmn:startEvent id="s" /><bpmn:endEvent id="e" />${flowsThrough('s', 'e')}`,
    { file: 'opened.bpmn', id: 'opened' },
  );

/** Each slot of the project in its versions; undefined when the file is not there. */
const SLOTS: readonly (readonly (Source | undefined)[])[] = [
  [caller('called', 'ask'), caller('other', 'ask'), caller('called', 'tell', CAUGHT), undefined],
  [
    called('called', 's'),
    called('called', 'begin'),
    called('other', 's'),
    called('called', 's', call('back', 'caller')),
    undefined,
  ],
  [opened('open'), opened('none'), opened('not a name'), undefined],
  [
    schemaSource({ properties: { a: { type: 'string' } } }, 'caller.schema.json'),
    schemaSource({ properties: { a: { type: 'number' } } }, 'caller.schema.json'),
    undefined,
  ],
  [schemaSource({ properties: { r: { type: 'boolean' } } }, 'called.schema.json'), undefined],
];

const comparable = ({ files, manifest, diagnostics, ok, plan }: Generated): object => ({
  files,
  manifest,
  diagnostics,
  ok,
  plan,
});

describe('a generator that remembers', () => {
  test('gives exactly what one without a memory does, whatever changed in between', async () => {
    const version = fc.tuple(...SLOTS.map((slot) => fc.nat({ max: slot.length - 1 })));
    await fc.assert(
      fc.asyncProperty(fc.array(version, { minLength: 2, maxLength: 5 }), async (versions) => {
        const generator = createGenerator();
        for (const picks of versions) {
          const sources = SLOTS.flatMap((slot, index) => slot[picks[index] ?? 0] ?? []);
          const remembered = await generator.generate(sources);
          // Texts of their own, so that nothing remembered can be taken for them.
          const fresh = await generate(sources.map((source) => ({ ...source })));
          expect(comparable(remembered)).toEqual(comparable(fresh));
        }
      }),
      {
        numRuns: 60,
        // What a caller catches goes from the called process's plan with the caller's boundary event.
        examples: [
          [
            [
              [2, 0, 0, 0, 1],
              [0, 0, 0, 0, 1],
            ],
          ],
        ],
      },
    );
  }, 120_000);

  test('reads and plans only what changed, and what calls it', async () => {
    const generator = createGenerator();
    const others = [...fixtureSources('bare'), caller('called', 'ask'), opened('open')];
    const first = await generator.generate([...others, called('called', 's')]);
    const second = await generator.generate([...others, called('called', 'begin')]);
    const planOf = ({ plan }: Generated, id: string): unknown =>
      plan.processes.find((process) => process.id === id);
    const fileOf = ({ files }: Generated, path: string): unknown =>
      files.find((file) => file.path === path);
    expect(planOf(second, 'opened')).toBe(planOf(first, 'opened'));
    expect(planOf(second, 'called')).not.toBe(planOf(first, 'called'));
    expect(planOf(second, 'caller')).not.toBe(planOf(first, 'caller'));
    expect(fileOf(second, 'opened/jobs.gen.ts')).toBe(fileOf(first, 'opened/jobs.gen.ts'));
    expect(fileOf(second, 'called/elements.gen.ts')).not.toEqual(
      fileOf(first, 'called/elements.gen.ts'),
    );
  });

  test('sees a change of the settings', async () => {
    const generator = createGenerator();
    const sources = fixtureSources('bare');
    await generator.generate(sources);
    const other = { runtime: './rt.js', levels: { BPMN151: 'off' }, target: '8.8' } as const;
    expect(comparable(await generator.generate(sources, other))).toEqual(
      comparable(await generate(sources, other)),
    );
  });
});
